"""What a line that is no YAML was most likely meant to be: with its colon, without a dash, in braces or quotes.

Nothing here is certain: the caller tries each form and takes one that can be read.
"""

import re
from collections.abc import Iterator

from scorepress.core.limits import MAX_TEXT_CHARACTERS
from scorepress.core.lookalikes import INVISIBLE, ODD_SPACES

KEY = r"[^\s:#'\"{}\[\],：\-][^\s:#'\"{}\[\],：]*"
LEAD = rf"[ \t{ODD_SPACES}]*(?:- +)*"
FIELD = r"[a-z][a-z_]{2,}"
"""A key of a record, as they are all spelt; a word of a text is hardly ever one."""
WORD = r"\w[^\s:#'\"{}\[\],：=＝]*"
NO_COLON = re.compile(rf"^({LEAD})({WORD})[ \t]*(?:[=＝][ \t]*|[ \t]|$)([{{\[].*|[^:：=＝]*)$")
STRAY_DASH = re.compile(rf"^( *)- +(?={KEY}:(?: |$))")
OPENING, CLOSING = "(（[【〔「『", ")）]】〕」』"
ENTRY = re.compile(rf"^({LEAD}{KEY}: )(.*\S)\s*$")
FIELDS = re.compile(rf"[{re.escape(OPENING)}{{]?\s*({FIELD}: .*?)\s*[{re.escape(CLOSING)}}}]?")
"""A value that is made of keys and values, in braces of another kind, in half of them or in none."""
BEHIND = re.compile(r"^(?P<flow>[{\[].*?[}\]])(?P<rest>[^\s,}\]].*|[}\]，,]+)$")
"""A list or mapping on one line, and what stands behind it."""
NO_COMMA = re.compile(rf"(?<=[^\s,{{\[:]) +(?={FIELD}: )")
WORDS = re.compile(r"\w")
NUMBER_AND_ENTRY = re.compile(rf"^(\s*)({KEY}: [+-]?\d+(?:\.\d+)?)[\s,，;；、]+({KEY}: .*\S)\s*$", re.ASCII)
WITH_COLON = re.compile(rf"({KEY}: )([^,{{}}\[\]'\"]*[^\s,{{}}\[\]'\"]: [^,{{}}\[\]'\"]*[^\s,{{}}\[\]'\"])")
"""A value between braces that has a colon and a space in it."""
ODD_TEXT = r"(?=[^,'\"]*(?:#|\[[^,]*\]))[^\s,{}'\"\[][^,{}'\"]*?|#[^,{}'\"]*?"
SPECIAL = re.compile(rf"((?:[{{\[,]\s*)?{KEY}: |[{{\[,]\s*)({ODD_TEXT})(?=\s*(?:,|[}}\]]\s*$))")
"""A value between braces or brackets that has a # or brackets in it."""
UNCLOSED = re.compile(rf"({KEY}: )(['\"])([^'\"]*?)(?=\s*[}}\]]\s*$)")
"""A value between braces that begins with a quote and does not end with it."""


def other_forms(line: str) -> Iterator[str]:
    """The line with one slip of its structure undone, the likeliest first."""
    if len(line) > MAX_TEXT_CHARACTERS:
        return
    yield re.sub(rf"^[\s{ODD_SPACES}{INVISIBLE}]+$", "", line)
    yield NO_COLON.sub(lambda match: f"{match[1]}{match[2]}: {match[3]}".rstrip(), line)
    yield STRAY_DASH.sub(r"\1", line)
    yield NO_COMMA.sub(", ", line)
    entry = ENTRY.match(line)
    if entry is None:
        return
    key, value = entry.groups()
    fields = FIELDS.fullmatch(value)
    if fields and not value.startswith("{"):
        yield f"{key}{{{fields[1]}}}"
    behind = BEHIND.match(value)
    if behind and not WORDS.search(behind["rest"]):
        yield key + behind["flow"]
    elif behind and behind["flow"].startswith("{"):
        yield f"{key}{behind['flow'][:-1]}, note: {behind['rest'].strip()}}}"


def quoted_forms(line: str) -> Iterator[str]:
    """The line with its value in quotes, with what it opens closed, or as the two lines that it should have been."""
    if len(line) > MAX_TEXT_CHARACTERS:
        return  # no text is that long, and the patterns below take their time
    yield NUMBER_AND_ENTRY.sub(r"\1\2\n\1\3", line)
    entry = ENTRY.match(line)
    if entry is None:
        return
    key, value = entry.groups()
    for quote in "'\"":
        if value.startswith(quote) and value.count(quote) == 1:
            yield f"{key}{value}{quote}"
    for opening, closing in ("{}", "[]"):
        if value.startswith(opening) and value.count(opening) == value.count(closing) + 1:
            yield f"{key}{value}{closing}"
    if value[0] not in "'\"{[":
        yield f"{key}'{value}'" if "'" not in value else f'{key}"{value}"'
    yield WITH_COLON.sub(r"\1'\2'", line)
    yield SPECIAL.sub(r"\1'\2'", line)
    yield UNCLOSED.sub(r"\1\2\3\2", line)
    yield line.replace('"', "'")
