"""The official form on a report's page: its template, and what its blanks are filled in with."""

from collections.abc import Iterable, Iterator

from scorepress.assessment import Assessed
from scorepress.schemes.form import Blank, Form
from scorepress.schemes.loader import SchemeFile
from scorepress.scoring.forms import Content, total_of
from scorepress.site.render import Renderer


def form_template(form: Form) -> str:
    """The template that draws a form: the scheme's own choice, or the one that draws any form from its data."""
    return f"forms/{form.template or 'form'}.html"


def missing_templates(schemes: Iterable[SchemeFile], renderer: Renderer) -> Iterator[str]:
    """Templates that schemes ask for and that neither the site nor the package has."""
    for file in schemes:
        if file.scheme is not None and file.scheme.form is not None:
            name = f"scorepress/{form_template(file.scheme.form)}"
            if not renderer.has(name):
                yield name


def filled_in(blank: Blank, assessed: Assessed) -> Content:
    """What stands in a blank; None where nothing does."""
    report, card = assessed.report, assessed.card
    if report is None or card is None or assessed.form is None:
        return None
    if blank.from_ is None:
        return assessed.form.blanks.get(blank.title)
    known: dict[str, Content] = {
        "unit": assessed.unit.name if assessed.unit else report.unit,
        "period": report.period.title,
        "issuer": report.issuer,
        "number": report.number,
        "date": report.date,
        "total": total_of(card),
        "full": card.full,
        "grade": card.grade,
    }
    return known[blank.from_]
