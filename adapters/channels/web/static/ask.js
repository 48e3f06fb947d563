// What can be chosen now: buttons under the newest question, and gone with it.

import { choices } from "./choices.js";
import { button, icon, said } from "./make.js";

const TOOLS = { location: ["pin", "place-ask", "place"], photo: ["camera", "photo-ask", "photo"] };

export class Ask {
  // `tapped(button)` hears a choice, `wanted("location" | "photo")` the big button for what is hoped for;
  // `heeds(line)` says whether a question is for this person: in a group it may be for a colleague.
  constructor({ box, tapped, wanted, heeds }) {
    Object.assign(this, { box, tapped, wanted, heeds });
    this.question = null;
  }

  hear(line) {
    const buttons = line.buttons.filter((choice) => choice.question);
    if (line.closes && (line.closes === this.question || this.question === "")) this.clear();
    if ((buttons.length || line.wants) && this.heeds(line)) this.show(buttons, line.wants);
  }

  show(buttons, wants) {
    this.clear();
    this.question = buttons[0]?.question ?? "";
    const tool = TOOLS[wants];
    if (tool) document.getElementById(tool[2]).classList.add("wanted");
    // A photo that may come along must not look like the answer: beside choices its tool below is enough.
    if (tool && !buttons.some((choice) => !["back", "cancel"].includes(choice.value))) this.box.append(this.big(wants));
    if (buttons.length) this.box.append(choices(buttons, (choice, event) => this.tap(choice, event), { wide: true }));
    this.box.hidden = !this.box.childElementCount;
  }

  big(wants) {
    const [picture, key] = TOOLS[wants];
    const node = button("choice next wanted", icon(picture), said("span", "", key));
    node.addEventListener("click", () => this.wanted(wants));
    return node;
  }

  tap(choice, event) {
    this.clear();
    // A keyboard's place in the page would be lost with the button.
    if (event.detail === 0) document.getElementById("write").focus({ preventScroll: true });
    this.tapped(choice);
  }

  clear() {
    this.question = null;
    this.box.replaceChildren();
    this.box.hidden = true;
    for (const [, , id] of Object.values(TOOLS)) document.getElementById(id).classList.remove("wanted");
  }
}
