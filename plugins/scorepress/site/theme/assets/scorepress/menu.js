// The menu of a narrow window is closed by Esc, and the focus goes back to its switch.
(function () {
  "use strict";
  const drawer = document.getElementById("__drawer");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer || !drawer.checked) return;
    drawer.click(); // Material listens to its clicks
    drawer.focus();
  });
})();
