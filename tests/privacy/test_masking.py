"""No output shows a personal number: not the finding about it, not another one on the same line, not a page."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorepress.core.findings import Finding
from scorepress.core.layout import read_settings
from scorepress.core.messages import LANGUAGES, translator
from scorepress.privacy import masked, personal_numbers
from scorepress.project import assess
from tests.conftest import CONFIG, REPORT, SCHEME, run_program
from tests.privacy.planted import planted

SECRETS = {
    "ID": "110101199003074514",
    "ID in parts": "110101 19900307 4514",
    "full-width": "１１０１０１１９９００３０７４５１４",
    "mobile": "13812345678",
    "mobile in parts": "138-1234-5678",
    "card": "卡号 6222021234567890128",
}
FRAGMENT = 6


def digits(text: str) -> str:
    return "".join(str(int(char)) for char in text if char.isdecimal())


def leaks(output: str, secret: str) -> list[str]:
    """The parts of `secret`, six digits or more, that `output` shows, whatever stands between them."""
    number = digits(secret)
    parts = {number[start : start + FRAGMENT] for start in range(len(number) - FRAGMENT + 1)}
    runs = [digits(match.group()) for match in re.finditer(r"\d(?:[\W_]{0,3}\d)*", output)]
    return [part for part in parts for run in runs if part in run]


# --- masks in themselves ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_a_mask_is_as_long_as_what_it_hides_and_shows_two_characters(seed: int) -> None:
    for each in planted(seed, 300):
        safe = masked(each.text, personal_numbers(each.text))
        assert len(safe) == len(each.text)
        assert not leaks(safe, each.number), each


def test_masks_of_one_person_do_not_splice() -> None:
    ways = ["110101199003074514", "110101 19900307 4514", "1101 0119 9003 0745 14", "身份证110101199003074514号"]
    shown = {digits(masked(way)) for way in ways}
    assert shown == {"11"}


@given(st.text(alphabet="0123456789 -.Xx１２３\n张a，", max_size=60), st.integers(0, 20))
def test_a_part_of_a_known_number_is_hidden_too(text: str, cut: int) -> None:
    known = personal_numbers(SECRETS["ID"])
    secret = SECRETS["ID"]
    for part in (secret[:cut], secret[cut:]):
        if len(part) >= FRAGMENT:
            assert not leaks(masked(f"甲{part}乙 {text}", known).partition("乙")[0], secret)
    assert len(masked(text, known)) == len(text)


def test_a_list_of_people_is_masked_whole() -> None:
    text = "\n".join(f"张某 138{number:08}" for number in range(600))
    assert not re.search(r"\d{6}", masked(text))


def test_other_numbers_stay_as_they_are() -> None:
    text = "鄂政办发〔2021〕9号，2025年得 92.55 分，支出 1,234,567.89 元，电话 0715-1234567"
    assert masked(text) == text


# --- findings -----------------------------------------------------------------------------------------

BASE = """\
---
title: 自评报告
unit: jia
scheme: demo@2025
period: 2025
status: published
number: 临政办发〔2025〕9号
date: 2025-03-01
published_on: 2025-03-02
summary: 摘要
scores:
  A1: {target: 10, actual: 9, note: 说明, evidence: [plan]}
  A2: 3.5
declared: {total: 8.9}
evidence:
  plan: {title: 方案, kind: 文件, number: 号, date: 2025-01-01, file: evidence/plan.pdf}
figures:
  ledger: {title: 台账, columns: {a: {title: 甲}, b: {title: 乙}}, rows: {甲: [1, 2]}, total: [1, 2]}
measures:
  - {problem: 问题, action: 措施, office: 办公室, due: 2025-06-01, status: doing}
remarks: [说明]
---
# 标题

## 一、完成数量 {#A1}

正文 {{ scores.A1 }} 与 {{ figures.ledger.total }}，[链接](evidence/plan.pdf)。

| 甲 | 乙 |
| --- | --- |
| 1 | 2 |
"""


def variants() -> list[str]:
    """The report with a mark in the place of every value, key and word in turn."""
    found = []
    for match in re.finditer(r"[\w〔〕.@/\-]+", BASE):
        if match.start() > BASE.index("title"):
            found.append(f"{BASE[: match.start()]}@@{BASE[match.end() :]}")
            if not match.group()[-1].isdecimal():  # behind a digit it would be another number
                found.append(f"{BASE[: match.end()]}@@{BASE[match.end() :]}")
    return found


def written(root: Path, report: str) -> list[Finding]:
    files = {
        "mkdocs.yml": CONFIG % "zh",
        "schemes/demo/2025.yml": SCHEME,
        "content/units/jia/index.md": "---\nunit: jia\nname: 示例市甲局\nfictional: true\n---\n",
        "content/units/jia/2025.md": report,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return assess(read_settings(root / "mkdocs.yml"), today="2026-11-28").findings


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_no_finding_shows_it_wherever_it_stands(secret: str, tmp_path: Path) -> None:
    rules = set()
    for variant in variants():
        findings = written(tmp_path, variant.replace("@@", secret))
        rules |= {each.rule.code for each in findings}
        for each in findings:
            said = [each.text(translator(language)) for language in LANGUAGES]
            said.append(json.dumps(each.data(translator("zh_CN")), ensure_ascii=False))
            assert not leaks("\n".join(said), secret), (variant, said)
    assert len(rules) > 15


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_it_withholds_the_report_wherever_it_stands(secret: str, tmp_path: Path) -> None:
    for variant in variants()[::7]:
        findings = written(tmp_path, variant.replace("@@", secret))
        assert any(each.rule.never_public for each in findings), variant


# --- commands and pages ---------------------------------------------------------------------------------

DRAFT = REPORT.replace("status: published", "status: draft")
PLACES = {
    "title": DRAFT.replace("自评报告", "自评 @@ 报告"),
    "note": DRAFT.replace("A2: 3.5", "A2: {self: 3.5, note: 由 @@ 领取}"),
    "comment": DRAFT.replace("scores:", "# @@\nscores:"),
    "value": DRAFT.replace("actual: 9", "actual: @@"),
    "prose": DRAFT + "\n经办人 @@。\n\n### 附 @@\n",
    "figure": DRAFT.replace("scores:", "figures:\n  a: {title: 台账, rows: {甲 @@: 1}}\nscores:"),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_command_shows_it(place: str, tmp_path: Path) -> None:
    secret = SECRETS["card"] if place == "note" else SECRETS["ID"]
    written(tmp_path, PLACES[place].replace("@@", secret))
    for arguments in (["check"], ["explain", "jia", "2025"], ["explain", "jia", "2025", "--format", "json"]):
        done = run_program(tmp_path, "scorepress", *arguments)
        assert done.returncode == (3 if arguments == ["check"] else 1), done.stderr
        assert not leaks(done.stdout + done.stderr, secret)


ID = SECRETS["ID"]
SPLIT = {
    "bold": ("", f"{ID[:6]}**{ID[6:14]}**{ID[14:]}"),
    "code": ("", f"`{ID[:6]}`{ID[6:]}"),
    "backslash": ("", f"{ID[:6]}\\-{ID[6:]}"),
    "escaped in YAML": (f'summary: "{ID[:3]}\\u003{ID[3]}{ID[4:]}"', ""),
    "on two lines": ("", f"号 {ID[:6]}\n{ID[6:]}"),
    "on three lines of a list": ("", f"- 号 {ID[:6]}\n  {ID[6:14]}\n  {ID[14:]}"),
    "on two lines of a quotation": ("", f"> 号 {ID[:14]}\n> {ID[14:]}"),
    "with a line break": ("", f"号 {ID[:6]}  \n{ID[6:]}"),
    "with a backslash for a line break": ("", f"号 {ID[:6]}\\\n{ID[6:]}"),
    "in codes of an address": ("", f"[甲](https://e.example/?id={ID[:3]}%3{ID[3]}{ID[4:]})"),
    "in a link": ("", f"{ID[:6]}[{ID[6:]}](https://e.example/)"),
    "on two lines of YAML": (f"summary: 号 {ID[:6]}\n  {ID[6:]}", ""),
}
"""What stands in the front matter and in the prose, so that a page shows one number."""


@pytest.mark.parametrize("way", SPLIT)
def test_a_number_in_parts_is_found_and_masked(way: str, tmp_path: Path) -> None:
    front, prose = SPLIT[way]
    written(tmp_path, REPORT.replace("scores:", f"{front}\nscores:") + f"\n{prose}\n")
    done = run_program(tmp_path, "scorepress", "check")
    assert done.returncode == 3, done.stdout
    assert "SR800" in done.stdout
    assert not leaks(done.stdout + done.stderr, ID)


SERVED = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", site_dir="site")
config.plugins.on_startup(command="serve", dirty=False)
build(config)
"""
"""What `mkdocs serve` does before it serves, drafts and all."""


def test_no_page_of_a_preview_shows_it_and_no_log(tmp_path: Path) -> None:
    for index, (text, secret) in enumerate(zip(PLACES.values(), SECRETS.values(), strict=True)):
        written(tmp_path, REPORT)
        page = text.replace("@@", secret).replace("period: 2025", f"period: {2010 + index}")
        (tmp_path / f"content/units/jia/{2010 + index}.md").write_text(page, encoding="utf-8")
    (tmp_path / "content/index.md").write_text("# 首页\n", encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-c", SERVED]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    pages = [
        path for path in (tmp_path / "site").rglob("*") if path.suffix in {".html", ".json", ".xml", ".md", ".csv"}
    ]
    assert (tmp_path / "site/units/jia/2014/index.html") in pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        for secret in SECRETS.values():
            assert not leaks(text, secret), path
    for secret in SECRETS.values():
        assert not leaks(done.stdout + done.stderr, secret)
