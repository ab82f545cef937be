"""Real builds by MkDocs: what is published, what is withheld, and that content can do no harm."""

import re
from pathlib import Path

import pytest
from tests.conftest import REPORT, ROOT, MakeProject, run_mkdocs
from tests.site.previews import fetch, preview
from tests.support import project

from scorepress.site.pages import Pages
from scorepress.site.render import Renderer
from scorepress.site.site import Site

DRAFT = REPORT.replace("status: published", "status: draft").replace("period: 2025", "period: 2024")
WRONG = REPORT.replace("A2: 3.5", "A2: 4.5").replace("period: 2025", "period: 2023")


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def test_own_site_has_every_report_and_no_foreign_address(built_site: Path) -> None:
    reports = [path for path in (ROOT / "content/units").glob("*/*.md") if path.name != "index.md"]
    assert len(reports) >= 10
    for path in reports:
        page = built_site / path.relative_to(ROOT / "content").with_suffix("") / "index.html"
        draft = "\nstatus: draft\n" in path.read_text(encoding="utf-8")
        assert page.is_file() is not draft
    for path in built_site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|img|iframe)[^>]*\ssrc="([^"]*)"', text)
        loaded += re.findall(r'<link[^>]*rel="(?:stylesheet|icon|preconnect)"[^>]*href="([^"]*)"', text)
        assert loaded
        assert not [address for address in loaded if "//" in address], path


def test_build_publishes_sound_reports_only(make_project: MakeProject) -> None:
    evidence = "evidence:\n  photo: {title: 照片, file: photo.txt}\nscores:"
    draft = DRAFT.replace("scores:", evidence).replace("A2: 3.5", "A2: {self: 3.5, evidence: [photo]}")
    root = make_project(
        {"2025.md": REPORT + "\n[名单](list.txt)\n", "2024.md": draft, "2023.md": WRONG},
        extra={
            "content/units/jia/photo.txt": "秘密",
            "content/units/jia/left/behind.txt": "秘密",
            "content/units/jia/list.txt": "名单",
        },
    )
    done = run_mkdocs(root, "build")
    site = root / "site"
    assert done.returncode == 0, done.stderr
    assert "8.9" in page(site, "units/jia/2025")
    assert not (site / "units/jia/2024").exists()
    assert not (site / "units/jia/photo.txt").exists()
    assert not (site / "units/jia/left/behind.txt").exists()
    assert (site / "units/jia/list.txt").exists()
    assert not (site / "units/jia/2023").exists()
    assert "SR320" in done.stderr
    assert "2023.md:9:7" in done.stderr
    everything = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    assert "2024" not in re.sub(r"<footer.*", "", page(site, "units/jia"), flags=re.DOTALL)
    assert "SR320 score-above-full" in everything  # its reference page, not a finding of the report
    strict = run_mkdocs(root, "build", "--strict")
    assert strict.returncode != 0


def test_a_sound_project_builds_strictly(make_project: MakeProject) -> None:
    done = run_mkdocs(make_project({"2025.md": REPORT}), "build", "--strict")
    assert done.returncode == 0, done.stderr


def test_a_list_has_the_text_of_the_site_above_it(make_project: MakeProject) -> None:
    own = {
        "content/units/index.md": "---\ntitle: 各单位\n---\n下列单位参加考核，见[分组](groups.pdf)。\n",
        "content/units/groups.pdf": "分组",
        "content/units/draft.pdf": "没有人提到",
        "content/schemes/index.md": "# 全部方案\n\n由考核办制定。\n",
    }
    root = make_project({"2025.md": REPORT}, extra=own)
    done = run_mkdocs(root, "build", "--strict")
    assert done.returncode == 0, done.stderr
    units, schemes = page(root / "site", "units"), page(root / "site", "schemes")
    assert "<title>各单位 - " in units
    assert units.index("<h1") < units.index("下列单位参加考核") < units.index("示例市甲局")
    assert "由考核办制定" in schemes
    assert re.findall(r"<h1[^>]*>(.*?)<", schemes) == ["全部方案"]
    assert (root / "site/units/groups.pdf").exists()
    assert not (root / "site/units/draft.pdf").exists()


def test_a_link_to_what_is_not_there_stops_the_build(tmp_path: Path) -> None:
    made = project(tmp_path, "parts: []\n", [])
    with pytest.raises(LookupError, match=r"SR001\.md"):
        Pages(Site(made, Renderer("zh"), preview=True)).content(
            "reference/findings/index.md", "reference/findings/", ""
        )


def test_page_language_follows_the_theme(make_project: MakeProject) -> None:
    root = make_project({"2025.md": REPORT}, language="en")
    assert run_mkdocs(root, "build").returncode == 0
    english = page(root / "site", "units/jia/2025")
    assert "How it is computed" in english
    assert "计算过程" not in english


HOSTILE_PROSE = """
*装扮*{.md-header #score-A1}

- 一项
  {{ figures.甲 }}

一段文字。
{: onclick="alert(1)" style="position:fixed" }

`<script>alert(2)</script>`

title: 这不是元数据
"""


def test_content_cannot_run_or_load_anything(make_project: MakeProject) -> None:
    hostile = REPORT.replace("title: 示例市甲局", 'title: "示例市甲局 & \\"引号\\" 1 < 2')
    hostile = hostile.replace("2025 年自评报告", '2025 年自评报告"') + HOSTILE_PROSE
    hostile = hostile.replace("完成数量 {#A1}", "完成数量 {{ scores.A1 }} {#A1}")
    hostile = hostile.replace("scores:", "figures: {甲: {title: 甲, rows: {一: 1}}}\nscores:")
    root = make_project({"2025.md": hostile})
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    html = page(root / "site", "units/jia/2025")
    assert "javascript:alert" not in html
    assert not re.search(r"<[^>]*(?:onclick|position:fixed)", html)
    assert html.count('id="score-A1"') == 1
    assert 'class="md-header"' not in html.split("<article", 1)[1]
    heading = html.split('<h2 id="A1"', 1)[1].split("</h2>", 1)[0]
    assert "一、完成数量 5.4" in heading
    assert "{{" not in heading
    assert html.count('id="figure-甲"') == 1
    assert "<script>alert" not in html
    assert "&amp; &#34;引号&#34; 1 &lt; 2" in html
    assert "这不是元数据" in html


def test_a_link_that_runs_withholds_its_report(make_project: MakeProject) -> None:
    root = make_project({"2025.md": f"{REPORT}\n[点我](javascript:alert(1))\n"})
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    assert not (root / "site/units/jia/2025").exists()
    assert "javascript" in done.stderr


@pytest.mark.parametrize("front", ["[" * 60_000, "a: &a [x]\n" + "b: *a\n" * 9, "a: !!python/object:os.system x"])
def test_hostile_front_matter_never_reaches_mkdocs(make_project: MakeProject, front: str) -> None:
    root = make_project({"2025.md": REPORT, "2022.md": f"---\n{front}\n---\n正文\n"})
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    assert "2022.md:2" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "site/units/jia/2022").exists()


def test_preview_shows_drafts_with_banner_and_findings(make_project: MakeProject) -> None:
    missing = "scores:\n  A1: {target: 10, actual: 9, evidence: [plan]}"
    astray = REPORT.replace("unit: jia", "unit: yi").replace("scores:\n  A1: {target: 10, actual: 9}", missing)
    root = make_project(
        {"2025.md": REPORT, "2024.md": DRAFT.replace("  A2: 3.5\n", ""), "2023.md": WRONG},
        extra={
            "content/units/yi/2025.md": astray.replace(
                "scores:", "evidence: {plan: {title: 没有的文件, file: none.pdf}}\nscores:"
            )
        },
    )
    with preview(root, "--no-livereload") as address:
        draft = fetch(f"{address}/units/jia/2024/")
        wrong = fetch(f"{address}/units/jia/2023/")
        astray = fetch(f"{address}/units/yi/2025/")
    assert "sp-banner--draft" in draft
    assert "SR311" in draft
    assert "SR320" in wrong
    assert "SR305" in astray
    assert '<span class="sp-evidence__title">没有的文件</span>' in astray


def test_a_hasty_preview_draws_again_what_was_changed(make_project: MakeProject) -> None:
    root = make_project({"2025.md": REPORT, "2024.md": DRAFT})
    with preview(root, "--dirty") as address:
        before = fetch(f"{address}/pagefind/pagefind-entry.json")
        data = fetch(f"{address}/data/index.json")
        other = article(fetch(f"{address}/units/jia/2024/"))
        path = root / "content/units/jia/2025.md"
        path.write_text(REPORT.replace("A2: 3.5", "A2: 3") + "\n河滩有鹭鸶。\n", encoding="utf-8", newline="\n")
        page = fetch(f"{address}/units/jia/2025/", "鹭鸶")
        assert "合计 8.40 分" in page
        assert "8.4" in fetch(f"{address}/schemes/demo/2025/2025/")
        assert article(fetch(f"{address}/units/jia/2024/")) == other
        assert fetch(f"{address}/pagefind/pagefind-entry.json") == before
        assert fetch(f"{address}/data/index.json") == data


def article(html: str) -> str:
    """A page without what a preview adds to reload it."""
    return html.partition("<article")[2].rpartition("</article>")[0]


def test_files_of_a_unit_are_published_only_as_what_they_are(make_project: MakeProject) -> None:
    body = "\n[旧扫描](evidence/old-scan.pdf) 见 evil.txt，另见 2023.markdown。\n"
    root = make_project(
        {"2025.md": REPORT + body, "2024.md": DRAFT},
        extra={
            "content/units/jia/scan.pdf": "草稿的扫描件",
            "content/units/jia/evidence/old-scan.pdf": "公开的扫描件",
            "content/units/jia/evil.txt": "未列出",
            "content/units/jia/page.html": "<script>alert(1)</script>",
            "content/units/jia/2023.markdown": "<script>alert(1)</script>",
        },
    )
    assert run_mkdocs(root, "build").returncode == 0
    unit = root / "site/units/jia"
    assert (unit / "evidence/old-scan.pdf").exists()
    for name in ("scan.pdf", "evil.txt", "page.html", "2023", "2024"):
        assert not (unit / name).exists(), name
