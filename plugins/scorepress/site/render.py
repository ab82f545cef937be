"""Pages as Jinja templates over the project's records: escaped by default, in the site's language."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import jinja2
from markupsafe import Markup

from scorepress.core.messages import render, say, translator
from scorepress.core.numbers import EXACT_PLACES, display, display_change, is_number, rounded_decimal, with_unit
from scorepress.scoring.scorecard import Score, Scorecard

TEMPLATES = Path(__file__).parent / "theme"


def percent(share: Fraction | None, places: int = 1) -> str:
    """A share of 1 as `98.7%` with so many places, rounded half up; a dash where there is none."""
    return "—" if share is None else f"{points(share, places)}%"


def points(share: Fraction, places: int = 1) -> str:
    """A share of 1, or the difference of two, in hundredths without a sign for them: `98.7`, `−3.2`."""
    return display(rounded_decimal(share * 100, places))


def marks(amount: Fraction | None, of: Score | Scorecard) -> str:
    """Marks as every page shows them: `97.20` where the scheme rounds to two places, a dash where there is no score."""
    return "—" if amount is None else display(of.shown(amount))


def change_of_marks(amount: Fraction, of: Score | Scorecard) -> str:
    """A difference of marks: `+0.60`, `−0.60`."""
    return display_change(of.shown(amount))


def reads_as(value: str, shown: str) -> bool:
    """Whether a script that reads what is shown, `97.20` or `98.7%`, gets this value."""
    number = shown.removesuffix("%").replace("\N{MINUS SIGN}", "-")
    return is_number(number) and Fraction(number) == Fraction(value)


def exactly(value: Fraction | None, places: int = EXACT_PLACES) -> str:
    """A number as scripts read it, to 12 places, which tells any two totals apart; empty where there is none."""
    return "" if value is None else format(rounded_decimal(Fraction(value), places).normalize(), "f")


class Renderer:
    """Renders the templates below `scorepress/`; a site's `custom_dir` comes before the package's own."""

    def __init__(self, language: str, custom: Sequence[Path] = ()) -> None:
        translate = translator(language)
        self.translate = translate
        self.env = jinja2.Environment(
            loader=jinja2.FileSystemLoader([*custom, TEMPLATES]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

        def words(template: str, /, **args: object) -> str:
            return render(template, args, translate)

        self.env.globals["_"] = words
        self.env.globals["translate"] = translate
        self.env.filters["percent"] = percent
        self.env.filters["points"] = points
        self.env.filters["marks"] = marks
        self.env.filters["change_of_marks"] = change_of_marks
        self.env.filters["change"] = display_change
        self.env.filters["display"] = display
        self.env.filters["with_unit"] = with_unit
        self.env.filters["exactly"] = exactly
        self.env.filters["reads_as"] = reads_as
        self.env.filters["translated"] = translate
        self.env.filters["say"] = lambda value: say(value, translate)

    def has(self, template: str) -> bool:
        """Whether there is such a template."""
        try:
            self.env.get_template(template)
        except jinja2.TemplateNotFound:
            return False
        return True

    def page(self, template: str, **names: object) -> Markup:
        """The HTML of `scorepress/<template>`; everything in `names` is escaped unless it is Markup."""
        return Markup(self.env.get_template(f"scorepress/{template}").render(**names))  # noqa: S704 - made by an escaping template
