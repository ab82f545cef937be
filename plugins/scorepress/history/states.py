"""The states that a report's file had: whether each was public, and what differs between two of them.

Most changes of a report are told apart by its text alone; only the parts of the front matter that differ are read.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from scorepress.core.composer import parse_yaml
from scorepress.core.files import BOM
from scorepress.core.nodes import Mapping as Node
from scorepress.core.numbers import is_number
from scorepress.core.spans import Source


class Difference(StrEnum):
    """In what two public states of a report differ."""

    SCORES = "scores"
    FIGURES = "figures"
    REVIEW = "review"
    """A verified or final layer was added."""
    EVIDENCE = "evidence"
    MEASURES = "measures"
    TEXT = "text"
    DETAILS = "details"
    """Facts of its head: number, dates, offices."""
    STATUS = "status"
    """It was taken back in between."""


CORRECTIONS = frozenset({Difference.SCORES, Difference.FIGURES})
"""Differences that make a change a correction (更正)."""
REVIEWS = frozenset({"verified", "final"})
ABOUT = {
    **dict.fromkeys(("scores", "declared", "vetoes", "scheme", "period", *REVIEWS), Difference.SCORES),
    **dict.fromkeys(("figures", "form"), Difference.FIGURES),
    **dict.fromkeys(("title", "summary", "remarks"), Difference.TEXT),
    "evidence": Difference.EVIDENCE,
    "measures": Difference.MEASURES,
}
"""What a key of the front matter is about; any other is a detail; so is `unit`, which names the folder too."""
LEFT_OUT = frozenset({"status", "withdrawn"})
ARGUED = frozenset({"note", "evidence", "reason", "basis", "by", "date"})
"""Keys in a block of scores that argue them and change none."""

FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
PUBLISHED = re.compile(r"""(?:^|[{, \t])["']?status["']?[ \t]*:[ \t]*["']?published\b""", re.MULTILINE)
TOP_KEY = re.compile(r"""^["']?([A-Za-z_]+)["']?[ \t]*:""")
CHILD = re.compile(r"( +)[^ #-]")
"""The first line of the second level of a mapping in block style."""
MARKS_OF_STYLE = re.compile(r"\*\*|__|\\$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class State:
    """What a version of a file comes to."""

    public: bool
    """Whether it says that the report is published."""
    front: bytes
    """A digest of the front matter; of all of a table of data."""
    body: bytes
    """A digest of the words below it."""


def state_of(content: bytes) -> State:
    """The state of a file that is a report or a table."""
    front, body = halves(content)
    return State(PUBLISHED.search(front) is not None, _digest(front), _digest(_words(body)))


def halves(content: bytes) -> tuple[str, str]:
    """The front matter of a file and the text below it; what has no front matter is one text, given as the first."""
    text = content.decode("utf-8", "replace").removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    match = FRONT.match(text)
    return (match[1], text[match.end() :]) if match else (text.strip("\n"), "")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]


def _words(body: str) -> str:
    """A text without white space and marks of style: lines that are broken elsewhere say the same."""
    return "".join(MARKS_OF_STYLE.sub("", body).split())


def differences(old: bytes, new: bytes) -> frozenset[Difference]:
    """In what two states of a report differ for those who read it; nothing where only the way of writing changed."""
    (old_front, old_body), (front, body) = halves(old), halves(new)
    different = set(_front(_sections(old_front), _sections(front)))
    if _words(old_body) != _words(body):
        different.add(Difference.TEXT)
    return frozenset(different)


def _sections(front: str) -> dict[str, str | Node]:
    """The lines of a front matter by the key of the first level to which they belong; in flow style the whole, read."""
    lines = [line for line in front.split("\n") if line.strip() and not line.startswith("#")]
    if lines and not TOP_KEY.match(lines[0]):
        node = parse_yaml(Source("", front), front, 1, [])
        return {"": front} if node is None else {key: Node({key: value}) for key, value in node.items()}
    sections: dict[str, list[str]] = {}
    own: list[str] = []
    for line in front.split("\n"):
        key = TOP_KEY.match(line)
        if key:
            own = sections.setdefault(key[1], [])
        own.append(line.rstrip())
    return {key: "\n".join(lines) for key, lines in sections.items()}


def _front(old: Mapping[str, str | Node], new: Mapping[str, str | Node]) -> Iterator[Difference]:
    for key in old.keys() | new.keys():
        one, other = old.get(key, ""), new.get(key, "")
        if one == other or key in LEFT_OUT:
            continue
        before, after = (_read(key, section) for section in _reduced(one, other))
        if alike(before, after):
            continue
        about = ABOUT.get(key, Difference.DETAILS)
        if key in REVIEWS and before is None:
            yield Difference.REVIEW
        elif about is Difference.SCORES and alike(_bare(before), _bare(after)):
            yield Difference.TEXT
        else:
            yield about


def _reduced(one: str | Node, other: str | Node) -> tuple[str | Node, str | Node]:
    """Two sections without the lines of those keys of the second level that are the same: most of them, mostly."""
    if isinstance(one, Node) or isinstance(other, Node):
        return one, other
    before, after = _children(one), _children(other)
    if not before or not after:
        return one, other
    same = {key for key in before.keys() & after.keys() if before[key] == after[key]}
    kept = ([lines for key, lines in section.items() if key not in same] for section in (before, after))
    first, second = (
        "\n".join([section.partition("\n")[0], *lines]) for section, lines in zip((one, other), kept, strict=True)
    )
    return first, second


def _children(section: str) -> dict[str, str]:
    """The lines of a section in block style by the keys of its second level; none where it is anything else."""
    head, _, rest = section.partition("\n")
    match = CHILD.match(rest)
    if not head.endswith(":") or match is None:
        return {}
    children: dict[str, str] = {}
    for lines in re.split(rf"^(?={match[1]}[^ #-])", rest, flags=re.MULTILINE)[1:]:
        key = lines.partition(":")[0]
        if key in children:
            return {}
        children[key] = lines.rstrip("\n")
    return children


def _read(key: str, section: str | Node) -> object:
    """The value of one key; the text itself where it cannot be read."""
    if not section:
        return None
    node = section if isinstance(section, Node) else parse_yaml(Source("", section), section, 1, [])
    return section if node is None or key not in node else node[key]


def _bare(value: object) -> object:
    """Scores without what argues them."""
    if isinstance(value, Node | dict):
        return {key: _bare(item) for key, item in value.items() if key not in ARGUED}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def alike(one: object, other: object) -> bool:
    """Whether two values say the same: `9.50` and `9.5`, `3` and `{self: 3}`, whatever the quotes and the order."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    for short, long in ((one, other), (other, one)):
        if isinstance(short, str) and isinstance(long, dict) and len(long) == 1:
            return alike(short, next(iter(long.values())))
    if isinstance(one, str) and isinstance(other, str):
        numbers = is_number(one.strip()) and is_number(other.strip())
        return Decimal(one.strip()) == Decimal(other.strip()) if numbers else one.split() == other.split()
    return one is None and other is None


def changed_files(paths: Iterable[str]) -> frozenset[Difference]:
    """What changes of files that belong to a report are: those of tables are of its figures."""
    return frozenset(Difference.FIGURES if path.endswith(".csv") else Difference.EVIDENCE for path in paths)
