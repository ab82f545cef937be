"""Characters that look like those of YAML or of a number and are others: odd spaces, full-width signs, curly quotes."""

import re
import unicodedata
from collections.abc import Iterator

from scorepress.core.messages import N_, Message, message

ODD_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Spaces to a reader that are letters to YAML."""
INVISIBLE = "\u200c\u200d\u00ad"
"""Characters without a width that a text may hold for a reason, and a key, an id or a number never; others are refused
as control characters."""
SIGNS = {
    "：": ":",
    "，": ",",
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
    "＃": "#",
    "“": '"',
    "”": '"',
    "„": '"',
    "＂": '"',
    "‘": "'",
    "’": "'",
    "＇": "'",
}
"""Signs of a Chinese keyboard, each with the sign of YAML that it stands for."""
QUOTES = "\"'“”„＂‘’＇「」『』《》"
DASHES = "-－—–−―‐‑‒"
ODD = re.compile(f"[{ODD_SPACES}{INVISIBLE}]")
EDGES = f" \t{ODD_SPACES}{INVISIBLE}"


def is_lookalike(char: str) -> bool:
    """Whether a character only looks like one of YAML."""
    return not char.isascii() and char in {*SIGNS, *ODD_SPACES, *INVISIBLE, *DASHES, *QUOTES, *"；、"}


def has_odd_edge(text: str) -> bool:
    """Whether an odd space or an invisible character begins or ends a text."""
    return text != text.strip(ODD_SPACES + INVISIBLE)


def plain_forms(text: str) -> Iterator[str]:
    """What a text most likely was meant to be: without odd spaces, then in ASCII signs, then without quotes."""
    tidy = ODD.sub(lambda match: "" if match.group() in INVISIBLE else " ", text).strip()
    narrow = unicodedata.normalize("NFKC", tidy)
    for form in (tidy, narrow, narrow.replace("。", "."), re.sub(f"[{DASHES}]", "-", narrow)):
        yield form
        yield form.strip(QUOTES).strip()


def named(char: str) -> Message:
    """A character in words that tell it from the one that it looks like."""
    code = f"U+{ord(char):04X}"
    if char == "\u3000":
        return message(N_("a full-width space (U+3000)"))
    if char in ODD_SPACES:
        return message(N_("a space that is no ordinary one ({code})"), code=code)
    if char in INVISIBLE:
        return message(N_("an invisible character ({code})"), code=code)
    if char == "\t":
        return message(N_("a tab character"))
    words = N_("the letter {char}") if char.isascii() and char.isalpha() else N_("the full-width sign {char}")
    return message(words, char=char)


def odd_one(text: str, plain: str) -> Message:
    """The first character of `text` that its plain form does not have, in words."""
    char = next((char for char in text if char not in plain and char not in " \t"), text[:1] or " ")
    return named(char)
