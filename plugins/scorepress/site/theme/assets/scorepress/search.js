// The search page over Pagefind's index, in which Chinese is written as overlapping pairs (see site/search.py).
// Pages that have the words exactly as typed come first, pages that have all their pairs after them.
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
  let wanted = /(?!)/;

  const engine = import(new URL("pagefind.js", new URL(words.bundle, location.href)).href).then(async (pagefind) => {
    await pagefind.init();
    return pagefind;
  });

  const CHINESE = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;

  function inPairs(text) {
    return text.replace(CHINESE, (run) => {
      const chars = Array.from(run);
      const cut = chars.slice(1).map((char, index) => chars[index] + char);
      return " " + (cut.join(" ") || run) + " ";
    });
  }

  // Pairs back to text: 招商 商引 引资 is 招商引资.
  function joined(text) {
    let out = "";
    let last = "";
    let wasChinese = false;
    for (const token of text.split(/\s+/).filter(Boolean)) {
      const chars = Array.from(token);
      const isChinese = token.replace(CHINESE, "") === "";
      const overlaps = isChinese && last !== "" && chars.length === 2 && chars[0] === last;
      const words = /[0-9A-Za-z]$/.test(out) || /^[0-9A-Za-z]/.test(token);
      if (out && isChinese !== wasChinese && words) out += " ";
      out += overlaps ? chars[1] : token;
      last = isChinese ? chars[chars.length - 1] : "";
      wasChinese = isChinese;
    }
    return out;
  }

  // Pagefind's texts are escaped HTML with marks of its own on the pairs; only their text is taken over.
  function textOf(html) {
    return joined(new DOMParser().parseFromString(html, "text/html").body.textContent);
  }

  function line(tag, text) {
    const made = document.createElement(tag);
    text.split(wanted).forEach((piece, index) => {
      if (index % 2) {
        const mark = document.createElement("mark");
        mark.textContent = piece;
        made.append(mark);
      } else made.append(piece);
    });
    return made;
  }

  function entry(data) {
    const item = document.createElement("li");
    const title = line("a", data.meta.title);
    title.href = data.url;
    title.className = "sp-result__title";
    item.append(title);
    const facts = [data.meta.unit, data.meta.period, data.meta.total].filter(Boolean);
    if (facts.length) {
      const about = document.createElement("p");
      about.className = "sp-muted";
      about.textContent = facts.join(" · ");
      item.append(about);
    }
    const all = (data.sub_results || []).map((sub) => ({ url: sub.url, title: textOf(sub.title), text: textOf(sub.excerpt) }));
    const hits = all.filter((sub) => wanted.test(sub.title + sub.text));
    const places = (hits.length ? hits : all).filter((sub) => !sub.url.endsWith("#title")).slice(0, 3);
    if (!places.length) item.append(line("p", textOf(data.excerpt)));
    for (const sub of places) {
      const block = document.createElement("div");
      block.className = "sp-result__place";
      const link = line("a", sub.title);
      link.href = sub.url;
      block.append(link, line("p", sub.text));
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
    const cut = inPairs(query).trim();
    wanted = new RegExp("(" + query.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|") + ")", "iu");
    const pagefind = await engine;
    const [exact, loose] = [await pagefind.search(`"${cut}"`), await pagefind.search(cut)];
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
