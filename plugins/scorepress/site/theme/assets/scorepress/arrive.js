// A page that is reached from a search (?mark=words): the words are marked, and the first at the place is shown.
import { marking } from "./words.js";

const LINE = "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, caption, figcaption, summary, blockquote, pre";

// The text of `place` as one string, and where each of its text nodes begins in it. No word goes from one line to another.
function textOf(place) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  let line = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.parentElement.closest(LINE);
    if (own !== line) text += "\u0000";
    line = own;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  return { text, nodes };
}

// A hit may reach over several text nodes (绩效<b>自评</b>): each piece gets a mark of its own.
function wrap(nodes, start, end) {
  const made = [];
  for (const { node, start: begin } of nodes) {
    const from = Math.max(start - begin, 0);
    const to = Math.min(end - begin, node.data.length);
    if (from >= to) continue;
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const mark = document.createElement("mark");
    mark.className = "sp-hit";
    range.surroundContents(mark);
    made.push(mark);
  }
  return made;
}

function markAll(place, words) {
  const { text, nodes } = textOf(place);
  const hits = Array.from(text.matchAll(marking(words, "giu")));
  // From the end, so that the places before stay right.
  return hits.reverse().map((hit) => wrap(nodes, hit.index, hit.index + hit[0].length)).filter((hit) => hit.length).reverse();
}

function show(hit) {
  for (let box = hit[0].closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  hit[0].tabIndex = -1;
  hit[0].focus({ preventScroll: true });
  hit[0].scrollIntoView({ block: "center" });
}

function bar(words, hits, first) {
  const said = document.querySelector("script[data-sp-arrive]").dataset;
  const made = document.createElement("div");
  made.className = "sp-arrived";
  const text = document.createElement("p");
  text.setAttribute("role", "status");
  const next = document.createElement("button");
  const clear = document.createElement("button");
  next.type = clear.type = "button";
  next.textContent = said.next;
  clear.textContent = said.clear;
  let at = first;
  const say = () => {
    text.textContent = said.marked.replace("[TERM]", words).replace("[AT]", at + 1).replace("[COUNT]", hits.length);
  };
  next.hidden = hits.length < 2;
  next.addEventListener("click", () => {
    at = (at + 1) % hits.length;
    show(hits[at]);
    next.focus({ preventScroll: true });
    say();
  });
  clear.addEventListener("click", () => {
    for (const mark of hits.flat()) mark.replaceWith(...mark.childNodes);
    made.remove();
    const address = new URL(location.href);
    address.searchParams.delete("mark");
    history.replaceState(history.state, "", address);
  });
  made.append(text, next, clear);
  document.body.append(made);
  say();
}

function arrive() {
  const words = new URLSearchParams(location.search).get("mark");
  const page = document.querySelector("article[data-pagefind-body]");
  const hits = words && page ? markAll(page, words) : [];
  if (!hits.length) return;
  const place = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const isThere = (hit) =>
    !place || place.contains(hit[0]) || place.compareDocumentPosition(hit[0]) & Node.DOCUMENT_POSITION_FOLLOWING;
  const first = Math.max(0, hits.findIndex(isThere));
  show(hits[first]);
  bar(words, hits, first);
}

// The last of our scripts to run: from here on a page is as its readers see it, and says so.
function ready() {
  arrive();
  document.documentElement.dataset.spReady = "";
}

// A browser goes to the place in the address until everything is loaded; this goes further, to the words.
if (document.readyState === "complete") ready();
else window.addEventListener("load", () => setTimeout(ready));
