// Reads messages aloud, each in the language that it is written in, by the browser's own voices.

const synth = window.speechSynthesis;

const canSpeak = Boolean(synth && window.SpeechSynthesisUtterance);

export function tongueOf(text) {
  return /[\u3400-\u9fff]/.test(text) ? "zh-CN" : "en-US";
}

function voiceFor(tag) {
  const start = tag.slice(0, 2);
  const voices = canSpeak ? synth.getVoices() : [];
  return voices.find((v) => v.lang.replace("_", "-") === tag) ?? voices.find((v) => v.lang.startsWith(start)) ?? null;
}

// The languages that can be read stand on the page (`data-voices="zh en"`), and its style shows only buttons that work:
// many browsers learn of their voices late, and some have none.
function showVoices() {
  const known = ["zh-CN", "en-US"].filter((tag) => voiceFor(tag));
  document.documentElement.dataset.voices = known.map((tag) => tag.slice(0, 2)).join(" ");
}
showVoices();
synth?.addEventListener?.("voiceschanged", showVoices);

let now = null; // the button whose message is being read

export function hush() {
  if (!canSpeak) return;
  now?.classList.remove("on");
  now = null;
  synth.cancel();
}

// Reads `text`; `button`, if any, shows that it does, and stops it when pressed again.
export function speak(text, button = null, { queue = false } = {}) {
  const tongue = tongueOf(text);
  if (!text.trim() || !voiceFor(tongue)) return;
  if (button && now === button) { hush(); return; }
  if (!queue) hush();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = tongue;
  said.voice = voiceFor(said.lang);
  said.rate = 0.9;
  said.onend = said.onerror = () => { if (now === button) { now?.classList.remove("on"); now = null; } };
  now = button;
  now?.classList.add("on");
  synth.speak(said);
}
