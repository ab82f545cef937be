"""Personal numbers in a file: each an error that withholds what it stands in, named without being shown."""

from collections.abc import Iterator
from typing import ClassVar

from scorepress.core.findings import Finding, Rule
from scorepress.core.limits import MAX_PERSONAL_FINDINGS
from scorepress.core.messages import N_
from scorepress.core.nodes import Node, scalars
from scorepress.core.spans import Source, Span
from scorepress.privacy import Kind, masked, personal_numbers


class ResidentIdPublic(Rule):
    """The number of a resident ID stands in a file that is published."""

    code = "SR800"
    never_public: ClassVar[bool] = True
    message = N_("the resident ID {number} must not be published")
    cure = N_("delete the number, comments and table cells too; name the person by office and duty")
    why = N_(
        "An ID number opens accounts, and what was online once can never be called back. The check digit holds, so "
        "this is hardly another number; a code that only looks like one can be written in parts with / between them."
    )
    bad = "note: 由张某领取，身份证号码 110101…4514"
    good = "note: 由经办人领取，收据存档"


class MobileNumberPublic(Rule):
    """A mobile number stands in a file that is published."""

    code = "SR801"
    never_public: ClassVar[bool] = True
    message = N_("the mobile number {number} must not be published")
    cure = N_("write the telephone of the office instead; give an amount in 万元")
    why = N_(
        "A mobile number belongs to a person, even where the person is an official. An amount of eleven digits is "
        "told from it by the unit behind it or in 万元, a code by / between its parts."
    )
    bad = "contact: 张某 138…5678"
    good = "contact: 办公室 0715-1234567"


class BankCardPublic(Rule):
    """The number of a bank card stands in a file that is published."""

    code = "SR802"
    never_public: ClassVar[bool] = True
    message = N_("the bank card {number} must not be published")
    cure = N_("delete the number; the name of the bank is enough")
    why = N_("A card number beside a name is all that a fraud needs. The account of an office is no card.")
    bad = "note: 补贴打入卡号 6228…019"
    good = "note: 补贴已打入农户银行卡"


class PersonalFileName(Rule):
    """A file is called by a personal number."""

    code = "SR803"
    never_public: ClassVar[bool] = True
    message = N_("the name of the file holds a personal number: {name}")
    cure = N_("rename the file without the number, and where it is named")
    why = N_("The name of a file is its address: it is published, listed and searched as its content is.")
    bad = "evidence/110101…4514.pdf"
    good = "evidence/收据-01.pdf"


RULES = {Kind.RESIDENT_ID: ResidentIdPublic, Kind.MOBILE: MobileNumberPublic, Kind.BANK_CARD: BankCardPublic}


def personal_findings(source: Source) -> Iterator[Finding]:
    """What must not be published in the text of `source` and in its name, each once, the first ones of a long list."""
    yield from personal_name(source)
    for number in source.personal[:MAX_PERSONAL_FINDINGS]:
        before = source.text[: number.start].replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        place = Span(source, line, column, line, column + number.end - number.start)
        yield RULES[number.kind].at(place, number=masked(source.text[number.start : number.end], [number]))


def personal_values(node: Node) -> Iterator[Finding]:
    r"""The findings for values of YAML that hold a number which the text of the file has in another spelling.

    YAML joins lines and reads escapes: `"1101\u0030…"` is a number only once it is read.
    """
    for scalar in scalars(node):
        yield from personal_reading(scalar, scalar.span)


def personal_reading(text: str, span: Span) -> Iterator[Finding]:
    """The findings for `text`, as which `span` is read or shown: numbers that its file has in another spelling only."""
    source = span.source
    for number in personal_numbers(text):
        if number.digits not in {known.digits for known in source.known}:
            source.spelt.append(number)
            yield RULES[number.kind].at(span, number=masked(text[number.start : number.end], [number]))


def personal_name(source: Source) -> Iterator[Finding]:
    """The finding for a file whose path holds a personal number."""
    if personal_numbers(source.path):
        yield PersonalFileName.at(Span(source, 1, 1, 1, 2), name=source.shown_path)
