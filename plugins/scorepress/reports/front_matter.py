"""Splitting a Markdown file into its front matter and its body, with the line each begins on."""

import re
from dataclasses import dataclass

from scorepress.core.composer import parse_yaml
from scorepress.core.findings import Finding, Rule
from scorepress.core.lookalikes import DASHES, ODD_SPACES
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping
from scorepress.core.spans import Source, Span, span_of_line


class FrontMatterMissing(Rule):
    """A report or unit page does not begin with front matter."""

    code = "SR010"
    message = N_("the file does not begin with front matter")
    cure = N_("make --- the first line, then keys and values, then --- again")
    why = N_("Without it nobody knows whose report this is and how it scores; it would be published unchecked.")
    bad = "# 自评报告"
    good = "---\ntitle: 自评报告\n…\n---\n"


class FrontMatterUnclosed(Rule):
    """The front matter never ends."""

    code = "SR011"
    message = N_("the front matter that begins here is not closed")
    cure = N_("put a line with only --- between the front matter and the text")
    why = N_("Otherwise the whole report counts as front matter.")
    bad = "---\ntitle: 自评报告\n## 一、基本情况"
    good = "---\ntitle: 自评报告\n---\n## 一、基本情况"


class FenceMisspelt(Rule):
    """A line that begins or ends the front matter is written with other signs than three hyphens."""

    code = "SR033"
    message = N_("{text} neither begins nor ends the front matter")
    cure = N_("write three hyphens and nothing else: ---")
    why = N_("Dashes of another kind or number look alike in print; to programs only --- separates.")
    bad = "－－－\ntitle: 自评报告\n－－－"
    good = "---\ntitle: 自评报告\n---"


LIKE_FENCE = re.compile(rf"[ \t{ODD_SPACES}]*[{DASHES}]{{2,}}[ \t{ODD_SPACES}]*|—+")
FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*")


@dataclass(frozen=True)
class Page:
    """A Markdown file in its two halves."""

    source: Source
    node: Mapping | None
    """The front matter; None where it is missing or cannot be used."""
    body: str
    """The text below it; its line breaks are LF."""
    body_line: int
    """The line of the file on which the body begins."""


def split(source: Source, findings: list[Finding]) -> Page:
    """The two halves of `source`; what is wrong with the front matter is added to `findings`."""
    lines = source.lines
    if lines[0].rstrip() != "---":
        findings.append(_fence_misspelt(source, 1) or FrontMatterMissing.at(span_of_line(source, 1)))
        return Page(source, None, source.text, 1)
    end = next((index for index, line in enumerate(lines[1:], 1) if FENCE.fullmatch(line)), None)
    if end is None:
        misspelt = filter(None, (_fence_misspelt(source, line) for line in range(2, len(lines) + 1)))
        findings.append(next(misspelt, FrontMatterUnclosed.at(Span(source, 1, 1, 1, 4))))
        return Page(source, None, "", len(lines))
    front = "".join(f"{line}\n" for line in lines[1:end])
    body = "\n".join(lines[end + 1 :])
    node = parse_yaml(source, front, 2, findings)
    return Page(source, node, body, end + 2)


def _fence_misspelt(source: Source, line: int) -> Finding | None:
    """What is wrong with a line that looks like `---` and is something else."""
    text = source.line(line)
    return FenceMisspelt.at(span_of_line(source, line), text=text[:40]) if LIKE_FENCE.fullmatch(text) else None
