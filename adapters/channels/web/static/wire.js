// New lines as they come: by WebSocket, and where that does not work, by asking again and again.

const LONGEST_WAIT_MS = 15_000;
const SILENCE_MS = 45_000; // the server says at least every 20 s that it is there
const STEADY_MS = 10_000; // a socket that closes sooner is waited for, or a sick server would be hammered
const POLL_FOR_MS = 60_000; // then the socket is tried again
const POLL_WAIT_S = 25;

export class Wire {
  // `line(line, live)` takes a line; `first(lines)` hears when the log is read; `state(on)`; `barred(text)`.
  constructor({ prefix, query, line, first, state, barred }) {
    Object.assign(this, { prefix, query, line, first, state, barred });
    this.after = 0;
    this.failures = 0;
    this.refusals = 0;
    this.heardAt = 0;
    this.wakeUp = () => {};
    addEventListener("online", () => this.poke());
    addEventListener("offline", () => this.drop());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.poke(); });
  }

  async run() {
    while (!(await this.readLog())) await this.pause();
    for (;;) {
      const good = this.refusals < 2 ? await this.listen() : await this.poll();
      if (good) this.failures = 0;
      else await this.pause();
    }
  }

  // There is hope: the signal is back, or the page is looked at again. A phone that slept may hold a dead socket.
  poke() {
    this.failures = 0;
    if (performance.now() - this.heardAt > SILENCE_MS / 2) this.socket?.close();
    this.wakeUp();
  }

  // The phone says that the signal is gone: a socket would find out minutes later.
  drop() {
    this.state(false);
    this.socket?.close();
  }

  pause() {
    this.state(false);
    const wait = Math.min(500 * 2 ** this.failures++, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);
    return new Promise((done) => {
      const timer = setTimeout(done, wait);
      this.wakeUp = () => { clearTimeout(timer); done(); };
    });
  }

  address(path, values) {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(values)) query.set(name, value);
    return `${this.prefix}${path}?${query}`;
  }

  async readLog() {
    const lines = await this.ask({ after: 0 });
    if (!lines) return false;
    for (const line of lines) this.take(line, false);
    this.first(lines);
    return true;
  }

  // Lines from before `seq`, oldest first; null when they can't be had now.
  before(seq) {
    return this.ask({ before: seq });
  }

  async ask(which) {
    try {
      const response = await fetch(this.address("/lines", which), { cache: "no-store" });
      const answer = await response.json();
      if (response.status === 401 && this.prefix === "/chat") await fetch("/chat");
      else if (response.status === 401 || response.status === 403) this.barred(answer.error);
      if (!response.ok) return null;
      this.state(true);
      return answer.lines;
    } catch {
      return null;
    }
  }

  take(line, live) {
    if (line.seq <= this.after) return;
    this.after = line.seq;
    this.line(line, live);
  }

  // Ends when the socket does; true if it had been steady.
  listen() {
    return new Promise((done) => {
      let opened = 0;
      let watch = 0;
      const address = new URL(this.address("/ws", { after: this.after }), location.href);
      address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
      const socket = new WebSocket(address);
      this.socket = socket;
      const heard = () => { this.heardAt = performance.now(); clearTimeout(watch); watch = setTimeout(() => socket.close(), SILENCE_MS); };
      heard();
      socket.onopen = () => { opened = performance.now(); this.refusals = 0; this.state(true); heard(); };
      socket.onmessage = (event) => {
        heard();
        const said = JSON.parse(event.data);
        if (said.type === "line") this.take(said, true);
      };
      socket.onclose = () => {
        clearTimeout(watch);
        if (!opened && navigator.onLine) this.refusals++;
        this.state(false);
        done(opened && performance.now() - opened > STEADY_MS);
      };
    });
  }

  async poll() {
    const until = Date.now() + POLL_FOR_MS;
    while (Date.now() < until) {
      const lines = await this.ask({ after: this.after, wait: POLL_WAIT_S });
      if (!lines) return false;
      for (const line of lines) this.take(line, true);
    }
    this.refusals = 0;
    return true;
  }
}
