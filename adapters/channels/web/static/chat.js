// Puts the page together.

import { Ask } from "./ask.js";
import { Lines } from "./lines.js";
import { icon } from "./make.js";
import { Outbox, newId } from "./outbox.js";
import { Photos } from "./photos.js";
import { whereAmI } from "./place.js";
import { Scroll } from "./scroll.js";
import { settings, toggle } from "./settings.js";
import { hush, speak } from "./speak.js";
import { Voice } from "./voice.js";
import { Wire } from "./wire.js";
import { nearest, speakIn, language, word } from "./words.js";

const { prefix, unit, me } = document.body.dataset;
const staff = prefix === "/staff";
const query = unit ? `?unit=${encodeURIComponent(unit)}` : "";
const PAGE = 200; // lines that the server gives at once
const PATIENT_MS = 1500; // a short break is not worth a word
const part = (id) => document.getElementById(id);
const talk = part("talk");
const write = part("write");

// --- words, letters, reading aloud

speakIn(settings.language || nearest(navigator.language));
function markLanguage() {
  for (const button of document.querySelectorAll("button[data-language]")) button.hidden = button.dataset.language === language;
}
markLanguage();
for (const button of document.querySelectorAll("button[data-language]")) {
  button.addEventListener("click", () => {
    settings.language = button.dataset.language;
    speakIn(button.dataset.language);
    markLanguage();
    note();
    document.querySelector("button[data-language]:not([hidden])").focus();
  });
}
toggle(part("large"), settings.large, (on) => { settings.large = on; scroll.settle(); });
toggle(part("auto"), settings.auto, (on) => { settings.auto = on; if (!on) hush(); });

// --- one line of news above the composer

let connected = true;
let lately = 0;
let noteKey = "";
let noteText = "";
function note(key = noteKey, text = "") {
  noteKey = key;
  noteText = text;
  const off = !navigator.onLine ? word("offline") : connected ? "" : word("connecting");
  part("note").textContent = noteText || (noteKey && word(noteKey)) || off;
}
function signal(on) {
  clearTimeout(lately);
  if (on === connected && navigator.onLine) return;
  if (on) { connected = true; note(); outbox.flush(); } // what waited goes as soon as there is a way
  else if (!navigator.onLine) { connected = false; note(); }
  else lately = setTimeout(() => { connected = false; note(); }, PATIENT_MS);
}

// --- the conversation

const lines = new Lines({
  list: part("lines"), me, staff,
  tapped: (button) => choose(button),
  takenBack: (text) => { write.value = write.value ? `${text}\n${write.value}` : text; grow(); write.focus(); },
  show: (node) => { scroll.show(node); node.classList.remove("shown"); void node.offsetWidth; node.classList.add("shown"); },
});
const scroll = new Scroll({ talk, below: part("below"), newest: () => lines.newest() });
const ask = new Ask({
  box: part("ask"),
  tapped: (button) => choose(button),
  wanted: (what) => (what === "location" ? sendPlace() : photos.choose()),
  heeds: (line) => !staff || line.at === lines.mineTurn, // a colleague's questions are the colleague's
});

function heard(line, live) {
  const node = lines.add(line);
  ask.hear(line);
  if (staff) showGroup();
  const own = lines.isMine(line);
  if (live && node && !own) {
    node.classList.add("arrived");
    if (settings.auto) speak([...line.parts, ...line.buttons.map((b) => b.label)].join("\n"), null, { queue: true });
  }
  if (!live) return; // the log is read; `first` scrolls
  if (own || scroll.mode !== "free") scroll.follow();
  else scroll.mark();
}

async function older() {
  const button = part("older");
  button.disabled = true;
  const found = await wire.before(lines.first);
  button.disabled = false;
  if (!found) return;
  scroll.keeping(() => { keepFirst(found); lines.addOlder(found); });
}
function keepFirst(some) {
  lines.first = some[0]?.seq ?? 0;
  part("older").hidden = some.length < PAGE;
}
part("older").addEventListener("click", older);

// --- a group: who is in it, what waits for somebody, and what is asked for most

function showGroup() {
  part("people").textContent = [...lines.authors].join(language === "en" ? ", " : "、");
  part("people").hidden = !lines.authors.size;
  const waiting = document.querySelectorAll(".card.new").length;
  part("waiting").disabled = !waiting;
  part("waiting-count").textContent = waiting;
}
if (staff) {
  part("waiting").addEventListener("click", () => scroll.show(document.querySelector(".card.new").closest(".line")));
  for (const button of document.querySelectorAll("[data-order]")) {
    const words = () => (language === "en" ? button.dataset.order : button.textContent.trim());
    button.addEventListener("click", () => say({ type: "text", text: words() }, { text: words() }));
  }
} else {
  part("person").addEventListener("click", () => choose({ value: "open:person", question: "", label: word("person-ask") }));
}

// --- saying something

const outbox = new Outbox({
  prefix, query,
  tell: (id, state, why) => {
    lines.mark(id, state, why);
    if (state === "waiting" && why) note("", why);
    if (state === "got" && noteText) note("");
  },
  barred: (text) => note("", text),
  lost: (text) => note("photo-lost", text && `${word("photo-lost")} ${text}`),
});

function say(body, shown, blobs = []) {
  hush();
  const whole = { id: newId(), language: settings.language || navigator.language, ...body };
  note("");
  if (shown) lines.addOwn(whole, shown);
  scroll.follow();
  return outbox.add(whole, blobs);
}

function choose(button) {
  say({ type: "choice", value: button.value, question: button.question, text: button.label }, { text: button.label });
}

function shownAs(item) {
  const { type, text = "" } = item.body;
  const blobs = item.blobs.map((b) => b.blob);
  if (type === "start") return null;
  if (type === "location") return { place: true };
  if (type !== "media") return { text };
  return item.body.seconds ? { voice: blobs[0] } : { photos: blobs, text };
}

function grow() {
  write.style.height = "auto";
  write.style.height = `${write.scrollHeight + 4}px`;
}
write.addEventListener("input", grow);
write.addEventListener("input", hush); // whoever writes has heard enough
write.addEventListener("keydown", (event) => {
  // While an input method composes, Enter picks a word.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  part("say").requestSubmit();
});
part("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = write.value.trim();
  if (!text) { write.focus(); return; }
  write.value = "";
  grow();
  say({ type: "text", text }, { text });
});

// --- photos, voice, place

const busy = (on) => { part("ways").hidden = on; };
const photos = new Photos({
  input: part("files"), tray: part("tray"), list: part("thumbs"), send: part("tray-send"), cancel: part("tray-cancel"),
  icon, word, note, open: busy,
  chosen: (files) => { say({ type: "media", album: newId() }, { photos: files }, files); part("photo").focus({ preventScroll: true }); },
});
part("photo").addEventListener("click", () => photos.choose());

const voice = new Voice({
  shown: (seconds) => {
    const began = part("recording").hidden && seconds !== null;
    part("recording").hidden = seconds === null;
    busy(seconds !== null);
    if (began) part("voice-send").focus({ preventScroll: true });
    if (seconds === null) part("voice").focus({ preventScroll: true });
    else part("seconds").textContent = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  },
  done: (blob, seconds) => say({ type: "media", seconds: Math.round(seconds * 10) / 10 }, { voice: blob }, [blob]),
  problem: (key) => note(key),
});
part("voice").addEventListener("click", () => { hush(); note(""); voice.start(); });
part("voice-send").addEventListener("click", () => voice.send());
part("voice-cancel").addEventListener("click", () => voice.cancel());

async function sendPlace() {
  note("place-finding");
  try {
    const { lat, lon } = await whereAmI();
    say({ type: "location", lat, lon }, { place: true });
  } catch (key) {
    note(key);
    write.focus();
  }
}
part("place").addEventListener("click", sendPlace);

// --- opening

// The poster's code that this page was opened with, once per code; else a first hello in an empty chat. The ids are
// the same each time, so that a chat opened twice is greeted once.
async function hello(count) {
  const code = staff ? "" : new URLSearchParams(location.search).get("v") ?? "";
  if (code) {
    history.replaceState(null, "", "/chat");
    const plain = code.replace(/[^A-Za-z0-9-]/g, (c) => c.codePointAt(0).toString(16)).slice(0, 58);
    await say({ type: "start", id: `start-${plain}`, text: code.slice(0, 200) }, null);
  } else if (!staff && !count && !(await outbox.waiting()).length) {
    await say({ type: "start", id: "start" }, null);
  }
}

const wire = new Wire({
  prefix, query,
  line: heard,
  first: (some) => { part("lines").removeAttribute("aria-busy"); keepFirst(some); scroll.follow(); hello(some.length); },
  state: signal,
  barred: (text) => note("", text),
});

addEventListener("online", () => { note(); outbox.flush(); });
addEventListener("offline", () => note());
document.addEventListener("visibilitychange", () => { if (!document.hidden) outbox.flush(); });

await outbox.open();
for (const item of await outbox.waiting()) {
  const shown = shownAs(item);
  if (shown) lines.addOwn(item.body, shown);
}
outbox.flush();
wire.run();
if ("serviceWorker" in navigator && !staff) navigator.serviceWorker.register("/sw.js").catch(() => {}); // it works without
