"""Attacks: whatever becomes of a file, there is an answer in good time, and it points into the file.

A good report and a good scheme are cut off, garbled, shuffled and filled with hostile values; all of it is seeded,
so that a failure can be repeated.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scorepress.assessment import Assessed, assess_report
from scorepress.core.findings import Finding
from scorepress.core.isolation import ProgramFault
from scorepress.core.layout import Settings
from scorepress.core.messages import LANGUAGES, translator
from scorepress.reports.loader import load_report, load_unit
from scorepress.reports.model import UnitFile
from scorepress.schemes.loader import SchemeFile, Schemes, load_scheme, load_schemes
from tests.mutants import VALUES, Mutant, garbled, shuffled, values_replaced
from tests.patience import seconds
from tests.rendering import PER_FILE, SITE, faults_of, report_specimens, scheme_specimens

SCHEME = """\
scheme: all
edition: 2021
title: 全部方法
issuer: 临江市交通运输局
basis: [临政办发〔2021〕9号]
rounding: {places: 2, at: [indicator, total]}
not_applicable: rescale
evidence_kinds: [文件, 照片]
units: [u]
classes: [{id: 县区, title: 县区类, units: [u]}]
groupings: {terrain: {山区: [u]}}
parts:
  - id: work
    title: 工作任务
    full: 50
    indicators:
      - {id: A1, title: 组织领导, full: 20, method: direct, evidence: {min: 1, kinds: [照片]}, reason: below_full}
      - {id: A2, title: 通客车, full: 10, method: attainment, target: 70, measured_in: 个, zero_below: 60%}
      - {id: A3, title: 完成率, full: 10, method: bands, bands: [{from: 90, marks: 10}, {from: 60, marks: 5}, {marks: 0}]}
      - {id: A4, title: 短缺, full: 10, method: shortfall, unit: 1, points: 0.5, part_units: ceil}
  - id: run
    title: 运行
    full: 50
    parts:
      - id: weighted
        title: 加权
        full: 30
        aggregate: weighted
        indicators:
          - {id: B1, title: 方案, full: 10, weight: 40%, method: met, target: 3}
          - {id: B2, title: 台账, full: 6, weight: 60%, method: checklist, items: [{id: a, title: 甲, points: 4}, {id: b, title: 乙, points: 2}]}
      - id: safety
        title: 安全
        full: 10
        aggregate: deduct
        indicators:
          - id: C1
            title: 报送
            method: events
            rules:
              - {id: late, title: 迟报, points: 1, cap: 3, exclusive: 报送}
              - {id: other, title: 其他}
    indicators:
      - {id: L1, title: 效益, full: 10, method: level, levels: [{id: 达成, from: 60%, to: 100%}, {id: 未达成, from: 0%, to: 60%}]}
  - id: compared
    title: 比较
    full: 40
    parts:
      - id: pooled
        title: 合用
        full: 30
        aggregate: pool
        keys: [E1]
        indicators:
          - {id: E1, title: 增速, full: 10, method: efficacy, inputs: {this: 本年, last: 上年}, value: (this - last) / last}
          - {id: E2, title: 能耗, full: 10, method: ratio, direction: down, group: terrain, gate: {operator: "<=", target: 90, marks: 4}}
          - {id: E3, title: 排名, full: 10, method: rank, ties: average, ranks: [{to: 1, marks: 10}, {marks: 6}]}
      - id: meaned
        title: 平均
        full: 10
        aggregate: mean
        indicators:
          - {id: M1, title: 比例, full: 10, method: linear, factor: 10, constant: -2, zero_below: 0.2}
          - {id: M2, title: 对标, full: 10, method: plus_minus, base: 80%, unit: 0.1, points: 0.5, floor: 1, cap: 9}
          - {id: M3, title: 测评, full: 10, method: votes, choices: [{id: 满意, worth: 100%}, {id: 弃权, invalid: true}], raters: [{id: 群众, title: 群众, weight: 100%}]}
          - {id: M4, title: 进度, full: 10, method: formula, inputs: {done: {title: 完成数, from: [funds, 总额, done]}, planned: {title: 计划数, from: [funds, 总额, planned]}}, formula: full * done / planned}
  - {id: extra, title: 加分, kind: bonus, cap: 5, indicators: [{id: X1, title: 试点, method: bonus, items: [{id: pilot, title: 试点, points: 2}]}]}
total: {bonus: added, cap: 144}
grades: {优: 90%, 良: 60%, 差: 0}
vetoes: [{id: accident, title: 重大事故, best_grade: 良}]
sections: [基本情况, {title: 存在的问题, aliases: [问题], optional: true}]
form:
  title: 自评表
  head: [项目名称, {title: 实施单位, from: unit}]
  tables:
    funds:
      title: 资金
      total: 总额
      rows: [财政, {title: 其他, optional: true}]
      score: M4
      columns:
        planned: 预算数
        done: {title: 执行数, measured_in: 万元}
        rate: {title: 执行率, equals: done / planned * 100, added: false}
        marks: {title: 得分, shows: marks}
  indicators:
    title: 指标
    parts: [work, run, compared, extra]
    total: 总分
    columns: [{title: 一级, shows: level1}, {title: 二级, shows: level2}, {title: 三级, shows: title}, {title: 得分, shows: marks}]
  foot: [{title: 原因, when: {value: funds.total.done / funds.total.planned, below: 0.9}}]
"""  # noqa: E501 - an indicator a line

REPORT = """\
---
title: 临江市 2021 年自评报告
unit: u
scheme: all@2021
period: 2021-H1
status: published
number: 临政办发〔2021〕9号
date: 2021-10-28
summary: "自评: 良好"
scores:
  A1: {self: 19.50, evidence: [photo], note: 资金拨付迟缓}
  A2: {actual: 63, self: 9}
  A3: {value: 87.5}
  A4: {target: 10, actual: 9.5, note: 差一处}
  B1: {actual: 3}
  B2: {done: [a, b]}
  C1:
    events:
      - {rule: late, count: 2, reason: 两次迟报}
      - {rule: other, points: 0.5, about: true, reason: 其他事项}
  L1: {level: 达成, share: 95%}
  E1: {inputs: {this: 5, last: 4}}
  E2: {actual: 80}
  E3: {actual: 7, self: 9}
  M1: {actual: 0.9}
  M2: {target: 8, actual: 8.3}
  M3: {votes: {群众: {满意: 3, 弃权: 1}}}
  M4: {note: 如期}
  X1: {claims: [{item: pilot, count: 1, reason: 省级试点}]}
declared: {work: 43, total: 130.75}
vetoes:
  - {veto: accident, reason: 发生一起事故}
evidence:
  photo: {title: 现场照片, kind: 照片, file: photo.txt, date: 2021-09, number: 临政办发〔2021〕9号}
figures:
  land:
    title: 造林
    measured_in: 亩
    columns:
      plan: {title: 计划}
      done: {title: 完成}
      rate: {title: 完成率, equals: done / plan * 100, added: false}
    rows:
      临江: [51000, 53321.9, 104.6]
      浑江: [~, {value: 700, at_least: true}, ~]
    checks:
      - {left: figures.firms.total, right: "3"}
  firms: {title: 企业, data: firms.csv, total: 3}
measures:
  - {problem: 资金不足, action: 追加预算, office: 财政局, due: 2021-12-31, status: doing}
form:
  项目名称: 公路
  funds: {总额: {planned: 20, done: 18, rate: 90}, 财政: [20, 18, 90]}
remarks: [原文个别数字有误]
---

# 自评报告

## 一、基本情况 {#A1}

总分 {{ total }} 分，平均 {{ round(total / 3, 2) }}，`{{ code }}`，面积 {{ figures.land.临江.done }} 亩。

{{ figures.firms }}

```yaml
x: <b>
```

## 二、存在的问题

资金 {{ scores.A1.lost }} 分。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    unit = root / "content" / "units" / "u"
    unit.mkdir(parents=True)
    (unit / "index.md").write_text("---\nunit: u\nname: 临江市交通运输局\n---\n", encoding="utf-8")
    (unit / "photo.txt").write_text("x", encoding="utf-8")
    (unit / "firms.csv").write_text("区县,value\n临江,1\n浑江,2\n", encoding="utf-8")
    (root / "schemes" / "all").mkdir(parents=True)
    (root / "schemes" / "all" / "2021.yml").write_text(SCHEME, encoding="utf-8")
    return root


class Attacked:
    """A small project whose report or scheme is replaced by something else."""

    def __init__(self, root: Path) -> None:
        self.unit = root / "content" / "units" / "u"
        self.schemes = load_schemes(Settings(root, root / "content", root / "schemes"))
        self.units: dict[str, UnitFile] = {"u": load_unit(self.unit / "index.md", "content/units/u/index.md")}
        self.edition = root / "schemes" / "all" / "2021.yml"
        self.target = self.unit / "2021-H1.md"

    def report(self, data: bytes, schemes: Schemes | None = None) -> Assessed:
        self.target.write_bytes(data)
        file = load_report(self.target, "content/units/u/2021-H1.md")
        return assess_report(file, schemes or self.schemes, self.units)

    def scheme(self, data: bytes) -> SchemeFile:
        """The scheme as read, with a report assessed under it whatever it is."""
        self.edition.write_bytes(data)
        file = load_scheme(self.edition, "schemes/all/2021.yml")
        sound(self.report(REPORT.encode(), Schemes({"all@2021": file})).findings)
        return file


@pytest.fixture
def attacked(folder: Path) -> Iterator[Attacked]:
    project = Attacked(folder)
    yield project
    project.edition.write_text(SCHEME, encoding="utf-8")


def sound(findings: tuple[Finding, ...]) -> None:
    """Every finding points into its file and can be shown; none is a fault of the program."""
    for finding in findings:
        assert finding.rule is not ProgramFault, finding.headline(str)
        for span in (finding.span, finding.see):
            if span is None:
                continue
            lines = span.source.lines
            assert 1 <= span.line <= len(lines), finding.headline(str)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1, finding.headline(str)
            assert (span.line, span.column) <= (span.end_line, span.end_column), finding.headline(str)
        for language in LANGUAGES:
            text = finding.text(translator(language))
            assert "^" in text
            assert len(text) < 4000, text[:200]


def test_the_good_files_are_good(attacked: Attacked) -> None:
    assert [each.headline(str) for each in attacked.scheme(SCHEME.encode()).findings] == []
    assert [each.headline(str) for each in attacked.report(REPORT.encode()).findings] == []


def test_a_report_cut_off_anywhere(attacked: Attacked) -> None:
    data = REPORT.encode()
    for end in range(0, len(data), 5):
        sound(attacked.report(data[:end]).findings)


def test_a_scheme_cut_off_anywhere(attacked: Attacked) -> None:
    data = SCHEME.encode()
    for end in range(0, len(data), 23):
        sound(attacked.scheme(data[:end]).findings)


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_every_value_of_a_report_replaced(attacked: Attacked, value: str) -> None:
    for index, text in enumerate(values_replaced(REPORT, value)):
        if index % 2 == len(value) % 2:
            sound(attacked.report(text.encode()).findings)


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_every_value_of_a_scheme_replaced(attacked: Attacked, value: str) -> None:
    for index, text in enumerate(values_replaced(SCHEME, value)):
        if index % 16 == (3 * len(value)) % 16:
            sound(attacked.scheme(text.encode()).findings)


@pytest.mark.parametrize("seed", range(10))
def test_garbled_files(attacked: Attacked, seed: int) -> None:
    for number in range(16):
        sound(attacked.report(garbled(REPORT, 1000 * seed + number)).findings)
        sound(attacked.report(shuffled(REPORT, 1000 * seed + number)).findings)
        change = garbled if number % 2 else shuffled
        sound(attacked.scheme(change(SCHEME, 1000 * seed + number)).findings)


def front(text: str) -> str:
    """The report with `text` in the place of everything after its title and so on."""
    head, rest = REPORT.split("scores:", 1)
    return head + text + "\n---\n" + rest.split("\n---\n", 1)[1]


def body(text: str) -> str:
    """The report with `text` as its prose."""
    return REPORT.split("\n---\n\n", 1)[0] + "\n---\n\n" + text + "\n"


MANY, MORE = 200_000, 400_000
LARGE = {
    "underscores": lambda: front("scores:\n  A1: 1" + "_" * MANY + "x"),
    "commas": lambda: front("scores:\n  A1: " + "1," * (MANY // 2) + "x"),
    "a number": lambda: front("scores:\n  A1: " + "1" * MANY),
    "dashes": lambda: front("x: [\n" + "-" * MANY),
    "keys in braces": lambda: front("x: {" + ",".join(f"k{number}" for number in range(20000)) + "}"),
    "numbers in braces": lambda: front("x: {" + ", ".join(f"{number}" for number in range(20000)) + "}"),
    "unknown keys": lambda: front("\n".join(f"scor{number}: 1" for number in range(10000))),
    "unknown indicators": lambda: front("scores:\n" + "\n".join(f"  A{number}: 1" for number in range(20, 9000))),
    "one key": lambda: front("summary: x\n" + "scores: 1\n" * 15000),
    "unknown evidence": lambda: front("scores: {A1: {self: 1, evidence: [" + ",".join(["e"] * 20000) + "]}}"),
    "rows": lambda: front("figures: {a: {title: x, rows: {" + ", ".join(f"r{n}: 1" for n in range(9000)) + "}}}"),
    "rows with a formula": lambda: front(
        "figures: {a: {title: x, columns: {p: {title: x}, q: {title: y, equals: p * 2}}, rows: {"
        + ", ".join(f"r{number}: [1, 3]" for number in range(8000))
        + "}}}"
    ),
    "rows with a wrong formula": lambda: front(
        "figures: {a: {title: x, columns: {p: {title: x}, q: {title: y, equals: p * total}}, rows: {"
        + ", ".join(f"r{number}: [1, 3]" for number in range(8000))
        + "}}}"
    ),
    "full-width colons": lambda: front("a：b\n" * 20000 + "x: y: z"),
    "opening brackets": lambda: front("summary: " + "[" * MANY),
    "opening quotes": lambda: front("summary: " + "'\n" * (MANY // 2)),
    "question marks": lambda: front("? " * (MANY // 2)),
    "backquotes": lambda: body("{{" + "`" * MORE),
    "pairs of backquotes": lambda: body("< " + "` `` " * (MORE // 5)),
    "escaped backquotes": lambda: body("{{ " + "\\`" * (MORE // 2)),
    "opening references": lambda: body("{{" * (MORE // 2)),
    "references": lambda: body("{{ total }} " * (MORE // 12)),
    "wrong references": lambda: body("{{ x }} " * (MORE // 80)),
    "spaces in a heading": lambda: body("# a" + " " * MORE + "x"),
    "braces in a heading": lambda: body("# a" + " {" * (MORE // 2) + "x"),
    "hashes in a heading": lambda: body("# a" + " #" * (MORE // 2) + "x"),
    "a heading's binding": lambda: body("# a {" + "#" * MORE + "}"),
    "numerals": lambda: body("# " + "一" * (MORE // 3)),
    "headings": lambda: body("# 一、a\n" * (MORE // 10)),
    "underlines": lambda: body("-" * MORE + "\n" + "=\n" * (MORE // 2)),
    "pictures": lambda: body("![" * (MORE // 2)),
    "ends of pictures": lambda: body("![" * (MORE // 4) + "](" * (MORE // 4)),
    "tags": lambda: body("<a" * (MORE // 2)),
    "a tag": lambda: body("<a" + "-" * MORE),
    "fences": lambda: body("```\n" * (MORE // 4)),
    "fences of all lengths": lambda: body("".join("`" * (3 + number) + "\n" for number in range(800))),
    "line breaks": lambda: body("\n" * MORE),
    "carriage returns": lambda: body("\r" * MORE),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_and_hostile_files_take_little_time(attacked: Attacked, name: str) -> None:
    data = LARGE[name]().encode()
    begun = time.process_time()  # not what other processes take at the same time
    findings = attacked.report(data).findings
    assert time.process_time() - begun < seconds(15)
    sound(findings[:50])


def test_mutated_reports_become_pages_or_findings(tmp_path: Path) -> None:
    """Thousands are tried by `python -m benchmarks.mutants`."""
    assert list(map(str, faults_of(list(report_specimens(240, 0)), tmp_path))) == []


def test_mutated_schemes_become_pages_or_findings(tmp_path: Path) -> None:
    assert list(map(str, faults_of(list(scheme_specimens(24, 0)), tmp_path))) == []


def test_a_page_that_crashes_is_found_among_others(tmp_path: Path) -> None:
    """What no report can do a broken hook does: it raises an error at one page of a batch."""
    sound = [replace(each, mutant=Mutant("good", 0, REPORT.encode())) for each in report_specimens(4, 0)]
    broken = replace(sound[2], beside={**sound[2].beside, "mkdocs.yml": (SITE + "hooks: [hook.py]\n").encode()})
    hook = b"def on_page_markdown(markdown, page, **_):\n    raise RecursionError(page.url)\n"
    broken = replace(broken, beside={**broken.beside, "hook.py": hook})
    (fault,) = faults_of([*sound[:2], broken, sound[3]], tmp_path)
    assert (fault.specimen, fault.kind) == (broken, "crash")
    assert "RecursionError" in fault.what


def test_a_report_that_takes_too_long_is_found_among_others(tmp_path: Path) -> None:
    sound = [replace(each, mutant=Mutant("good", 0, REPORT.encode())) for each in report_specimens(2, 0)]
    slow = f"import time\ndef on_page_markdown(markdown, page, **_):\n    end = time.process_time() + {2 * PER_FILE} * "
    slow += f"({seconds(1)} if {sound[1].name!r} in page.url and '/2' in page.url else 0)\n"
    slow += "    while time.process_time() < end:\n        pass\n"
    files = {**sound[1].beside, "mkdocs.yml": (SITE + "hooks: [hook.py]\n").encode(), "hook.py": slow.encode()}
    faults = faults_of([sound[0], replace(sound[1], beside=files)], tmp_path)
    assert [(fault.specimen.name, fault.kind) for fault in faults] == [(sound[1].name, "slow")]
