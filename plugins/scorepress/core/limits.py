"""Every budget in one place: what one file, formula or table may cost, with its unit and its reason.

Whatever exceeds a limit is reported by the rule that the limit names, and withholds what it stands in, never a build.
"""

from dataclasses import dataclass

from scorepress.core.marking import N_

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
    """The code of the finding that reports what goes beyond it; empty where only a hint or a list gets shorter."""
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
MAX_PERSONAL_FINDINGS = _limit(
    "personal_findings",
    50,
    N_("personal numbers named in one file"),
    "SR800",
    N_("A list of people is taken out whole; the first ones show where it is."),
)
MAX_MENDED_CHARACTERS = _limit(
    "mended_characters",
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
MAX_YAML_BYTES = _limit(
    "yaml_bytes",
    256 * 1024,
    N_("bytes of a front matter or a scheme"),
    "SR030",
    N_("A score block is a page or two; tables that are larger belong in CSV files."),
)
MAX_YAML_DEPTH = _limit(
    "yaml_depth",
    16,
    N_("lists and mappings inside each other"),
    "SR024",
    N_("Reports and schemes need eight; what is deeper was not meant."),
)
MAX_NUMBER_DIGITS = _limit(
    "number_digits",
    30,
    N_("characters of a number"),
    "SR111",
    N_("The national product in 分 has 17 digits; what is longer is a slip of the keyboard."),
)
MAX_SPELLING_CHARACTERS = _limit(
    "spelling_characters",
    2000,
    N_("characters in place of a number"),
    "SR103",
    N_("A longer text is refused as well, but not looked through for what was meant."),
)
MAX_TEXT_CHARACTERS = _limit(
    "text_characters",
    2000,
    N_("characters of a text in the front matter"),
    "SR120",
    N_("What needs more room is prose and belongs below the front matter."),
)
MAX_ID_CHARACTERS = _limit(
    "id_characters",
    64,
    N_("characters of an id or a name"),
    "SR117",
    N_("Ids become addresses and names of files."),
)
MAX_FORMULA_CHARACTERS = _limit(
    "formula_characters",
    2000,
    N_("characters of a formula"),
    "SR140",
    N_("A formula that nobody can read cannot be checked by anybody."),
)
MAX_FORMULA_TERMS = _limit(
    "formula_terms",
    500,
    N_("numbers, names and functions in a formula"),
    "SR140",
    N_("The total of a scheme with 200 indicators has 200; more belongs in a table."),
)
MAX_FORMULA_DEPTH = _limit(
    "formula_depth",
    40,
    N_("brackets inside each other in a formula"),
    "SR140",
    N_("People lose count of five."),
)
MAX_NUMBER_BITS = _limit(
    "number_bits",
    4096,
    N_("binary digits above and below the line of a computed fraction"),
    "SR142",
    N_("A chain of products would otherwise fill the memory."),
)
MAX_PROSE_FORMULAS = _limit(
    "prose_formulas",
    1000,
    N_("references in the text of a report"),
    "SR143",
    N_("A report of 100 pages has a few hundred."),
)
MAX_REPORT_TERMS = _limit(
    "report_terms",
    200_000,
    N_("terms computed for the text, the figures and the form of a report"),
    "SR144",
    N_("A table of 5,000 rows with four formulas needs 100,000; more would keep everybody else's build waiting."),
)
MAX_FIGURE_ROWS = _limit(
    "figure_rows",
    10_000,
    N_("rows of a figure"),
    "SR516",
    N_("A page with more rows cannot be read, and hardly be shown; more is data to be published beside the report."),
)
MAX_FIGURE_COLUMNS = _limit(
    "figure_columns",
    100,
    N_("columns of a figure"),
    "SR517",
    N_("A sheet of paper has room for twenty."),
)
MAX_REPORT_CELLS = _limit(
    "report_cells",
    50_000,
    N_("cells of all figures of a report"),
    "SR518",
    N_("Each cell is checked, shown and published; so many are the work of seconds, ten times as many of minutes."),
)
MAX_TITLE_CHARACTERS = _limit(
    "title_characters",
    200,
    N_("characters of a line that may be a title"),
    "",
    N_("A longer line is no heading that was meant."),
)
MAX_NAMES_COMPARED = _limit(
    "names_compared",
    500,
    N_("names that are looked through for the one that was meant"),
    "",
    N_("Behind them the finding stays and the hint is left out."),
)
MAX_SUGGESTIONS = _limit(
    "suggestions",
    50,
    N_("misspelt keys or units that get a hint"),
    "",
    N_("Behind them the findings stay and the hints are left out."),
)
MAX_CONTROL_FINDINGS = _limit(
    "control_findings",
    5,
    N_("lines with invisible characters that are listed"),
    "SR006",
    N_("A binary file must not give a million findings; the first ones refuse it."),
)
MAX_LEVEL_STEPS = _limit(
    "level_steps",
    21,
    N_("steps of a level that are listed"),
    "",
    N_("The finding says which are possible; the rest follows from these."),
)
MAX_FEED_ENTRIES = _limit(
    "feed_entries",
    200,
    N_("entries of the feed"),
    "",
    N_("Who reads a feed has the older ones already."),
)
