// Buttons under a question or on a card: the next step filled, the way back quiet and last, many short ones in columns.

import { button, make } from "./make.js";

const FEW = 3; // so many stand one under the other, however short
const SHORT = 6; // Chinese characters; fourteen Latin letters are as long
const LATIN = 6 / 14;
const ROOMY = 4.4; // characters that half of a small screen holds in large letters
const ROOM = 0.6; // of a Chinese character that a bold Latin letter really takes
const QUIET = new Set(["back", "cancel"]);
const ACTIONS = new Set(["do", "open"]);
const SCALE = "score"; // one to five, in one column

function width(label, latin) {
  return [...label].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 1 : latin), 0);
}

const kind = (choice) => choice.value.split(/[:-]/)[0];

// Answers of one kind (villages, scores, yes and no, the same matter or not) are equals: none of them is pushed.
function steps(main) {
  const [first, second] = main.map(kind);
  return ACTIONS.has(first) || (first !== second && first !== "same");
}

// `wide`: an open question, whose next step has a row of its own. `tapped(choice, event)` hears.
export function choices(offered, tapped, { wide = false } = {}) {
  const box = make("div", "choices");
  const main = offered.filter((choice) => !QUIET.has(choice.value));
  const quiet = offered.filter((choice) => QUIET.has(choice.value));
  const columns = main.length > FEW && kind(main[0]) !== SCALE && main.every((choice) => width(choice.label, LATIN) <= SHORT);
  const nodes = main.map((choice) => node(choice, "choice", tapped));
  if (nodes.length && steps(main) && (wide || nodes.length > 1)) {
    nodes[0].classList.add("next");
    if (wide || nodes.length % 2) nodes[0].classList.add("wide");
  }
  const list = make("div", columns ? "some columns" : "some");
  // Where the longest label needs more than half of the row (large letters), the columns become one.
  if (columns) list.style.setProperty("--longest", columnWidth(main, nodes));
  list.append(...nodes);
  if (nodes.length) box.append(list);
  if (quiet.length) {
    const last = make("div", "some away");
    last.append(...quiet.map((choice) => node(choice, "choice", tapped)));
    box.append(last);
  }
  return box;
}

// One or two long ones in a long list ("not sure which village") take a row each there, and leave it its columns.
function columnWidth(main, nodes) {
  const widths = main.map((choice) => width(choice.label, ROOM));
  const few = widths.filter((one) => one > ROOMY).length <= 2 && main.length > 6;
  if (few) widths.forEach((one, at) => nodes[at].classList.toggle("long", one > ROOMY));
  return Math.max(...widths.filter((one) => !few || one <= ROOMY));
}

function node(choice, kind, tapped) {
  const made = button(kind, choice.label);
  made.addEventListener("click", (event) => tapped(choice, event));
  return made;
}
