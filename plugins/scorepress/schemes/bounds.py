"""Bounds: a share of full (`90%`) or 分 (`90`), and the operators that hold a value against one."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema

from scorepress.core.messages import N_, Message, message
from scorepress.core.numbers import exact
from scorepress.core.shapes import scalar
from scorepress.core.spelling import read_marks, read_share
from scorepress.core.values import with_plain_form

OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": Fraction.__ge__,
    ">": Fraction.__gt__,
    "<=": Fraction.__le__,
    "<": Fraction.__lt__,
    "=": Fraction.__eq__,
}
SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}
OperatorName = Literal[">=", ">", "<=", "<", "="]


@dataclass(frozen=True)
class Bound:
    """A share of the full marks (`90%`) or 分 (`90`)."""

    number: Fraction
    of_full: bool

    def marks(self, full: Fraction) -> Fraction:
        """The bound in 分."""
        return self.number * full if self.of_full else self.number

    @property
    def words(self) -> Message:
        """As people read it."""
        if self.of_full:
            return message(N_("{share} % of full marks"), share=self.number * 100)
        return message(N_("{marks} marks"), marks=self.number)


@with_plain_form
def read_bound(value: object) -> Bound:
    """`90%` as a share of full, `90` as 分."""
    text = scalar(value, N_("a share such as 90% or a number of marks"))
    if text.endswith("%"):
        return Bound(read_share(text), of_full=True)
    return Bound(exact(read_marks(text)), of_full=False)


BoundValue = Annotated[
    Bound,
    BeforeValidator(read_bound),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?%$"}]}),
]
