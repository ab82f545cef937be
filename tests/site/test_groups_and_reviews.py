"""What the pages say of classes, of who is missing, and of the scores of a review."""

import re
from pathlib import Path

from tests.conftest import MakeProject, run_mkdocs

SCHEME = """\
scheme: county
edition: 2021
title: 高质量发展考核
rounding: {places: 2, at: [total]}
classes: [{id: A, title: 工业县, units: [jia, yi]}, {id: B, title: 生态县, units: [bing]}]
parts:
  - id: P
    title: 主要指标
    indicators:
      - {id: A1, title: 增速, full: 60, method: rank, step: 5%, ties: dense, by_class: {B: {step: 10%}}}
      - {id: A2, title: 项目, full: 40, method: direct}
"""
REPORT = """\
---
title: 甲县自评报告
unit: jia
scheme: county@2021
period: 2021
status: published
scores: {A1: {actual: 5}, A2: 40}
verified: {by: 市考核办, date: 2022-03-01, scores: {A2: {marks: 38.5, note: 佐证不足}}}
final: {by: 市考核委, adjustments: [{of: total, points: -2, reason: 通报批评}]}
---
## 一、基本情况

无。
"""


def text_of(path: Path) -> str:
    """The text of a page, its tags taken out."""
    html = path.read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_reviews_and_missing_units_are_shown(make_project: MakeProject) -> None:
    profile = "---\nunit: yi\nname: 乙县（虚构）\nfictional: true\n---\n"
    root = make_project(
        {"2021.md": REPORT},
        extra={"schemes/county/2021.yml": SCHEME, "content/units/yi/index.md": profile},
    )
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    report = text_of(root / "site/units/jia/2021/index.html")
    assert "尚未公开报告的单位：乙县（虚构）" in report
    assert "自评分 100.00 暂定" in report
    assert "核验分 98.50 暂定 市考核办 2022-03-01" in report
    assert "最终分 96.50 暂定 市考核委" in report
    assert "总分 −2 ；通报批评" in report
    assert "佐证不足" in report
    scheme = text_of(root / "site/schemes/county/2021/index.html")
    assert "考核对象：示例市甲局、乙县（虚构）" in scheme
    assert "工业县：1 份报告；得分率平均 96.5%" in scheme
    assert "A2 项目 40 96.3%" in scheme
    places = [scheme.index(words) for words in ("工业县", "少得满分的 5%", "生态县", "少得满分的 10%")]
    assert places == sorted(places)
    html = (root / "site/schemes/county/2021/index.html").read_text(encoding="utf-8")
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
