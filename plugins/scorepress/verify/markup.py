"""A page as its readers see it: the visible text of the elements that are marked with `data-sp`, and of the whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
UNSEEN = frozenset(["head", "script", "style", "template", "noscript"])
DRAWINGS = frozenset(["svg", "math"])
"""In these `<path/>` closes itself; elsewhere in HTML the stroke means nothing."""
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
            for parent in self.marks:
                parent.links.append(attributes.get("href", ""))
        if tag in VOID:
            self.handle_data(" ")
            return
        self.open.append(_Open(tag, visible, Mark(attributes[MARK], attributes) if MARK in attributes else None))
        if self.open[-1].mark is not None:
            self.marks[-1].marks.append(self.open[-1].mark)
            self.marks.append(self.open[-1].mark)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if any(element.tag in DRAWINGS for element in self.open):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self.open):
            return
        closed = ""
        while closed != tag:
            element = self.open.pop()
            closed = element.tag
            if element.mark is not None:
                self.marks.pop()

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1].visible:
            for mark in self.marks:
                mark.words.append(data)


def _seen(tag: str, attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style", "").replace(" ", "").lower()
    return tag not in UNSEEN and "hidden" not in attributes and "display:none" not in style
