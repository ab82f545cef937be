"""The trace: every number as the chain of steps it came from, in words and as arithmetic that can be repeated."""

from dataclasses import dataclass
from fractions import Fraction

from scorepress.core.expressions import compute
from scorepress.core.messages import Message
from scorepress.core.numbers import formula_text


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done, the arithmetic, and its result in 分 unless the words say otherwise."""

    words: Message
    """What is done; its arguments are the inputs of the arithmetic."""
    arithmetic: str
    """Plain arithmetic with the inputs as fields, `min({marks}, {cap})`; a field that holds several is their sum."""
    result: Fraction

    @property
    def formula(self) -> str:
        """The arithmetic with its inputs filled in exactly; `core.expressions.compute` gives the result again."""
        return self.arithmetic.format_map({key: _input(value) for key, value in self.words.args.items()})

    def repeat(self) -> Fraction:
        """The result, computed anew from the formula."""
        return compute(self.formula)

    @property
    def shown(self) -> str:
        """The formula as people write it, with × and ÷."""
        return self.formula.replace("*", "×").replace("/", "÷").replace("-", "\N{MINUS SIGN}")


def _input(value: object) -> str:
    if isinstance(value, Fraction):
        return formula_text(value)
    if isinstance(value, tuple):
        return " + ".join(map(formula_text, value)) or "0"
    return ""


def step(words: str, arithmetic: str, result: Fraction, /, **inputs: object) -> Step:
    """A step whose words and arithmetic share their `inputs`; the texts are made only when somebody looks."""
    return Step(Message(words, inputs), arithmetic, result)
