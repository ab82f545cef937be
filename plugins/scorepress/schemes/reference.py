"""How a scheme is named from elsewhere: with its edition, so that a later one changes nothing."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from scorepress.core.findings import Refusal, Rule
from scorepress.core.messages import N_
from scorepress.core.shapes import scalar
from scorepress.core.values import with_plain_form


class BadSchemeReference(Rule):
    """A scheme is named without its edition."""

    code = "SR301"
    message = N_("{text} does not name a scheme and its edition")
    cure = N_("write scheme@edition, such as road-passenger@2021")
    why = N_("Without the edition a later one would silently score an old report anew.")
    bad = "scheme: road-passenger"
    good = "scheme: road-passenger@2021"


@dataclass(frozen=True)
class SchemeReference:
    """`scheme@edition`."""

    scheme: str
    edition: str

    def __str__(self) -> str:
        """As written."""
        return f"{self.scheme}@{self.edition}"


@with_plain_form
def read_scheme_reference(value: object) -> SchemeReference:
    """`road-passenger@2021`."""
    text = scalar(value, N_("a scheme and its edition"))
    scheme, at, edition = text.partition("@")
    if not at or not scheme or not edition or "@" in edition:
        raise Refusal(BadSchemeReference, text.span, text=str(text)[:60])
    return SchemeReference(scheme, edition)


SchemeReferenceValue = Annotated[
    SchemeReference,
    BeforeValidator(read_scheme_reference),
    WithJsonSchema({"type": "string", "pattern": "^[^@]+@[^@]+$"}),
]
