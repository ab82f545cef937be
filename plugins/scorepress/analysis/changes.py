"""What changed between two editions of a scheme, as records; in words and as data at the edge."""

from dataclasses import dataclass
from enum import StrEnum

from scorepress.analysis.keys import in_words
from scorepress.core.messages import N_, Message, Translate, message, say
from scorepress.core.spans import Span, printable

MOST = 160
"""So many characters of a value are shown in words; the data hold all of it."""


class Kind(StrEnum):
    """What happened."""

    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    """To another part."""
    RENUMBERED = "renumbered"
    """It has another id."""
    RENAMED = "renamed"
    """It has another title."""
    REWEIGHTED = "reweighted"
    """Its full marks or its weight."""
    RULE = "rule"
    """Its method or a parameter, of a part also the way in which it adds up."""
    SCHEME = "scheme"
    """Something that holds for the whole scheme: rounding, grades, vetoes, who is assessed, …"""


KIND_NAMES = {
    Kind.ADDED: N_("added"),
    Kind.DROPPED: N_("dropped"),
    Kind.MOVED: N_("moved"),
    Kind.RENUMBERED: N_("renumbered"),
    Kind.RENAMED: N_("renamed"),
    Kind.REWEIGHTED: N_("re-weighted"),
    Kind.RULE: N_("rule changed"),
    Kind.SCHEME: N_("scheme changed"),
}
Value = str | Message | None


@dataclass(frozen=True)
class Subject:
    """The part or indicator that changed, as the newer file has it; what was dropped, as the older one had it."""

    kind: str
    """`part` or `indicator`."""
    id: str
    title: str


@dataclass(frozen=True)
class Change:
    """One thing that differs between two editions."""

    kind: Kind
    subject: Subject | None
    """None where it is the whole scheme."""
    key: tuple[str, ...]
    """The keys that lead to the value, such as `rules`, `late`, `points`."""
    old: Value
    """As the older file has it; None where there was nothing."""
    new: Value
    before: Span
    """Where the old value stands; where there was none, the nearest thing round it."""
    after: Span
    classes: tuple[str, ...] = ()
    """The classes of units for which it changed; empty where it did for all."""
    inferred: bool = False
    """For what has another id: no edition states it, title and method are the same."""

    def values(self, translate: Translate) -> tuple[str, str]:
        """Both values for people, long ones cut; a dash where there is none."""
        return _shown(self.old, translate), _shown(self.new, translate)

    def what(self, translate: Translate) -> str:
        """What changed, without the values: `full marks`, `renumbered (inferred)`."""
        if self.kind in {Kind.REWEIGHTED, Kind.RULE, Kind.SCHEME}:
            words: str | Message = in_words(self.key)
        elif self.inferred:
            words = message(N_("renumbered (inferred: same title and method)"))
        else:
            words = message(KIND_NAMES[self.kind])
        if self.classes:
            words = message(N_("{what} for {classes}"), what=words, classes=list(self.classes))
        return printable(say(words, translate))

    def text(self, translate: Translate) -> str:
        """One line, and a second one with the places."""
        old, new = self.values(translate)
        subject = "" if self.subject is None else f"{self.subject.id} {self.subject.title}"
        words = message(
            N_("{subject}: {what}: {old} → {new}") if subject else N_("{what}: {old} → {new}"),
            subject=printable(subject),
            what=self.what(translate),
            old=old,
            new=new,
        )
        return f"{words.text(translate)}\n    {_line(self.before)} → {_line(self.after)}"

    def data(self, translate: Translate) -> dict[str, object]:
        """The change as plain data for JSON."""
        subject = self.subject
        return {
            "kind": self.kind.value,
            "subject": None if subject is None else {"kind": subject.kind, "id": subject.id, "title": subject.title},
            "key": list(self.key),
            "old": None if self.old is None else say(self.old, translate),
            "new": None if self.new is None else say(self.new, translate),
            "before": self.before.data(),
            "after": self.after.data(),
            "classes": list(self.classes),
            "inferred": self.inferred,
            "text": self.text(translate).split("\n")[0],
        }


def _shown(value: Value, translate: Translate) -> str:
    text = "—" if value is None else printable(say(value, translate))
    return text if len(text) <= MOST else text[:MOST] + "…"


def _line(span: Span) -> str:
    return f"{printable(span.source.path)}:{span.line}"
