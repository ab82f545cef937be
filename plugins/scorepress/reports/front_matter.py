"""Splitting a Markdown file into its front matter and its body, with the line each begins on."""

import re
from dataclasses import dataclass

from scorepress.core.composer import parse_yaml
from scorepress.core.findings import Finding, Rule
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
        findings.append(FrontMatterMissing.at(span_of_line(source, 1)))
        return Page(source, None, source.text, 1)
    end = next((index for index, line in enumerate(lines[1:], 1) if FENCE.fullmatch(line)), None)
    if end is None:
        findings.append(FrontMatterUnclosed.at(Span(source, 1, 1, 1, 4)))
        return Page(source, None, "", len(lines))
    front = "".join(f"{line}\n" for line in lines[1:end])
    body = "\n".join(lines[end + 1 :])
    node = parse_yaml(source, front, 2, findings)
    return Page(source, node, body, end + 2)
