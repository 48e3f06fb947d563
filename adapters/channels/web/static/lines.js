// The conversation on the page. Every word is set as text, so that markup in it is shown as it was typed.

import { canSpeak, speak } from "./speak.js";
import { word } from "./words.js";

export function make(tag, kind = "", text = "") {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  if (text) node.textContent = text;
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// A word that follows the language when it is changed.
function said(tag, kind, key) {
  const node = make(tag, kind, word(key));
  node.dataset.t = key;
  return node;
}

function labelled(node, key) {
  node.setAttribute("aria-label", word(key));
  node.dataset.tLabel = key;
  return node;
}

function clock(at) {
  const time = make("time", "", at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }));
  time.dateTime = at.toISOString();
  return time;
}

export class Lines {
  // `me` is this person's name among others; empty where everybody but us is the person.
  constructor({ list, me, staff, tapped, takenBack }) {
    Object.assign(this, { list, me, staff, tapped, takenBack });
    this.own = new Map(); // id of a message said here → its node, until the log has it
    this.echoed = new Set();
    this.cards = new Map();
    this.authors = new Set();
  }

  // A line of the log. True if it is a new one at the end, and not a card that changed in its place.
  add(line) {
    if (line.author && line.echo_of) this.authors.add(line.author);
    const mine = Boolean(line.echo_of) && (!this.staff || line.author === this.me);
    if (line.echo_of) this.echoed.add(line.echo_of);
    const standing = line.replaces && this.cards.get(line.replaces);
    const pending = line.echo_of && this.own.get(line.echo_of);
    if (!line.parts.some(Boolean) && !line.media.length && !line.buttons.length && !pending) return false;
    const node = pending ? this.adopt(pending, line) : this.build(line, mine);
    if (line.replaces) this.cards.set(line.replaces, node);
    if (standing) {
      standing.replaceWith(node);
      return false;
    }
    this.list.insertBefore(node, this.firstPending(node));
    return true;
  }

  firstPending(except) {
    for (const node of this.own.values()) if (node !== except) return node;
    return null;
  }

  build(line, mine) {
    const node = make("div", mine ? "line mine" : "line");
    const who = this.whoSays(line, mine);
    node.append(who);
    const card = line.replaces || line.buttons.some((b) => !b.question);
    const inside = card ? make("div", "card") : node;
    this.fill(inside, line);
    if (card) node.append(inside);
    node.append(this.foot(line, mine));
    return node;
  }

  // Shown to all in a group; otherwise only for those who can't see the side it stands on.
  whoSays(line, mine) {
    const named = this.staff && line.echo_of && !mine;
    const who = named ? make("p", "author", line.author) : said("p", "unseen", mine ? "you" : "us");
    if (!named && this.staff && !mine) who.hidden = true;
    return who;
  }

  fill(inside, line) {
    for (const part of line.parts) if (part) inside.append(make("div", "bubble", part));
    const photos = line.media.filter((m) => m.kind === "photo");
    if (photos.length) inside.append(this.pictures(photos.map((m) => m.url), true));
    for (const voice of line.media.filter((m) => m.kind === "voice")) inside.append(this.sound(voice.url));
    const free = line.buttons.filter((b) => !b.question);
    if (free.length) {
      const choices = make("div", "choices");
      for (const button of free) {
        const node = make("button", "choice", button.label);
        node.type = "button";
        node.addEventListener("click", () => this.tapped(button));
        choices.append(node);
      }
      inside.append(choices);
    }
  }

  pictures(urls, linked) {
    const box = make("div", "pictures");
    for (const url of urls) {
      const frame = make(linked ? "a" : "span");
      if (linked) { frame.href = url; frame.target = "_blank"; frame.rel = "noopener"; }
      const image = make("img");
      image.src = url;
      image.alt = word("photo-one");
      frame.append(image);
      box.append(frame);
    }
    return box;
  }

  sound(url) {
    const audio = labelled(make("audio"), "voice-one");
    audio.controls = true;
    audio.preload = "metadata";
    audio.src = url;
    return audio;
  }

  foot(line, mine) {
    const foot = make("div", "foot");
    foot.append(clock(new Date(line.at)));
    if (mine) foot.append(this.delivered());
    else if (canSpeak) {
      const read = labelled(make("button", "read"), "read");
      read.type = "button";
      read.append(icon("speaker"));
      const text = [...line.parts, ...line.buttons.map((b) => b.label)].join("\n");
      read.addEventListener("click", () => speak(text, read));
      foot.append(read);
    }
    return foot;
  }

  delivered() {
    const done = labelled(make("span", "done"), "sent");
    done.setAttribute("role", "img");
    done.append(icon("check"));
    return done;
  }

  // What was just said here, at once, before the server has it.
  addOwn(body, { text = "", photos = [], voice = null, place = false } = {}) {
    if (this.echoed.has(body.id) || this.own.has(body.id)) return;
    const node = make("div", "line mine");
    node.append(said("p", "unseen", "you"));
    if (photos.length) node.append(this.pictures(photos.map((p) => URL.createObjectURL(p)), false));
    if (voice) node.append(this.sound(URL.createObjectURL(voice)));
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
    const foot = node.querySelector(".foot");
    foot.className = state === "failed" ? "foot bad" : "foot";
    if (state === "failed") {
      foot.replaceChildren(make("span", "", `${word("failed")}${why ? `：${why}` : ""}`));
      if (node.text) {
        const back = said("button", "back", "copy-back");
        back.type = "button";
        back.addEventListener("click", () => { this.forget(id); this.takenBack(node.text); });
        foot.append(back);
      }
      return;
    }
    const key = state === "waiting" && navigator.onLine ? "again" : state;
    foot.replaceChildren(icon(state === "got" ? "check" : "clock"), said("span", "", key));
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
    if (words && bubble) { bubble.textContent = words; delete bubble.dataset.t; }
    else if (words) node.insertBefore(make("div", "bubble", words), node.lastChild);
    node.lastChild.replaceWith(this.foot(line, true));
    return node;
  }
}
