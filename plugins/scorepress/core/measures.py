"""Units of measure that differ only in their size: 元 and 万元, 米 and 公里, 吨 and 千克."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from scorepress.core.findings import Refusal
from scorepress.core.formula import Chain, Member, Name, Number, read_formula

PREFIXES = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
"""What stands before a unit and multiplies it."""
SIZES = {
    "公里": ("米", Fraction(1000)),
    "千米": ("米", Fraction(1000)),
    "厘米": ("米", Fraction(1, 100)),
    "平方公里": ("平方米", Fraction(10**6)),
    "公顷": ("平方米", Fraction(10**4)),
    "亩": ("平方米", Fraction(2000, 3)),
    "吨": ("千克", Fraction(1000)),
    "公斤": ("千克", Fraction(1)),
    "克": ("千克", Fraction(1, 1000)),
    "小时": ("分钟", Fraction(60)),
    "度": ("千瓦时", Fraction(1)),
}
"""Units with names of their own, each as so many of another."""
PREFIX = re.compile("(十万|百万|千万|十|百|千|万|亿)(?=.)")


def size_of(unit: str) -> tuple[str, Fraction]:
    """The unit that `unit` is made of, and how many of it: `("元", 10000)` for 万元."""
    rest, factor = unit.strip(), Fraction(1)
    while rest not in SIZES and (found := PREFIX.match(rest)) and rest != "千克":
        rest, factor = rest[found.end() :], factor * PREFIXES[found[1]]
    base, own = SIZES.get(rest, (rest, Fraction(1)))
    return base, factor * own


def differ_in_size(one: str, other: str) -> Fraction | None:
    """How many of the smaller unit make the larger, where both measure the same thing in different sizes; else None."""
    (base, first), (other_base, second) = size_of(one), size_of(other)
    if base != other_base or first == second:
        return None
    return max(first, second) / min(first, second)


@dataclass(frozen=True)
class SizeConflict:
    """Two units of one formula that measure the same thing in different sizes."""

    one: str
    other: str
    factor: Fraction


def size_conflict(formula: str, units: Mapping[str, str | None]) -> SizeConflict | None:
    """Units by name that meet in a division in different sizes, where the formula does not convert them."""
    try:
        parsed = read_formula(formula)
    except Refusal:
        return None  # which is reported where the formula is checked
    nodes = list(parsed.nodes())
    if not any(isinstance(node, Chain) and any(sign == "/" for sign, _ in node.links) for node in nodes):
        return None
    used = {node.name for node in nodes if isinstance(node, Name | Member)}
    numbers = {node.value for node in nodes if isinstance(node, Number)}
    known = sorted({unit for name, unit in units.items() if name in used and unit})
    for one, other in combinations(known, 2):
        factor = differ_in_size(one, other)
        if factor is not None and not numbers & {factor, factor * 100, 1 / factor}:
            return SizeConflict(one, other, factor)
    return None
