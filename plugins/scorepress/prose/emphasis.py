"""Which `*` and `_` are emphasis, and which are signs of a formula, a blank to be filled in, or a masked name.

CommonMark decides by the characters beside a run of signs, in a way made for words with spaces between them: it refuses
`**“重点”**工作` and takes the multiplication out of `60*0.95+40*0.9`. Here a sign is emphasis only where it can be
nothing else, since a sign too many can be read and a lost one cannot.
"""

import re
from itertools import takewhile

from markdown_it.rules_inline.state_inline import Delimiter

from scorepress.prose.places import PlacedState

OPENING = frozenset("([{（【〔《〈“‘「『")
CLOSING = frozenset(")]}）】〕》〉”’」』，。；：！？、,;:!?…%％")
BEFORE_OPERATOR = frozenset(")]}%）％0123456789")
AFTER_OPERATOR = frozenset("([{（0123456789")
STRETCH = re.compile(r"[^，。；：！？\n|]+")
"""What lies between two marks of punctuation."""
FORMULA = re.compile(r"[=＝≈×÷]")
LONGEST = 3
"""Signs in a run that can be emphasis; `____` is a blank, `****` masks a name or a number."""
FAR = 20


def signs_in_formulas(text: str) -> frozenset[int]:
    """Where in `text` the `*` and `_` stand that are inside a formula."""
    stretches = (match for match in STRETCH.finditer(text) if FORMULA.search(match.group()))
    return frozenset(
        match.start() + sign.start() for match in stretches for sign in re.finditer(r"[*_]", match.group())
    )


def emphasis(state: PlacedState, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule of markdown-it
    """A run of `*` or `_`: one token a sign, and for each whether it can begin or end emphasis."""
    text, start = state.src, state.pos
    marker = text[start]
    if marker not in "*_" or silent:
        return False
    end = start + sum(1 for _ in takewhile(marker.__eq__, text[start : state.posMax]))
    opens, closes = _flanks(state, start, end)
    for position in range(start, end):
        state.pos = position
        state.push("text", "", 0).content = marker
        if opens or closes:
            state.delimiters.append(Delimiter(ord(marker), end - start, len(state.tokens) - 1, -1, opens, closes))
    state.pos = end
    return True


def _flanks(state: PlacedState, start: int, end: int) -> tuple[bool, bool]:
    """Whether the run from `start` to `end` can open, and whether it can close emphasis."""
    text = state.src
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    if end - start > LONGEST:
        return False, False
    opens = not after.isspace() and after not in CLOSING
    closes = not before.isspace() and before not in OPENING
    if text[start] == "_":
        opens, closes = opens and _in_words(after), closes and _in_words(before)
    if end - start == 1 or text[start] == "_":
        opens = opens and not before.isalnum() and before not in BEFORE_OPERATOR
        closes = closes and not after.isalnum() and after not in AFTER_OPERATOR
        if (opens or closes) and (_in_formula(state, start) or _is_operator(text, start, end)):
            return False, False
    elif _arithmetic(before) and _arithmetic(after):
        return False, False  # a power, or a masked number
    elif before.isalnum() and after.isdigit() and _in_formula(state, start):
        return False, closes
    return opens, closes


def _in_words(sign: str) -> bool:
    """Whether `_` beside this sign can be emphasis: not beside Latin letters and digits, as in `__init__`."""
    return sign == "*" or not sign.isascii()


def _in_formula(state: PlacedState, position: int) -> bool:
    if state.formula_signs is None:
        state.formula_signs = signs_in_formulas(state.src)
    return position in state.formula_signs


def _arithmetic(sign: str) -> bool:
    return (sign.isascii() and sign.isalnum()) or sign in "()[]{}%"


def _is_operator(text: str, start: int, end: int) -> bool:
    """Whether numbers or brackets stand on both sides, spaces between: `60 * 0.95`."""
    before = text[max(0, start - FAR) : start].rstrip(" ")[-1:]
    after = text[end : end + FAR].lstrip(" ")[:1]
    if not before or not after:
        return False
    numbers = (before in BEFORE_OPERATOR, after in AFTER_OPERATOR)
    return all(numbers) or (any(numbers) and _arithmetic(before) and _arithmetic(after))
