// The welcome page: large letters, and the language that the tapped button is in.

import { settings, toggle } from "./settings.js";

toggle(document.getElementById("large"), settings.large, (on) => { settings.large = on; });
for (const link of document.querySelectorAll("a[data-language]")) {
  link.addEventListener("click", () => { settings.language = link.dataset.language; });
}
