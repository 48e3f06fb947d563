// Nodes of the page. Every word is set as text, so that markup in it is shown as it was typed.

import { word } from "./words.js";

export function make(tag, kind = "", text = "") {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  if (text) node.textContent = text;
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// A word that follows the language when it is changed.
export function said(tag, kind, key) {
  const node = make(tag, kind, word(key));
  node.dataset.t = key;
  return node;
}

export function labelled(node, key) {
  node.setAttribute("aria-label", word(key));
  node.dataset.tLabel = key;
  return node;
}

export function button(kind, ...inside) {
  const node = make("button", kind);
  node.type = "button";
  node.append(...inside);
  return node;
}

export function clock(at) {
  const time = make("time", "", at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }));
  time.dateTime = at.toISOString();
  return time;
}

// A number to call: a mobile or a landline, a hotline of five digits, 110 and its like; no part of a longer number,
// and no amount ("120 元").
const PHONE = /(?<![\d.:：-])(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8}|400-?\d{3}-?\d{4}|12[1-9]\d\d|95\d{3}|11[09]|12[02])(?![\d.:：-]*\d|\s*(?:元|块|米|个|件|天|户|人|斤|号|%))/g;

// A bubble of ours, in which a telephone number can be called with one tap.
export function withPhones(node, text) {
  let from = 0;
  for (const found of text.matchAll(PHONE)) {
    const call = make("a", "call", found[0]);
    call.href = `tel:${found[0].replaceAll("-", "")}`;
    node.append(text.slice(from, found.index), call);
    from = found.index + found[0].length;
  }
  node.append(text.slice(from));
  return node;
}
