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
MAX_PROSE_CHARACTERS = _limit(
    "prose_characters",
    300_000,
    N_("characters of the text of a report"),
    "SR612",
    N_("Five hundred printed pages; what is longer is an attachment."),
)
MAX_BLOCK_CHARACTERS = _limit(
    "block_characters",
    20_000,
    N_("characters of one paragraph, heading or cell"),
    "SR612",
    N_("Twenty printed pages without a paragraph; the time for one block may grow faster than its length."),
)
MAX_PROSE_DEPTH = _limit(
    "prose_depth",
    12,
    N_("lists and quotations inside each other"),
    "SR612",
    N_("Official documents know four levels."),
)
MAX_EMPHASIS_DEPTH = _limit(
    "emphasis_depth",
    12,
    N_("emphases and links inside each other"),
    "SR612",
    N_("Two are bold and slanted; more is a slip or an attack."),
)
MAX_PROSE_NODES = _limit(
    "prose_nodes",
    30_000,
    N_("parts of a text: cells, links, references, lines"),
    "SR612",
    N_("A table of 1,000 rows and 15 columns; a larger one belongs into a data file."),
)
