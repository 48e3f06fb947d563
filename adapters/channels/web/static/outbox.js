// What a person said goes out in order, once: every retry carries the same id, and the server drops repeats.

import { openStore } from "./store.js";

const FINAL = new Set([400, 404, 413, 415, 422]); // trying again would change nothing
const LONGEST_WAIT_MS = 30_000;
const MESSAGE_MS = 30_000;
const UPLOAD_MS = 180_000;

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}

class Refused extends Error {}
class Later extends Error {}
class Barred extends Error {}

export class Outbox {
  // `tell(id, state, text)` hears what became of a message: "sending", "waiting", "got" or "failed".
  constructor({ prefix, query, tell, barred, lost }) {
    Object.assign(this, { prefix, query, tell, barred, lost });
    this.where = prefix + query;
    this.failures = 0;
    this.timer = 0;
  }

  async open() {
    this.store = await openStore();
  }

  async waiting() {
    return (await this.store.all()).filter((item) => item.where === this.where);
  }

  // `blobs` are photos or a voice note that go up before the message does.
  async add(body, blobs = []) {
    const item = { where: this.where, body, blobs: blobs.map((blob) => ({ blob, file: "" })) };
    await this.store.put(item);
    this.flush();
    return item;
  }

  // Sends all that waits. Called whenever there is hope: a new message, a signal, the page coming back to view.
  flush() {
    clearTimeout(this.timer);
    if (this.running) { this.again = true; return; }
    this.running = true;
    this.locked(() => this.sendAll()).finally(() => {
      this.running = false;
      if (this.again) { this.again = false; this.flush(); }
    });
  }

  // One page at a time sends, so that two open pages keep the order.
  locked(work) {
    return navigator.locks ? navigator.locks.request(`frontdoor-outbox-${this.where}`, work) : work();
  }

  async sendAll() {
    for (let item; (item = (await this.waiting())[0]);) {
      const id = item.body.id;
      try {
        this.tell(id, "sending");
        await this.send(item);
        this.failures = 0;
        await this.store.drop(item.n);
        this.tell(id, "got");
      } catch (problem) {
        if (problem instanceof Refused) {
          await this.store.drop(item.n);
          this.tell(id, "failed", problem.message);
          continue;
        }
        for (const other of await this.waiting()) this.tell(other.body.id, "waiting", problem.message);
        if (problem instanceof Barred) this.barred(problem.message);
        this.later();
        return;
      }
    }
  }

  later() {
    const wait = Math.min(1000 * 2 ** this.failures++, LONGEST_WAIT_MS);
    this.timer = setTimeout(() => this.flush(), wait * (0.75 + Math.random() / 2));
  }

  async send(item) {
    let refused = "";
    for (const part of item.blobs) {
      if (part.file) continue;
      try {
        const taken = await this.post("/files", part.blob, "application/octet-stream", UPLOAD_MS);
        part.file = taken.file;
        await this.store.put(item); // a file that is up does not go up again
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem;
        refused = problem.message;
      }
    }
    const files = item.blobs.map((part) => part.file).filter(Boolean);
    if (item.blobs.length && !files.length) throw new Refused(refused);
    const body = item.blobs.length ? { ...item.body, files } : item.body;
    await this.post("/messages", JSON.stringify(body), "application/json", MESSAGE_MS);
    if (refused) this.lost(refused);
  }

  async post(path, content, type, patience_ms, known = false) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience_ms);
    let response, answer;
    try {
      response = await fetch(this.prefix + path + this.query, {
        method: "POST", body: content, headers: { "content-type": type }, signal: stop.signal,
      });
      answer = await response.json().catch(() => ({}));
    } catch {
      throw new Later("");
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) return answer;
    const text = answer.error ?? "";
    if (response.status === 401 && this.prefix === "/chat" && !known) {
      await fetch("/chat").catch(() => {}); // the cookie is gone: opening the page gives a new one
      return this.post(path, content, type, patience_ms, true);
    }
    if (response.status === 401 || response.status === 403) throw new Barred(text);
    if (FINAL.has(response.status)) throw new Refused(text);
    throw new Later(text);
  }
}
