"""The official form on a report's page: its exact columns, what fills itself in, and a site's own template."""

import re
from pathlib import Path

from tests.conftest import MakeProject, run_mkdocs

from scorepress.schemes.ready import ready_schemes

HEAD = "title: 甲局自评\nunit: jia\nscheme: own@2025\nperiod: 2025\nstatus: published\n"
REPORT = f"""\
---
{HEAD}form:
  项目名称: 农村法治宣传 & 调解
  主管部门: 示例市司法局
  资金:
    年度资金总额: [24, 25.00, 24.10, 96.4]
    当年财政拨款: [20, 21, 20.10, 95.7]
    上年结转资金: [4, 4, 4, 100]
  目标: {{年度总体目标: [每月一场, 举办 11 场]}}
scores:
  Y1: {{note: 尾款次年支付}}
  C11: {{actual: 11, note: 一场因汛期取消}}
  C21: {{actual: 98}}
  C31: {{actual: 12}}
  C41: {{actual: 2}}
  X11: {{level: 达成, share: 90%, note: 部分乡镇未减, result: 比上年减少一成}}
  X21: {{level: 达成, share: 100%}}
  X31: {{not_applicable: 不涉及物料}}
  X41: {{level: 达成, share: 100%}}
  M1: {{actual: 92.5}}
---
## 一、基本情况

全年执行 {{{{ figures.资金.total.全年执行 }}}} 万元，得 {{{{ scores.Y1 }}}} 分。
"""


def tables_of(html: str) -> dict[str, list[list[str]]]:
    """The tables of the form by their captions: rows of the texts of their cells."""
    form = html[html.index('<div class="sp-form') :]
    found = {}
    for table in re.findall(r"<table.*?</table>", form[: form.index("</section>")], re.DOTALL):
        caption = _text(re.search(r"<caption.*?</caption>", table, re.DOTALL)[0])  # type: ignore[index] # each has one
        rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        found[caption] = [[_text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]
    return found


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&amp;", "&").split())


def built(make_project: MakeProject, scheme: str, extra: dict[str, str] | None = None) -> Path:
    return make_project({"2025.md": REPORT}, extra={"schemes/own/2025.yml": scheme, **(extra or {})})


SCHEME = ready_schemes()["form-a"].copy("own", "2025")


def test_form_a_has_the_columns_of_the_paper(make_project: MakeProject) -> None:
    root = built(make_project, SCHEME)
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    html = (root / "site/units/jia/2025/index.html").read_text(encoding="utf-8")
    tables = tables_of(html)
    assert list(tables) == ["项目支出绩效自评表", "项目资金 单位：万元", "年度总体目标", "绩效指标"]
    assert tables["项目支出绩效自评表"] == [
        ["项目名称", "农村法治宣传 & 调解"],
        ["主管部门", "示例市司法局"],
        ["实施单位", "示例市甲局"],
        ["年度", "2025 年"],
    ]
    assert tables["项目资金 单位：万元"] == [
        ["资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率 （%）", "得分"],
        ["年度资金总额", "24", "25.00", "24.10", "10", "96.4", "9.64"],
        ["当年财政拨款", "20", "21", "20.10", "", "95.7", ""],
        ["上年结转资金", "4", "4", "4", "", "100", ""],
        ["其他资金", "", "", "", "", "", ""],
    ]
    assert tables["年度总体目标"][0] == ["目标", "预期目标", "实际完成情况"]
    head, first, *middle, total = tables["绩效指标"]
    assert head == [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ]
    reason = "一场因汛期取消"
    assert first == ["产出指标", "数量指标", "举办普法活动场次", "≥ 12 场", "11 场", "15", "13.75", reason]
    rows = {row[-6]: row for row in middle}
    assert rows["验收合格率"][-5:] == ["≥ 95%", "98%", "15", "15.00", ""]
    assert rows["减少纠纷处理费用"][-5:] == ["有所减少", "比上年减少一成", "8", "7.20", "部分乡镇未减"]
    assert rows["活动物料重复使用"][-5:] == ["", "", "7", "不适用", "不涉及物料"]
    assert total[0] == "总分"
    assert "全年执行 24.10 万元，得 9.64 分" in _text(html)
    assert 'id="scores"' in html
    assert 'id="figures"' not in html


def test_a_site_can_draw_a_form_its_own_way(make_project: MakeProject) -> None:
    scheme = SCHEME.replace("  landscape: true", "  template: hebei\n  landscape: true")
    template = '<div class="own">{{ filled.form.title }}: {{ filled.blanks["项目名称"] }}, {{ card.total | say }}</div>'
    config = (built(make_project, scheme) / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("{name: material,", "{name: material, custom_dir: overrides,")
    assert "custom_dir" in config
    root = built(make_project, scheme, {"mkdocs.yml": config, "overrides/scorepress/forms/hebei.html": template})
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    html = (root / "site/units/jia/2025/index.html").read_text(encoding="utf-8")
    assert '<div class="own">项目支出绩效自评表: 农村法治宣传 &amp; 调解, ' in html


def test_a_template_that_is_not_there_is_said_before_any_page(make_project: MakeProject) -> None:
    root = built(make_project, SCHEME.replace("  landscape: true", "  template: hebei"))
    done = run_mkdocs(root, "build")
    assert done.returncode != 0
    assert "scorepress/forms/hebei.html" in done.stderr
    assert "Traceback" not in done.stderr
