"""Every budget in one place: what one file, formula or table may cost, with its unit and its reason.

Whatever exceeds a limit is reported by the rule that the limit names, and withholds what it stands in, never a build.
"""

from dataclasses import dataclass

from scorepress.core.messages import N_

LIMITS: dict[str, "Limit"] = {}
"""All limits by name, for the reference."""


@dataclass(frozen=True)
class Limit:
    """One budget."""

    name: str
    value: int
    unit: str
    """What is counted, as the reference names it."""
    rule: str
    """The code of the finding that reports what goes beyond it."""
    why: str


def _limit(name: str, value: int, unit: str, rule: str, why: str) -> int:
    """The value of a new limit, which is entered in `LIMITS`."""
    LIMITS[name] = Limit(name, value, unit, rule, why)
    return value


MAX_FILE_BYTES = _limit(
    "file_bytes",
    4 * 1024 * 1024,
    N_("bytes of a text file"),
    "SR003",
    N_("A report of 4 MiB is 1.4 million Chinese characters; more is not a report."),
)
MAX_PERSONAL_FINDINGS = _limit(
    "personal_findings",
    50,
    N_("personal numbers named in one file"),
    "SR800",
    N_("A list of people is taken out whole; the first ones show where it is."),
)
