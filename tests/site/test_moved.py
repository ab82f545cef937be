"""Former addresses of reports and units: a page stays there that leads to the present one."""

import re
from pathlib import Path

from tests.conftest import REPORT, MakeProject
from tests.history.repository import commit, git, repository
from tests.site.test_open_data import built, with_options

UNITS = "content/units"


def target(site: Path, address: str) -> str | None:
    """Where the page at a former address leads; None where there is none."""
    page = site / address / "index.html"
    if not page.is_file():
        return None
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', page.read_text(encoding="utf-8"))
    return found[1] if found else None


def renamed(make_project: MakeProject) -> Path:
    """A draft renamed and published, then renamed twice with another report under its first public name."""
    root = with_options(make_project({"内部.md": REPORT.replace("published", "draft")}))
    repository(root)
    commit(root, "起草", "2026-03-01")
    git(root, "mv", f"{UNITS}/jia/内部.md", f"{UNITS}/jia/一.md")
    commit(root, "公开", "2026-03-21", {f"{UNITS}/jia/一.md": REPORT})
    git(root, "mv", f"{UNITS}/jia/一.md", f"{UNITS}/jia/年度.md")
    commit(root, "改名", "2026-04-01")
    git(root, "mv", f"{UNITS}/jia/年度.md", f"{UNITS}/jia/2025.md")
    commit(root, "再改名", "2026-05-01")
    return root


def test_former_addresses_of_a_report_lead_to_it(make_project: MakeProject) -> None:
    site = built(renamed(make_project))
    assert target(site, "units/jia/一") == "../2025/"
    assert target(site, "units/jia/年度") == "../2025/"
    assert not (site / "units/jia/内部").exists()  # it was a draft's
    page = (site / "units/jia/一/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/kaohe/units/jia/2025/">' in page
    assert "<h1>示例市甲局 2025 年自评报告</h1>" in page
    assert 'lang="zh"' in page
    assert "<script" not in page
    assert "年度" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_an_address_in_use_again_is_left_alone(make_project: MakeProject) -> None:
    root = renamed(make_project)
    again = REPORT.replace("2025 年自评", "2026 年自评").replace("period: 2025", "period: 2026")
    commit(root, "又一份", "2026-06-02", {f"{UNITS}/jia/一.md": again.replace("合计 {{ total }} 分", "见得分表")})
    site = built(root)
    assert "2026 年自评报告" in (site / "units/jia/一/index.html").read_text(encoding="utf-8")
    assert target(site, "units/jia/一") is None
    assert target(site, "units/jia/年度") == "../2025/"


def test_a_unit_that_was_renamed(make_project: MakeProject) -> None:
    root = renamed(make_project)
    git(root, "mv", f"{UNITS}/jia", f"{UNITS}/yi")
    for path in (root / UNITS / "yi").glob("*.md"):
        text = path.read_text(encoding="utf-8").replace("unit: jia", "unit: yi")
        path.write_text(text, encoding="utf-8", newline="\n")
    commit(root, "单位改名", "2026-07-01")
    site = built(root)
    assert target(site, "units/jia") == "../yi/"
    assert target(site, "units/jia/2025") == "../../yi/2025/"
    assert target(site, "units/jia/一") == "../../yi/2025/"


def test_without_history_nothing_leads_on(make_project: MakeProject) -> None:
    root = renamed(make_project)
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("publish_sources: true", "history: false"), encoding="utf-8")
    assert not (built(root) / "units/jia/一").exists()


def test_the_address_of_a_report_with_a_chinese_name_is_quoted_once(make_project: MakeProject) -> None:
    root = with_options(make_project({"年度.md": REPORT}))
    site = built(root)
    whole = "https://example.org/kaohe/units/jia/%E5%B9%B4%E5%BA%A6/"
    assert f"<id>{whole}</id>" in (site / "feed.xml").read_text(encoding="utf-8")
    page = (site / "units/jia/年度/index.html").read_text(encoding="utf-8")
    assert f'href="{whole}"' in page
    assert "%25" not in page
