"""A withdrawn report: its page stays and says so, and nothing that the report said is left anywhere."""

import json
import re
import shutil
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from tests.conftest import CONFIG, ROOT, run_mkdocs
from tests.site import test_html
from tests.site.test_groups_and_reviews import text_of

from scorepress.verify import verify

SCHEME = """\
scheme: county
edition: 2021
title: 高质量发展考核
rounding: {places: 2, at: [total]}
ranking: {ties: competition}
units: [jia, yi, bing]
parts:
  - id: P
    title: 主要指标
    indicators:
      - {id: A1, title: 增速, full: 60, method: rank, step: 5%, ties: dense}
      - {id: A2, title: 项目, full: 40, method: direct}
"""
HEAD = "title: {name}2021年自评报告\nunit: {unit}\nscheme: county@2021\nperiod: 2021\n"
FRONT = """\
scores: {{A1: {{actual: {actual}}}, A2: {{self: 38.5, evidence: [a]}}}}
summary: 概述甲乙丙
number: 示发〔2022〕7号
measures: [{{problem: 问题丁, action: 措施戊}}]
evidence: {{a: {{title: 材料己, file: evidence/a.txt}}}}
---
## 一、基本情况

正文庚，合计 {{{{ total }}}} 分，见[附件](evidence/b.txt)。
"""
PUBLISHED = "status: published\n"
GONE = "status: withdrawn\nwithdrawn: {date: 2022-05-01, reason: 口径 < 更正 > 中}\n"
SAID = ("概述甲乙丙", "问题丁", "措施戊", "材料己", "正文庚", "38.5")
NAMES = {"jia": "甲县（虚构）", "yi": "乙县（虚构）", "bing": "丙县（虚构）"}


def built(root: Path, *, replaced: bool = False, gone: Collection[str] = ("yi",)) -> Path:
    """The built site of three units that are compared; reports are withdrawn, and that of 乙县 is perhaps replaced."""
    files = {"mkdocs.yml": CONFIG % "zh", "content/index.md": "# 首页\n", "schemes/county/2021.yml": SCHEME}
    for number, (unit, name) in enumerate(NAMES.items()):
        folder, front = f"content/units/{unit}", FRONT.format(actual=5 + number)
        head = HEAD.format(name=name, unit=unit)
        files[f"{folder}/index.md"] = f"---\nunit: {unit}\nname: {name}\nfictional: true\n---\n"
        files |= {f"{folder}/evidence/{each}.txt": f"附件{unit}" for each in "ab"}
        files[f"{folder}/2021.md"] = f"---\n{head}{GONE if unit in gone else PUBLISHED}{front}"
        if unit == "yi" and replaced:
            files[f"{folder}/2021-2.md"] = f"---\n{head}{PUBLISHED}{front}"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    return root / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with a withdrawn report that nothing has replaced."""
    return built(tmp_path_factory.mktemp("withdrawn"))


def test_a_withdrawn_report_leaves_its_address_and_nothing_else(site: Path) -> None:
    page = site / "units/yi/2021/index.html"
    text = text_of(page)
    assert "本报告已于 2022-05-01 撤回" in text
    assert "撤回原因 口径 &lt; 更正 &gt; 中" in text
    html = page.read_text(encoding="utf-8")
    assert [said for said in SAID if said in html] == []
    assert "data/reports/yi" not in html
    assert "data-pagefind-body" not in html
    assert sorted(path.name for path in (site / "units/yi").rglob("*.*")) == ["index.html", "index.html"]
    assert sorted(path.name for path in (site / "units/jia/evidence").iterdir()) == ["a.txt", "b.txt"]
    everywhere = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert [path for path, each in everywhere.items() if "附件yi" in each] == []


def test_a_withdrawn_report_is_marked_in_every_list_and_counts_nowhere(site: Path) -> None:
    league = (site / "schemes/county/2021/2021/index.html").read_text(encoding="utf-8")
    row = next(row for row in re.findall(r"<tr.*?</tr>", league, re.DOTALL) if "乙县" in row)
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)]
    assert cells == ["—", "乙县（虚构）", "—", "—", "—", "已撤回"]
    assert "尚未公开报告的单位：乙县（虚构）" in league
    assert "2 份报告" in text_of(site / "schemes/county/2021/2021/index.html")
    year = text_of(site / "reports/2021/index.html")
    assert "2 份报告；另有 1 份已撤回" in year
    assert "乙县（虚构）2021年自评报告 乙县（虚构） 已撤回 — 高质量发展考核 2021 年" in year
    unit = text_of(site / "units/yi/index.html")
    assert "乙县（虚构）2021年自评报告 已撤回 2021 年 高质量发展考核" in unit
    assert "逐期得分" not in unit
    measures = (site / "measures/index.html").read_text(encoding="utf-8")
    assert measures.count("units/") >= 2
    assert "乙县" not in measures
    home = text_of(site / "index.html")
    assert "乙县（虚构）2021年自评报告" not in home
    jia = text_of(site / "units/jia/2021/index.html")
    assert "尚未公开报告的单位：乙县（虚构）" in jia
    trend = text_of(site / "units/jia/index.html")
    assert re.search(r"总分 自评分 [\d.]+ / 100 暂定 名次 第 2 名（共 \d 个单位） 暂定", trend), trend


def test_the_data_says_that_a_report_is_withdrawn_and_can_be_verified(site: Path) -> None:
    data = site / "data"
    gone = json.loads((data / "reports/yi/2021.json").read_text(encoding="utf-8"))
    source = site.parent / "content/units/yi/2021.md"
    assert gone == {
        "page": "units/yi/2021/",
        "sha256": sha256(source.read_bytes()).hexdigest(),
        "format": "scorepress-data",
        "version": "1",
        "type": "withdrawn",
        "title": "乙县（虚构）2021年自评报告",
        "unit": "yi",
        "status": "withdrawn",
        "number": "示发〔2022〕7号",
        "scheme": "county@2021",
        "period": "2021",
        "file": "content/units/yi/2021.md",
        "withdrawn": {"date": "2022-05-01", "reason": "口径 < 更正 > 中"},
    }
    listed = json.loads((data / "index.json").read_text(encoding="utf-8"))["files"]
    assert {each["path"]: each["type"] for each in listed}["reports/yi/2021.json"] == "withdrawn"
    verdict = verify(data)
    assert (verdict.faults, verdict.reports) == ([], 2)


def test_verification_tells_what_is_left_of_a_withdrawn_report(site: Path, tmp_path: Path) -> None:
    before = json.loads((site / "data/reports/yi/2021.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "docs/data-format/withdrawn.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(before)
    planted = [
        ("extra-key", {**before, "layers": {}}),
        ("no-key", {**before, "withdrawn": {"date": "2022-05-01"}}),
        ("not-one-of", {**before, "status": "published"}),
        ("no-scheme", {**before, "scheme": "county@2020"}),
        ("misplaced", {**before, "unit": "jia"}),
    ]
    for code, made in planted:
        data = tmp_path / code
        shutil.copytree(site / "data", data)
        text = json.dumps(made, ensure_ascii=False)
        (data / "reports/yi/2021.json").write_text(text, encoding="utf-8")
        codes = {fault.code for fault in verify(data).faults}
        assert codes - {"digest", "bytes"} == {code}
        assert code in {"no-scheme", "misplaced"} or not jsonschema.Draft202012Validator(schema).is_valid(made)


def test_another_report_takes_the_place_of_a_withdrawn_one(tmp_path: Path) -> None:
    site = built(tmp_path, replaced=True)
    league = text_of(site / "schemes/county/2021/2021/index.html")
    assert "已撤回" not in league
    assert "没有公开报告的单位" not in league
    assert "已撤回" in text_of(site / "units/yi/index.html")
    verdict = verify(site / "data")
    assert (verdict.faults, verdict.reports) == ([], 3)


def test_the_feed_says_that_a_report_is_withdrawn(site: Path) -> None:
    root = ET.parse(site / "feed.xml").getroot()  # noqa: S314 - our own file
    atom = {"": "http://www.w3.org/2005/Atom"}
    entries = {each.findtext("title", "", atom): each for each in root.findall("entry", atom)}
    assert set(entries) == {
        "甲县（虚构）2021年自评报告",
        "已撤回：乙县（虚构）2021年自评报告",
        "丙县（虚构）2021年自评报告",
    }
    gone = entries["已撤回：乙县（虚构）2021年自评报告"]
    assert gone.findtext("updated", "", atom) == "2022-05-01T00:00:00+00:00"
    assert "报告已于 2022-05-01 撤回：口径 < 更正 > 中" in gone.findtext("summary", "", atom)
    assert not any(said in ET.tostring(gone, encoding="unicode") for said in SAID)


def test_a_league_table_of_withdrawn_reports_keeps_its_address(tmp_path: Path) -> None:
    site = built(tmp_path, gone=NAMES)
    league = text_of(site / "schemes/county/2021/2021/index.html")
    assert "本表的报告均已撤回" in league
    assert league.count("— 已撤回") == len(NAMES)
    assert "暂定" not in league
    assert not (site / "schemes/county/2021/2021/A1").exists()
    scheme = text_of(site / "schemes/county/2021/index.html")
    assert "2021 年 0 已撤回" in scheme
    assert "0 份报告；另有 3 份已撤回" in text_of(site / "reports/2021/index.html")
    pages = {
        path.relative_to(site).as_posix().removesuffix("index.html"): test_html._read(path)
        for path in site.rglob("index.html")
    }
    assert list(test_html._broken(site, pages)) == []
    assert list((site / "data").rglob("2021.csv")) == []
    verdict = verify(site / "data")
    assert (verdict.faults, verdict.reports) == ([], 0)
