"""The proof that every report is found: the finished index is asked for words of each.

The words come from the records, not from what was indexed: what is lost on the way - a template that leaves out the
prose, a page that is not marked to be searched, a copy that lacks a paragraph - would be missing in both.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scorepress.core.messages import N_, Message, message
from scorepress.site.facets import TYPED, Facets
from scorepress.site.pagefind import Index
from scorepress.site.words import EVERY, asked, key, unit_key, words

LONGEST = 30
"""Letters of a word that is asked for; nobody types a longer one."""


@dataclass(frozen=True)
class Question:
    """What is asked of the index for one report."""

    page: str
    """The page's path below the built site."""
    title: str
    prose: str
    """The text of the report, as a reader sees it."""
    facets: Facets


@dataclass(frozen=True)
class Unfound:
    """A report that the search does not find, and what was asked for."""

    page: str
    reason: Message


def unfound(site: Path, bundle: Path, questions: Sequence[Question]) -> Iterator[Unfound]:
    """The reports that the index in `bundle` does not find; raises `SearchIndexError` where it cannot be asked.

    Each is asked for with its title, with the rarest words that its page shows, and with every value that a reader can
    narrow a search by.
    """
    index = Index(bundle)
    rare = dict(_rarest(site, questions))
    queries = {each.page: _query(each, rare.get(each.page, ())) for each in questions}
    pages = dict(index.pages_of({letters for query in queries.values() for letters in query}))
    values = {facet: index.pages_with(facet) for facet in index.filters}
    numbers = {str(index.fragment(number)["url"]): number for number in range(len(index.pages))}
    for each in questions:
        number = numbers.get("/" + each.page.removesuffix("index.html"))
        if number is None:
            yield Unfound(each.page, message(N_("it is not in the index")))
            continue
        if each.page not in rare:
            yield Unfound(each.page, message(N_("its page shows no word of its text")))
        for letters, reason in queries[each.page].items():
            if number not in pages[letters]:
                yield Unfound(each.page, reason)
        for facet, value in each.facets.items():
            if facet != TYPED and number not in values.get(facet, {}).get(value, ()):
                yield Unfound(each.page, _not_under(facet, value))


def _query(question: Question, rare: Iterable[str]) -> dict[str, Message]:
    """What is asked for a report, as it stands in the index, and what is said where the report is not found for it."""
    text = sorted({*_short(asked(question.title)), *rare})
    unit = question.facets.get(TYPED, "")
    return (
        {EVERY: message(N_("it is not found by filters alone"))}
        | {key(word): message(N_("it is not found for {word}"), word=word) for word in text}
        | {unit_key(word): _not_under(TYPED, word) for word in asked(unit)}
    )


def _not_under(facet: str, value: str) -> Message:
    return message(N_("it is not found under {facet}={value}"), facet=facet, value=value)


def _rarest(site: Path, questions: Sequence[Question]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each report the words of its text that the fewest reports have, as far as its page shows them.

    Of those that equally few have it is the first and the last: a number, as a rule, and a word.
    """
    count: Counter[str] = Counter()
    for each in questions:
        count.update(_own(each))
    for each in questions:
        html = (site / each.page).read_text(encoding="utf-8").partition("<article")[2].rpartition("</article>")[0]
        orders = (sorted(sorted(_own(each), reverse=late), key=count.__getitem__) for late in (False, True))
        found = {word for order in orders for word in islice((w for w in order if _is_shown(w, html)), 1)}
        if found:
            yield each.page, tuple(found)


def _is_shown(word: str, html: str) -> bool:
    """Whether `word` stands in the text of `html`, neither inside a tag nor inside a longer word or number."""
    return re.search(rf"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])[^<>]*<", html, re.IGNORECASE) is not None


def _own(question: Question) -> set[str]:
    """The words of a report's text; of its title where it has no text."""
    return set(_short(words(question.prose))) or set(_short(asked(question.title)))


def _short(found: Iterable[str]) -> Iterator[str]:
    return (word for word in found if 1 < len(word) <= LONGEST)
