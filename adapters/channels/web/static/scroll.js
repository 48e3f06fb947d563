// Which part of the conversation is on the screen: the newest lines from their beginning, unless somebody reads above.

const NEAR_END_PX = 140;
const MARGIN_PX = 10;

export class Scroll {
  // `newest()` is the node at which the newest lines begin; `below` the button that says that there is more.
  constructor({ talk, below, newest }) {
    Object.assign(this, { talk, below, newest });
    this.mode = "new"; // "new": the newest lines are shown; "end": the end is; "free": somebody reads above
    this.aim = 0;
    this.atEnd = true;
    talk.addEventListener("scroll", () => this.scrolled(), { passive: true });
    below.addEventListener("click", () => this.end());
    // A keyboard that opens leaves the end in view if it was.
    new ResizeObserver(() => { if (this.atEnd) this.to(talk.scrollHeight); else this.mark(); }).observe(talk);
    talk.addEventListener("load", () => this.settle(), true); // pictures grow when they arrive
  }

  // Something new is there, or grew.
  settle() {
    if (this.mode === "new") this.follow();
    else if (this.mode === "end") this.end();
  }

  // Shows what is new: all of it if it fits, else from its first line on, so that nobody answers what they did not read.
  follow() {
    this.mode = "new";
    const { talk } = this;
    const end = talk.scrollHeight - talk.clientHeight;
    const node = this.newest();
    const start = node ? node.getBoundingClientRect().top - talk.getBoundingClientRect().top + talk.scrollTop - MARGIN_PX : end;
    this.to(Math.min(start, end));
  }

  end() {
    this.mode = "end";
    this.to(this.talk.scrollHeight);
  }

  to(top) {
    this.talk.scrollTop = top;
    this.aim = this.talk.scrollTop;
    this.mark();
  }

  show(node) {
    this.mode = "free";
    this.to(node.getBoundingClientRect().top - this.talk.getBoundingClientRect().top + this.talk.scrollTop - MARGIN_PX);
  }

  // Lines put in above push nothing away.
  keeping(change) {
    const { talk } = this;
    const left = talk.scrollHeight - talk.scrollTop;
    change();
    this.to(talk.scrollHeight - left);
  }

  scrolled() {
    const moved = Math.abs(this.talk.scrollTop - this.aim) > 2;
    this.mark();
    if (moved) this.mode = this.near ? "end" : "free";
  }

  mark() {
    const left = this.talk.scrollHeight - this.talk.scrollTop - this.talk.clientHeight;
    this.atEnd = left < 2;
    this.near = left < NEAR_END_PX;
    this.below.hidden = left < NEAR_END_PX / 2;
  }
}
