// The words that a search compares, cut as site/words.py cuts the pages, and the patterns that mark them.
const CHINESE = "\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{3ffff}";
const RUN = new RegExp(`[${CHINESE}]+|[^\\s${CHINESE}]+`, "gu");
const IS_CHINESE = new RegExp(`^[${CHINESE}]`, "u");
const BROKEN_LINE = new RegExp(`(?<=[${CHINESE}])\\s*\\n\\s*(?=[${CHINESE}])`, "gu");
const DOCUMENT_NUMBER = /\s*[〔[【(]\s*([0-9]{4})\s*[〕\]】)]\s*([0-9]+)\s*(?=号)/g;
const OPENING = "[〔﹝\\[［【(（]";
const CLOSING = "[〕﹞\\]］】)）]";

function folded(text) {
  return text.normalize("NFKC").replace(BROKEN_LINE, "").replace(DOCUMENT_NUMBER, "〔$1〕$2").toLowerCase();
}

const END = "z";

function pairs(run) {
  const chars = Array.from(run);
  return chars.length > 1 ? chars.slice(1).map((char, index) => chars[index] + char) : [run];
}

const isSingle = (word) => IS_CHINESE.test(word) && Array.from(word).length === 1;

// The word of every page: asked for nothing, Pagefind loads every word there is.
export const EVERY = "v";

const CLOSE = 3;
const MOST = 6;

function enough(run) {
  const all = pairs(run);
  return all.length <= CLOSE ? all : [...all.filter((pair, index) => index % 2 === 0), all[all.length - 1]];
}

// The words that a page must have to be found; each costs a part of the index, so not all of a long query.
export function asked(text) {
  const found = (folded(text).match(RUN) || []).flatMap((run) =>
    IS_CHINESE.test(run) ? enough(run) : [(run.match(/[\p{L}\p{N}]+/gu) || []).join("")].filter(Boolean),
  );
  const longer = Array.from(new Set(found.filter((word) => !isSingle(word))));
  const some = longer.length ? longer : found;
  if (some.length <= MOST) return some;
  return Array.from({ length: MOST }, (_, index) => some[Math.floor((index * (some.length - 1)) / (MOST - 1))]);
}

// A word as it stands in the index, in letters from a to p; a single Chinese character is the beginning of pairs.
export function key(word) {
  let letters = "";
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index).toString(16).padStart(4, "0");
    letters += code.replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 16)));
  }
  return IS_CHINESE.test(word) ? letters : letters + END;
}

// A word of the name of a page's unit, which a search is narrowed by.
export const unitKey = (word) => `u${key(word)}`;

// What a reader typed, word by word: what is marked on a page, and left out to find more.
export function typed(text) {
  const found = folded(text).replace(/["“”]/g, " ").split(/\s+/).filter(Boolean);
  const longer = found.filter((word) => !isSingle(word));
  return longer.length ? longer : found;
}

// A word as typed, with or without the spaces that writers put between figures and characters, and any brackets.
function pattern(word) {
  const parts = Array.from(word, (char) => {
    if (new RegExp(OPENING).test(char)) return OPENING;
    if (new RegExp(CLOSING).test(char)) return CLOSING;
    return char.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
  });
  return parts.join("\\s*");
}

// What marks the words of a query: an expression with one group; one that fits nothing for an empty query.
export function marking(text, flags = "iu") {
  const found = typed(text).sort((one, other) => other.length - one.length);
  return found.length ? new RegExp("(" + found.map(pattern).join("|") + ")", flags) : /(?!)/;
}
