// What a person set for themselves: large letters, reading aloud, language. Kept in this browser only.

function kept(name) {
  try {
    return localStorage.getItem(`frontdoor-${name}`);
  } catch {
    return null; // a browser that keeps nothing still works, it only forgets
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`frontdoor-${name}`, value);
  } catch {
    // the same
  }
}

export const settings = {
  get large() { return kept("large") === "1"; },
  set large(on) { keep("large", on ? "1" : "0"); document.documentElement.classList.toggle("large", on); },
  get auto() { return kept("auto") === "1"; },
  set auto(on) { keep("auto", on ? "1" : "0"); },
  get language() { return kept("language") ?? ""; },
  set language(tag) {
    keep("language", tag);
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `frontdoor_language=${tag}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  },
};

// A button that is on or off, and says so.
export function toggle(button, on, changed) {
  button.setAttribute("aria-pressed", String(on));
  button.addEventListener("click", () => {
    const now = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(now));
    changed(now);
  });
}

document.documentElement.classList.toggle("large", settings.large);
