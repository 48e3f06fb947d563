// Chosen photos: shown small, left out again if not meant, sent together.

const MOST = 9;

export class Photos {
  constructor({ input, tray, list, send, cancel, icon, word, note, chosen, open }) {
    Object.assign(this, { input, tray, list, icon, word, note, open });
    this.files = [];
    input.addEventListener("change", () => { this.take([...input.files]); input.value = ""; });
    send.addEventListener("click", () => {
      const files = this.files;
      this.clear();
      if (files.length) chosen(files);
    });
    cancel.addEventListener("click", () => this.clear());
  }

  choose() { this.input.click(); }

  take(files) {
    const all = [...this.files, ...files];
    this.files = all.slice(0, MOST);
    this.note(all.length > MOST ? "photo-many" : "");
    this.show();
  }

  clear() {
    this.files = [];
    this.show();
  }

  show() {
    for (const image of this.list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.list.replaceChildren(...this.files.map((file, place) => this.thumb(file, place)));
    this.tray.hidden = !this.files.length;
    this.open(Boolean(this.files.length));
  }

  thumb(file, place) {
    const item = document.createElement("li");
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = `${this.word("photo-one")} ${place + 1}`;
    const leave = document.createElement("button");
    leave.type = "button";
    leave.setAttribute("aria-label", `${this.word("photo-remove")} ${place + 1}`);
    leave.append(this.icon("cross"));
    leave.addEventListener("click", () => { this.files.splice(place, 1); this.show(); });
    item.append(image, leave);
    return item;
  }
}
