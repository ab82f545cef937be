"""What people read in Chinese: the catalogue is complete, and its translations can be filled like the originals."""

import re
import subprocess
import sys
from fractions import Fraction
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import scorepress.project  # noqa: F401 - imports every module that has rules
from scorepress.core.findings import Rule
from scorepress.core.messages import message, render, say, translator
from scorepress.core.periods import parse_period

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = files("scorepress").joinpath("locale", "zh_CN", "LC_MESSAGES", "scorepress.po").read_bytes()
PAIRS = [(str(entry.id), str(entry.string)) for entry in read_po(BytesIO(CATALOGUE), locale="zh_CN") if entry.id]
CODE = re.compile(r"`[^`]*`")
"""What people type, shown as it stands."""
CJK = re.compile(r"[\u4e00-\u9fff]")

chinese = translator("zh_CN")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(CODE.sub("", text)) if name is not None}


def code(text: str) -> list[str]:
    return sorted(CODE.findall(text))


def test_the_catalogue_is_complete_and_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "tools" / "messages.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_translations_have_the_placeholders_of_their_messages() -> None:
    different = {text: translation for text, translation in PAIRS if placeholders(translation) != placeholders(text)}
    assert not different


def test_translations_can_be_filled() -> None:
    for text, translation in PAIRS:
        if any("{" in each for each in code(text)):
            continue  # shown without being filled
        values = dict.fromkeys(placeholders(text), "…")
        assert render(text, values, chinese) == translation.format(**values)


def test_translations_have_chinese_punctuation_beside_chinese_words() -> None:
    beside = re.compile(r"[\u4e00-\u9fff][,;!?()]|[,;!?()][\u4e00-\u9fff]")
    assert not [translation for _, translation in PAIRS if beside.search(CODE.sub("", translation))]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=code) for code, rule in sorted(Rule.registry.items())])
def test_every_rule_speaks_chinese(rule: type[Rule]) -> None:
    for text in (rule.message, rule.cure, rule.why):
        only_a_placeholder = re.fullmatch(r"\{\w+\}", text)  # which holds a message of its own
        assert only_a_placeholder or CJK.search(chinese(text)), text


@pytest.mark.parametrize("language", ["zh", "zh-Hans", "zh_CN", "zh-CN"])
def test_the_names_of_chinese_are_one_language(language: str) -> None:
    translate = translator(language)
    assert [translate(text) for text, _ in PAIRS] == [translation for _, translation in PAIRS]


@pytest.mark.parametrize("language", ["en", "en_GB", "fr", "tlh", ""])
def test_other_languages_read_english(language: str) -> None:
    assert translator(language)("see {place}") == "see {place}"


def test_an_unknown_message_stays_as_written() -> None:
    assert chinese("no such message") == "no such message"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh_CN", "改为下列之一：优、≈0.3333、2021 年上半年"),
        ("en", "use one of: 优, ≈0.3333, first half of 2021"),
    ],
)
def test_a_list_is_joined_and_filled_in_the_language_of_its_sentence(language: str, text: str) -> None:
    period = parse_period("2021-H1")
    assert period is not None
    allowed = ["优", Fraction(1, 3), period.title]
    assert render("use one of: {allowed}", {"allowed": allowed}, translator(language)) == text


@pytest.mark.parametrize(
    ("period", "title"),
    [("2021", "2021 年"), ("2021-H2", "2021 年下半年"), ("2021-Q3", "2021 年第三季度"), ("2021-07", "2021 年 7 月")],
)
def test_periods_are_named_as_offices_name_them(period: str, title: str) -> None:
    parsed = parse_period(period)
    assert parsed is not None
    assert parsed.title.text(chinese) == title


@pytest.mark.parametrize("value", [["一", "二"], ("一", "二")])
def test_lists_and_tuples_are_joined_alike(value: object) -> None:
    assert (say(value, chinese), say(value, translator("en"))) == ("一、二", "一, 二")


def test_a_message_inside_a_message_is_in_the_same_language() -> None:
    nested = message("did you mean {names}?", names=["A1", "A2"])
    assert render("{suggestion}", {"suggestion": nested}, chinese) == "是否应为 A1、A2？"
