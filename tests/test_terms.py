"""The Chinese of the product: one word for one thing, and one way to set it, in the catalogue, guide and ready schemes.

A word that is forbidden here has another one in its place, which the second column names. Where a word may be meant
otherwise, the exception is a longer word that holds it.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "plugins/scorepress/locale/zh_CN/LC_MESSAGES/scorepress.po"
TEXTS = sorted(
    [
        *(ROOT / "content/guide").glob("*.md"),
        ROOT / "content/index.md",
        ROOT / "README.md",
        *(ROOT / "plugins/scorepress/schemes/ready").glob("*.yml"),
    ]
)
FORBIDDEN = {
    "校验(?!码)": "检查",
    "审阅": "审核",
    "复核": "核验",
    "自称": "载明",
    "下一层|前一层": "前一次评分",
    "检查发现": "检查问题",
    "是错误": "检查时报错",
    "位次": "名次",
    "排名页|得分与排名": "得分与名次",
    "尚缺": "尚未公开报告的单位",
    "等它": "不影响“暂定”",
    "满分的比例|满分的百分比": "得分率",
    "责任科室": "责任单位",
    "未开始": "待落实",
    "(?<!推)进行中": "推进中",
    "到期年份": "完成时限",
    "(?:材料|佐证|\\d|几|每|一|两|多) ?件(?!事)": "份",
    "标识(?!码)": "id（编号）",
    "字段": "填写项",
    "(?<!关)键(?!盘|入|项|标准)": "填写项",
    "舍入(?!误差)": "修约、取舍",
    "分枝|末梢|骨架|尽头|一棵树|方案树": "板块、指标",
    "准数": "约数",
    "好比|可有可无|谁也说不清|管其余|管到|没有人知道": "平实的说法",
    "(?<![申邀])请(?!示|求|假|填写”)": "动作，不用“请”",
    "0 起": "未发生",
}
CJK = "\u4e00-\u9fff"
CODE = re.compile(r"`[^`\n]+`|\{\{.*?\}\}|<?https?://[\w.:/-]+>?")
"""What is typed: it stands in a sentence like a Latin word."""
MARKUP = re.compile(
    r"```.*?```|^---\n.*?^---\n|<(?!http)[^>\n]*>|\]\([^)]*\)|!\[[^\]]*\]|\{[.:#][^}]*\}|(?<=。)\*\* |\*\*",
    re.DOTALL | re.MULTILINE,
)
"""What is no text."""
SPACING = {
    rf"[{CJK}][A-Za-z0-9]|[A-Za-z0-9][{CJK}]": "a space between Chinese and digits or Latin",
    r"[\d}] %": "no space between a number and %",
    rf"[，。；：、（）“”？！] +[{CJK}]|[{CJK}] +[，。；：、（）”？！]": "no space beside full-width punctuation",
}
AS_PRINTED = re.compile(r"〔\d{4}〕\d+号|U 盘|[A-Z]{1,2}\d{0,2}表")
"""Numbers of documents are written as they are printed on them."""


@cache
def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale="zh_CN") if entry.id}


def said(text: str) -> str:
    """A text without markup, its lines kept; what is typed in it is one word."""
    plain = MARKUP.sub(lambda match: "\n" * match.group().count("\n"), AS_PRINTED.sub("", text))
    return CODE.sub("x", plain)


def prose_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text that say something; of a scheme its comments and titles."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield from enumerate(said(text).split("\n"), 1)
    else:
        comments = (line.partition("#")[2] for line in text.split("\n"))
        yield from ((number, said(comment)) for number, comment in enumerate(comments, 1))


@pytest.mark.parametrize(("word", "instead"), FORBIDDEN.items(), ids=FORBIDDEN)
def test_no_message_says_it_with_another_word(word: str, instead: str) -> None:
    wrong = [text for text in catalogue().values() if re.search(word, said(text))]
    assert not wrong, f"instead: {instead}"


@pytest.mark.parametrize(("pattern", "rule"), SPACING.items(), ids=list(SPACING.values()))
def test_messages_are_set_in_one_way(pattern: str, rule: str) -> None:
    wrong = [text for text in catalogue().values() if re.search(pattern, said(text))]
    assert not wrong, rule


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_texts_keep_to_the_terms(path: Path) -> None:
    wrong = [
        f"{path.name}:{number}: {found.group()} (instead: {instead})"
        for number, line in prose_lines(path)
        for word, instead in FORBIDDEN.items()
        if (found := re.search(word, line))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_texts_are_set_in_one_way(path: Path) -> None:
    wrong = [
        f"{path.name}:{number}: {rule}: {found.group()}"
        for number, line in prose_lines(path)
        for pattern, rule in SPACING.items()
        if (found := re.search(pattern, line))
    ]
    assert not wrong, "\n".join(wrong)
