"""`scorepress explain` and the report's page: one explanation of every score, with the places it comes from."""

import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from scorepress.core.messages import translator
from scorepress.exports.explanation import Explained, explain
from tests.conftest import MakeProject, run_mkdocs, run_program
from tests.support import Written, project

SCHEME = """\
scheme: air
edition: 2025
title: 大气考核方案
rounding: {places: 1, at: [total]}
classes: [{id: A, title: 甲类, units: [jia, yi]}]
parts:
  - id: P
    title: 环境
    indicators:
      - id: A1
        title: 优良天数
        full: 7
        method: shortfall
        target: 300
        unit: 1
        points: 0.2
        measured_in: 天
        by_class:
          A:
            target: 340
      - id: A2
        title: 增速
        full: 10
        method: rank
        ties: dense
        ranks: [{to: 1, marks: 10}, {to: 2, marks: 8}, {marks: 5}]
      - id: A3
        title: 投诉
        full: 10
        method: events
        rules: [{id: 迟, title: 迟报, points: 1}, {id: 漏, title: 漏报, points: 2}]
  - id: B
    title: 加分
    kind: bonus
    cap: 2
    indicators:
      - {id: B1, title: 表彰, method: bonus}
grades: {优: 90%, 良: 60%, 差: 0}
vetoes: [{id: 事故, title: 重大事故, best_grade: 良}]
"""
REPORT = """\
---
title: 甲县自评报告
unit: jia
scheme: air@2025
period: 2025
status: published
scores:
  A1: {actual: 331}
  A2: {actual: 5.10}
  A3: {events: [{rule: 迟, count: 2, reason: 两次}]}
  B1: 3
vetoes: [{veto: 事故, reason: 如实填报}]
verified: {by: 市考核办, scores: {B1: {marks: 1.5, note: 佐证不足}}}
final: {by: 市考核委, adjustments: [{of: A3, points: -1.5, reason: 复核, basis: 会议纪要}]}
---
"""
PROFILE = "---\nunit: {unit}\nname: {name}\nfictional: true\n---\n"


@pytest.fixture
def root(make_project: MakeProject) -> Path:
    return make_project(
        {"2025.md": REPORT},
        extra={
            "schemes/air/2025.yml": SCHEME,
            "content/units/yi/index.md": PROFILE.format(unit="yi", name="乙县（虚构）"),
            "content/units/bing/index.md": PROFILE.format(unit="bing", name="乙县（虚构）"),
        },
    )


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_program(root, "scorepress", "explain", *arguments)


def test_one_indicator_in_chinese(root: Path) -> None:
    done = run(root, "jia", "2025", "A1")
    assert done.stderr == ""
    assert done.stdout == (
        "示例市甲局 2025 年 得分说明（方案 air@2025，最终分）\n"
        "content/units/jia/2025.md\n"
        "\n"
        "A1 优良天数：5.2 分（满分 7 分）\n"
        "  规则       目标值为 340 天。  [schemes/air/2025.yml:10:9]\n"
        "             每差 1 天，扣 0.2 分，扣完为止。\n"
        "  填报       A1.actual = 331  [content/units/jia/2025.md:8:16]\n"
        "  参数       full = 7  [schemes/air/2025.yml:12:15]\n"
        "             target = 340  [schemes/air/2025.yml:20:21]\n"
        "             unit = 1  [schemes/air/2025.yml:15:15]\n"
        "             points = 0.2  [schemes/air/2025.yml:16:17]\n"
        "             measured_in = 天  [schemes/air/2025.yml:17:22]\n"
        "  计算       与目标值的差距：340 − 331 = 9 天\n"
        "             每差 1 天，扣 0.2 分，扣完为止：7 − 0.2 × 9 = 5.2\n"
    )
    assert done.returncode == 0


def test_the_place(root: Path) -> None:
    path = root / "schemes/air/2025.yml"
    path.write_text(path.read_text(encoding="utf-8") + "ranking: {ties: dense}\n", encoding="utf-8", newline="\n")
    done = run(root, "jia", "2025", "total", "--layer", "self")
    lines = [
        "  名次       总分 25.2，在 1 个单位中排第 1 名（暂定）",
        "             尚未公开报告或尚无相应得分的单位：乙县（虚构）",
    ]
    assert "\n".join(lines) in done.stdout
    data = json.loads(run(root, "jia", "2025", "total", "--layer", "self", "--format", "json").stdout)
    assert data["place"]["place"] == "1"
    assert data["place"]["count"] == 1
    assert data["place"]["waits_for"] == ["乙县（虚构）"]


def test_the_total_in_english(root: Path) -> None:
    done = run(root, "示例市甲局", "2025", "total", "--lang", "en", "--layer", "self")
    for line in (
        "the total: 25.2 marks of 27 (provisional)",
        "the bonus is added to the base  [schemes/air/2025.yml:6:1]",
        "P 23.2, B 2",
        "base and bonus: 23.2 + 2 = 25.2",
        "Waits for  乙县（虚构）",
        "the grade is 良; by its marks alone it would be 优, for a total ≥ 90 % of full marks",
        "重大事故 applies: the grade is at best 良  [schemes/air/2025.yml:39:10]",
        "重大事故: stated in the report  [content/units/jia/2025.md:12:10]",
    ):
        assert line in done.stdout, line
    assert done.returncode == 0


def test_only_the_rows_that_count_are_listed(root: Path) -> None:
    table, causes = run(root, "jia", "2025", "A2").stdout, run(root, "jia", "2025", "A3").stdout
    assert "ranks.1 = {to: 1, marks: 10}" in table
    assert "ranks.2" not in table
    assert "A2.actual = 5.10  [content/units/jia/2025.md:9:16]" in table
    assert "rules.迟 = {id: 迟, title: 迟报, points: 1}" in causes
    assert "漏" not in causes.split("参数")[1]
    assert "A3.events.1.count = 2" in causes
    assert "两次" not in causes


def test_layers_stand_apart(root: Path) -> None:
    assert "B1 表彰：3 分" in run(root, "jia", "2025", "B1", "--layer", "self").stdout
    verified = run(root, "jia", "2025", "B1", "--layer", "verified").stdout
    assert "B1.marks = 1.5  [content/units/jia/2025.md:13:" in verified
    assert "调整" not in run(root, "jia", "2025", "A3", "--layer", "verified").stdout
    final = run(root, "jia", "2025", "A3").stdout
    assert "A3 投诉：6.5 分（满分 10 分）" in final
    assert "调整       最终分 −1.5：复核（会议纪要）  [content/units/jia/2025.md:14:" in final


LANGUAGE_OF = {"zh": "zh_CN", "en": "en"}
"""The command's name for the language of a theme."""


@pytest.mark.parametrize("language", LANGUAGE_OF)
def test_page_command_and_json_say_the_same(root: Path, language: str) -> None:
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("language: zh", f"language: {language}")
    config.write_text(text, encoding="utf-8", newline="\n")
    assert run_mkdocs(root, "build").returncode == 0
    page = html.unescape((root / "site/units/jia/2025/index.html").read_text(encoding="utf-8"))
    page = " ".join(re.sub(r"<[^>]+>", "", page).split())
    options = ("--lang", LANGUAGE_OF[language])
    shown = run(root, "jia", "2025", *options).stdout
    data = json.loads(run(root, "jia", "2025", *options, "--format", "json").stdout)
    assert [score["id"] for score in data["scores"]] == ["total", "P", "A1", "A2", "A3", "B", "B1"]
    for score in data["scores"]:
        for said in score["rule"]["words"]:
            assert said in page
            assert said in shown
        for value in (*score["inputs"], *score["parameters"]):
            assert f"{value['key']} = {value['text']}" in shown
            assert f"{value['key']} = {value['text']} {value['file']}:{value['line']}" in page
        for step in score["steps"]:
            assert step["shown"] in shown
            assert step["words"] in page
            assert step["shown"] in page


def test_the_scheme_is_one_click_away(root: Path) -> None:
    assert run_mkdocs(root, "build").returncode == 0
    page = (root / "site/units/jia/2025/index.html").read_text(encoding="utf-8")
    scheme = (root / "site/schemes/air/2025/index.html").read_text(encoding="utf-8")
    links = re.findall(r'class="sp-place" href="\.\./\.\./\.\./schemes/air/2025/#([^"]+)"', page)
    assert {"P-A", "A1-A", "B1-A"} <= set(links)
    assert [anchor for anchor in links if f'id="{anchor}"' not in scheme] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("jai", "2025"), "没有单位 jai。是否应为 jia"),
        (("示例市", "2025"), "没有单位 示例市。是否应为 示例市甲局"),
        (("乙县（虚构）", "2025"), "有几个单位都叫乙县（虚构），改用其中一个的 id：bing、yi"),
        (("yi", "2025"), "yi 没有自评报告"),
        (("jia", "2024"), "jia 没有 2024 的报告，有：2025"),
        (("jia", "2025", "A11"), "没有指标或板块 A11。是否应为 A1"),
        (("jia", "2025", "--scheme", "air@2024"), "jia 在 2025 没有按 air@2024 填报的报告，有：air@2025"),
    ],
)
def test_what_is_not_there_is_a_misuse(root: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(root, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_report_without_the_layer(root: Path) -> None:
    path = root / "content/units/jia/2025.md"
    text = "".join(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if "final:" not in line)
    path.write_text(text, encoding="utf-8", newline="\n")
    done = run(root, "jia", "2025", "--layer", "final")
    assert done.returncode == 2
    assert "报告没有这类得分；现有：self、verified" in done.stderr


def test_what_can_be_explained_is_and_the_rest_is_a_finding(root: Path) -> None:
    path = root / "content/units/jia/2025.md"
    path.write_text(path.read_text(encoding="utf-8").replace("B1: 3", "B1: 三"), encoding="utf-8", newline="\n")
    done = run(root, "jia", "2025", "--layer", "self")
    assert done.returncode == 1
    assert "340 − 331 = 9 天" in done.stdout
    assert "B1 表彰：未计分" in done.stdout
    assert "SR103" in done.stdout
    path.write_text("---\ntitle: [\n---\n", encoding="utf-8", newline="\n")
    done = run(root, "jia", "2025")
    assert done.returncode == 1
    assert "这份报告无法计分。" in done.stdout
    assert "SR020" in done.stdout
    data = json.loads(run(root, "jia", "2025", "--format", "json").stdout)
    assert data["scores"] == []
    assert [finding["code"] for finding in data["findings"]] == ["SR020"]


def explained(tmp_path: Path, scheme: str, scores: str, name: str) -> Explained:
    (assessed,) = project(tmp_path, scheme, [Written(f"scores: {scores}")]).reports
    explanation = explain(assessed)
    assert explanation is not None
    return explanation.by_id[name]


def test_what_does_not_apply_shows_the_policy(tmp_path: Path) -> None:
    scheme = (
        "rounding: {places: 2, at: [indicator]}\nnot_applicable: rescale\nparts:\n"
        "  - {id: A, title: 甲, indicators: [{id: A1, title: 一, full: 4, method: direct},"
        " {id: A2, title: 二, full: 6, method: met, target: 3}]}\n"
    )
    found = explained(tmp_path, scheme, "{A1: 4, A2: {not_applicable: 无此业务}}", "A2")
    assert [(each.key, each.text) for each in found.inputs] == [("A2.not_applicable", "无此业务")]
    assert [(each.key, each.text) for each in found.parameters] == [("not_applicable", "rescale")]


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ("{A1: {actual: 63}}", ["63 ÷ 70 = 0.9", "10 × 0.9 = 9"]),
        ("{A1: {actual: 77}}", ["min(1, 77 ÷ 70) = 1", "10 × 1 = 10"]),
    ],
)
def test_bounds_are_shown_only_where_they_hold(tmp_path: Path, scores: str, said: list[str]) -> None:
    scheme = (
        "rounding: {places: 2, at: []}\nparts:\n"
        "  - {id: A, title: 甲, indicators: [{id: A1, title: 一, full: 10, method: attainment, target: 70}]}\n"
    )
    found = explained(tmp_path, scheme, scores, "A1")
    assert [step.equation for step in found.steps] == said
    assert found.steps[0].words.text(translator("zh_CN")).startswith("完成率")


@pytest.mark.parametrize(
    ("mode", "said"),
    [("half_up", "40.275 ≈ 40.28"), ("down", "40.275 ≈ 40.27"), ("half_even", "40.275 ≈ 40.28")],
)
def test_rounding_is_shown_as_people_write_it(tmp_path: Path, mode: str, said: str) -> None:
    scheme = (
        f"rounding: {{places: 2, mode: {mode}, at: [indicator]}}\nparts:\n"
        "  - {id: A, title: 甲, indicators: [{id: A1, title: 一, full: 45, method: attainment, target: 1}]}\n"
    )
    found = explained(tmp_path, scheme, "{A1: {actual: 0.895}}", "A1")
    assert found.steps[-1].equation == said
    assert found.steps[-1].formula == f"{mode}(40.275, 2)"
