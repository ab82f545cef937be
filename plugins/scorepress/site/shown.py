"""The last look at a page: whether the text of its record stands on it, whatever other plugins have done to it."""

from html.parser import HTMLParser

from scorepress.prose.document import Document


class _Words(HTMLParser):
    """What a page says, with the descriptions of its pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.parts += [value or "" for name, value in attrs if name == "alt"]


def first_missing(text: Document, page: str) -> str | None:
    """The first line of a text that the HTML of its `page` does not show in its place; None where all is there."""
    parser = _Words()
    parser.feed(page)
    shown, reached = _signs("".join(parser.parts)), 0
    for line in text.text.split("\n"):
        for cell in line.split("\t"):
            signs = _signs(cell)
            place = shown.find(signs, reached)
            if place < 0:
                return cell.strip()
            reached = place + len(signs)
    return None


def _signs(text: str) -> str:
    """`text` without its spaces, which pages set as they like."""
    return "".join(text.split())
