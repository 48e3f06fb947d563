// Reads messages aloud, in Chinese or English as they are written.

const synth = window.speechSynthesis;

export const canSpeak = Boolean(synth && window.SpeechSynthesisUtterance);

function voiceFor(tag) {
  const start = tag.slice(0, 2);
  const voices = synth.getVoices();
  return voices.find((v) => v.lang.replace("_", "-") === tag) ?? voices.find((v) => v.lang.startsWith(start)) ?? null;
}

let now = null; // the button whose message is being read

export function hush() {
  if (!canSpeak) return;
  now?.classList.remove("on");
  now = null;
  synth.cancel();
}

// Reads `text`; `button`, if any, shows that it does, and stops it when pressed again.
export function speak(text, button = null, { queue = false } = {}) {
  if (!canSpeak || !text.trim()) return;
  if (button && now === button) { hush(); return; }
  if (!queue) hush();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = /[\u3400-\u9fff]/.test(text) ? "zh-CN" : "en-US";
  said.voice = voiceFor(said.lang);
  said.rate = 0.9;
  said.onend = said.onerror = () => { if (now === button) { now?.classList.remove("on"); now = null; } };
  now = button;
  now?.classList.add("on");
  synth.speak(said);
}
