"""Masks: of every personal number the same characters stay, so that two masks of one person tell no more than one."""

import re
from collections.abc import Iterable

from scorepress.privacy.detection import MOST, personal_numbers
from scorepress.privacy.kinds import PersonalNumber
from scorepress.privacy.runs import GAP, ascii_digits

SHOWN = 2
"""So many characters stay, at the front: enough to find the number in its line, too few to tell a person."""
SIGN = "*"
FRAGMENT = 6
"""So many digits of a known number in a row are a part of it, as where a message shows the beginning of a value."""
DIGITS = re.compile(rf"\d(?:{GAP}{{0,3}}\d){{{FRAGMENT - 1},}}+")


def hidden(text: str, numbers: Iterable[PersonalNumber]) -> str:
    """`text` with `numbers`, which stand in it, masked; as long as before, so that places in it still hold."""
    chars = list(text)
    for number in numbers:
        _hide(chars, range(number.start, number.end), SHOWN)
    return "".join(chars)


def masked(text: str, known: Iterable[PersonalNumber] = ()) -> str:
    """`text` with its personal numbers masked, and what is left of `known` ones that were cut or lost their context."""
    numbers = personal_numbers(text)
    if len(numbers) == MOST:
        return DIGITS.sub(lambda match: SIGN * len(match.group()), text)
    text = hidden(text, numbers) if numbers else text
    secrets = {number.digits for number in known}
    return _without(text, secrets) if secrets else text


def _without(text: str, secrets: set[str]) -> str:
    chars = list(text)
    for match in DIGITS.finditer(text):
        places = [place for place in range(*match.span()) if text[place].isdecimal()]
        digits = ascii_digits("".join(text[place] for place in places))
        for secret in secrets:
            _hide_part(chars, places, digits, secret.rstrip("X"))
    return "".join(chars)


def _hide_part(chars: list[str], places: list[int], digits: str, secret: str) -> None:
    """Mask what `digits`, which stand at `places`, share with `secret`: all of it, or a part cut off at an end."""
    at = digits.find(secret)
    if at >= 0:
        _hide(chars, range(places[at], places[at + len(secret) - 1] + 1), SHOWN)
        return
    for length in range(min(len(secret), len(digits)), FRAGMENT - 1, -1):
        for start in range(len(secret) - length + 1):
            at = digits.find(secret[start : start + length])
            if at >= 0:
                _hide(chars, range(places[at], places[at + length - 1] + 1), max(0, SHOWN - start))
                return


def _hide(chars: list[str], places: range, shown: int) -> None:
    """Replace the characters at `places` but the first `shown` digits; invisible ones and gaps too."""
    for place in places:
        if shown and chars[place].isdecimal():
            shown -= 1
        else:
            chars[place] = SIGN
