// What can be chosen now: big buttons under the newest question, and gone with it.

import { icon, make } from "./lines.js";
import { word } from "./words.js";

const TOOLS = { location: ["pin", "place-ask", "place"], photo: ["camera", "photo-ask", "photo"] };

export class Ask {
  // `tapped(button)` hears a choice, `wanted("location" | "photo")` the big button beside the choices.
  constructor({ box, tapped, wanted }) {
    Object.assign(this, { box, tapped, wanted });
    this.question = null;
  }

  hear(line) {
    const buttons = line.buttons.filter((button) => button.question);
    if (line.closes && (line.closes === this.question || this.question === "")) this.clear();
    if (buttons.length || line.wants) this.show(buttons, line.wants);
  }

  show(buttons, wants) {
    this.clear();
    this.question = buttons[0]?.question ?? "";
    const choices = make("div", "choices");
    const tool = TOOLS[wants];
    if (tool) {
      const [picture, key, id] = tool;
      const node = make("button", "choice wanted");
      const name = make("span", "", word(key));
      name.dataset.t = key;
      node.type = "button";
      node.append(icon(picture), name);
      node.addEventListener("click", () => this.wanted(wants));
      choices.append(node);
      document.getElementById(id).classList.add("wanted");
    }
    for (const button of buttons) {
      const node = make("button", "choice", button.label);
      node.type = "button";
      node.addEventListener("click", (event) => {
        this.clear();
        // A keyboard's place in the page would be lost with the button.
        if (event.detail === 0) document.getElementById("write").focus({ preventScroll: true });
        this.tapped(button);
      });
      choices.append(node);
    }
    this.box.replaceChildren(choices);
    this.box.hidden = !choices.childElementCount;
  }

  clear() {
    this.question = null;
    this.box.replaceChildren();
    this.box.hidden = true;
    for (const [, , id] of Object.values(TOOLS)) document.getElementById(id).classList.remove("wanted");
  }
}
