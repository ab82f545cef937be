"""What people read, in zh_CN and en: gettext messages, made into text only at the edge.

The catalogues are the `.po` files themselves, read once with Babel: there is no compiled file to go stale.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po

from scorepress.core.marking import N_
from scorepress.core.numbers import show

__all__ = ["LANGUAGES", "N_", "Message", "Translate", "message", "render", "say", "translator"]

LANGUAGES = ("zh_CN", "en")
LANGUAGE_VARIABLE = "SCOREPRESS_LANG"
"""The variable that names the language to speak, where no option does."""
SYSTEM_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What a system says of its language, the first that is set."""
Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet in any language: an English template and its arguments."""

    template: str
    args: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Translate) -> str:
        """The sentence in the language of `translate`."""
        return render(self.template, self.args, translate)


def message(template: str, /, **args: object) -> Message:
    """A `Message` with keyword arguments."""
    return Message(template, args)


def render(template: str, args: Mapping[str, object], translate: Translate) -> str:
    """`template` translated and filled; numbers are shown exactly, nested messages in the same language."""
    return translate(template).format_map({key: say(value, translate) for key, value in args.items()})


def say(value: object, translate: Translate) -> str:
    """One argument as text: exact numbers, messages, lists joined by the language's own comma."""
    if isinstance(value, str):
        return value
    if isinstance(value, Message):
        return value.text(translate)
    if isinstance(value, Fraction | Decimal):
        return show(value)
    if isinstance(value, list | tuple):
        return translate(", ").join(say(item, translate) for item in value)
    return str(value)


def language_of(environment: Mapping[str, str]) -> str:
    """The language that an environment asks for; Chinese where it asks for none that we speak."""
    system = next((environment[name] for name in SYSTEM_VARIABLES if environment.get(name)), "")
    asked = (environment.get(LANGUAGE_VARIABLE, ""), system)
    spoken = (known for name in asked for known in LANGUAGES if name.lower().startswith(known[:2]))
    return next(spoken, LANGUAGES[0])


@cache
def translator(language: str) -> Translate:
    """The translation function of a language: `zh_CN` (also for `zh`, `zh-Hans` …), else English as written."""
    if not language.lower().startswith("zh"):
        return str
    return _lookup(_catalogue("zh_CN"))


def _lookup(known: dict[str, str]) -> Translate:
    return lambda text: known.get(text, text)


def _catalogue(language: str) -> dict[str, str]:
    data = files("scorepress").joinpath("locale", language, "LC_MESSAGES", "scorepress.po").read_bytes()
    catalog = read_po(BytesIO(data), locale=language)
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id and entry.string}
