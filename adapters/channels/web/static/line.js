// One line of the conversation, as a node.

import { choices } from "./choices.js";
import { button, clock, icon, labelled, make, said, withPhones } from "./make.js";
import { speak, tongueOf } from "./speak.js";
import { word } from "./words.js";

// `mine` stands on the right; `named` says above it who of a group said it; `tapped(choice)` hears a button that stays.
export function lineNode(line, { mine, named, staff, tapped }) {
  const node = make("div", mine ? "line mine" : "line");
  const who = named ? make("p", "author", line.author) : said("p", "unseen", mine ? "you" : "us");
  if (!named && staff && !mine) who.hidden = true;
  node.append(who);
  const free = line.buttons.filter((choice) => !choice.question);
  const card = line.replaces || free.length;
  const inside = card ? make("div", `card ${line.replaces ? state(free) : ""}`) : node;
  for (const part of line.parts) if (part) inside.append(bubble(part, line));
  const photos = line.media.filter((media) => media.kind === "photo");
  if (photos.length) inside.append(pictures(photos.map((media) => media.url), true));
  for (const voice of line.media.filter((media) => media.kind === "voice")) inside.append(sound(voice.url));
  if (free.length) inside.append(choices(free, tapped));
  if (card) node.append(inside);
  node.append(foot(line, mine));
  return node;
}

// What a case card waits for, as its buttons say: somebody to take it, the one who took it, or nothing more.
// One without any button only tells what others have to do.
function state(free) {
  if (free.some((choice) => choice.value.startsWith("do:claim:"))) return "new";
  if (!free.length) return "told";
  return free.length > 1 ? "open" : "done";
}

function bubble(text, line) {
  const node = make("div", "bubble");
  if (line.echo_of) { node.textContent = text; return node; }
  if (!line.replaces) return withPhones(node, text);
  const [head, ...rest] = text.split("\n");
  node.append(make("strong", "head", head));
  return rest.length ? withPhones(node, `\n${rest.join("\n")}`) : node;
}

export function pictures(urls, linked) {
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

export function sound(url) {
  const audio = labelled(make("audio"), "voice-one");
  audio.controls = true;
  audio.preload = "metadata";
  audio.src = url;
  return audio;
}

export function foot(line, mine) {
  const node = make("div", "foot");
  node.append(clock(new Date(line.at)));
  if (mine) node.append(delivered());
  else {
    const text = [...line.parts, ...line.buttons.map((choice) => choice.label)].join("\n");
    const read = labelled(button("read", icon("speaker")), "read");
    read.classList.add(tongueOf(text).slice(0, 2));
    read.addEventListener("click", () => speak(text, read));
    node.append(read);
  }
  return node;
}

function delivered() {
  const done = labelled(make("span", "done"), "sent");
  done.setAttribute("role", "img");
  done.append(icon("check"));
  return done;
}
