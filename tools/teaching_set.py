"""Write the teaching set: an invented city whose counties report for three years, under `content/units/`.

`python tools/teaching_set.py` writes the same files every time. Nothing in them is real; every page says so. What the
reports declare of their own totals is left out: marks that compare units are known only when all are there.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

UNITS = Path(__file__).parents[1] / "content" / "units"
CLASSES = {
    "工业主导类": {
        "jiashan": "甲山县",
        "yishui": "乙水县",
        "bingyuan": "丙原区",
        "dingchuan": "丁川县",
        "wuhe": "戊河区",
        "jiling": "己岭县",
        "genghu": "庚湖区",
        "xintian": "辛田县",
        "renzhou": "壬洲区",
        "guixi": "癸溪县",
        "zigang": "子岗区",
        "chouping": "丑坪县",
    },
    "生态农业类": {
        "yintang": "寅塘县",
        "maopo": "卯坡县",
        "chengou": "辰沟县",
        "siquan": "巳泉县",
        "wuqiao": "午桥县",
        "weian": "未岸县",
        "shenlong": "申垄县",
        "youyan": "酉岩县",
        "xufeng": "戌峰县",
        "haigu": "亥谷县",
        "chuntai": "春台县",
        "qiuping": "秋屏县",
    },
}
REGIONS = ("示例市东部", "示例市西部", "示例市南部", "示例市北部")
EDITIONS = {2022: 2022, 2023: 2022, 2024: 2024}
DRAFT = ("qiuping", 2024)
"""One report of the last year is still a draft: its class waits for it."""

PROJECTS = (
    "产业园区标准厂房",
    "城乡供水一体化",
    "县域物流中心",
    "高标准农田",
    "城区停车设施",
    "乡镇卫生院改造",
    "职业学校实训楼",
)
PROBLEMS = (
    ("重点项目前期手续办理慢，部分项目开工晚于计划", "建立项目前期工作台账，按周调度", "发展改革局"),
    ("小微企业安全生产主体责任落实不到位", "逐企签订责任书，开展一轮全覆盖检查", "应急管理局"),
    ("农产品加工链条短，龙头企业少", "引进加工企业，建设产地初加工点", "农业农村局"),
    ("汛期支流水质有波动", "完成沿河排口整治，加密监测", "生态环境分局"),
    ("办事大厅午间窗口少，群众等候时间长", "推行错时值班和预约办理", "政务服务局"),
    ("预算执行前松后紧", "按月通报支出进度，收回闲置资金", "财政局"),
    ("老旧小区加装电梯推进慢", "简化联合审查，明确办理时限", "住房城乡建设局"),
)
SAFETY = {
    "较大事故": "发生较大生产安全事故 {count} 起，已依规调查处理并公布调查报告",
    "一般事故": "发生一般生产安全事故 {count} 起，已结案",
    "隐患逾期": "重大隐患逾期整改 {count} 处，均已销号",
}


@dataclass(frozen=True)
class County:
    """One county and how it tends to do."""

    unit: str
    name: str
    of_class: str
    region: str
    strength: float
    """0 weak to 1 strong; a tendency of invented values, no score."""
    safe: float

    @property
    def farming(self) -> bool:
        """Whether it belongs to the class that is assessed on farm produce."""
        return self.of_class == "生态农业类"


def counties() -> Iterator[County]:
    """All counties, always with the same tendencies."""
    chance = random.Random("counties")  # noqa: S311 - the same every time, nothing secret
    for of_class, units in CLASSES.items():
        for index, (unit, name) in enumerate(units.items()):
            region = REGIONS[index % len(REGIONS)]
            yield County(unit, name, of_class, region, chance.uniform(0.2, 1), chance.uniform(0.3, 1))


def profile(county: County) -> str:
    """The page of a county."""
    return f"""\
---
unit: {county.unit}
name: {county.name}（虚构）
short_name: {county.name}
class: {county.of_class}
region: {county.region}
fictional: true
note: 示例市和本县区均为教学虚构，不对应任何真实地方。
---
{county.name}是虚构的示例市所辖县区，位于{county.region.removeprefix("示例市")}，按{county.of_class}参加全市高质量发展综合绩效考核。
"""


class Year:
    """What one county reports for one year."""

    def __init__(self, county: County, year: int) -> None:
        self.county, self.year, self.edition = county, year, EDITIONS[year]
        self.chance = random.Random(f"{county.unit} {year}")  # noqa: S311 - the same every time, nothing secret
        self.good = min(1.0, max(0.0, county.strength + (year - 2023) * 0.04 + self.chance.uniform(-0.15, 0.15)))

    def between(self, low: float, high: float, places: int = 1, spread: float = 0.15) -> str:
        """A value that tends to `high` in strong counties, as it is written."""
        share = min(1.0, max(0.0, self.good + self.chance.uniform(-spread, spread)))
        return f"{low + (high - low) * share:.{places}f}"

    def events(self) -> list[tuple[str, int]]:
        """Accidents and overdue repairs by cause."""
        risk = 1 - self.county.safe
        found = []
        if self.chance.random() < risk * 0.25:
            found.append(("较大事故", 1))
        if self.chance.random() < risk:
            found.append(("一般事故", self.chance.choice((1, 1, 2))))
        if self.chance.random() < risk:
            found.append(("隐患逾期", self.chance.choice((1, 2, 3))))
        return found

    def page(self) -> str:
        """The report."""
        front = [*self.head(), "scores:", *self.scores(), *self.reviews(), *self.rest()]
        return "\n".join(["---", *front, "---", "", *self.prose(), ""])

    def head(self) -> Iterator[str]:
        """Whose report it is."""
        status = "draft" if (self.county.unit, self.year) == DRAFT else "published"
        yield f"title: {self.county.name} {self.year} 年高质量发展综合绩效考核自评报告（虚构）"
        yield f"unit: {self.county.unit}"
        yield f"scheme: shili-gzl@{self.edition}"
        yield f"period: {self.year}"
        yield f"status: {status}"
        yield f"date: {self.year + 1}-01-{self.chance.randint(8, 25):02d}"
        yield f"index_number: 示例-{self.county.unit}/{self.year + 1}-{self.year % 100:03d}（虚构）"
        yield f"publisher: {self.county.name}人民政府办公室（虚构）"
        if status == "published":
            yield f"published_on: {self.year + 1}-02-10"
            yield "validity: valid"

    def scores(self) -> Iterator[str]:
        """The entries; values that the prose repeats are kept."""
        new = self.edition == 2024
        self.growth = self.between(2.5, 9.5)
        self.done = self.chance.choice(("100", "100", self.between(88, 100)))
        self.happy = self.between(82, 96.5)
        self.accidents = self.events()
        yield f"  J1: {{actual: {self.growth}, evidence: [公报]}}"
        yield f"  J2: {{actual: {self.between(-4, 16)}}}"
        yield f"  {'J6' if new else 'J3'}: {{actual: {self.between(1.5, 9)}}}"
        yield f"  J4: {{actual: {self.between(1, 12)}}}"
        if self.county.farming:
            yield f"  J5: {{actual: {self.between(58, 74)}}}"
        note = "" if self.done == "100" else ", note: 个别实事受汛期影响跨年完成"
        yield f"  S1: {{actual: {self.done}{note}}}"
        rows = [
            f"{{rule: {rule}, count: {count}, reason: {SAFETY[rule].format(count=count)}}}"
            for rule, count in self.accidents
        ]
        yield f"  S2: {{events: [{', '.join(rows)}], evidence: [安全]}}"
        yield f"  S3: {{actual: {self.happy}}}"
        self.days = self.between(315, 352, 0)
        yield f"  H1: {{actual: {self.days}}}"
        yield f"  H2: {{value: {self.chance.choice(('100', '100', self.between(88, 100)))}}}"
        if new:
            yield f"  H4: {{actual: {self.between(36, 44)}}}"
        elif self.county.unit in {"wuhe", "renzhou"}:
            yield "  H3: {not_applicable: 辖区无宜林荒地，市里未下达造林任务}"
        else:
            yield f"  H3: {{actual: {self.between(85, 112, 0)}}}"
        yield f"  Z1: {{actual: {self.between(0.93, 0.999, 3)}}}"
        items = ["目录", "年报", "预决算", "依申请"]
        if self.chance.random() > self.good:
            items.remove(self.chance.choice(items))
        yield f"  Z2: {{done: [{', '.join(items)}]}}"
        if new:
            level, low, high = ("好", 80, 100) if self.good > 0.6 else ("中", 60, 79)
            yield f"  Z3: {{level: {level}, share: {self.chance.randint(low, high)}%}}"
        claims = []
        if self.good > 0.55:
            claims.append(f"{{item: 市级表彰, count: {self.chance.choice((1, 2))}, reason: 全市年度工作先进}}")
        if self.good > 0.8:
            claims.append("{item: 省级试点, reason: 县域改革试点通过省级验收}")
        proof = ", evidence: [荣誉]" if claims else ""
        self.honoured = bool(claims)
        yield f"  B1: {{claims: [{', '.join(claims)}]{proof}}}"
        told = self.chance.random() < 0.12
        reason = "{rule: 市级通报, reason: 项目资料报送不及时被通报}" if told else ""
        yield f"  P1: {{events: [{reason}]}}"

    def reviews(self) -> Iterator[str]:
        """The city's second look; in the last year it is not finished."""
        if (self.county.unit, self.year) == DRAFT or (self.year == 2024 and self.chance.random() < 0.5):
            return
        changes = []
        if self.chance.random() < 0.35:
            lower = float(self.happy) - self.chance.choice((0.4, 0.8, 1.2))
            changes.append(f"S3: {{actual: {lower:.1f}, note: 以第三方调查结果为准}}")
        if self.chance.random() < 0.2:
            changes.append(
                f"H1: {{actual: {int(self.days) - self.chance.randint(1, 4)}, note: 剔除未通过审核的监测数据}}"
            )
        yield f"verified: {{by: 示例市考核办（虚构）, date: {self.year + 1}-03-10, scores: {{{', '.join(changes)}}}}}"
        if self.year == 2024:
            return
        adjustment = ""
        if self.chance.random() < 0.1:
            basis = f"示考办函〔{self.year + 1}〕6号（虚构）"
            adjustment = f", adjustments: [{{of: total, points: -0.5, reason: 年度巡察整改未完成, basis: {basis}}}]"
        yield f"final: {{by: 示例市考核领导小组（虚构）, date: {self.year + 1}-04-02{adjustment}}}"

    def rest(self) -> Iterator[str]:
        """Evidence, figures and measures."""
        name, year = self.county.name, self.year
        yield "evidence:"
        yield f"  公报: {{title: {name} {year} 年统计公报, kind: 统计资料, keeper: {name}统计局, reason: 由统计局另行公开}}"
        yield f"  安全: {{title: {name} {year} 年安全生产情况说明, kind: 部门证明, keeper: {name}应急管理局, reason: 含企业信息}}"
        if self.honoured:
            yield f"  荣誉: {{title: {year} 年表彰和试点文件, kind: 部门证明, keeper: {name}政府办公室, reason: 原文另行公开}}"
        chosen = self.chance.sample(PROJECTS, 4)
        amounts = [self.chance.randint(12, 98) * 50 for _ in chosen]
        rows = ", ".join(f"{project}: {amount}" for project, amount in zip(chosen, amounts, strict=True))
        yield "figures:"
        yield "  projects:"
        yield f"    title: {year} 年重点民生项目完成投资"
        yield "    measured_in: 万元"
        yield "    row_title: 项目"
        yield f"    rows: {{{rows}}}"
        yield f"    total: {sum(amounts)}"
        yield "measures:"
        self.problems = self.chance.sample(PROBLEMS, 2)
        for problem, action, office in self.problems:
            status = (
                "done"
                if year < 2023
                else self.chance.choice(("done", "doing", "open") if year == 2024 else ("done", "done", "doing"))
            )
            yield f"  - problem: {problem}"
            yield f"    action: {action}"
            due = f"{year + 1}-{self.chance.choice((6, 9, 12)):02d}"
            yield f"    office: {name}{office}"
            yield f"    due: {due}"
            yield f"    status: {status}"
            if status == "done":
                yield "    result: 已按期完成"

    def prose(self) -> Iterator[str]:
        """The text, its numbers taken from the entries."""
        name, year = self.county.name, self.year
        yield "## 一、基本情况"
        yield ""
        yield f"{name}为虚构的示例市{self.county.of_class}县区。本报告按《示例市县区高质量发展综合绩效考核方案（{self.edition} 年版）》对 {year} 年工作逐项自评，仅供教学使用。"
        yield ""
        yield "## 二、指标完成情况"
        yield ""
        yield "### （一）经济发展 {#J1}"
        yield ""
        yield "全年地区生产总值增长 {{ scores.J1.actual }}%，固定资产投资增长 {{ scores.J2.actual }}%。重点民生项目完成投资 {{ figures.projects.total }} 万元，分项如下。"
        yield ""
        yield "{{ figures.projects }}"
        yield ""
        yield "### （二）民生实事 {#S1}"
        yield ""
        yield "民生实事完成率 {{ scores.S1.actual }}%，群众满意度 {{ scores.S3.actual }}%。"
        yield ""
        yield "### （三）安全生产 {#S2}"
        yield ""
        if self.accidents:
            told = "；".join(SAFETY[rule].format(count=count) for rule, count in self.accidents)
            yield f"{told}。本项自评 {{{{ scores.S2 }}}} 分。"
        else:
            yield "全年未发生纳入考核的生产安全事故，重大隐患均按期整改，本项自评 {{ scores.S2 }} 分。"
        yield ""
        yield "### （四）生态环境 {#H1}"
        yield ""
        yield "空气质量优良天数 {{ scores.H1.actual }} 天，地表水达标率 {{ scores.H2.value }}%。"
        yield ""
        yield "## 三、存在的问题"
        yield ""
        for number, (problem, _, _) in enumerate(self.problems, 1):
            yield f"{number}. {problem}。"
        yield ""
        yield "## 四、下一步措施"
        yield ""
        for number, (_, action, office) in enumerate(self.problems, 1):
            yield f"{number}. {action}，由{name}{office}负责。"


def main() -> None:
    """Write every file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=UNITS, help="a folder other than content/units")
    units = parser.parse_args().into
    for county in counties():
        folder = units / county.unit
        folder.mkdir(parents=True, exist_ok=True)
        files = {"index.md": profile(county)}
        files |= {f"{year}.md": Year(county, year).page() for year in EDITIONS}
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
