"""Hints that were left where something was to be filled in: 请填写…, ×××, the form's own words."""

import re
from collections.abc import Iterator

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, Scalar
from scorepress.schemes.form import Form


class HintLeft(Rule):
    """A hint stands where something is to be filled in."""

    code = "SR390"
    unfinished = True
    message = N_("{text} is a hint, not what was asked for")
    cure = N_("write what the hint asks for in its place")
    why = N_("A published report that says 请填写 shows that nobody has read it.")
    bad = "form: {主管部门: （请填写主管部门全称）}"
    good = "form: {主管部门: 青石县司法局}"


OPEN, CLOSE = r"[（(【\[〔<《“\"]", r"[）)】\]〕>》”\"]"
ASKED = "(?:如实|准确|完整)?(?:填写|填报|填入|补充|输入)[^。；;]{0,40}"
HINT = re.compile(
    rf"{OPEN}?\s*(?:请|(?:请?在?(?:此处|这里|本栏|此)))(?:在?(?:此处|这里|本栏|此))?{ASKED}{CLOSE}?[.。…]*"
    rf"|{OPEN}\s*{ASKED}{CLOSE}"
    rf"|{OPEN}?(?:待|未)(?:填写|填报|填|补充|补|完善){CLOSE}?"
    rf"|{OPEN}?[xXＸ×✕*＊]{{2,}}(?:[年月日市县区局镇乡村万元%％]*[xXＸ×✕*＊]*)*{CLOSE}?"
    r"|[_＿]{2,}|[…⋯]+|[.．。]{3,}|TODO|TBD"
    rf"|{OPEN}?(?:示例|例如)[:：].*"
)
"""What clerks and forms put where something is to come; the whole value, never a part of one."""
NOT_READ = frozenset({"note", "unit", "scheme", "period", "status", "columns", "checks"})
"""Keys whose values are no answers, or explain freely."""


HEADS = frozenset({"title", "summary", "issuer", "publisher"})
"""Keys whose values name the report and say what is in it: a blank within one is a blank of the form."""
BLANK = re.compile(
    r"[×✕Ｘ]{2,}|(?<![A-Za-z])[xX]{2,}(?=[\u4e00-\u9fff])|[_＿]{3,}|^(?:填写|填报|填入)[^\d。；;，,]{1,12}$"
)


def check_hints(node: Mapping, form: Form | None) -> Iterator[Finding]:
    """Every value of a report that is only a hint; `form` is that of its scheme, whose titles are hints as well."""
    own = {" ".join(text.split()) for text in _words(form)} if form is not None else set[str]()
    for key, value in node.items():
        if str(key) not in NOT_READ:
            yield from _below(str(key), value, own if str(key) == "form" else frozenset())


def _words(form: Form) -> Iterator[str]:
    """What the form prints beside its blanks, and how it is to be filled in."""
    yield from form.blanks
    if form.note is not None:
        yield form.note
        yield from re.split(r"[；;。\n]", form.note)


def _below(key: str, node: object, own: set[str] | frozenset[str]) -> Iterator[Finding]:
    if isinstance(node, Scalar):
        text = " ".join(node.split())
        if text and not node.is_null and key in HEADS and (blank := BLANK.search(text)):
            yield HintLeft.at(node.span, text=blank.group()[:40])
        elif text and not node.is_null and (HINT.fullmatch(text) or text in own or text.strip("（）()：:") == key):
            yield HintLeft.at(node.span, text=text[:40])
    elif isinstance(node, Mapping):
        for name, value in node.items():
            if str(name) not in NOT_READ:
                yield from _below(str(name), value, own)
    elif isinstance(node, list):
        for item in node:
            yield from _below(key, item, own)
