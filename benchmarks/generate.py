"""Write a project of many invented reports, the same for the same numbers: `python -m benchmarks.generate 1000 DIR`.

Every unit is marked as fictional. Each report has 20 indicators of nine methods, evidence, two figures, measures and a
page of prose with references, about as much as a real one. With `--varied` no two reports have the same prose, units
have names, classes and regions, and everything is published: a site to build, look at and search.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks.prose import OFFICES, Writer

CONFIG = "site_name: 基准测试（虚构）\ndocs_dir: content\nplugins: [scorepress]\n"
VARIED_CONFIG = """\
site_name: 基准测试（虚构）
docs_dir: content
theme: {name: material, language: zh, font: false}
plugins: [scorepress]
markdown_extensions: [attr_list, tables, toc]
validation: {nav: {omitted_files: ignore}}
"""
PERIODS = ("2022", "2023", "2024", "2025")

SCHEME = """\
scheme: benchmark
edition: 2022
title: 基准测试考核方案（虚构）
note: 仅供测量速度，指标与分值均为虚构。
rounding: {places: 2, at: [total]}
not_applicable: rescale
total: {cap: 110}
grades: {优: 90%, 良: 80%, 中: 60%, 差: 0%}
vetoes: [{id: 事故, title: 重大事故, grade: 差}]
sections: [基本情况, 存在的问题, 下一步措施]
parts:
  - id: 产出
    title: 产出指标
    full: 40
    indicators:
      - {id: C1, title: 造林面积, full: 5, method: attainment, target: 1200, measured_in: 亩}
      - {id: C2, title: 培训人次, full: 5, method: attainment, measured_in: 人次}
      - {id: C3, title: 完成时限, full: 5, method: met, target: 12, operator: "<=", measured_in: 月}
      - {id: C4, title: 成本控制, full: 5, method: met, operator: "<=", measured_in: 万元}
      - {id: C5, title: 优良天数, full: 5, method: shortfall, target: 340, unit: 1, points: 0.2, measured_in: 天}
      - {id: C6, title: 验收合格率, full: 5, method: attainment, target: 98, zero_below: 60%, measured_in: "%"}
      - id: C7
        title: 制度建设
        full: 5
        method: checklist
        items:
          - {id: 方案, title: 有方案, points: 1.5}
          - {id: 台账, title: 有台账, points: 1.5}
          - {id: 检查, title: 有检查, points: 1}
          - {id: 总结, title: 有总结, points: 1}
      - {id: C8, title: 自查自纠, full: 5, method: direct, evidence: 1}
  - id: 效益
    title: 效益指标
    full: 40
    aggregate: weighted
    indicators:
      - id: X1
        title: 社会效益
        full: 10
        weight: 30%
        method: level
        levels:
          - {id: 达成, from: 80%, to: 100%}
          - {id: 部分达成, from: 60%, to: 80%}
          - {id: 未达成, from: 0%, to: 60%}
      - id: X2
        title: 投诉办结率
        full: 10
        weight: 20%
        method: bands
        bands: [{from: 95, marks: 10}, {from: 85, to: 95, marks: 7}, {from: 60, to: 85, marks: 4}, {to: 60, marks: 0}]
      - {id: X3, title: 能耗, full: 10, weight: 20%, method: attainment, target: 60, direction: down, operator: "<="}
      - {id: X4, title: 增速, full: 10, weight: 15%, method: efficacy, measured_in: "%"}
      - {id: X5, title: 满意度, full: 10, weight: 15%, method: attainment, target: 95, measured_in: "%"}
  - id: 管理
    title: 管理指标
    full: 20
    aggregate: deduct
    indicators:
      - id: G1
        title: 资金管理
        method: events
        rules: [{id: 超支, title: 超支, points: 1, cap: 3}, {id: 其他, title: 其他}]
      - id: G2
        title: 信息报送
        method: events
        rules:
          - {id: 迟报, title: 迟报, points: 0.5, exclusive: 报}
          - {id: 漏报, title: 漏报, points: 1, exclusive: 报}
      - {id: G3, title: 档案, method: events, rules: [{id: 缺件, title: 缺件, points: 0.2, cap: 2}]}
  - id: 加分
    title: 加分
    kind: bonus
    cap: 5
    indicators:
      - {id: B1, title: 创新, method: bonus, cap: 3}
      - id: B2
        title: 表彰
        method: bonus
        items: [{id: 省级, title: 省级, points: 1, cap: 2}, {id: 国家级, title: 国家级, points: 2}]
  - id: 倒扣
    title: 倒扣
    kind: penalty
    cap: 5
    indicators:
      - {id: P1, title: 通报, method: events, rules: [{id: 通报, title: 被通报, points: 1}]}
      - {id: P2, title: 舆情, method: events, rules: [{id: 舆情, title: 负面舆情, points: 0.5}]}
"""

REPORT = """\
---
title: {name} {period} 年度绩效自评报告（虚构）
unit: example-{unit:04}
scheme: benchmark@2022
period: {period}
status: {status}
number: 示财评〔{period}〕{unit}号
summary: 虚构的自评报告，仅供测量速度。
scores:
  C1: {{actual: {area}, note: 按验收面积填报}}
  C2: {{target: {planned}, actual: {trained}}}
  C3: {{actual: {month}}}
  C4: {{target: 300, actual: {cost}}}
  C5: {{actual: {days}}}
  C6: {{actual: {passed}}}
  C7: {{done: [方案, 台账, {third}]}}
  C8: {{self: {own}, evidence: [plan, ledger]}}
  X1: {{level: 达成, share: {share}%}}
  X2: {{value: {closed}}}
  X3: {{actual: {energy}}}
  X4: {{actual: {growth}, self: {estimate}}}
  X5: {satisfaction}
  G1: {{events: [{{rule: 超支, count: {over}, reason: 项目变更}}]}}
  G2: {{events: []}}
  G3: {{events: [{{rule: 缺件, count: {files}, reason: 补档中}}]}}
  B1: {bonus}
  B2: {{claims: [{{item: 省级, count: {awards}, reason: 年度表彰}}]}}
  P1: {{events: []}}
  P2: {{events: [{{rule: 舆情, reason: 已回应}}]}}
evidence:
  plan: {{title: 实施方案, number: 示政办发〔{period}〕{number}号, keeper: 办公室, reason: 内部文件}}
  ledger: {{title: 工作台账, keeper: 业务科, reason: 含个人信息}}
figures:
  funds:
    title: 资金使用
    columns:
      plan: {{title: 预算, measured_in: 万元}}
      done: {{title: 执行, measured_in: 万元}}
      rate: {{title: 执行率, measured_in: "%", equals: done / plan * 100, added: false}}
    rows:
      项目支出: [{plan_a}, {done_a}, {rate_a}]
      运转支出: [{plan_b}, {done_b}, {rate_b}]
    total: [{plan}, {done}, {rate}]
  staff: {{title: 培训人次, measured_in: 人次, rows: {{上半年: {first}, 下半年: {second}}}, total: {trained}}}
measures:
  - {{problem: 档案补件慢, action: 按季清理, office: 办公室, due: {period}-12, status: open}}
---
## 一、基本情况 {{#C1}}

全年造林 {{{{ scores.C1.actual }}}} 亩，得 {{{{ round(scores.C1, 2) }}}} 分；培训 {{{{ figures.staff.total }}}} 人次。

{paragraph}

{{{{ figures.funds }}}}

预算执行率为 {{{{ figures.funds.total.rate }}}}%，自评总分 {{{{ total }}}} 分。

## 二、存在的问题

{problems}

## 三、下一步措施

{measures}
"""
PARAGRAPH = "本段为虚构文字，只用来让报告有通常的篇幅，不代表任何单位的任何情况。" * 6


CLASSES = ("综合管理类", "行政执法类", "公共服务类", "经济发展类")
REGIONS = ("示例市东部", "示例市西部", "示例市南部", "示例市北部", "示例市中部")


@dataclass(frozen=True)
class Unit:
    """One invented unit."""

    number: int
    varied: bool

    @property
    def id(self) -> str:
        """Its id and the name of its folder."""
        return f"example-{self.number:04}"

    @property
    def name(self) -> str:
        """Its name: a number, or a place and an office."""
        if not self.varied:
            return f"示例第{self.number:04}局"
        place = Writer(self._chance, "").name()
        return f"{place}{self._chance.choice('县区市')}{OFFICES[self.number % len(OFFICES)]}"

    @property
    def profile(self) -> str:
        """Its page."""
        more = f"class: {CLASSES[self.number % 4]}\nregion: {REGIONS[self.number % 5]}\n" if self.varied else ""
        return f"---\nunit: {self.id}\nname: {self.name}（虚构）\n{more}fictional: true\n---\n"

    @property
    def _chance(self) -> random.Random:
        return random.Random(self.number)  # noqa: S311 - the same name every time, nothing secret


def paragraphs(unit: Unit, period: str) -> Iterator[str]:
    """The prose of the three sections."""
    if not unit.varied:
        yield from (PARAGRAPH,) * 3
        return
    writer = Writer(random.Random(f"{unit.number} {period}"), period)  # noqa: S311 - the same every time
    yield from (writer.paragraphs(count, 7) for count in (5, 3, 3))


def report(unit: Unit, period: str, chance: random.Random) -> str:
    """The text of one report."""
    first_section, problems, measures = paragraphs(unit, period)
    trained, first = chance.randint(300, 900), chance.randint(100, 300)
    plans = [Decimal(chance.randint(10_000, 90_000)).scaleb(-2) for _ in range(2)]
    dones = [Decimal(chance.randint(8_000, int(plan * 100))).scaleb(-2) for plan in plans]
    plan, done = sum(plans, Decimal()), sum(dones, Decimal())
    satisfaction = (
        "{not_applicable: 未开展调查}" if chance.randrange(10) == 0 else f"{{actual: {chance.randint(70, 99)}.5}}"
    )
    return REPORT.format(
        unit=unit.number,
        name=unit.name,
        status="published" if unit.varied else "draft",
        period=period,
        area=chance.randint(700, 1500),
        planned=chance.randint(300, 800),
        trained=trained,
        first=first,
        second=trained - first,
        month=chance.randint(9, 12),
        cost=f"{chance.randint(200, 320)}.36",
        days=chance.randint(320, 350),
        passed=f"{chance.randint(80, 99)}.{chance.randint(0, 9)}",
        third=chance.choice(["检查", "总结"]),
        own=f"{chance.randint(2, 4)}.{chance.randint(0, 9)}",
        share=chance.randint(80, 100),
        closed=f"{chance.randint(50, 99)}.{chance.randint(0, 9)}",
        energy=chance.randint(50, 90),
        growth=f"{chance.randint(-3, 9)}.{chance.randint(0, 9)}".replace("-0.", "-1."),
        estimate=f"{chance.randint(6, 9)}.{chance.randint(0, 9)}",
        satisfaction=satisfaction,
        over=chance.randint(0, 4),
        files=chance.randint(0, 12),
        bonus=f"{chance.randint(0, 3)}.5",
        awards=chance.randint(0, 3),
        number=chance.randint(1, 99),
        plan_a=plans[0],
        plan_b=plans[1],
        done_a=dones[0],
        done_b=dones[1],
        rate_a=_rate(dones[0], plans[0]),
        rate_b=_rate(dones[1], plans[1]),
        plan=plan,
        done=done,
        rate=_rate(done, plan),
        paragraph=first_section,
        problems=problems,
        measures=measures,
    )


def _rate(done: Decimal, plan: Decimal) -> str:
    return format((done * 100 / plan).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"), "f")


def generate(count: int, folder: Path, *, varied: bool = False, periods: int = len(PERIODS)) -> None:
    """A project of `count` reports of so many `periods` below `folder`, which is made if it is not there."""
    made = [Unit(number + 1, varied) for number in range((count - 1) // periods + 1)]
    chance = random.Random(20_240_229)  # noqa: S311 - the same reports every time, nothing secret
    units = ", ".join(unit.id for unit in made)
    files = {
        folder / "mkdocs.yml": VARIED_CONFIG if varied else CONFIG,
        folder / "schemes" / "benchmark" / "2022.yml": f"{SCHEME}units: [{units}]\n",
        folder / "content" / "index.md": "# 基准测试（虚构）\n",
    }
    for index in range(count):
        unit, period = made[index // periods], PERIODS[index % periods]
        home = folder / "content" / "units" / unit.id
        files[home / "index.md"] = unit.profile
        files[home / f"{period}.md"] = report(unit, period, chance)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Read the command line and write the project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--varied", action="store_true", help="no two reports alike, all published")
    parser.add_argument("--periods", type=int, default=len(PERIODS), choices=range(1, len(PERIODS) + 1))
    options = parser.parse_args()
    generate(options.reports, options.folder, varied=options.varied, periods=options.periods)
    print(f"{options.reports} reports in {options.folder}")


if __name__ == "__main__":
    main()
