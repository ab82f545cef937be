"""Root causes: findings that follow from another one are folded under it, so that one cause is read once.

The rules say what follows from what (`Rule.follows`, `Rule.repeats`); every front end prints what `folded` gives.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scorepress.core.findings import ANY_ERROR, Finding, Repeats, Severity, ordered
from scorepress.core.messages import N_, Message, Translate, message
from scorepress.core.spans import printable

MAX_PLACES = 10
"""So many places of consequences are named; the others are counted."""


@dataclass(frozen=True)
class RootCause:
    """A finding that follows from no other, and those that follow from it."""

    finding: Finding
    consequences: tuple[Finding, ...] = ()

    def text(self, translate: Translate) -> str:
        """The finding as text, and a line each for what repeats it and what follows from it."""
        return "\n".join([self.finding.text(translate), *(f"  {line}" for line in self.counted(translate))])

    def counted(self, translate: Translate) -> Iterator[str]:
        """One sentence on the findings like this one, and one on the others that follow: how many, and where."""
        alike = [finding for finding in self.consequences if finding.rule is self.finding.rule]
        others = [finding for finding in self.consequences if finding.rule is not self.finding.rule]
        for words, findings in (
            (N_("{count} more like it: {places}"), alike),
            (N_("{count} more follow from it and go with it: {places}"), others),
        ):
            if findings:
                count, places = str(len(findings)), self._places(findings)
                yield printable(message(words, count=count, places=places).text(translate))

    def data(self, translate: Translate) -> Iterator[dict[str, object]]:
        """Every finding as plain data; `follows` is the code and the place of the root cause, null at itself."""
        yield {**self.finding.data(translate), "follows": None}
        root = {"code": self.finding.rule.code, **self.finding.span.data()}
        for finding in self.consequences:
            yield {**finding.data(translate), "follows": root}

    def _places(self, findings: list[Finding]) -> list[str | Message]:
        own = self.finding.span.source.path
        places: dict[str, str | Message] = {}
        for finding in findings:
            span = finding.span
            here = message(N_("line {line}"), line=str(span.line)) if span.source.path == own else span.place
            places.setdefault(span.place, here)
        named = list(places.values())
        rest = len(named) - MAX_PLACES
        return [*named[:MAX_PLACES], *([message(N_("and {count} more places"), count=str(rest))] if rest > 0 else [])]


def folded(findings: Iterable[Finding]) -> list[RootCause]:
    """The findings under their root causes, those with consequences in other files first, then by file and place."""
    in_order = ordered(findings)
    leads = _leads(in_order)
    consequences: dict[int, list[Finding]] = {id(finding): [] for finding in in_order}
    roots: list[Finding] = []
    for finding in in_order:
        root = _root(finding, leads)
        if root is finding:
            roots.append(finding)
        else:
            consequences[id(root)].append(finding)
    return sorted((RootCause(root, tuple(consequences[id(root)])) for root in roots), key=_only_at_home)


def _only_at_home(cause: RootCause) -> bool:
    return all(finding.span.source is cause.finding.span.source for finding in cause.consequences)


Subject = tuple[str, str]
"""A code, and the file or the words that findings of it share."""


def _leads(findings: list[Finding]) -> Mapping[Subject, Finding]:
    """The first finding of every code in every file and in every wording, and the first error of every file."""
    leads: dict[Subject, Finding] = {}
    for finding in findings:
        path, code = finding.span.source.path, finding.rule.code
        leads.setdefault((code, path), finding)
        if finding.severity is Severity.ERROR:
            leads.setdefault((ANY_ERROR, path), finding)
        if finding.rule.repeats is Repeats.IN_PROJECT:
            leads.setdefault((code, _wording(finding)), finding)
    return leads


def _wording(finding: Finding) -> str:
    return str(sorted((key, str(value)) for key, value in finding.args.items()))


def _root(finding: Finding, leads: Mapping[Subject, Finding]) -> Finding:
    """The end of the way from a finding to what it follows from; rules do not follow from one another in a circle."""
    cause = _cause(finding, leads)
    while cause is not None and cause is not finding:
        finding, cause = cause, _cause(cause, leads)
    return finding


def _cause(finding: Finding, leads: Mapping[Subject, Finding]) -> Finding | None:
    path = finding.span.source.path
    elsewhere = finding.see.source.path if finding.see and finding.see.source.path != path else None
    for code in finding.rule.follows:
        for file in (elsewhere,) if code == ANY_ERROR else (elsewhere, path):
            cause = leads.get((code, file)) if file is not None else None
            if cause is not None:
                return cause
    if finding.rule.repeats is Repeats.IN_FILE:
        return leads[finding.rule.code, path]
    if finding.rule.repeats is Repeats.IN_PROJECT:
        return leads[finding.rule.code, _wording(finding)]
    return None
