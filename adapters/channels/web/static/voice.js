// Records a voice note: one tap starts, one tap sends, one throws away.

const LONGEST_S = 600;
const SHORTEST_S = 0.6;
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

export class Voice {
  // `shown(seconds)` is called each second while recording, and with null when it is over.
  constructor({ shown, done, problem }) {
    Object.assign(this, { shown, done, problem });
    this.recorder = null;
  }

  async start() {
    if (this.recorder || this.asking) return;
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) { this.problem("voice-none"); return; }
    let stream;
    this.asking = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (problem) {
      this.problem(problem.name === "NotAllowedError" ? "voice-denied" : "voice-none");
      return;
    } finally {
      this.asking = false;
    }
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, mimeType ? { mimeType, audioBitsPerSecond: 32_000 } : {});
    const parts = [];
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    const clock = setInterval(() => {
      this.shown(seconds());
      if (seconds() >= LONGEST_S) this.send();
    }, 250);
    recorder.ondataavailable = (event) => { if (event.data.size) parts.push(event.data); };
    recorder.onstop = () => {
      clearInterval(clock);
      for (const track of stream.getTracks()) track.stop();
      this.recorder = null;
      this.shown(null);
      if (!this.wanted) return;
      if (this.took < SHORTEST_S || !parts.length) this.problem("voice-short");
      else this.done(new Blob(parts, { type: recorder.mimeType }), this.took);
    };
    this.seconds = seconds;
    this.recorder = recorder;
    recorder.start();
    this.shown(0);
  }

  send() { this.stop(true); }

  cancel() { this.stop(false); }

  stop(wanted) {
    if (this.recorder?.state !== "recording") return;
    this.wanted = wanted;
    this.took = this.seconds();
    this.recorder.stop();
  }
}
