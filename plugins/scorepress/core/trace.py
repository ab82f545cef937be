"""The trace: every number as the chain of steps it came from, in words and as arithmetic that can be repeated."""

from dataclasses import dataclass
from fractions import Fraction

from scorepress.core.expressions import compute
from scorepress.core.messages import Message, message
from scorepress.core.numbers import formula_text


@dataclass(frozen=True)
class Step:
    """One step: what is done, the arithmetic, and its result in 分 unless the words say otherwise."""

    words: Message
    formula: str
    """Plain arithmetic with the numbers filled in; `core.expressions.compute` gives the result again."""
    result: Fraction

    def repeat(self) -> Fraction:
        """The result, computed anew from the formula."""
        return compute(self.formula)

    @property
    def shown(self) -> str:
        """The arithmetic as people write it, with × and ÷."""
        return self.formula.replace("*", "×").replace("/", "÷").replace("-", "\N{MINUS SIGN}")


def step(words: str, formula: str, result: Fraction, /, **args: object) -> Step:
    """A step whose `formula` has the fields of `args` filled in exactly, beside the words that have them shown."""
    numbers = {key: formula_text(value) for key, value in args.items() if type(value) is Fraction}
    return Step(message(words, **args), formula.format_map(numbers), result)
