"""A site with reports of every kind of layer: the unit's own scores, verified, final, adjusted, and units that miss."""

from collections.abc import Mapping
from pathlib import Path

from tests.conftest import CONFIG, run_program

SCHEME = """\
scheme: {name}
edition: 2025
title: 考核方案 {name}
rounding: {{places: 2, at: [indicator, total]}}
{units}
{ranking}
grades: {{优秀: 90, 良好: 80, 合格: 60, 较差: 0}}
parts:
  - id: A
    title: 主要指标
    indicators:
      - {{id: A1, title: 项目建设, full: 60, method: direct}}
      - {{id: A2, title: 完成任务, full: 30, method: attainment, target: 10}}
      - {{id: A3, title: 增长速度, full: 10, method: rank, step: 10%, ties: competition}}
  - id: B
    title: 加分
    kind: bonus
    cap: 5
    indicators: [{{id: B1, title: 表彰奖励, method: bonus, items: [{{id: 表彰, title: 获表彰, points: 2}}]}}]
  - id: P
    title: 扣分
    kind: penalty
    cap: 3
    indicators: [{{id: P1, title: 通报批评, method: events, rules: [{{id: 通报, title: 被通报, points: 1}}]}}]
"""
CLASSES = "classes: [{id: X, title: 工业类, units: [a, b, c, d]}, {id: Y, title: 农业类, units: [e, f, g, h]}]"
GROUPINGS = "groupings: {片区: {东片: [a, e, c], 西片: [b, d, f, g, h]}}"
SCHEMES = {
    "each": (CLASSES, "ranking: {ties: competition}"),
    "all": (CLASSES, "ranking: {ties: dense, within: all}"),
    "area": (f"{CLASSES}\n{GROUPINGS}", "ranking: {ties: average, within: 片区}"),
    "adjusted": ("units: [a, b, c]", "ranking: {ties: competition}"),
    "unranked": ("units: [a, b]", ""),
}
OWN = "scores: {{A1: {a1}, A2: {{actual: {a2}}}, A3: {{actual: {a3}}}, B1: {{claims: [{b1}]}}, P1: {{events: [{p1}]}}}}"
CLAIM = "{item: 表彰, count: 1, reason: 获奖}"
EVENT = "{rule: 通报, reason: 通报一次}"
VERIFIED = "verified: {by: 考核办, date: 2026-03-01, scores: {A1: {marks: %s, note: 佐证不足}}}"
PENALISED = "adjustments: [{of: total, points: -2, reason: 瞒报}]"
FINAL = f"final: {{by: 考核委, scores: {{A2: {{actual: 9.9, note: 复核后更正}}}}, {PENALISED}}}"
STATUS = "period: 2025\nstatus: published\n"
PROSE = "## 一、情况\n\n合计 {{ total }} 分。\n"
BONUS = "final: {by: 考核委, adjustments: [{of: A, points: 0.5, reason: 申诉成立, basis: 考核委会议纪要}]}"


def _own(a1: str, a2: str, a3: str, b1: str = "", p1: str = "") -> str:
    return OWN.format(a1=a1, a2=a2, a3=a3, b1=b1, p1=p1)


SELF = {
    "a": _own("50.1", "9", "4"),
    "b": _own("55.7", "9.5", "5"),
    "c": _own("57.2", "10", "6"),
    "d": _own("58.4", "8.1", "7", p1=EVENT),
    "e": _own("60", "10", "8", b1=CLAIM),
    "f": _own("51.25", "7", "3"),
    "g": _own("52.3", "9.7", "9", b1=CLAIM, p1=EVENT),
}
"""`h` has no report, so that its class is not complete."""
REVIEWS = {
    "b": VERIFIED % "53.2",
    "c": f"{VERIFIED % '56.1'}\n{FINAL}",
    "d": f"{VERIFIED % '57.5'}\n{BONUS}",
    "g": VERIFIED % "50.05",
}


def reports(scheme: str) -> dict[str, str]:
    """The front matter of the reports under a scheme, by unit, without their heads."""
    if scheme == "adjusted":  # an adjustment concerns its unit alone
        return {**{unit: SELF[unit] for unit in "ab"}, "c": f"{SELF['c']}\n{BONUS}"}
    if scheme == "unranked":
        return {"a": SELF["a"], "b": f"{SELF['b']}\n{REVIEWS['b']}"}
    return {unit: "\n".join(filter(None, [own, REVIEWS.get(unit)])) for unit, own in SELF.items()}


def files() -> dict[str, str]:
    """The files of the project by their paths."""
    made = {"mkdocs.yml": CONFIG % "zh", "content/index.md": "# 首页\n"}
    for unit in "abcdefgh":
        made[f"content/units/{unit}/index.md"] = f"---\nunit: {unit}\nname: 单位{unit}（虚构）\nfictional: true\n---\n"
    for name, (units, ranking) in SCHEMES.items():
        made[f"schemes/{name}/2025.yml"] = SCHEME.format(name=name, units=units, ranking=ranking)
        for unit, text in reports(name).items():
            head = f"title: 单位{unit}自评报告 {name}\nunit: {unit}\nscheme: {name}@2025\n{STATUS}"
            made[f"content/units/{unit}/2025-{name}.md"] = f"---\n{head}{text}\n---\n{PROSE}"
    return made


def write(root: Path, made: Mapping[str, str]) -> Path:
    """The project with its schemes sealed."""
    for name, text in made.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    keys = sorted(f"{Path(name).parent.name}@{Path(name).stem}" for name in made if name.startswith("schemes/"))
    run_program(root, "scorepress", "seal", *keys).check_returncode()
    return root
