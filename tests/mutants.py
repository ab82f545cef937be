"""Files as accidents and attackers leave them: cut off, garbled, shuffled, with hostile values; all of it seeded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.conftest import ROOT

VALUES = [
    "",
    "~",
    "null",
    "0",
    "-1",
    "-0",
    "1e3",
    ".5",
    "5.",
    "007",
    "１２",
    "1,000",
    "1_000",
    "95%",
    "-5%",
    "9.50",
    "NaN",
    ".inf",
    "Infinity",
    "12:30",
    "2021-10-28",
    "2021-13-45",
    "'9'",
    '"9"',
    "[]",
    "[9]",
    "{}",
    "{a: 1}",
    "[[[[]]]]",
    "true",
    "yes",
    "<b>x</b>",
    "<script>",
    "&a 1",
    "*a",
    "!!int 1",
    "!x 1",
    "!<tag:x> 1",
    "%x",
    "@x",
    "`x`",
    "|",
    ">",
    "- 1",
    "? x",
    "：",
    "a：b",
    "a: b: c",
    "#",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    "\t1",
    "9" * 400,
    "长" * 2500,
    "C:\\x",
    "../x",
    "/etc/passwd",
    "~/x",
    "http://x/",
    "{{ total }}",
    "{0}",
    "{total}",
    "%s",
    "\\",
    "二〇二一",
    "\N{CJK UNIFIED IDEOGRAPH-20BB7}",
    "e\N{COMBINING ACUTE ACCENT}",
    "1" + "0" * 29,
    "0." + "0" * 27 + "1",
    "---",
    "...",
]
BYTES = [
    b"\0",
    b"\xff",
    b"\r",
    b"\r\n",
    b"\n",
    b"\t",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\xc2\x85",
    b"\xef\xbf\xbf",
    b":",
    b": ",
    b"- ",
    b"{",
    b"}",
    b"[",
    b"]",
    b"'",
    b'"',
    b"#",
    b"&",
    b"*",
    b"!",
    b"|",
    b">",
    b"%",
    b"@",
    b"`",
    b"```\n",
    b"---\n",
    b"...\n",
    b"{{",
    b"}}",
    b"\xf0\xa0\xae\xb7",
    b"\xef\xbc\x9a",
    b"<!--",
    b"? ",
    b"<<: ",
    b"\x1b",
]


def values_replaced(text: str, wanted: str) -> Iterator[str]:
    """`text` with each of its values in turn replaced by `wanted`."""
    end = text.find("\n---\n", 4) if text.startswith("---") else -1
    end = len(text) if end < 0 else end
    for match in re.finditer(
        r"(?<=: )(?:\"[^\"\n]*\"|\[[^\]\n]*\]|\{[^}\n]*\}|[^\s,{}\[\]\"][^,{}\[\]\n]*)", text[:end]
    ):
        yield text[: match.start()] + wanted + text[match.end() :]


def garbled(text: str, seed: int) -> bytes:
    """`text` with some bytes exchanged, put in, left out or moved."""
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    data = bytearray(text.encode())
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        where, kind = chance.randrange(len(data)), chance.randrange(4)
        if kind == 0:
            data[where] = chance.randrange(256)
        elif kind == 1:
            data[where:where] = chance.choice(BYTES)
        elif kind == 2:
            del data[where : where + chance.choice([1, 1, 3, 30])]
        else:
            start = chance.randrange(len(data))
            data[where:where] = data[start : start + chance.choice([2, 10, 100])]
    return bytes(data)


def shuffled(text: str, seed: int) -> bytes:
    """`text` with lines left out, doubled, exchanged or indented anew."""
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    lines = text.split("\n")
    for _ in range(chance.choice([1, 1, 2, 3])):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        kind = chance.randrange(5)
        if kind == 0:
            del lines[one]
        elif kind == 1:
            lines.insert(other, lines[one])
        elif kind == 2:
            lines[one], lines[other] = lines[other], lines[one]
        elif kind == 3:
            lines[one] = " " * chance.randrange(8) + lines[one].lstrip()
        else:
            head, colon, _ = lines[one].partition(": ")
            lines[one] = head + colon + lines[other].partition(": ")[2]
    return "\n".join(lines).encode()


PROSE = [
    "*" * 40,
    "**甲** *乙",
    "_甲_乙_",
    "[" * 60,
    "![" * 60,
    "](" * 60,
    "{{ total }}",
    "{{ total",
    "}}",
    "{{ 1/0 }}",
    "{{ " + "1+" * 200 + "1 }}",
    "<b>",
    "<script>alert(1)</script>",
    "<!--",
    "]]>",
    "&amp;&#x0;&#xD800;",
    "# ",
    "## 甲 {#A1}",
    "{: id=__config }",
    "```",
    "~~~",
    "- 一\n  - 二\n     - 三",
    "1. 甲\n\n段\n\n2. 乙",
    "| 甲 | 乙 |\n|---|---|\n| 1 |",
    "|" * 50,
    ">" * 50,
    "\ue000\ue001",
    "\u202e\u2066\u200b",
    "[x]: y\n[x][x]",
    "[图](图 1.png) ![x](<evidence/图 1.png>)",
    "http://[::1",
    "\\" * 30,
    "$x^2$",
    "9" * 5000,
]
"""What a paragraph may hold that a renderer stumbles over."""


@dataclass(frozen=True)
class Mutant:
    """A file that was changed, and what it was before."""

    origin: str
    """The file, from the root of this repository."""
    seed: int
    data: bytes


def with_prose(text: str, seed: int) -> bytes:
    """`text` with hostile pieces put into its lines below the front matter."""
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    head, fence, body = text.partition("\n---\n")
    lines = body.split("\n")
    for _ in range(chance.choice([1, 1, 2, 4])):
        index = chance.randrange(len(lines))
        where = chance.randrange(len(lines[index]) + 1)
        lines[index] = lines[index][:where] + chance.choice(PROSE) + lines[index][where:]
    return (head + fence + "\n".join(lines)).encode()


def one_value(text: str, seed: int) -> bytes:
    """`text` with one of its values replaced by a hostile one."""
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    changed = list(values_replaced(text, chance.choice(VALUES)))
    return (chance.choice(changed) if changed else text).encode()


def mutant(origin: str, text: str, seed: int) -> Mutant:
    """`text`, which is the file `origin` or a copy of it, changed in the way that `seed` gives."""
    changes = (garbled, shuffled, one_value, with_prose) if origin.endswith(".md") else (garbled, shuffled, one_value)
    return Mutant(origin, seed, changes[seed % len(changes)](text, seed))


def reports() -> list[Path]:
    """Every report of this repository's site, and those of the cases that are text."""
    pages = [*(ROOT / "content/units").glob("*/*.md"), *(ROOT / "tests/cases/content/units").glob("*/*.md")]
    return [path for path in sorted(pages) if path.name != "index.md" and path.is_file() and _is_text(path)]


def schemes() -> list[Path]:
    """Every scheme of this repository's site, and the ready ones."""
    ready = (ROOT / "plugins/scorepress/schemes/ready").glob("*.yml")
    return [*sorted((ROOT / "schemes").glob("*/*.yml")), *sorted(ready)]


def _is_text(path: Path) -> bool:
    try:
        return "\n---\n" in path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
