// The conversation: lines in their order, what is on its way, and case cards that change in their place.

import { foot, lineNode, pictures, sound } from "./line.js";
import { button, icon, make, said } from "./make.js";
import { word } from "./words.js";

const TOGETHER_MS = 10_000; // a note and the card that it is about come within moments of each other

export class Lines {
  // `me` is this person's name among others; empty where everybody but us is the person. `show(node)` brings a card
  // into view.
  constructor({ list, me, staff, tapped, takenBack, show }) {
    Object.assign(this, { list, me, staff, tapped, takenBack, show });
    this.own = new Map(); // id of a message said here → its node, until the log has it
    this.echoed = new Set();
    this.cards = new Map();
    this.authors = new Set();
    this.first = 0; // the `seq` of the oldest line that is here
    this.note = null; // the last plain line of ours, and when
    this.turn = ""; // the moment of the turn that answers somebody's message; all its lines have it
    this.mineTurn = ""; // the same where it was this person's
  }

  isMine(line) {
    return Boolean(line.echo_of) && (!this.staff || line.author === this.me);
  }

  // A line of the log. The node if it is a new one at the end; null for a card that changed in its place.
  add(line) {
    const mine = this.isMine(line);
    if (line.echo_of) {
      if (line.author) this.authors.add(line.author);
      this.echoed.add(line.echo_of);
      this.turn = line.at;
      if (mine) this.mineTurn = line.at;
    }
    const pending = line.echo_of && this.own.get(line.echo_of);
    if (!line.parts.some(Boolean) && !line.media.length && !line.buttons.length && !pending) return null;
    const node = pending ? this.adopt(pending, line) : this.build(line);
    const standing = line.replaces && this.cards.get(line.replaces);
    if (line.replaces) this.cards.set(line.replaces, node);
    if (standing && line.at !== this.turn) {
      this.changed(standing, node, line);
      return null;
    }
    if (standing) standing.remove(); // somebody asked for it: it comes down to where they look
    this.list.insertBefore(node, this.firstPending(node));
    this.note = line.replaces || line.echo_of ? null : { node, at: new Date(line.at) };
    return node;
  }

  build(line) {
    const mine = this.isMine(line);
    const named = this.staff && Boolean(line.echo_of) && !mine;
    return lineNode(line, { mine, named, staff: this.staff, tapped: this.tapped });
  }

  // A card stays where it is; it says that it changed, and the note that came with it leads to it.
  changed(standing, node, line) {
    node.querySelector(".foot").append(said("span", "updated", "updated"));
    standing.replaceWith(node);
    const note = this.note;
    this.note = null;
    if (!note || node.nextSibling === note.node || new Date(line.at) - note.at > TOGETHER_MS) return;
    const lead = button("lead", icon("up"), said("span", "", "to-card"));
    lead.addEventListener("click", () => this.show(this.cards.get(line.replaces)));
    note.node.querySelector(".foot").append(lead);
  }

  // Lines from before the first one; of a card that stands further down only the newest is shown.
  addOlder(lines) {
    const before = this.list.firstChild;
    const older = new Map();
    for (const line of lines) {
      if (!line.parts.some(Boolean) && !line.media.length && !line.buttons.length) continue;
      if (line.replaces && this.cards.has(line.replaces)) continue;
      const node = this.build(line);
      const standing = older.get(line.replaces);
      if (line.replaces) older.set(line.replaces, node);
      if (standing) standing.replaceWith(node);
      else this.list.insertBefore(node, before);
    }
    for (const [name, node] of older) this.cards.set(name, node);
  }

  // Where what came since this person's last message begins.
  newest() {
    let node = this.list.lastElementChild;
    if (!node || node.classList.contains("mine")) return node;
    if (this.staff) return node.querySelector(".card") && isNote(node.previousElementSibling) ? node.previousElementSibling : node;
    while (node.previousElementSibling && !node.previousElementSibling.classList.contains("mine")) node = node.previousElementSibling;
    return node;
  }

  firstPending(except) {
    for (const node of this.own.values()) if (node !== except) return node;
    return null;
  }

  // What was just said here, at once, before the server has it.
  addOwn(body, { text = "", photos = [], voice = null, place = false } = {}) {
    if (this.echoed.has(body.id) || this.own.has(body.id)) return;
    const node = make("div", "line mine");
    node.append(said("p", "unseen", "you"));
    if (photos.length) node.append(pictures(photos.map((photo) => URL.createObjectURL(photo)), false));
    if (voice) node.append(sound(URL.createObjectURL(voice)));
    if (place) node.append(said("div", "bubble", "place-one"));
    if (text) node.append(make("div", "bubble", text));
    node.append(make("div", "foot"));
    node.text = text;
    this.own.set(body.id, node);
    this.list.append(node);
    this.mark(body.id, "sending");
  }

  // What became of it so far.
  mark(id, state, why = "") {
    const node = this.own.get(id);
    if (!node || node.dataset.state === state) return;
    node.dataset.state = state;
    const under = node.querySelector(".foot");
    under.className = state === "failed" ? "foot bad" : "foot";
    if (state === "failed") {
      under.replaceChildren(make("span", "", `${word("failed")}${why ? `：${why}` : ""}`));
      if (node.text) {
        const back = button("back", said("span", "", "copy-back"));
        back.addEventListener("click", () => { this.forget(id); this.takenBack(node.text); });
        under.append(back);
      }
      return;
    }
    const key = state === "waiting" && navigator.onLine ? "again" : state;
    under.replaceChildren(icon(state === "got" ? "check" : "clock"), said("span", "", key));
  }

  forget(id) {
    this.own.get(id)?.remove();
    this.own.delete(id);
  }

  // The log has it: the same node stays, so nothing jumps or loads again.
  adopt(node, line) {
    this.own.delete(line.echo_of);
    node.dataset.state = "sent";
    const words = line.parts.join("");
    const bubble = node.querySelector(".bubble");
    if (bubble && words && words !== "…") { bubble.textContent = words; delete bubble.dataset.t; }
    else if (words && !bubble) node.insertBefore(make("div", "bubble", words), node.lastChild);
    node.lastChild.replaceWith(foot(line, true));
    return node;
  }
}

function isNote(node) {
  return Boolean(node) && !node.querySelector(".card, .author") && !node.classList.contains("mine");
}
