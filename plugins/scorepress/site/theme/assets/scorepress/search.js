// The search page over Pagefind's index (see site/search.py). What is asked stands in the address: ?q=…&year=…&class=…
import { EVERY, asked, key, marking, typed, unitKey } from "./words.js";

const place = document.getElementById("sp-search");
const said = place.dataset;
const form = place.querySelector("form");
const status = place.querySelector("[role=status]");
const list = place.querySelector("ol");
const more = place.querySelector("[data-more]");
const chosen = place.querySelector("[data-chosen]");
const help = place.querySelector("[data-help]");
const fault = place.querySelector("[role=alert]");
const filters = form.querySelector("details");
const lists = Array.from(form.querySelectorAll("select"));
const unit = form.elements.unit;
const facets = [...lists.map((each) => each.name), "unit"];

const STEP = 10;
const SMALL = 2000; // pages: of a site with no more the lists of all facets are loaded at once, some kilobytes
const NOBODY = "\u0000";
let found = [];
let shown = 0;
let latest = 0;
let words = "";
let broken = false;
let engine;

const fill = (text, values) => text.replace(/\[([A-Z]+)\]/g, (all, key) => (key in values ? values[key] : all));
const bundle = new URL(said.bundle, location.href).href;

// Pagefind goes on without a part of the index that cannot be loaded, and says that nothing was found.
const fetched = window.fetch;
window.fetch = async (...request) => {
  const isIndex = String(request[0].url || request[0]).includes("/pagefind/");
  try {
    const response = await fetched(...request);
    if (isIndex && !response.ok) broken = true;
    return response;
  } catch (error) {
    if (isIndex) broken = true;
    throw error;
  }
};

function load() {
  engine ??= import(`${bundle}pagefind.js`).then(async (pagefind) => {
    // Long pages count as much as short ones: by filters alone only the weight of the common word tells, the year.
    await pagefind.options({ noWorker: true, ranking: { pageLength: 0 } });
    await pagefind.init();
    return pagefind;
  });
  return engine;
}

// --- What is asked -------------------------------------------------------------------------------

function readForm() {
  const asks = { q: form.elements.q.value.trim() };
  for (const facet of facets) asks[facet] = form.elements[facet].value.trim();
  return asks;
}

function writeForm(asks) {
  form.elements.q.value = asks.q || "";
  for (const facet of facets) form.elements[facet].value = asks[facet] || "";
  if (facets.some((facet) => asks[facet])) filters.open = true;
}

function fromAddress() {
  const params = new URLSearchParams(location.search);
  return Object.fromEntries(["q", ...facets].map((name) => [name, params.get(name) || ""]));
}

function addressOf(asks) {
  const params = new URLSearchParams(Object.entries(asks).filter(([, value]) => value));
  return location.pathname + (String(params) ? `?${params}` : "");
}

const without = (asks, ...dropped) => Object.fromEntries(Object.entries(asks).filter(([name]) => !dropped.includes(name)));

async function ask(asks) {
  const pagefind = await load();
  const filters = {};
  for (const { name } of lists) if (asks[name]) filters[name] = asks[name];
  return pagefind.search(await termsOf(pagefind, asks), { filters });
}

// The words for Pagefind. It leaves out a word that no page has, and finds the pages with the others; here nothing is
// found then. Units are found by the words of their names, so that a part of one will do.
async function termsOf(pagefind, asks) {
  const [text, unit] = [asked(asks.q || ""), asked(asks.unit || "")];
  if ((asks.q && !text.length) || (asks.unit && !unit.length)) return NOBODY;
  const terms = [...text.map(key), ...unit.map(unitKey)];
  if (!terms.length) return EVERY;
  const each = await Promise.all(terms.map((term) => pagefind.search(term)));
  return each.every((answer) => answer.results.length) ? terms.join(" ") : NOBODY;
}

const count = async (asks) => (await ask(asks)).results.length;

// --- What is shown -------------------------------------------------------------------------------

function made(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

function marked(tag, text, wanted) {
  const pieces = text.split(wanted).map((piece, index) => (index % 2 ? made("mark", "", piece) : piece));
  return made(tag, "", ...pieces);
}

function around(text, wanted) {
  const at = Math.max(0, text.search(wanted));
  const start = at > 40 ? at - 30 : 0;
  return (start ? "…" : "") + text.slice(start, at + 80) + (at + 80 < text.length ? "…" : "");
}

// The lines of a page that have the words as typed, each with its section and the nearest place with an address.
function hitsOf(data, wanted) {
  const hits = [];
  for (const [id, title, lines] of data.sections) {
    const line = lines.find(([text]) => wanted.test(text));
    if (line) hits.push({ id: line[1] || id, title: id === "title" ? "" : title, text: line[0] });
    else if (id !== "title" && wanted.test(title)) hits.push({ id, title, text: lines.length ? lines[0][0] : "" });
  }
  return hits;
}

// Of a page that has only the parts of the words: the line with most of them.
function nearest(data) {
  const parts = asked(words);
  const lines = data.sections.flatMap(([, , own]) => own.map(([text]) => text));
  const inLine = (text) => parts.filter((part) => text.toLowerCase().includes(part));
  const best = lines.reduce((most, text) => {
    const found = inLine(text);
    return found.length > most.found.length ? { text, found } : most;
  }, { text: "", found: [] });
  return best.text && around(best.text, marking(best.found[0]));
}

const isExact = (data, wanted) => wanted.test(data.title) || hitsOf(data, wanted).length > 0;

function entry(data, wanted) {
  const link = (element, id) => {
    const mark = words ? `?mark=${encodeURIComponent(words)}` : "";
    element.href = data.url + mark + (id && id !== "title" ? `#${encodeURIComponent(id)}` : "");
    return element;
  };
  const title = link(marked("a", data.title, wanted));
  title.className = "sp-result__title";
  const item = made("li", "", title, made("p", "sp-muted", data.about));
  const hits = hitsOf(data, wanted);
  if (words && !hits.length) item.append(made("p", "", nearest(data)));
  for (const hit of hits.slice(0, 3)) {
    const text = around(hit.text, wanted);
    const block = made("div", "sp-result__place");
    if (hit.title) block.append(link(marked("a", hit.title, wanted), hit.id), marked("p", text, wanted));
    else block.append(made("p", "", link(marked("a", text, wanted), hit.id)));
    item.append(block);
  }
  return item;
}

async function showMore() {
  const run = latest;
  const next = found.slice(shown, shown + STEP);
  shown += next.length;
  const pages = await Promise.all(next.map((result) => result.data()));
  if (run !== latest) return null;
  const wanted = marking(words);
  // Of each screenful, pages that have the words exactly as typed come first, those that have all their pairs after.
  const exact = words ? pages.filter((data) => isExact(data, wanted)) : pages;
  const items = [...exact, ...pages.filter((data) => !exact.includes(data))].map((data) => entry(data, wanted));
  list.append(...items);
  more.hidden = shown >= found.length;
  return items[0];
}

const labelOf = (facet) => form.elements[facet].labels[0].textContent;
const optionOf = (facet, value) => Array.from(form.elements[facet].options || []).find((each) => each.value === value);
const valueOf = (facet, value) => optionOf(facet, value)?.dataset.label || value;

function button(text, asks) {
  const element = made("button", "sp-pick", text);
  element.type = "button";
  element.addEventListener("click", () => {
    writeForm(asks);
    go(asks, true);
    status.focus();
  });
  return element;
}

function showChosen(asks) {
  const active = facets.filter((facet) => asks[facet]);
  chosen.replaceChildren(
    ...active.map((facet) => {
      const text = fill(said.chosen, { FACET: labelOf(facet), VALUE: valueOf(facet, asks[facet]) });
      const element = button(`${text} ×`, without(asks, facet));
      element.setAttribute("aria-label", fill(said.drop, { WHAT: text }));
      return element;
    }),
  );
  if (active.length > 1) chosen.append(button(said.dropall, { q: asks.q }));
  chosen.hidden = !active.length;
}

// Behind each choice how many pages it would leave; of a large site only for the lists that were opened.
async function showCounts(asks, opened) {
  const run = latest;
  const isAsked = asks.q || facets.some((facet) => asks[facet]);
  const live = lists.filter((each) => isAsked && (Number(said.pages) <= SMALL || asks[each.name] || each === opened));
  for (const each of live) {
    const asking = { ...without(asks, each.name), [each.name]: "" };
    const pagefind = await load();
    await pagefind.preload(await termsOf(pagefind, asking), { filters: { [each.name]: NOBODY } });
    const counts = (await ask(asking)).filters[each.name] || {};
    if (run !== latest) return;
    for (const option of each.options) if (option.value) label(option, counts[option.value] || 0);
  }
  for (const each of lists.filter((other) => !live.includes(other))) {
    for (const option of each.options) if (option.value) label(option, isAsked ? null : option.dataset.pages);
  }
}

function label(option, pages) {
  option.textContent = pages === null ? option.dataset.label : fill(said.option, { LABEL: option.dataset.label, COUNT: pages });
}

// What to try where nothing was found: each filter that could go, and the longest parts of what was typed.
async function showHelp(asks) {
  const run = latest;
  const tries = [];
  const active = facets.filter((facet) => asks[facet]);
  for (const facet of active) {
    const pages = await count(without(asks, facet));
    const text = fill(said.chosen, { FACET: labelOf(facet), VALUE: valueOf(facet, asks[facet]) });
    if (pages) tries.push(button(fill(said.trydrop, { WHAT: text, COUNT: pages }), without(asks, facet)));
  }
  if (active.length > 1) {
    const pages = await count({ q: asks.q });
    if (pages) tries.push(button(fill(said.trydropall, { COUNT: pages }), { q: asks.q }));
  }
  for (const part of await shorter(asks)) {
    tries.push(button(fill(said.tryword, { WORD: part.text, COUNT: part.pages }), { ...asks, q: part.text }));
  }
  if (!tries.length && active.length) {
    for (const part of await shorter({ q: asks.q })) {
      tries.push(button(fill(said.trywordonly, { WORD: part.text, COUNT: part.pages }), { q: part.text }));
    }
  }
  if (run !== latest) return;
  help.querySelector("ul").replaceChildren(...tries.map((each) => made("li", "", each)));
  help.hidden = false;
}

async function shorter(asks) {
  const parts = typed(asks.q);
  const tries = parts.length > 1 ? parts : [];
  if (parts.length === 1) {
    const chars = Array.from(parts[0]);
    for (const end of [-1, 1]) {
      for (let length = chars.length - 1; length > 1; length--) {
        const text = (end < 0 ? chars.slice(0, length) : chars.slice(-length)).join("");
        if (await count({ ...asks, q: text })) {
          tries.push(text);
          break;
        }
      }
    }
  }
  const counted = [];
  for (const text of new Set(tries)) {
    const pages = await count({ ...asks, q: text });
    if (pages) counted.push({ text, pages });
  }
  return counted;
}

// --- What happens --------------------------------------------------------------------------------

async function go(asks, remember) {
  const run = ++latest;
  list.setAttribute("aria-busy", "true");
  await answer(run, asks, remember);
  if (run === latest) list.setAttribute("aria-busy", "false");
}

async function answer(run, asks, remember) {
  if (remember && addressOf(asks) !== location.pathname + location.search) history.pushState(null, "", addressOf(asks));
  list.replaceChildren();
  more.hidden = help.hidden = fault.hidden = true;
  found = [];
  shown = 0;
  words = asks.q;
  showChosen(asks);
  if (!asks.q && !facets.some((facet) => asks[facet])) {
    status.textContent = "";
    showCounts(asks);
    return;
  }
  status.textContent = said.searching;
  try {
    broken = false;
    const answer = await ask(asks);
    if (run !== latest) return;
    if (broken) throw new Error("a part of the index could not be loaded");
    found = answer.results;
    const text = found.length ? (words ? said.found : said.narrowed) : words ? said.nothing : said.none;
    status.textContent = fill(text, { COUNT: found.length, TERM: words });
    await showMore();
    await showCounts(asks);
    if (!found.length) await showHelp(asks);
  } catch (error) {
    if (run !== latest) return;
    console.error(error);
    status.textContent = "";
    fault.hidden = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(readForm(), true);
});
for (const each of lists) {
  each.addEventListener("change", () => go(readForm(), true));
  each.addEventListener("focus", () => showCounts(fromAddress(), each).catch(() => {}), { once: true });
}
unit.addEventListener("change", () => go(readForm(), true));
more.addEventListener("click", async () => (await showMore())?.querySelector("a").focus());
fault.querySelector("button").addEventListener("click", () => location.reload());
window.addEventListener("popstate", () => {
  writeForm({});
  writeForm(fromAddress());
  go(fromAddress(), false);
});

form.querySelector("fieldset").disabled = false;
const first = fromAddress();
writeForm(first);
if (location.search.length > 1) go(first, false);
else form.elements.q.focus();
