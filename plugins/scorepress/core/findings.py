"""Findings: one class per thing that can be wrong, and one record per place where it is.

A rule carries its code, severity, texts, and a small example; its page in the reference is made from these. A
finding carries the place, the arguments and a second place where that helps; it becomes text only at the edge.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from scorepress.core.messages import N_, Translate, render, say
from scorepress.core.numbers import show
from scorepress.core.spans import Span, excerpt, printable


class Severity(StrEnum):
    """What a finding does: an error withholds the report, a warning fails the check, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Repeats(StrEnum):
    """Where several findings of one rule have one cause, so that the first speaks for all."""

    NEVER = "never"
    IN_FILE = "in file"
    """Those of one file, such as the empty lines of a form not yet filled in."""
    IN_PROJECT = "in project"
    """Those in the same words anywhere, such as the reports that name a scheme which is not there."""


ANY_ERROR = "*"
"""In `Rule.follows`: any error in the file that the finding's second place leads to."""
SEVERITY_NAMES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTE: N_("note")}


class Rule:
    """One thing that can be wrong. Subclasses are the registry; they are never instantiated."""

    registry: ClassVar[dict[str, type["Rule"]]] = {}

    code: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    message: ClassVar[str]
    """What is wrong, with the arguments in braces."""
    cure: ClassVar[str]
    """What to do about it."""
    why: ClassVar[str]
    """Why it matters, for the reference page."""
    bad: ClassVar[str]
    """A fragment that has the fault."""
    good: ClassVar[str]
    """The same fragment without it."""
    unfinished: ClassVar[bool] = False
    """Whether this is only work still to do: a note in a draft, an error once published."""
    follows: ClassVar[tuple[str, ...]] = ()
    """Codes of rules that this one follows from: with one of them in the finding's own file, or in that of its second
    place, it is folded under it (`core/causes.py`)."""
    repeats: ClassVar[Repeats] = Repeats.NEVER
    """Where several of this rule have one cause."""
    never_public: ClassVar[bool] = False
    """Whether what it finds must not be published or merged: a build that withholds for it ends with `NOT_PUBLIC`."""

    def __init_subclass__(cls) -> None:
        """Enter the rule in the registry; a code is given once and for ever."""
        if cls.code in Rule.registry:
            msg = f"finding code {cls.code} is used twice"
            raise TypeError(msg)
        Rule.registry[cls.code] = cls

    @classmethod
    def name(cls) -> str:
        """The stable name, `score-above-full` for the class `ScoreAboveFull`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def at(cls, span: Span, see: Span | None = None, /, **args: object) -> "Finding":
        """A finding of this rule at `span`; `see` is a second place that explains it."""
        return Finding(cls, span, args, see)


@dataclass(frozen=True)
class Finding:
    """One rule broken at one place."""

    rule: type[Rule]
    span: Span
    args: Mapping[str, object]
    see: Span | None = None
    softened: bool = False
    """A draft's unfinished business: reported as a note."""
    ready: tuple[str, ...] = ()
    """Lines to be put in the place of those that are wrong, where they can be given as a whole."""

    @property
    def severity(self) -> Severity:
        """The severity in force here."""
        return Severity.NOTE if self.softened else self.rule.severity

    def message(self, translate: Translate) -> str:
        """What is wrong, in one line."""
        return self._safe(render(self.rule.message, self.args, translate))

    def cure(self, translate: Translate) -> str:
        """What to do about it, in one line."""
        return self._safe(render(self.rule.cure, self.args, translate))

    def _safe(self, text: str) -> str:
        """`text` without what drives a terminal, personal numbers masked whatever the rule."""
        return printable(self.span.source.masked(text))

    def headline(self, translate: Translate) -> str:
        """`path:line:column: error SR301 score-above-full: …` - one line, as compilers write it."""
        severity = translate(SEVERITY_NAMES[self.severity])
        return (
            f"{printable(self.span.place)}: {severity} {self.rule.code} {self.rule.name()}: {self.message(translate)}"
        )

    def text(self, translate: Translate) -> str:
        """The headline, the excerpt with carets, the second place if any, and the cure."""
        line, carets = excerpt(self.span)
        number = str(self.span.line).rjust(5)
        gutter = " " * len(number)
        see = "  " + translate("see {place}").format(place=printable(self.see.place)) if self.see else ""
        rows = [self.headline(translate), f"{number} | {line}", f"{gutter} | {carets}{see}"]
        fix = "  " + translate("Fix: {cure}").format(cure=self.cure(translate))
        return "\n".join([*rows, fix, *(f"    {printable(self.span.source.masked(line))}" for line in self.ready)])

    def data(self, translate: Translate) -> dict[str, object]:
        """The finding as plain data for JSON: places as numbers, arguments as text."""
        return {
            "code": self.rule.code,
            "name": self.rule.name(),
            "severity": self.severity.value,
            **self.span.data(),
            "see": self.see.data() if self.see else None,
            "message": self.message(translate),
            "cure": self.cure(translate),
            **({"ready": [self.span.source.masked(line) for line in self.ready]} if self.ready else {}),
            "args": {key: self._plain(value, translate) for key, value in self.args.items()},
        }

    def _plain(self, value: object, translate: Translate) -> object:
        if isinstance(value, list | tuple):
            return [self._plain(item, translate) for item in value]
        return self.span.source.masked(show(value) if isinstance(value, Fraction | Decimal) else say(value, translate))


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by file and place, each once; of several at one place the first (the root cause) leads."""
    unique = dict.fromkeys(_Key(finding) for finding in findings)
    return [key.finding for key in sorted(unique, key=lambda key: key.place)]


class _Key:
    """A finding as a dictionary key: same rule, same place, same words."""

    def __init__(self, finding: Finding) -> None:
        span = finding.span
        self.finding = finding
        self.place = (span.source.path, span.line, span.column)
        self.identity = (*self.place, finding.rule.code, str(sorted(finding.args.items(), key=str)))

    def __hash__(self) -> int:
        return hash(self.identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.identity == other.identity


class Refusal(ValueError):  # noqa: N818 - not an error of the program but an answer about a value
    """Raised where a value is refused: the rule it breaks and, when the raiser knows it, the place."""

    def __init__(self, rule: type[Rule], span: Span | None = None, /, **args: object) -> None:
        """Keep the rule, the place and the arguments of the message."""
        super().__init__(rule.code)
        self.rule, self.span, self.args_of_message = rule, span, args

    def finding(self, span: Span) -> Finding:
        """The finding, at the raiser's own place or else at `span`."""
        return self.rule.at(self.span or span, **self.args_of_message)
