// Tabs inside a text: the ones chosen before, if pages share them, and the one that the address names.
(function () {
  "use strict";
  const chosen = "linked" in document.currentScript.dataset ? window.__md_get("__tabs") : null;
  if (Array.isArray(chosen)) {
    for (const set of document.querySelectorAll(".tabbed-set")) {
      const labels = Array.from(set.querySelectorAll(":scope > .tabbed-labels > label"));
      const named = chosen.map((text) => labels.find((label) => label.textContent.trim() === text)).find(Boolean);
      if (named) document.getElementById(named.htmlFor).checked = true;
    }
  }
  const target = document.getElementById(location.hash.slice(1));
  if (target && target.name && target.name.startsWith("__tabbed_")) target.checked = true;
})();
