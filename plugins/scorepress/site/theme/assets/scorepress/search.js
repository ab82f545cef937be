// Starts Pagefind's own search on the search page and hands it the words of the header's form (?q=…).
(function () {
  "use strict";
  const place = document.getElementById("sp-search");
  if (!place || typeof PagefindUI === "undefined") return;
  const words = place.dataset;
  const ui = new PagefindUI({
    element: place,
    bundlePath: new URL(words.bundle, location.href).pathname,
    showImages: false,
    showSubResults: true,
    resetStyles: false,
    openFilters: [],
    translations: {
      placeholder: words.placeholder,
      clear_search: words.clear,
      load_more: words.more,
      search_label: words.placeholder,
      filters_label: words.filters,
      zero_results: words.zero,
      many_results: words.many,
      one_result: words.one,
      searching: words.searching,
    },
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) ui.triggerSearch(asked);
})();
