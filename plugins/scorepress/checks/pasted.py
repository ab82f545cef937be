"""Tables that were pasted as text: from a spreadsheet, a PDF, a CSV file, or drawn with signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_, message
from scorepress.prose.document import Document
from scorepress.prose.nodes import BLOCKS, Paragraph, Row, TableBlock


class TableAsText(Rule):
    """A table was pasted that is shown as running text."""

    code = "SR616"
    severity = Severity.WARNING
    message = N_("{count} lines of a table are shown as text")
    cure = N_("{cure}")
    why = N_("What is copied from a spreadsheet has no bars, so its columns run into each other.")
    bad = "项目\t金额\n办公\t12"
    good = "| 项目 | 金额 |\n| --- | --- |\n| 办公 | 12 |"


MOST_READY = 40
"""Rows of a table that are printed ready to be pasted; the others are as the last."""
QUOTED = re.compile(r"(?: {0,3}> ?)*")
BARS = str.maketrans("｜│┃║", "||||")
RULER = re.compile(r"[\s|｜+:：\-—－–=\u2500-\u257f]+")
"""A line between rows: `|---|---|`, `|———|———|` as Word writes it, `+---+---+`, `├──┼──┤`."""
GAP = re.compile(r" {2,}|\u3000+")
NUMBER = re.compile(r"[+\-−]?\d[\d,]*(?:\.\d+)?\s*(?:%|％|‰|分|元|万元|亿元|个|项|件|人)?|[—－\-/]")
LONGEST_CELL = 40
SENTENCE = re.compile(r"[，。；：！？]")


@dataclass
class Rows:
    """Rows below each other that are written in one way."""

    kind: str = ""
    begun: int = 0
    lines: int = 0
    """Rows, and the rulers between them."""
    cells: list[list[str]] = field(default_factory=list)

    def add(self, kind: str, cells: list[str], place: int) -> None:
        """One more row, or a ruler without cells."""
        if not self.lines:
            self.kind, self.begun = kind, place
        self.lines += 1
        if cells:
            self.cells.append(cells)

    def is_table(self, *, below_table: bool) -> bool:
        """Whether these rows can be nothing but a table."""
        if self.kind in {"bars", "tabs"}:
            ruled = self.lines > len(self.cells) or (below_table and self.kind == "bars")
            return len(self.cells) > 1 or (bool(self.cells) and ruled)
        columns = {len(row) for row in self.cells}
        if len(self.cells) < 2 or len(columns) > 1:  # noqa: PLR2004 - one line is no table
            return False
        return any(all(NUMBER.fullmatch(row[column]) for row in self.cells[1:]) for column in range(columns.pop()))


def check_tables(prose: Document) -> Iterator[Finding]:
    """Lines of paragraphs that have columns and no ruler, two or more below each other."""
    rows, reached, below_table = Rows(), 0, False
    for node in prose.nodes():
        if not isinstance(node, BLOCKS) or isinstance(node, Row):
            continue
        follows_directly = isinstance(node, Paragraph) and not prose.body[reached : node.start].strip(" \t\n>")
        if not follows_directly:
            yield from _found(prose, rows, below_table=below_table)
            rows, below_table = Rows(), False
        if isinstance(node, Paragraph):
            for place, line in _lines(prose.body, node):
                kind, cells = _columns(line)
                if rows.lines and kind not in {rows.kind, "ruler"}:
                    yield from _found(prose, rows, below_table=below_table)
                    rows, below_table = Rows(), False
                if kind:
                    rows.add("bars" if kind == "ruler" else kind, cells, place)
        below_table = below_table or isinstance(node, TableBlock)
        reached = node.end if isinstance(node, Paragraph | TableBlock) else node.start
    yield from _found(prose, rows, below_table=below_table)


def _found(prose: Document, rows: Rows, *, below_table: bool) -> Iterator[Finding]:
    if rows.is_table(below_table=below_table):
        cure = message(N_("put this in their place"))
        continues = below_table and rows.kind == "bars"
        if continues:
            cure = message(N_("delete the empty line above, so that they belong to the table"))
        finding = TableAsText.at(prose.span(rows.begun), count=rows.lines, cure=cure)
        yield finding if continues else replace(finding, ready=tuple(_ready(rows.cells)))


def _lines(body: str, paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    """Place and text of each line, without the signs of a quotation; a tab in front is an empty column."""
    place = body.rfind("\n", 0, paragraph.start) + 1
    if body[place : paragraph.start].strip(" \t>"):
        place = paragraph.start  # behind the sign of an item
    for line in body[place : paragraph.end].split("\n"):
        quoted = QUOTED.match(line)
        begin = quoted.end() if quoted else 0
        yield place + begin, line[begin:]
        place += len(line) + 1


def _columns(line: str) -> tuple[str, list[str]]:
    """How the columns of a line are divided, and its cells; no kind for a line without columns."""
    text = line.translate(BARS).strip(" ")
    if not text.strip():
        return "", []
    if RULER.fullmatch(text):
        return ("ruler", []) if re.search(r"[|+\u2500-\u257f]", text) else ("", [])
    if "\t" in text.strip():
        return "tabs", [cell.strip() for cell in line.strip(" ").removeprefix("|").split("\t")]
    if text.count("|") > 1 or re.search(r"[^|\s] *\| *[^|\s]", text):
        return "bars", [cell.strip() for cell in text.removeprefix("|").removesuffix("|").split("|")]
    for kind, parts in (("gaps", GAP.split(text.strip(" \u3000"))), ("commas", re.split("[,;]", text))):
        cells = [part.strip().strip('"') for part in parts]
        fits = all(len(cell) <= LONGEST_CELL and not SENTENCE.search(cell) for cell in cells)
        if len(cells) > 1 and fits:
            return kind, cells
    return "", []


def _ready(rows: list[list[str]]) -> Iterator[str]:
    """The rows as a table of Markdown."""
    if all(row[0] == "" for row in rows):
        rows = [row[1:] for row in rows]
    columns = max(map(len, rows))
    for index, row in enumerate(rows[:MOST_READY]):
        cells = [cell.replace("|", "\\|") for cell in [*row, *[""] * (columns - len(row))]]
        yield f"| {' | '.join(cells)} |"
        if index == 0:
            yield f"| {' | '.join(['---'] * columns)} |"
