// The search page over Pagefind's index. Pagefind cuts Chinese into words and finds pages that have most of them;
// readers mean the words as they typed them, so pages with the exact phrase come first and the others after.
(function () {
  "use strict";
  const place = document.getElementById("sp-search");
  if (!place) return;
  const words = place.dataset;
  const form = place.querySelector("form");
  const input = form.elements.q;
  const status = place.querySelector("[role=status]");
  const list = place.querySelector("ol");
  const more = place.querySelector("button[data-more]");
  const STEP = 10;
  let found = [];
  let shown = 0;
  let latest = 0;

  const engine = import(new URL("pagefind.js", new URL(words.bundle, location.href)).href).then(async (pagefind) => {
    await pagefind.init();
    return pagefind;
  });

  // Pagefind marks hits with <mark> in otherwise escaped text; only these marks and text are taken over.
  function excerpt(html) {
    const line = document.createElement("p");
    for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
      if (node.nodeName === "MARK") {
        const mark = document.createElement("mark");
        mark.textContent = node.textContent;
        line.append(mark);
      } else line.append(node.textContent);
    }
    return line;
  }

  function entry(data) {
    const item = document.createElement("li");
    const title = document.createElement("a");
    title.href = data.url;
    title.className = "sp-result__title";
    title.textContent = data.meta.title;
    item.append(title);
    const facts = [data.meta.unit, data.meta.period, data.meta.total].filter(Boolean);
    if (facts.length) {
      const line = document.createElement("p");
      line.className = "sp-muted";
      line.textContent = facts.join(" · ");
      item.append(line);
    }
    const places = (data.sub_results || []).filter((sub) => sub.url.includes("#")).slice(0, 3);
    if (!places.length) item.append(excerpt(data.excerpt));
    for (const sub of places) {
      const block = document.createElement("div");
      block.className = "sp-result__place";
      const link = document.createElement("a");
      link.href = sub.url;
      link.textContent = sub.title;
      block.append(link, excerpt(sub.excerpt));
      item.append(block);
    }
    return item;
  }

  async function show() {
    const next = found.slice(shown, shown + STEP);
    shown += next.length;
    const run = latest;
    const items = await Promise.all(next.map(async (result) => entry(await result.data())));
    if (run !== latest) return;
    list.append(...items);
    more.hidden = shown >= found.length;
  }

  async function search(text) {
    const run = ++latest;
    list.replaceChildren();
    more.hidden = true;
    found = [];
    shown = 0;
    const query = text.trim().replace(/["“”]/g, " ").trim();
    if (!query) {
      status.textContent = "";
      return;
    }
    status.textContent = words.searching;
    const pagefind = await engine;
    const [exact, loose] = [await pagefind.search(`"${query}"`), await pagefind.search(query)];
    if (run !== latest) return;
    const rank = new Map(loose.results.map((result, index) => [result.id, index]));
    const first = exact.results.slice().sort((a, b) => (rank.get(a.id) ?? 1e9) - (rank.get(b.id) ?? 1e9));
    const ids = new Set(first.map((result) => result.id));
    found = first.concat(loose.results.filter((result) => !ids.has(result.id)));
    status.textContent = (found.length ? words.found : words.nothing).replace("[COUNT]", found.length).replace("[TERM]", query);
    await show();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", "?q=" + encodeURIComponent(input.value));
    search(input.value);
  });
  more.addEventListener("click", show);
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    input.value = asked;
    search(asked);
  } else input.focus();
})();
