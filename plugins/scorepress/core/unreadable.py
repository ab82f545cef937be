"""Why a formula cannot be read, in the words of those who wrote it: `write * instead of ×`."""

import ast
import re

from scorepress.core.findings import Refusal, Rule
from scorepress.core.messages import N_, Message, message

PLAIN_SIGNS = {
    "×": "*",
    "✕": "*",
    "·": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "－": "-",
    "＋": "+",
    "＊": "*",
    "／": "/",
    "（": "(",
    "）": ")",
    "【": "(",
    "】": ")",
    "，": ",",
    "、": ",",
    "。": ".",
}
"""What a Chinese keyboard or a printed document gives, and how a formula writes it."""
USES = {
    "round": "round(x, 2)",
    "half_up": "half_up(x, 2)",
    "half_even": "half_even(x, 2)",
    "down": "down(x, 2)",
    "min": "min(x, y)",
    "max": "max(x, y)",
    "floor": "floor(x)",
    "ceil": "ceil(x)",
}
"""The functions, each as it is written; the number after the comma says how many places are kept."""
QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")


class ExpressionSyntax(Rule):
    """A formula cannot be read."""

    code = "SR140"
    message = N_("the formula {text} cannot be read: {reason}")
    cure = N_("{cure}")
    why = N_("Only plain arithmetic is allowed here, so that a formula can be checked by anyone and harm nobody.")
    bad = "formula: full × done / all"
    good = "formula: full * done / all"


def unreadable(text: str, reason: Message, cure: Message | None = None) -> Refusal:
    """The refusal of the formula `text`."""
    plain = N_("use names, numbers, + - * / and brackets, such as figures.routes.total or total - 5")
    return Refusal(ExpressionSyntax, None, text=_short(text), reason=reason, cure=cure or message(plain))


def too_long(text: str, most: int) -> Refusal:
    """A formula of more than `most` characters."""
    words = N_("it has {length} characters, at most {most} are allowed")
    return unreadable(text, message(words, length=len(text), most=most), message(N_("shorten it")))


def too_many_terms(text: str, most: int) -> Refusal:
    """A formula of more than `most` numbers, names and functions."""
    words = N_("it has more than {most} numbers, names and functions")
    return unreadable(text, message(words, most=most), message(N_("put the numbers into a figure and use its total")))


def too_deep(text: str, most: int) -> Refusal:
    """A formula with more than `most` brackets inside each other."""
    words = N_("more than {most} brackets stand inside each other")
    return unreadable(text, message(words, most=most), message(N_("use fewer brackets")))


def not_python(text: str, error: Exception) -> Refusal:
    """A formula that has not even the syntax of one, as `error` of the parser says."""
    for sign in QUOTED.sub("", text):
        if sign in PLAIN_SIGNS:
            cure = message(N_("write {plain} instead of {sign}"), plain=PLAIN_SIGNS[sign], sign=sign)
            return unreadable(text, message(N_("{sign} has no meaning here"), sign=sign), cure)
    if not text.strip():
        return unreadable(text, message(N_("it is empty")))
    offset = getattr(error, "offset", None)
    rest = text.strip()[offset - 1 :] if isinstance(error, SyntaxError) and offset else ""
    if rest.strip():
        return unreadable(text, message(N_("it cannot be followed from {rest} on"), rest=_short(rest, 20)))
    return unreadable(text, message(N_("it breaks off or a bracket is not closed")))


def unclosed_braces(text: str) -> Refusal:
    """A `{{` in the prose, at which `text` begins, without its `}}`."""
    words, cure = N_("{sign} is not closed"), N_("close it with {plain} in the same paragraph")
    return unreadable(text, message(words, sign="{{"), message(cure, plain="}}"))


def comment(text: str) -> Refusal:
    """A formula with a `#`, behind which nothing would count."""
    return unreadable(text, message(N_("{sign} has no meaning here"), sign="#"))


def bad_number(text: str, source: str) -> Refusal:
    """A number such as `.5` or `1e3`."""
    words = N_("{part} is not a number as it is written here")
    return unreadable(
        text, message(words, part=_short(source, 40)), message(N_("write it in digits, such as 0.5 or 1200"))
    )


def bad_call(text: str, name: str) -> Refusal:
    """A known function with other arguments than it takes."""
    words = N_("{name} is written with other values in its brackets")
    return unreadable(text, message(words, name=name), message(N_("write {plain}"), plain=USES[name]))


def not_arithmetic(text: str, node: ast.expr) -> Refusal:
    """A part of a formula that is Python but no plain arithmetic."""
    part = ast.get_source_segment(text.strip(), node) or text
    cure = None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.BitXor):
        cure = message(N_("there are no powers and roots: multiply, such as x * x"))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        cure = message(N_("write a percentage as {plain}"), plain="/ 100")
    elif isinstance(node, ast.Compare | ast.BoolOp | ast.IfExp):
        cure = message(N_("a formula compares nothing: use min, max, bands or gate"))
    return unreadable(
        text, message(N_("{part} is no arithmetic that can be written here"), part=_short(part, 40)), cure
    )


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[:most] + "…"
