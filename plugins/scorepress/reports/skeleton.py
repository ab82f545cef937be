"""A draft report to start from: a line for everything that the scheme asks for, with nothing filled in.

An empty value is a note in a draft and an error once published, so the check lists what is still to be written.
"""

import json
import re
from collections.abc import Iterator, Mapping

from scorepress.core.messages import translator
from scorepress.core.numbering import without_numbering
from scorepress.core.periods import Period
from scorepress.schemes.form import Form
from scorepress.schemes.indicator import Indicator
from scorepress.schemes.model import Scheme

PLAIN = re.compile(r"[^\W_][\w（）《》、·%]*(?: [\w（）《》、·%]+)*")
"""Words that YAML takes for themselves as a key."""
CHINESE = translator("zh_CN")
"""A report is written in Chinese, whatever language its author's command line speaks."""
FICTIONAL = re.compile(r"（虚构）$")
"""What marks an invented unit in lists; its report is called by its name alone."""
DIGITS = "〇一二三四五六七八九"


def skeleton(scheme: Scheme, unit: str, name: str, period: Period) -> str:
    """The text of a draft report of `unit`, whose name is `name`, under `scheme`, which is the one in force for it."""
    head = {
        "title": quoted(f"{FICTIONAL.sub('', name)} {period.title.text(CHINESE)}自评报告"),
        "unit": unit,
        "scheme": scheme.key,
        "period": str(period),
        "status": "draft",
    }
    lines = [f"{key}: {value}" for key, value in head.items()]
    if scheme.form is not None:
        lines += ["form:", *_form(scheme.form)]
    if scheme.indicators:
        lines += ["scores:", *(_entry(indicator) for indicator in scheme.indicators.values())]
    titles = [without_numbering(section.title) for section in scheme.sections] or ["基本情况", "自评情况"]
    prose = [f"\n## {numeral(number)}、{title}\n" for number, title in enumerate(titles, 1)]
    return "\n".join(["---", *lines, "---"]) + "\n" + "\n".join(prose)[1:]


def _form(form: Form) -> Iterator[str]:
    for blank in form.head:
        if blank.from_ is None:
            yield from _blank(blank.title, asked=blank.asked)
    for name, table in form.tables.items():
        yield f"  {quoted(name)}:  # {table.title}"
        optional = {row.title for row in table.rows if row.optional}
        for label in table.labels():
            row = ", ".join(f"{column}: " for column in table.filled)
            yield f"    {'# ' if label in optional else ''}{quoted(label)}: {{{row}}}"
    for blank in form.foot:
        if blank.from_ is None:
            yield from _blank(blank.title, asked=blank.asked)


def _blank(title: str, *, asked: bool) -> Iterator[str]:
    yield f"  {quoted(title)}: " if asked else f"  # {quoted(title)}: "


def _entry(indicator: Indicator) -> str:
    """`A1: {actual: }  # 日常养护里程，60 分，公里`."""
    asked = indicator.asks()
    facts = [indicator.title]
    if indicator.full is not None:
        facts.append(f"{indicator.full} 分")
    facts += [fact for fact in (getattr(indicator, "measured_in", None),) if fact]
    comment = f"  # {'，'.join(facts)}"
    if not asked:
        return f"  # {indicator.id}: {{note: }}{comment}，由自评表算出"
    if set(asked) == {"self"}:
        return f"  {indicator.id}: {comment}"
    return f"  {indicator.id}: {{{', '.join(_keys(asked))}}}{comment}"


def _keys(asked: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for key, inner in asked.items():
        yield f"{key}: {{{', '.join(f'{name}: ' for name in inner)}}}" if inner else f"{key}: "


def quoted(text: str) -> str:
    """`text` as YAML takes it for words, in quotes where it needs them."""
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def numeral(number: int) -> str:
    """一, 二, … 十, 十一, … 二十, … for headings; below 100."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")
