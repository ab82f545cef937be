"""What is found while a score is provisional: a note that names who is waited for, never an error.

A score that is compared with others' may still change until all of them have reported. Whatever would be wrong with it
now may be right then, and whose report is missing is nobody's fault but theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_, message

NAMED = 6
"""So many of the units that are waited for are named."""


class NotYetCertain(Rule):
    """Something does not agree with a score that is still provisional."""

    code = "SR327"
    severity = Severity.NOTE
    message = N_("provisional, {count} units have not reported ({units}): {problem} ({code})")
    cure = N_("nothing is to be done now; check again when they have reported")
    why = N_(
        "Until everybody of a group has reported, ranks and everything that rests on them may change; "
        "the gap of one unit must not become the error of another."
    )
    bad = "declared: {A9: 8}  # 9 for now, since one of three units is missing"
    good = "declared: {A9: 8}  # and all three have reported"


@dataclass(frozen=True, slots=True)
class Waiting:
    """In place of an outcome: there are no marks until these units have reported."""

    waits_for: tuple[str, ...]
    """Their names."""


def while_waiting(finding: Finding, waits_for: Sequence[str]) -> Finding:
    """`finding`; where the score that it speaks of waits for others, the note that says so."""
    if not waits_for:
        return finding
    more = [] if len(waits_for) <= NAMED else ["…"]
    return NotYetCertain.at(
        finding.span,
        finding.see,
        count=str(len(waits_for)),
        units=[*waits_for[:NAMED], *more],
        problem=message(finding.rule.message, **finding.args),
        code=finding.rule.code,
    )
