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
MAX_MENDED_BYTES = _limit(
    "mended_bytes",
    64 * 1024,
    N_("characters of a YAML text whose fault is looked for by trial"),
    "SR020",
    N_("Each trial reads the text again; of a longer one it is said where the reader stopped."),
)
MAX_TRIED_MENDS = _limit(
    "tried_mends",
    400,
    N_("ways to write a line that are tried"),
    "SR020",
    N_("A text with more wrong characters is mended from the top, some lines a time."),
)
MAX_MENDS = _limit(
    "mends",
    20,
    N_("wrong lines that are named in one YAML text"),
    "SR020",
    N_("Whoever has corrected twenty lines knows how the others are to be written."),
)
