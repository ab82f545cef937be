"""Personal numbers in every file that reaches a reader: other encodings, pages beside the reports, theme, settings."""

from pathlib import Path

import pytest

from scorepress.core.layout import read_settings
from scorepress.core.limits import MAX_FILE_BYTES
from scorepress.core.messages import translator
from scorepress.privacy import personal_numbers
from scorepress.project import assess
from tests.conftest import CONFIG, REPORT, SCHEME

ID, MOBILE = "110101199003074514", "13812345678"
ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16")
TABLES = {
    "comma": "姓名,身份证号\n张某,{}\n",
    "semicolon": "姓名;手机\n张某;'{}\n",
    "tab": "姓名\t号码\n张某\t{}\n",
    "quotes": '姓名,号码\n张某,"={}"\n',
    "no heads": "张某 {}",
}
PAGES = {
    "two lines": f"电话 {MOBILE[:3]}\n{MOBILE[3:7]}\n{MOBILE[7:]}",
    "code of a sign": f"电话 {MOBILE[:3]}&#4{int(MOBILE[3]) + 8};{MOBILE[4:]}",
    "bold": f"电话 {MOBILE[:3]}**{MOBILE[3:]}**",
    "list": f"- 电话 {MOBILE[:3]}\n  {MOBILE[3:]}",
    "comment": f"<!-- {ID} -->",
    "address": f"[甲](https://e.example/?m=%31{MOBILE[1:]})",
    "front matter": f"---\ntitle: 甲 {MOBILE}\n---\n正文",
}
ASSETS = ("a.css", "a.js", "a.mjs", "a.svg", "a.json", "a.xml", "a.webmanifest", "a.html", "robots.txt")


def codes(root: Path, files: dict[str, bytes]) -> set[str]:
    """The codes of what is found with `files` in a small project; no text of a finding may show the numbers."""
    whole = {
        "mkdocs.yml": (CONFIG % "zh").encode(),
        "schemes/demo/2025.yml": SCHEME.encode(),
        "content/units/jia/index.md": "---\nunit: jia\nname: 示例市甲局\nfictional: true\n---\n".encode(),
        "content/units/jia/2025.md": REPORT.encode(),
        **files,
    }
    for name, content in whole.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    findings = assess(read_settings(root / "mkdocs.yml"), today="2026-11-28").findings
    for finding in findings:
        assert not personal_numbers(finding.text(translator("zh_CN")))
    return {finding.rule.code for finding in findings if finding.rule.code.startswith("SR80")}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_texts_beside_reports_are_read_in_every_encoding(encoding: str, table: str, tmp_path: Path) -> None:
    for name in ("data/名单.csv", "evidence/名单.txt"):
        content = TABLES[table].format(ID).encode(encoding)
        assert codes(tmp_path, {f"content/units/jia/{name}": content}) == {"SR800"}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_texts_of_amounts_and_documents_pass_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    text = "文号,金额,电话\n鄂政办发〔2025〕9号,13812345678.00 元,0715-1234567\n"
    assert codes(tmp_path, {"content/units/jia/data/甲.csv": text.encode(encoding)}) == set()


@pytest.mark.parametrize("way", PAGES)
@pytest.mark.parametrize("place", ["content/guide/甲.md", "content/index.md", "content/units/index.md"])
def test_pages_beside_the_reports_are_looked_through_as_they_are_shown(place: str, way: str, tmp_path: Path) -> None:
    assert codes(tmp_path, {place: PAGES[way].encode()}) == {"SR800" if ID in PAGES[way] else "SR801"}


@pytest.mark.parametrize("way", [way for way in PAGES if way != "front matter"])
def test_the_page_of_a_unit_is_looked_through_as_it_is_shown(way: str, tmp_path: Path) -> None:
    page = f"---\nunit: jia\nname: 甲局\nfictional: true\n---\n{PAGES[way]}\n"
    assert codes(tmp_path, {"content/units/jia/index.md": page.encode()}) == {"SR800" if ID in page else "SR801"}


@pytest.mark.parametrize("name", ASSETS)
def test_parts_of_the_site_and_of_its_theme_are_looked_through(name: str, tmp_path: Path) -> None:
    text = f"/* 维护 {MOBILE} */".encode()
    assert codes(tmp_path, {f"content/{name}": text}) == {"SR801"}
    (tmp_path / "content" / name).unlink()
    config = (CONFIG % "zh").replace("font: false", "font: false, custom_dir: overrides").encode()
    assert codes(tmp_path, {"mkdocs.yml": config, f"overrides/partials/{name}": text}) == {"SR801"}


@pytest.mark.parametrize("value", [f'"{MOBILE[:3]}\\x3{MOBILE[3]}{MOBILE[4:]}"', f"电话 {MOBILE[:3]}\n  {MOBILE[3:]}"])
def test_values_of_the_settings_are_read(value: str, tmp_path: Path) -> None:
    config = f"{CONFIG % 'zh'}\ncopyright: {value}\n"
    assert codes(tmp_path, {"mkdocs.yml": config.encode()}) == {"SR801"}


def test_a_text_too_large_to_be_looked_through_is_named_and_left_out(tmp_path: Path) -> None:
    row = "鄂政办发〔2025〕9号,合格\n".encode()
    rows = row * (MAX_FILE_BYTES // len(row))
    assert codes(tmp_path, {"content/units/jia/evidence/甲.csv": rows}) == set()
    assert codes(tmp_path, {"content/units/jia/evidence/甲.csv": rows + row}) == {"SR804"}
    assert "units/jia/evidence/甲.csv" in assess(read_settings(tmp_path / "mkdocs.yml")).left_out
