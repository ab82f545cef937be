"""What makes digits a personal number: length, check digit, a date that can be, and the words round it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum import luhn
from stdnum.cn import ric, uscc

from scorepress.privacy.runs import Window


class Kind(StrEnum):
    """What a number tells of a person."""

    RESIDENT_ID = "resident ID"
    MOBILE = "mobile number"
    BANK_CARD = "bank card"


@dataclass(frozen=True)
class PersonalNumber:
    """A personal number in a text; the places count characters from 0, the end is exclusive."""

    kind: Kind
    start: int
    end: int
    digits: str
    """The number in ASCII, without what stands between its digits."""


ID_LENGTH, OLD_ID_LENGTH = 18, 15
CARD_LENGTHS = range(16, 20)
SHORTEST_GROUP, MOST_GROUPS = 3, 6
"""How a card number can be split: seldom, and not into single digits."""
REGIONS = frozenset(
    {"11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43"}
    | {"44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"}
)
"""The first two digits of the regions that give out IDs."""
FOREIGNERS = "9"
"""The first digit of a foreigner's permanent residence card."""
ID_WORDS = re.compile(r"身份证|身份号码|证件号|公民号码|\bID\b", re.IGNORECASE)
PHONE_WORDS = re.compile(r"手机|电话|联系|微信|热线|\btel|phone|mobile", re.IGNORECASE)
CARD_WORDS = re.compile(
    r"卡号|[账帐][号户]|开户|银行|信用社|银联|借记卡|储蓄卡|信用卡|工资卡|一卡通|社保卡|收款|汇款|转账|打卡|bank|\bcard",
    re.IGNORECASE,
)
CODE_WORDS = re.compile(
    r"(?:项目|合同|订单|流水|凭证|票据|发票|文件|统计|批次|设备|资产|招标|采购|备案|许可|物料|产品|档案|信用|组织机构)"
    r"[^\s,，。;；卡账帐]{0,4}(?:号|码|代码)[：:\s|,，]*$|IMEI[：:\s]*$|〔\d{4}〕$",
    re.IGNORECASE,
)
"""Words right in front of a number that is a code of something else."""
MONEY_BEFORE = re.compile(r"(?:[¥￥$€]|RMB|CNY|USD)\s*$", re.IGNORECASE)
AMOUNT_BEHIND = re.compile(
    r"(?:\.\d+)?\s{0,2}(?:[万亿]|元|美元|人民币|平方|立方|千瓦|公斤|千克|吨|亩|株|人次|%|(?:k[Ww]h|MWh|kg|m³|m²|㎡|㎥)(?![A-Za-z]))"
)
FRACTION_BEFORE = re.compile(r"\d\.$")
FRACTION_BEHIND = re.compile(r"\.\d+(?![0-9A-Za-z])")
DIGESTS = frozenset({32, 40, 48, 56, 64, 96, 128})
"""The lengths of digests in hexadecimal."""
HEX = re.compile(r"(?=[0-9]*[a-fA-F])[0-9a-fA-F]+")
WORD = re.compile(r"[0-9A-Za-z+/=]*")
LONG_WORD = 24


def resident_id(window: Window) -> PersonalNumber | None:
    """An ID of 18 characters with its check digit, or of 15 digits of the old form."""
    digits, end = window.digits, window.end
    if len(digits) == ID_LENGTH - 1:
        behind = window.check_letter()
        if behind is None:
            return None
        digits, end = f"{digits}X", behind
    if len(digits) == ID_LENGTH:
        known = _can_be_id(digits) and (_checked(digits) or _near(ID_WORDS, window, 30, 0))
    elif len(digits) == OLD_ID_LENGTH:
        known = digits[:2] in REGIONS and _is_day(f"19{digits[6:12]}") and _old_form(window)
    else:
        return None
    return PersonalNumber(Kind.RESIDENT_ID, window.start, end, digits) if known else None


def mobile(window: Window) -> PersonalNumber | None:
    """A mobile number, with or without the prefix of the country, which stays outside of it."""
    prefix = PREFIX.match(window.digits)
    length = prefix.end() if prefix and (len(window.groups) == 1 or prefix.group() != "0") else 0
    first, *rest = window.sizes
    digits, sizes = window.digits[length:], (first - length, *rest)
    if not MOBILE.fullmatch(digits) or not _grouped_like_mobile(window, sizes) or _is_amount(window):
        return None
    return None if _in_digest(window) else PersonalNumber(Kind.MOBILE, window.start + length, window.end, digits)


def bank_card(window: Window) -> PersonalNumber | None:
    """A card number: 16 to 19 digits with a check digit, of a known issuer, among words of banking or in fours."""
    digits, sizes = window.digits, window.sizes
    if len(digits) not in CARD_LENGTHS or not ISSUER.match(digits) or not luhn.is_valid(digits) or not window.uniform:
        return None
    fours = len(sizes) > 1 and set(sizes[:-1]) == {4} and digits.startswith("62")
    if (
        len(sizes) > MOST_GROUPS
        or (min(sizes) < SHORTEST_GROUP and not fours)
        or _is_amount(window)
        or _in_digest(window)
    ):
        return None
    if uscc.is_valid(digits) or _code_of_something(window) or not (fours or _near_bank(window)):
        return None
    return PersonalNumber(Kind.BANK_CARD, window.start, window.end, digits)


JUDGES: Mapping[Kind, Callable[[Window], PersonalNumber | None]] = {
    Kind.RESIDENT_ID: resident_id,
    Kind.MOBILE: mobile,
    Kind.BANK_CARD: bank_card,
}
"""The kinds in the order in which they are asked: the most certain first."""

MOBILE = re.compile(r"1[3-9][0-9]{9}")
PREFIX = re.compile(r"(?:0086|86|0)(?=1[3-9][0-9]{9}$)")
ISSUER = re.compile(r"62|4|5[1-5]|2[2-7]|3[05]|60|6[0-9]|9[0-9]")
USUAL_GROUPS = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4)})
"""How a mobile number is usually split."""
RARE_GROUPS = frozenset(
    {(4, 4, 3), (4, 3, 4), (3, 3, 5), (5, 6), (6, 5), (4, 7), (3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 3, 3, 2), (1,) * 11}
)
"""Splits that codes have too: only where the number stands alone and no group is a year."""
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _grouped_like_mobile(window: Window, sizes: tuple[int, ...]) -> bool:
    if sizes in USUAL_GROUPS:
        return True
    years = any(YEAR.fullmatch(group.digits) for group in window.groups)
    return sizes in RARE_GROUPS and window.alone and window.uniform and not years


def _can_be_id(digits: str) -> bool:
    return (digits[:2] in REGIONS or digits.startswith(FOREIGNERS)) and _is_day(digits[6:14])


def _checked(digits: str) -> bool:
    return digits[-1] == ric.calc_check_digit(digits)


def _old_form(window: Window) -> bool:
    """Whether 15 digits without a check digit are split as an ID is, and are not said to be a code."""
    split = window.sizes in OLD_GROUPS and window.uniform and (len(window.sizes) < LONGEST_SPLIT or window.alone)
    return split and not _code_of_something(window) and not _is_amount(window)


LONGEST_SPLIT = 6
"""From so many groups on a number must stand alone: single digits in a row are a table."""
OLD_GROUPS = frozenset({(15,), (6, 6, 3), (6, 9), (12, 3), (6, 2, 2, 2, 3), (1,) * 15})


def _is_day(text: str) -> bool:
    """Whether `19900307` is a day on which a living person can be born."""
    try:
        return EARLIEST <= date(int(text[:4]), int(text[4:6]), int(text[6:8])).year <= LATEST
    except ValueError:
        return False


EARLIEST, LATEST = 1880, 2049


def _is_amount(window: Window) -> bool:
    """Whether the digits are money, a quantity or a part of a decimal number."""
    text, before = window.text, window.text[max(0, window.start - 4) : window.start]
    if MONEY_BEFORE.search(before) or AMOUNT_BEHIND.match(text, window.end):
        return True
    fraction = FRACTION_BEFORE.search(before) or FRACTION_BEHIND.match(text, window.end)
    return fraction is not None and not _near(PHONE_WORDS, window, 12, 0)


def _in_digest(window: Window) -> bool:
    """Whether the digits are a part of a digest in hexadecimal, or of a long word of code."""
    text, start, end = window.text, window.start, window.end
    if not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()):
        return False
    left = WORD.match(text[max(0, start - 128) : start][::-1])
    right = WORD.match(text, end, end + 128)
    length_left, length_right = left.end() if left else 0, right.end() - end if right else 0
    word = text[start - length_left : end + length_right]
    if len(word) in DIGESTS and HEX.fullmatch(word):
        return True
    letters = sum(char.isalpha() for char in word)
    return len(word) >= LONG_WORD and letters >= LONG_WORD // 2 and not word.islower() and not word.isupper()


def _code_of_something(window: Window) -> bool:
    return CODE_WORDS.search(window.text[max(0, window.start - 24) : window.start]) is not None


def _near(words: re.Pattern[str], window: Window, before: int, behind: int) -> bool:
    """Whether one of `words` stands on the same line, so many characters away at most."""
    text = window.text
    left = text[max(0, window.start - before) : window.start].rpartition("\n")[2]
    right = text[window.end : window.end + behind].partition("\n")[0]
    return words.search(left) is not None or words.search(right) is not None


def _near_bank(window: Window) -> bool:
    """Whether banking is spoken of round the number, or in the head of the table or file that it stands in."""
    text, start = window.text, window.start
    head = text.rfind("\n\n", 0, start) + 1
    round_it = text[max(0, start - 120) : window.end + 40]
    return CARD_WORDS.search(round_it) is not None or CARD_WORDS.search(text, head, min(head + 200, start)) is not None
