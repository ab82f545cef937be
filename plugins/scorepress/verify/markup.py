"""A page as its readers see it: the visible text of the elements that are marked with `data-sp`, and of the whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
UNSEEN = frozenset("head script style template noscript".split())
BESIDE_THE_ARTICLE = frozenset(("svg", "nav"))
MARK = "data-sp"


@dataclass
class Mark:
    """A marked element, or the page itself."""

    kind: str
    """The value of `data-sp`; empty for the page."""
    attributes: Mapping[str, str]
    marks: list["Mark"] = field(default_factory=list)
    """The marked elements in it, in order; those below one of them belong to it."""
    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Where its links lead."""

    @property
    def text(self) -> str:
        """Its visible text, white space folded."""
        return " ".join("".join(self.words).split())

    def all(self, kind: str) -> Iterator["Mark"]:
        """The marked elements of a kind below this one, however deep."""
        for mark in self.marks:
            if mark.kind == kind:
                yield mark
            yield from mark.all(kind)

    def own(self, kind: str) -> "Mark | None":
        """The one marked element of a kind that belongs to this one."""
        return next((mark for mark in self.marks if mark.kind == kind), None)


def read_page(text: str) -> Mark:
    """The marks of a page and its text; whatever the page holds, as browsers do."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


@dataclass
class _Open:
    tag: str
    visible: bool
    mark: Mark | None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Mark("", {})
        self.open: list[_Open] = []
        self.marks = [self.page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in reversed(attrs)}  # of two of one name the first counts
        visible = (not self.open or self.open[-1].visible) and _seen(tag, attributes)
        if tag == "a" and visible:
            for mark in self.marks:
                mark.links.append(attributes.get("href", ""))
        if tag in VOID:
            self.handle_data(" ")
            return
        mark = Mark(attributes[MARK], attributes) if MARK in attributes else None
        if mark is not None:
            self.marks[-1].marks.append(mark)
            self.marks.append(mark)
        self.open.append(_Open(tag, visible, mark))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # `<div/>` opens an element in HTML
        if tag in BESIDE_THE_ARTICLE or (self.open and self.open[-1].tag == tag and self._in_drawing()):
            self.handle_endtag(tag)

    def _in_drawing(self) -> bool:
        return any(element.tag in {"svg", "math"} for element in self.open)

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self.open):
            return
        while self.open:
            element = self.open.pop()
            if element.mark is not None:
                self.marks.pop()
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1].visible:
            for mark in self.marks:
                mark.words.append(data)


def _seen(tag: str, attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style", "").replace(" ", "").lower()
    return tag not in UNSEEN and "hidden" not in attributes and "display:none" not in style
