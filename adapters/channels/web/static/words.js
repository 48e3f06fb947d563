// The page's words, in the language that is chosen now.

const data = JSON.parse(document.getElementById("words").textContent);

export let language = document.documentElement.lang;

export function word(key) {
  return data.words[language][key] ?? key;
}

// Puts the words of `chosen` on everything that the server wrote in another language.
export function speakIn(chosen) {
  if (!data.words[chosen]) return;
  language = chosen;
  document.documentElement.lang = chosen;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = word(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", word(node.dataset.tLabel));
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = word(node.dataset.tPlaceholder);
  for (const node of document.querySelectorAll("[data-title]")) {
    node.textContent = data.titles[chosen];
    document.title = data.titles[chosen];
  }
}

export function nearest(tag) {
  return /^en/i.test(tag) ? "en" : "zh-CN";
}
