"""The rules for what stands inside a block: code, references, links, pictures, addresses; HTML is refused."""

import re
from bisect import bisect_left
from html.entities import html5

from markdown_it.rules_inline import backtick
from markdown_it.rules_inline import escape as _escape

from scorepress.prose.places import PlacedState

# The two flags of these rules are the signature that markdown-it calls; nothing of ours looks ahead with `silent`.
# ruff: noqa: FBT001

ADDRESS = re.compile(r"\([ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<plain>[^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+))[ \t]*\)")
LONGEST_ADDRESS = 2000
ESCAPED = "()[]_*"
"""Signs of an address that converters put a backslash before."""
TITLE = re.compile(r"""(?P<address>\S.*?)[ \t]+(?:"[^"]*"|'[^']*')""")
SPACED = re.compile(r"\S.*\.\w{1,5}(?:#\S*)?")
"""An address with spaces in it, as files have them that people name: it ends as a file's name does."""
SIGNS = re.compile(r"\\.|`+|[\[\]]", re.DOTALL)
ANGLED = re.compile(
    r"<(?P<address>[A-Za-z][A-Za-z0-9+.\-]{1,31}+:[^<>\s]*|[A-Za-z0-9._%+\-]++@[A-Za-z0-9.\-]+\.[A-Za-z]{2,})>"
)
NAME = r"[A-Za-z][A-Za-z0-9:.\-]*+"
VALUE = r"""[ \t]+[A-Za-z_:@][\w:.\-]*+[ \t]*=[ \t]*(?:"[^"<>\n]*+"|'[^'<>\n]*+'|[^\s"'=<>`]++)"""
FLAGS = "allowfullscreen|async|autoplay|checked|controls|defer|disabled|download|hidden|loop|muted|nowrap|open|selected"
FLAG = rf"[ \t]+(?:{FLAGS})\b"
CONTAINERS = "audio|div|embed|figure|font|form|iframe|img|input|object|script|section|span|style|svg|table|video"
RAW_HTML = re.compile(
    rf"</?{NAME}(?:{VALUE}|{FLAG})*+[ \t]*/?>"
    rf"|<{NAME}(?:{VALUE})+"
    rf"|<(?:{CONTAINERS})(?=[ \t]*(?:\n|\Z))"
    r"|<!--|<!\[|<!DOCTYPE\b|<\?[A-Za-z]",
    re.IGNORECASE,
)
"""A tag, or the beginning of one that is not closed on its line; `a<b 且 c>d` compares, and `<甲公司>` is a name."""
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
SCHEME = re.compile(r"(?<![A-Za-z0-9+.\-])https?$", re.IGNORECASE)
WEB = re.compile(r"://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
LONGEST_SCHEME = 6
"""`https` and the character before it."""
TRAILING = ".,:;!?'*_]"
"""What ends a sentence, or emphasis, behind an address, and is no part of it."""


BACKSLASH = re.compile(r"\\")
PATH_SIGN = r"[^\s，。；、！？“”《》（）<>|\"*`\[\]]"
PATH = re.compile(
    r"(?:(?<![A-Za-z0-9])[A-Za-z]:\\(?!\\)|(?<!\\)\\\\[\w.\-]++\\(?!\\))"
    rf"(?:{PATH_SIGN}|[ ](?={PATH_SIGN}*\\))*"
)
"""A path of Windows, `D:\\_归档\\a` or `\\\\server\\share`; where all its backslashes are doubled they are escaped."""


def escape(state: PlacedState, silent: bool) -> bool:
    """A backslash before a sign, which takes what it means from it; in a path it separates folders and is shown."""
    if state.src[state.pos] != "\\":
        return False
    if state.path_signs is None:
        state.path_signs = _path_signs(state.src)
    if state.pos not in state.path_signs:
        return _escape(state, silent)
    state.append_pending("\\")
    state.pos += 1
    return True


def _path_signs(text: str) -> frozenset[int]:
    """Where the backslashes of paths stand."""
    return frozenset(
        sign.start() for path in PATH.finditer(text) for sign in BACKSLASH.finditer(text, path.start(), path.end())
    )


def code(state: PlacedState, silent: bool) -> bool:
    """A stretch between backquotes."""
    start, before = state.pos, len(state.tokens)
    if not backtick(state, silent):
        return False
    if len(state.tokens) > before and state.tokens[-1].type == "code_inline":
        state.tokens[-1].meta = {"at": start, "end": state.pos}
    return True


def reference(state: PlacedState, silent: bool) -> bool:
    """`{{ … }}` on one line; `{{` without its end is text and noted in the environment."""
    text, start = state.src, state.pos
    if silent or not text.startswith("{{", start):
        return False
    line_end = text.find("\n", start)
    line_end = state.posMax if line_end < 0 else min(line_end, state.posMax)
    end = text.find("}}", start + 2, line_end)
    if end < 0:
        state.env["unclosed"].setdefault(line_end, start)
        state.append_pending("{{")
        state.pos = start + 2
        return True
    _whole(state, "reference", start, end + 2, text[start + 2 : end].strip())
    return True


def link(state: PlacedState, silent: bool) -> bool:
    """`[words](address)` and `![words](address)`; of links inside each other the outer one is the link."""
    text, start = state.src, state.pos
    picture = text[start] == "!"
    opening = start + picture
    if silent or text[opening : opening + 1] != "[" or state.linkLevel > picture:
        return False
    if state.brackets is None:
        state.brackets = _brackets(text)
    closing = state.brackets.get(opening)
    if closing is None or closing >= state.posMax:
        return False
    match = ADDRESS.match(text, closing + 1, min(state.posMax, closing + LONGEST_ADDRESS))
    place = _address(match) if match else None
    if match is None or place is None:
        return False
    address = text[place[0] : place[1]]
    kind = "picture" if picture else "link"
    opened = state.push(f"{kind}_open", "", 1)
    opened.content = re.sub(rf"\\([{re.escape(ESCAPED)}])", r"\1", address)
    opened.meta |= {"address": place[0], "address_end": place[1], "end": match.end()}
    most, state.posMax, state.pos = state.posMax, closing, opening + 1
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push(f"{kind}_close", "", -1)
    state.pos, state.posMax = match.end(), most
    return True


def _address(match: re.Match[str]) -> tuple[int, int] | None:
    """Where the address stands; None for brackets that hold words and no address."""
    if match["angled"] is not None:
        return match.span("angled")
    start, end = match.span("plain")
    plain = match["plain"].rstrip(" \t")
    titled = TITLE.fullmatch(plain)
    if titled:
        angles = titled["address"][0] == "<" and titled["address"][-1] == ">"
        return start + angles, start + titled.end("address") - angles
    if re.search(r"\s", plain) and not SPACED.fullmatch(plain):
        return None
    return start, min(end, start + len(plain))


def _brackets(text: str) -> dict[int, int]:
    """For each `[` the `]` that closes it; those in code and behind a backslash do not count."""
    runs: dict[int, list[int]] = {}
    signs = list(SIGNS.finditer(text))
    for sign in signs:
        if sign.group()[0] == "`":
            runs.setdefault(len(sign.group()), []).append(sign.start())
    closing: dict[int, int] = {}
    opened: list[int] = []
    reached = 0
    for sign in signs:
        found, start = sign.group(), sign.start()
        if start < reached:
            continue
        if found[0] == "`":
            same = runs[len(found)]
            index = bisect_left(same, start) + 1
            reached = same[index] + len(found) if index < len(same) else reached
        elif found == "[":
            opened.append(start)
        elif found == "]" and opened:
            closing[opened.pop()] = start
    return closing


def angled(state: PlacedState, silent: bool) -> bool:
    """`<https://…>` and `<name@host>`, and raw HTML, which stays as it is and is refused."""
    text, start = state.src, state.pos
    if silent or text[start] != "<":
        return False
    address = None if state.linkLevel else ANGLED.match(text, start, state.posMax)
    html = None if address else RAW_HTML.match(text, start, state.posMax)
    if address:
        _whole(state, "angled_address", start, address.end(), address["address"])
    elif html:
        _whole(state, "html", start, html.end(), html.group())
    return bool(address or html)


def bare_address(state: PlacedState, silent: bool) -> bool:
    """An address of the web in a sentence, which a Chinese character ends."""
    text, start = state.src, state.pos
    if silent or state.linkLevel or not text.startswith("://", start):
        return False
    scheme = SCHEME.search(state.pending[-LONGEST_SCHEME:])
    web = WEB.match(text, start, state.posMax)
    if scheme is None or web is None:
        return False
    end = _without_trailing(text, start, web.end())
    if end <= start + 3:
        return False
    begin = start - len(scheme.group())
    state.pending = state.pending.removesuffix(scheme.group())
    _whole(state, "address", begin, end, text[begin:end])
    return True


def _without_trailing(text: str, start: int, end: int) -> int:
    """The end of an address without punctuation behind it, and without a bracket that was opened before it."""
    while end > start and (
        text[end - 1] in TRAILING
        or (text[end - 1] == ")" and text.count(")", start, end) > text.count("(", start, end))
    ):
        end -= 1
    return end


def entity(state: PlacedState, silent: bool) -> bool:
    """A sign in HTML's code, `&nbsp;`: shown as typed, and noted."""
    match = ENTITY.match(state.src, state.pos, state.posMax)
    if silent or match is None or (match.group()[1] != "#" and match.group()[1:] not in html5):
        return False
    _whole(state, "entity", state.pos, match.end(), match.group())
    return True


def _whole(state: PlacedState, kind: str, start: int, end: int, content: str) -> None:
    """A token for what stands from `start` to `end`."""
    state.pos = start
    token = state.push(kind, "", 0)
    token.content = content
    token.meta["end"] = state.pos = end
