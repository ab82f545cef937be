"""A site of one's own, from nothing: README is followed to the letter, with nothing else of this repository."""

import re
import subprocess
from pathlib import Path

import pytest
from tests.conftest import CONFIG, REPORT, ROOT, MakeProject, run_mkdocs, run_program
from tests.site.previews import fetch, preview

from scorepress.cli.starter import LEAST_CONFIG

README = (ROOT / "README.md").read_text(encoding="utf-8")
OWN = README.partition("## A site of your own\n")[2].partition("\n## ")[0]
FILES = dict(re.findall(r'^```\w+ title="([^"]+)"\n(.*?)^```$', README, re.MULTILINE | re.DOTALL))
ENTRY = re.compile(r'<(?:a|span)[^>]*class="md-nav__link[^>]*>(.*?)</(?:a|span)>', re.DOTALL)


def block(kind: str) -> str:
    """The only example of that kind in README's section."""
    (text,) = re.findall(rf"^```{kind}\n(.*?)^```$", OWN, re.MULTILINE | re.DOTALL)
    return str(text)


def run(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command as README has it, in `root`."""
    name, *arguments = command.split()
    assert name == "scorepress"
    return run_program(root, name, *arguments)


def menu(page: Path) -> list[str]:
    """The entries of the menu of a page."""
    html = page.read_text(encoding="utf-8").partition("md-nav--primary")[2].partition("md-content")[0]
    html = html.partition("md-nav--secondary")[0]  # the table of contents
    return [re.sub(r"<[^>]+>", "", entry).strip() for entry in ENTRY.findall(html)]


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return root


def test_readme_leads_from_nothing_to_a_site(tmp_path: Path) -> None:
    root = write(tmp_path, {"mkdocs.yml": block("yaml"), **FILES})
    report = root / "content/units/qingshi-jtj/2025.md"
    report.write_text(report.read_text(encoding="utf-8").replace("draft", "published"), encoding="utf-8")
    commands = block("sh").splitlines()
    assert [command.split()[1] for command in commands] == ["check", "seal", "build"]
    for command in commands:
        done = run(root, command)
        assert done.returncode == (1 if "check" in command else 0), done.stdout + done.stderr
    assert run(root, commands[0]).returncode == 0  # only the seal was missing
    home = (root / "site/index.html").read_text(encoding="utf-8")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", home) == ["绩效考核自评报告公开"]
    assert "青石县交通运输局 2025 年农村公路养护自评报告" in home
    assert "95.5" in (root / "site/units/qingshi-jtj/2025/index.html").read_text(encoding="utf-8")
    for page in root.glob("site/**/index.html"):
        assert "None" not in menu(page), page
    assert menu(root / "site/index.html")[:4] == ["首页", "全部报告", "单位", "考核方案"]


def test_what_readme_shows_is_what_the_command_writes(tmp_path: Path) -> None:
    assert block("yaml") == LEAST_CONFIG
    guide = (ROOT / "content/guide/own-site.md").read_text(encoding="utf-8")
    assert f"```yaml\n{LEAST_CONFIG}```" in guide


def test_an_empty_folder_becomes_a_project_with_its_first_scheme(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    done = run(tmp_path, "scorepress new scheme --from form-a --scheme pufa --edition 2025")
    assert done.returncode == 0, done.stderr
    files = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    written = sorted(path.relative_to(tmp_path).as_posix() for path in files)
    assert written == ["mkdocs.yml", "schemes/pufa/2025.yml", "schemes/scheme.schema.json"]
    assert all(name in done.stdout for name in written)
    assert run(tmp_path, "scorepress check").returncode == 0
    done = run(tmp_path, "scorepress build --strict")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/schemes/pufa/2025/index.html").is_file()


@pytest.mark.parametrize("there", ["a file of somebody's", "a project above", "a broken project above"])
def test_nothing_is_started_where_something_is(tmp_path: Path, there: str) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    if there == "a file of somebody's":
        (folder / "notes.txt").touch()
    else:
        (tmp_path / "mkdocs.yml").write_text(CONFIG % "zh" if there == "a project above" else "a: [", encoding="utf-8")
    done = run(folder, "scorepress new scheme --from form-a")
    assert done.returncode == (0 if there == "a project above" else 2), done.stderr
    assert not (folder / "mkdocs.yml").exists()
    if there == "a file of somebody's":
        assert "scorepress new scheme --from form-a" in done.stderr


BARE = (
    "site_name: 我的站\ndocs_dir: content\ntheme: {name: material, language: zh, font: false}\nplugins: [scorepress]\n"
)
OWN_PAGES = {"content/about.md": "# 关于本站\n", "content/help/fill.md": "# 怎样填写\n", "content/index.md": "# 欢迎\n"}
NAVS = {
    "none": "",
    "the whole of this site": (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2],
    "without titles": "\n  - index.md\n  - measures/index.md\n  - reports/index.md\n  - units/index.md\n",
    "nothing but dead ends": "\n  - 帮助:\n    - none.md\n    - 无: {}\n  - gone.md\n".replace("    - 无: {}\n", ""),
    "a draft": "\n  - index.md\n  - 草稿: units/jia/2024.md\n",
    "an address": "\n  - https://example.org/\n  - 数据: data/index.json\n  - index.md\n",
}


@pytest.mark.parametrize("name", NAVS)
def test_no_menu_has_an_entry_without_a_name_or_a_page(make_project: MakeProject, name: str) -> None:
    draft = REPORT.replace("status: published", "status: draft").replace("period: 2025", "period: 2024")
    nav = f"nav:{NAVS[name]}" if NAVS[name] else ""
    extra = {"mkdocs.yml": BARE + nav}
    if name == "none":
        extra |= OWN_PAGES
    root = make_project({"2025.md": REPORT, "2024.md": draft}, extra=extra)
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    entries = menu(root / "site/units/index.html")
    assert "None" not in entries
    assert not {"草稿", "无", "帮助", "填报指南", "问题与措施"} & set(entries)
    expected = {
        "none": ["首页", "全部报告", "单位", "考核方案", "关于本站", "怎样填写", "计分参考"],
        "the whole of this site": ["首页", "各年报告", "单位", "考核方案", "计分参考"],
        "without titles": ["全部报告", "单位"],
        "an address": ["https://example.org/", "数据"],
    }
    assert [title for title in expected.get(name, []) if title not in entries] == []
    if name == "the whole of this site":
        assert "guide/index.md" in done.stderr
        assert "measures/index.md" not in done.stderr


def test_a_hasty_preview_keeps_the_titles_of_its_menu(make_project: MakeProject) -> None:
    """MkDocs reads only what was changed then, and knows no title of the others."""
    root = make_project({"2025.md": REPORT}, extra={"mkdocs.yml": BARE, **OWN_PAGES})
    with preview(root, "--dirty") as address:
        fetch(f"{address}/about/", "关于本站")
        changed = root / "content/units/jia/2025.md"
        changed.write_text(REPORT + "\n河滩有鹭鸶。\n", encoding="utf-8", newline="\n")
        page = fetch(f"{address}/units/jia/2025/", "鹭鸶")
    assert "None" not in [re.sub(r"<[^>]+>", "", entry).strip() for entry in ENTRY.findall(page)]
    assert "关于本站" in page


RIVALS = {
    "content/README.md": ("# 我的首页\n", "我的首页"),
    "content/schemes/README.md": ("# 方案\n", None),
}


@pytest.mark.parametrize("rival", RIVALS)
def test_a_page_of_ones_own_at_the_address_of_a_made_one(make_project: MakeProject, rival: str) -> None:
    text, shown = RIVALS[rival]
    root = make_project({"2025.md": REPORT}, extra={rival: text})
    (root / "content/index.md").unlink()
    done = run_mkdocs(root, "build")
    if shown is None:
        assert done.returncode != 0
        assert f"改名为 {Path(rival).with_name('index.md').relative_to('content').as_posix()}" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert shown in (root / "site/index.html").read_text(encoding="utf-8")


def test_a_home_page_in_html_is_named_and_left_out(make_project: MakeProject) -> None:
    root = make_project({"2025.md": REPORT}, extra={"content/index.html": "<h1>我的首页</h1>"})
    (root / "content/index.md").unlink()
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    assert "content/index.html" in done.stderr
    assert "我的首页" not in (root / "site/index.html").read_text(encoding="utf-8")


def test_a_site_with_nothing_in_it_yet_is_built(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": LEAST_CONFIG + "site_description: 由考核办公开 <b>\n"})
    (tmp_path / "content/units").mkdir(parents=True)
    done = run_mkdocs(tmp_path, "build", "--strict")
    assert done.returncode == 0, done.stderr
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "<p>由考核办公开 &lt;b&gt;</p>" in home
    assert "None" not in menu(tmp_path / "site/index.html")
