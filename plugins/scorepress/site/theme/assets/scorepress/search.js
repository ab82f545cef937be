// The search page over Pagefind's index, in which Chinese is written as overlapping pairs (see site/search.py).
// Of each screenful, pages that have the words exactly as typed come first, those that have all their pairs after.
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
  const STEP = 20;
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

  // A word as typed, with or without the spaces that writers put between figures and characters.
  function pattern(word) {
    return Array.from(word, (char) => char.replace(/[.*+?^${}()|[\]\\/]/, "\\$&")).join("\\s*");
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

  // The text of a page under each of its headings. Pagefind gives the place of a heading in words from the start.
  function sections(data) {
    const all = data.content.split(/\s+/);
    const heads = (data.anchors || []).filter((anchor) => /^h[2-6]$/.test(anchor.element));
    return heads.map((head, index) => {
      const end = index + 1 < heads.length ? heads[index + 1].location : all.length;
      const start = head.location + head.text.split(/\s+/).filter(Boolean).length;
      return { url: data.url + "#" + head.id, title: joined(head.text), text: joined(all.slice(start, end).join(" ")) };
    });
  }

  function around(text) {
    const at = Math.max(0, text.search(wanted));
    const start = Math.max(0, at - 30);
    return (start ? "…" : "") + text.slice(start, at + 60) + (at + 60 < text.length ? "…" : "");
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
    const places = sections(data).filter((section) => wanted.test(section.title + section.text));
    if (!places.length) item.append(line("p", textOf(data.excerpt)));
    for (const place of places.slice(0, 3)) {
      const block = document.createElement("div");
      block.className = "sp-result__place";
      const link = line("a", place.title);
      link.href = place.url;
      block.append(link, line("p", around(place.text)));
      item.append(block);
    }
    return item;
  }

  async function show() {
    const next = found.slice(shown, shown + STEP);
    shown += next.length;
    const run = latest;
    const pages = await Promise.all(next.map((result) => result.data()));
    if (run !== latest) return;
    const exact = pages.filter((data) => wanted.test(joined(data.content)));
    list.append(...exact.map(entry), ...pages.filter((data) => !exact.includes(data)).map(entry));
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
    wanted = new RegExp("(" + query.split(/\s+/).map(pattern).join("|") + ")", "iu");
    const pagefind = await engine;
    const answer = await pagefind.search(inPairs(query).trim());
    if (run !== latest) return;
    found = answer.results;
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
