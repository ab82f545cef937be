// What Material wants to have in place before anything is shown: its small store, and the colours chosen last time.
// It stands in the head, so that no page is painted in the wrong colours first.
(function () {
  "use strict";
  const { base, palette } = document.currentScript.dataset;
  document.documentElement.classList.add("sp-js"); // what scripts will show keeps its room
  const scope = new URL(base, location);

  function read(name, store = localStorage, where = scope) {
    try {
      return JSON.parse(store.getItem(where.pathname + "." + name));
    } catch {
      return null; // a browser that keeps nothing
    }
  }

  function write(name, value, store = localStorage, where = scope) {
    try {
      store.setItem(where.pathname + "." + name, JSON.stringify(value));
    } catch {
      // a browser that keeps nothing
    }
  }

  // Material's own scripts know these by name.
  window.__md_scope = scope;
  window.__md_get = read;
  window.__md_set = write;
  window.__md_hash = (text) => Array.from(text).reduce((sum, char) => (sum << 5) - sum + char.charCodeAt(0), 0);

  const options = JSON.parse(palette);
  const wished = () => options.find((option) => option.media && matchMedia(option.media).matches);
  const kept = read("__palette");
  const chosen = kept && kept.color && kept.color.media !== "(prefers-color-scheme)" ? kept.color : wished();
  if (!chosen) return;

  function paint() {
    for (const [name, value] of Object.entries(chosen)) document.body.setAttribute("data-md-color-" + name, value);
  }

  // There is no body yet. An observer is called after each piece of the page that is read, and before it is shown.
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    paint();
  }).observe(document.documentElement, { childList: true });
})();
