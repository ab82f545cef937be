// A table that is wider than its place on a narrow screen says that it goes on; its line is kept free from the start.
(function () {
  "use strict";
  const words = document.currentScript.dataset.more;
  const places = Array.from(document.querySelectorAll(".sp-scroll"));

  function mark() {
    for (const place of places) {
      if (place.scrollWidth > place.clientWidth) place.dataset.more = words;
      else delete place.dataset.more;
    }
  }

  mark();
  addEventListener("resize", mark);
})();
