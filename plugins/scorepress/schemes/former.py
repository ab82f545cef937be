"""What a part or an indicator was in an earlier edition: `was: A3@2021`, and which of two editions is the earlier.

The edition is part of the statement, so that it stays true in every later edition that is copied from this one.
"""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from scorepress.core.findings import Refusal, Rule
from scorepress.core.messages import N_
from scorepress.core.shapes import scalar

DIGITS = re.compile(r"(\d+)")


class FormerWithoutEdition(Rule):
    """What something was is said without the edition."""

    code = "SR290"
    message = N_("{text} does not name an id and its edition")
    cure = N_("write id@edition, such as A3@2021")
    why = N_("An id alone would mean another indicator as soon as the file is copied to the next edition.")
    bad = "{id: A4, was: A3, …}"
    good = "{id: A4, was: A3@2021, …}"


@dataclass(frozen=True)
class Former:
    """`A3@2021`: the id that something had in an earlier edition of the same scheme."""

    id: str
    edition: str

    def __str__(self) -> str:
        """As written."""
        return f"{self.id}@{self.edition}"


def read_former(value: object) -> Former:
    """`A3@2021`."""
    text = scalar(value, N_("an id and its edition"))
    name, at, edition = text.partition("@")
    if not at or not name or not edition or "@" in edition:
        raise Refusal(FormerWithoutEdition, text.span, text=str(text)[:60])
    return Former(str(name), str(edition))


FormerValue = Annotated[
    Former, BeforeValidator(read_former), WithJsonSchema({"type": "string", "pattern": "^[^@]+@[^@]+$"})
]


def edition_order(edition: str) -> tuple[str | int, ...]:
    """Editions in their order: numbers by their size, so that 9 comes before 10, and 2021 before 2021-2."""
    return tuple(int(piece) if index % 2 else piece for index, piece in enumerate(DIGITS.split(edition)))
