"""Files of the content that are no reports: what is published, what is left out and named."""

from pathlib import Path

import pytest

from scorepress.core.layout import read_settings
from scorepress.project import Project, assess
from tests.conftest import CONFIG, REPORT, SCHEME

DRAFT = REPORT.replace("status: published", "status: draft")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "mkdocs.yml", CONFIG % "zh" + "nav:\n  - 首页: index.md\n  - 模板: files/by-nav.docx\n")
    write(tmp_path, "schemes/demo/2025.yml", SCHEME)
    write(
        tmp_path,
        "content/index.md",
        "# 首页\n\n[模板](files/linked.docx) <a href='files/by-html.xlsx'>表</a>\n\n[x]: files/by-ref.pdf\n",
    )
    write(tmp_path, "content/guide/a.md", "# 指南\n\n[表](../files/from%20guide.csv) ![图](<图 1.png>)\n")
    write(tmp_path, "content/units/jia/index.md", "---\nunit: jia\nname: 示例市甲局\nfictional: true\n---\n")
    write(tmp_path, "content/units/jia/2025.md", REPORT)
    return tmp_path


def write(root: Path, name: str, text: str = "x\n") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def checked(root: Path) -> Project:
    return assess(read_settings(root / "mkdocs.yml"))


def codes(root: Path, name: str) -> set[str]:
    return {each.rule.code for each in checked(root).findings if each.span.source.path == name} - {"SR219"}


STRAY = [
    "backup.sql",
    "private/notes.txt",
    "files/unlinked.docx",
    "报告.docx~",
    "~$报告.docx",
    "guide/.a.md.swp",
    "guide/a.md.bak",
    "guide/a.md.orig",
    "guide/Thumbs.db",
    "desktop.ini",
    ".env",
    ".htpasswd",
    "id_rsa",
    "key.pem",
    "site.tar.gz",
    "data.json",
    "page.html",
    "robots.txt/x.txt",
    "guide/robots.txt",
    "list.csv",
    "form.yml",
    "run.py",
    "without-a-kind",
]


@pytest.mark.parametrize("name", STRAY)
def test_a_stray_file_is_named_and_left_out(name: str, root: Path) -> None:
    write(root, f"content/{name}")
    assert codes(root, f"content/{name}") == {"SR420"}
    if not any(part.startswith(".") for part in Path(name).parts):  # the host passes those over
        assert name in checked(root).left_out


WANTED = [
    "files/linked.docx",
    "files/by-nav.docx",
    "files/by-html.xlsx",
    "files/by-ref.pdf",
    "files/from guide.csv",
    "guide/图 1.png",
    "css/a.css",
    "js/a.js",
    "fonts/a.woff2",
    "assets/logo.svg",
    "favicon.ico",
    "robots.txt",
    "CNAME",
    "guide/b.md",
    ".gitkeep",
    ".#index.md",
    ".~lock.表.xlsx#",
    ".obsidian/app.json",
    "units/jia/backup.sql",
]


@pytest.mark.parametrize("name", WANTED)
def test_what_a_site_is_made_of_is_no_finding(name: str, root: Path) -> None:
    write(root, f"content/{name}", "# 页\n")
    assert codes(root, f"content/{name}") == set()
    assert name not in checked(root).left_out


OUTSIDE = ["guide-draft.md", "guide/2025.md", "a/b/c/草稿.markdown", "copy.mdown", "files/from guide.csv", "index.md"]


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize(
    "text",
    [
        DRAFT,
        REPORT,
        REPORT.replace("published", "withdrawn"),
        "\ufeff" + DRAFT,
        "\n\n" + DRAFT,
        DRAFT.replace("\n", "\r\n"),
        DRAFT.replace(": ", "："),
        "---\nstatus: draft\n---\n",
        "---\ntitle: 报告\nunit: jia\nperiod: 2025\n",
        "————\nscheme: demo@2025\nscores: {}\n————\n",
        "---\n# x\nunit: jia\n  bad: [\nperiod: 2025\n---\n",
    ],
)
def test_a_report_out_of_its_place_is_an_error_and_left_out(name: str, text: str, root: Path) -> None:
    write(root, f"content/{name}", text)
    assert "SR419" in codes(root, f"content/{name}")
    assert name in checked(root).left_out


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 指南\nstatus: new\n---\n",
        "---\ntitle: 指南\nhide: [toc]\n---\n",
        "# 怎样写\n\n```yaml\n---\nunit: jia\nscheme: demo@2025\nstatus: draft\n---\n```\n",
        "---\ntitle: 单位\n---\n\nunit: jia\nscheme: a\nstatus: draft\n",
        "---\nperiod: 每年\n---\n",
    ],
)
def test_a_page_about_reports_is_none(text: str, root: Path) -> None:
    write(root, "content/guide/b.md", text)
    assert codes(root, "content/guide/b.md") == set()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("guide/b.md", "SR801"),
        ("index.md", "SR801"),
        ("files/from guide.csv", "SR801"),
        ("units/index.md", "SR801"),
        ("units/jia/names.txt", "SR801"),
        ("assets/map.svg", "SR801"),
    ],
)
def test_a_page_or_a_text_with_a_personal_number_is_left_out(name: str, code: str, root: Path) -> None:
    write(root, f"content/{name}", "<text>张某 13812345678</text>\n")
    assert code in codes(root, f"content/{name}")
    assert name in checked(root).left_out


def test_a_file_called_after_a_person_is_left_out_whatever_it_is(root: Path) -> None:
    write(root, "content/units/jia/evidence/张某110101199003074514.pdf")
    project = checked(root)
    [finding] = [each for each in project.findings if each.rule.code != "SR219"]
    assert finding.rule.code == "SR803"
    assert "1101" not in finding.text(str) + str(finding.data(str))
    assert project.left_out == {"units/jia/evidence/张某110101199003074514.pdf"}


def test_the_configuration_is_read_for_personal_numbers_too(root: Path) -> None:
    write(root, "mkdocs.yml", CONFIG % "zh" + "copyright: 联系人 13812345678\n")
    assert codes(root, "mkdocs.yml") == {"SR801"}
