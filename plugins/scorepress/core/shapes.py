"""The shape of a value - one, a list, a mapping, nothing - before it is read as anything."""

import re

from scorepress.core.findings import Finding, Refusal, Repeats, Rule
from scorepress.core.messages import N_, message
from scorepress.core.nodes import Items, Mapping, Scalar
from scorepress.core.spans import Span


class WrongShape(Rule):
    """A list stands where a text belongs, a text where a mapping belongs, and so on."""

    code = "SR101"
    message = N_("{expected} is expected here, not {found}")
    cure = N_("write {expected}")
    why = N_("A value of another shape cannot be understood as what it stands for.")
    bad = "evidence: plan.pdf"
    good = "evidence:\n  plan: {title: 方案, file: evidence/plan.pdf}"


class KeyWithoutValue(Rule):
    """A key has nothing after its colon."""

    code = "SR102"
    unfinished = True
    repeats = Repeats.IN_FILE
    message = N_("nothing follows the colon")
    cure = N_("{cure}")
    why = N_("Empty could mean zero, unknown or not applicable; these are three different things.")
    bad = "title:"
    good = "title: 临江市 2021 年自评报告"

    @classmethod
    def at(cls, span: Span, see: Span | None = None, /, **args: object) -> Finding:
        """The finding, with the cure for a key of any kind where none is given."""
        cut = CUT.match(span.source.line(span.line), span.column - 1)
        if cut:
            args["cure"] = message(N_("put the text in quotes: {text}"), text=f"'{cut[1].strip()[:60]}'")
        args.setdefault("cure", message(N_("fill in what belongs after the colon")))
        return super().at(span, see, **args)


CUT = re.compile(r"\s*(#(?=[^\s#])[^,}\]]*)")
"""A value that is a comment to YAML, since it begins with #."""
SHAPES: dict[type, str] = {Mapping: N_("a mapping"), Items: N_("a list"), Scalar: N_("a single value")}


def shape_of(value: object) -> str:
    """The shape of a node in words (a message to translate)."""
    return SHAPES.get(type(value), N_("a single value"))


def scalar(value: object, expected: str) -> Scalar:
    """`value` if it is a scalar with something in it; refused otherwise."""
    if not isinstance(value, Scalar):
        raise Refusal(
            WrongShape,
            getattr(value, "span", None),
            expected=message(expected),
            found=message(shape_of(value)),
        )
    if value.is_null or not value.strip():
        raise Refusal(KeyWithoutValue, value.span)
    return value
