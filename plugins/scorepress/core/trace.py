"""The trace: every number as the chain of steps it came from, in words and as arithmetic that can be repeated."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

from scorepress.core.expressions import compute
from scorepress.core.messages import Message
from scorepress.core.numbers import formula_text, show, terminating, with_unit


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done, the arithmetic, and its result in 分 unless the words say otherwise."""

    words: Message
    """What is done; its arguments are the inputs of the arithmetic."""
    arithmetic: str
    """Plain arithmetic with the inputs as fields, `min({marks}, {cap})`; a field that holds several is their sum."""
    result: Fraction
    measured_in: str = ""
    """What the result is measured in where it is no 分, such as 天; shown behind it."""
    row: tuple[str | int, ...] = ()
    """Which row of a table of the scheme decides, as a path below the node: `bands`, 1."""

    def in_measure(self, measure: str | None) -> "Step":
        """The step with a result in this measure."""
        return replace(self, measured_in=measure) if measure else self

    def by_row(self, *path: str | int) -> "Step":
        """The step as one that a row of the scheme's table decides."""
        return replace(self, row=path)

    @property
    def formula(self) -> str:
        """The arithmetic with its inputs filled in exactly; `core.expressions.compute` gives the result again."""
        return self.arithmetic.format_map({key: _input(value) for key, value in self.words.args.items()})

    def repeat(self) -> Fraction:
        """The result, computed anew from the formula."""
        return compute(self.formula)

    @property
    def shown(self) -> str:
        """The formula as people write it, with × and ÷, without rounding and bounds that hold nothing back."""
        return signs(self._followed)

    @property
    def equation(self) -> str:
        """`340 − 331 = 9 天`: the formula as people write it, with its result where that is more."""
        formula, result = self._followed, signs(show(self.result))
        followed = signs(self._shortened(formula))
        exactly = compute(formula) == self.result and not result.startswith("≈") and followed == signs(formula)
        sign = "=" if exactly else "≈"
        said = result if signs(formula) == result else f"{followed} {sign} {result.removeprefix('≈')}"
        return with_unit(said, self.measured_in)

    def _shortened(self, formula: str) -> str:
        """The formula with endless numbers cut after four places, 9.8087 for (1128/115)."""
        for value in chain.from_iterable(map(_numbers, self.words.args.values())):
            if terminating(value) is None:
                formula = formula.replace(formula_text(value), show(value).removeprefix("≈"))
        return formula

    @property
    def _followed(self) -> str:
        rounded = ROUNDED.fullmatch(self.formula)
        return _without_idle_bounds(rounded[1] if rounded else self.formula, self.result)


ROUNDED = re.compile(r"(?:half_up|half_even|down)\((.*), \d+\)")
BOUND = re.compile(r"(?:min|max)\((.*)\)")


def signs(formula: str) -> str:
    """Arithmetic with the signs that people write: ×, ÷ and a true minus."""
    return formula.replace("*", "×").replace("/", "÷").replace("-", "\N{MINUS SIGN}")


def _without_idle_bounds(formula: str, result: Fraction) -> str:
    """`7 - 1.8` for `max(0, 7 - 1.8)`: what is only there for other numbers would keep a reader from following."""
    found = BOUND.fullmatch(formula)
    longest = max(_arguments(found[1]), key=len) if found else ""
    if not longest or compute(longest) != result:
        return formula
    return _without_idle_bounds(longest, result)


def _arguments(text: str) -> list[str]:
    """The arguments between the outer brackets of a call; nothing where these are not one pair."""
    parts, depth = [""], 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return [""]
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts]


def _numbers(value: object) -> tuple[Fraction, ...]:
    if isinstance(value, tuple):
        return tuple(each for each in value if isinstance(each, Fraction))
    return (value,) if isinstance(value, Fraction) else ()


def _input(value: object) -> str:
    if isinstance(value, Fraction):
        return formula_text(value)
    if isinstance(value, tuple):
        return " + ".join(map(formula_text, value)) or "0"
    return ""


def step(words: str, arithmetic: str, result: Fraction, /, **inputs: object) -> Step:
    """A step whose words and arithmetic share their `inputs`; the texts are made only when somebody looks."""
    return Step(Message(words, inputs), arithmetic, result)
