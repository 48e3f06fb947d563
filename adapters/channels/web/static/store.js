// Keeps what is not sent yet, photos too, over closed pages and empty batteries.

const NAME = "frontdoor-outbox";
const SHELF = "waiting";

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

// A browser that keeps nothing (some private windows) still sends, as long as the page is open.
class Memory {
  items = new Map();
  next = 1;
  async put(item) { item.n ??= this.next++; this.items.set(item.n, item); }
  async drop(n) { this.items.delete(n); }
  async all() { return [...this.items.values()].sort((a, b) => a.n - b.n); }
}

class Kept {
  constructor(database) { this.database = database; }
  shelf(mode) { return this.database.transaction(SHELF, mode).objectStore(SHELF); }
  async put(item) { item.n = await asked(this.shelf("readwrite").put(item)); }
  async drop(n) { await asked(this.shelf("readwrite").delete(n)); }
  async all() { return asked(this.shelf("readonly").getAll()); }
}

export async function openStore() {
  try {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SHELF, { keyPath: "n", autoIncrement: true });
    return new Kept(await asked(request));
  } catch {
    return new Memory();
  }
}
