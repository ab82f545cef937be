"""A page as a tree of elements, read with the parser of the standard library: tests ask it as a reader would."""

from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        above = self.open[-1]
        if len(above):
            above[-1].tail = (above[-1].tail or "") + data
        else:
            above.text = (above.text or "") + data


def read_html(path: Path) -> Element:
    """The elements of a built page."""
    builder = _Builder()
    builder.feed(path.read_text(encoding="utf-8"))
    return builder.root


def text_of(element: Element | None) -> str:
    """The text of an element in one line; empty where there is none."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def marked(element: Element, mark: str) -> list[Element]:
    """The elements below that say what they show: `data-sp="total"`."""
    return element.findall(f".//*[@data-sp='{mark}']")


def rows_of(table: Element) -> list[dict[str, Element]]:
    """The rows of the body of a table by the headings of their columns."""
    heads = [text_of(head) for head in table.findall("./thead/tr[1]/*")]
    return [dict(zip(heads, row, strict=True)) for row in table.findall("./tbody/tr") if len(row) == len(heads)]
