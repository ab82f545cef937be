"""A built site against its data and its sources: the untouched one is clean, and each change is noticed."""

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scorepress.verify import Verdict, verify
from scorepress.verify.words import UNCOVERED, WORDS
from tests.verify.tampering import Forger, Json, build, write_project

PAGE = "units/yi/2021/index.html"
RANKING = "schemes/county/2021/2021/index.html"
DATA = "data/reports/yi/2021.json"
Change = Callable[[Forger], object]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its built site."""
    root = write_project(tmp_path_factory.mktemp("project"))
    build(root)
    for folder in ("reference", "guide"):  # pages of the reference are many and show no report
        shutil.rmtree(root / "site" / folder, ignore_errors=True)
    forger = Forger(root / "site", root)
    forger.hide()
    return root


@pytest.fixture
def forger(original: Path, tmp_path: Path) -> Forger:
    """A copy of the site and the project, to be changed."""
    shutil.copytree(original, tmp_path / "copy")
    return Forger(tmp_path / "copy/site", tmp_path / "copy")


def codes(verdict: Verdict) -> set[str]:
    return {fault.code for fault in verdict.faults}


def in_json(path: str, *keys: str | int, to: object) -> Change:
    """A value of a JSON file changed; None takes it away."""

    def change(forger: Forger) -> None:
        def put(whole: Json) -> None:
            for key in keys[:-1]:
                whole = whole[key]
            if to is None:
                del whole[keys[-1]]
            else:
                whole[keys[-1]] = to

        forger.json(path, put)

    return change


def mark(path: str, kind: str, text: str, number: int = 0) -> Change:
    return lambda forger: forger.mark(path, kind, text, number)


def cell(table: str, before: str, after: str) -> Change:
    return lambda forger: forger.cell(table, before, after)


def text(path: str, before: str, after: str) -> Change:
    return lambda forger: forger.replace(path, before, after)


def remove(*paths: str) -> Change:
    def change(forger: Forger) -> None:
        for path in paths:
            forger.remove(path)

    return change


def last_years_data(forger: Forger) -> None:
    forger.write("data/reports/yi/2021.json", forger.read("data/reports/yi/2020.json"))


def empty_index(forger: Forger) -> None:
    forger.json("data/index.json", lambda index: index["files"].clear())


def emptied(forger: Forger) -> None:
    """An empty index, and nothing else in the folder of the data."""
    for path in (forger.site / "data").iterdir():
        if path.name != "index.json":
            forger.remove(f"data/{path.name}")
    empty_index(forger)


def copied_page(forger: Forger) -> None:
    forger.write("units/yi/2022.html", forger.read(PAGE))


def another_unit(forger: Forger) -> None:
    forger.write(PAGE, forger.read("units/jia/2021/index.html"))


def redirected(forger: Forger) -> None:
    forger.write(PAGE, '<!doctype html><meta http-equiv="refresh" content="0; url=../../jia/2021/">')


def swapped_rows(forger: Forger) -> None:
    forger.replace(RANKING, "units/yi/2021/", "units/JIA/2021/", 9)
    forger.replace(RANKING, "units/jia/2021/", "units/yi/2021/", 9)
    forger.replace(RANKING, "units/JIA/2021/", "units/jia/2021/", 9)


def hidden_total(forger: Forger) -> None:
    """The true total stays in the page and is not seen; another is."""
    html = forger.read(PAGE)
    before, after = html.split('data-sp="total">', 1)
    forger.write(PAGE, f'{before}data-sp="total"><b hidden>{after.split("<", 1)[0]}</b>99.99<{after.split("<", 1)[1]}')


def dropped(forger: Forger) -> None:
    """A report taken out of data, tables and list, and its page left."""
    for path in ("2021.json", "2021.xlsx", "2021"):
        forger.remove(f"data/reports/yi/{path}")


def dropped_with_its_page(forger: Forger) -> None:
    dropped(forger)
    forger.remove("units/yi/2021")


def catalogue_elsewhere(forger: Forger) -> None:
    def lead(whole: Json) -> None:
        for form in (form for dataset in whole["dcat:dataset"] for form in dataset["dcat:distribution"]):
            form["dcat:accessURL"]["@id"] = "https://else.example/reports.csv"

    forger.json("data/catalog.jsonld", lead)


def one_table_elsewhere(forger: Forger) -> None:
    def lead(whole: Json) -> None:
        form = whole["dcat:dataset"][0]["dcat:distribution"][0]
        for key in ("dcat:accessURL", "dcat:downloadURL"):
            form[key]["@id"] = f"https://else.example/{form[key]['@id']}"

    forger.json("data/catalog.jsonld", lead)


TAMPERINGS: dict[str, Change] = {
    "a report removed from data and index": dropped,
    "a report removed with its page": dropped_with_its_page,
    "the page of a report removed": remove("units/yi/2021"),
    "a page added": copied_page,
    "the page of another unit": another_unit,
    "a page that leads elsewhere": redirected,
    "a report's data replaced by last year's": last_years_data,
    "an empty index": empty_index,
    "an empty index over an empty folder": emptied,
    "the list of pages taken away": remove("data/site.json"),
    "a unit renamed in the data": in_json("data/units.json", "units", 3, "name", to="别县（虚构）"),
    "a unit renamed on its report": mark(PAGE, "unit", "别县"),
    "a unit renamed on its own page": mark("units/yi/index.html", "title", "别县"),
    "a period changed in the data": in_json(DATA, "period", to="2022"),
    "a period changed on the page": mark(PAGE, "period", "2022 年"),
    "a half year made a year": in_json("data/reports/jia/2021-H1.json", "period", to="2021"),
    "a title changed in the data": in_json(DATA, "title", to="乙县报告"),
    "a title changed on the page": mark(PAGE, "title", "乙县报告"),
    "a scheme's digest zeroed": in_json("data/schemes/county/2021.json", "sha256", to="0" * 64),
    "a scheme's title changed": in_json("data/schemes/county/2021.json", "title", to="另一方案"),
    "an indicator renamed": in_json(
        "data/schemes/county/2021.json", "trees", 0, "parts", 0, "indicators", 0, "title", to="别的"
    ),
    "a total changed in the data": in_json(DATA, "layers", "final", "result", "total", to="99"),
    "a total changed on the page": mark(PAGE, "total", "99.99"),
    "a total changed in the second row": mark(PAGE, "total", "99.99", 2),
    "the total hidden and another shown": hidden_total,
    "a grade changed on the page": mark(PAGE, "grade", "优秀特"),
    "a place changed on the page": mark(PAGE, "place", "第 3 名（共 3 个）"),
    "the layer's word changed on the page": mark(PAGE, "layer", "核验分"),
    "marks of an indicator changed on the page": mark(PAGE, "marks", "59.99"),
    "a measure changed on the page": text(PAGE, "倒排工期", "顺其自然"),
    "a note of an entry changed": in_json(DATA, "layers", "self", "entries", "A1", "note", to="另有说明"),
    "a reviewer's note changed": in_json(DATA, "layers", "verified", "entries", "A2", "note", to="佐证充分"),
    "the reviewer changed": in_json(DATA, "layers", "verified", "by", to="别的办公室"),
    "the reason of an adjustment changed": in_json(DATA, "layers", "final", "adjustments", 0, "reason", to="表扬"),
    "the whole final layer taken away": in_json(DATA, "layers", "final", to=None),
    "evidence renamed": in_json(DATA, "evidence", "a", "title", to="别的材料"),
    "evidence changed": text("units/yi/evidence/a.txt", "附件", "别的"),
    "evidence removed": remove("units/yi/evidence/a.txt"),
    "a total changed in the ranking": mark(RANKING, "total", "99.99"),
    "a place changed in the ranking": mark(RANKING, "place", "9"),
    "a grade changed in the ranking": mark(RANKING, "grade", "特优"),
    "marks of a part changed in the ranking": mark(RANKING, "marks", "1"),
    "two units exchanged in the ranking": swapped_rows,
    "a total changed in the list of a year": mark("reports/2021/index.html", "total", "99.99"),
    "a total changed on the home page": mark("index.html", "total", "99.99"),
    "a total changed on the page of a unit": mark("units/yi/index.html", "total", "99.99", -1),
    "a total changed in the years of a unit": mark("units/yi/index.html", "total", "99.99"),
    "a title changed in a list": mark("reports/2021/index.html", "title", "别的报告"),
    "a table of reports changed": cell("tables/reports", "示例市考核办", "别的来源"),
    "a total changed in the table of reports": lambda forger: forger.cell(
        "tables/reports", "示发〔2022〕2号", "示发〔2022〕9号"
    ),
    "the workbook of the reports changed": lambda forger: forger.workbook(
        "data/tables/reports.xlsx", "示例市考核办", "别的"
    ),
    "a CSV file changed alone": text("data/tables/reports.csv", "甲县", "己县"),
    "a JSON table changed alone": text("data/tables/reports.json", "甲县", "己县"),
    "a year's table changed": cell("tables/years/2021", "示例市考核办", "别的来源"),
    "a ranking table changed": cell("tables/leagues/county/2021/2021", "工业县", "矿业县"),
    "the register of measures changed": cell("tables/measures", "倒排工期", "顺其自然"),
    "all scores changed": text("data/tables/scores.csv", "38.5", "39.5"),
    "all figures changed": text("data/tables/figures.csv", ",9,", ",8,"),
    "the scores of a report changed": text("data/reports/yi/2021/scores.csv", "38.5", "39.5"),
    "the workbook of a report changed": lambda forger: forger.workbook("data/reports/yi/2021.xlsx", "38.5", "39.5"),
    "a table removed": remove("data/tables/leagues/county/2021/2021.json"),
    "the scores of a report removed": remove("data/reports/yi/2021/scores.csv"),
    "the catalogue led elsewhere": catalogue_elsewhere,
    "one table of the catalogue fetched elsewhere": one_table_elsewhere,
    "a source changed": text("data/sources/yi/2021.md", "A2: {self: 38.5", "A2: {self: 39.5"),
    "a source added": lambda forger: forger.write("data/sources/yi/2019.md", "---\n---\n"),
    "a number on the page of a withdrawn report": text(
        "units/bing/2021/index.html", "统计口径有误", "统计口径有误（总分 91.5 分）"
    ),
    "a withdrawn report's reason changed": in_json("data/reports/bing/2021.json", "withdrawn", "reason", to="无"),
    "a withdrawn report's page replaced": lambda forger: forger.write(
        "units/bing/2021/index.html", forger.read("units/bing/2020/index.html")
    ),
    "a withdrawn report in the ranking with a number": text(
        RANKING, '<span class="sp-chip sp-chip--draft">已撤回', '<span data-sp="total">91</span><span>已撤回'
    ),
    "marks taken off the page": lambda forger: forger.write(PAGE, forger.read(PAGE).replace(' data-sp="total"', "")),
    "a script changed": lambda forger: forger.write(
        path := next(p.relative_to(forger.site).as_posix() for p in forger.site.rglob("tables.js")),
        forger.read(path) + "\nalert(1)\n",
    ),
    "the feed changed": text("feed.xml", "乙县", "己县"),
}
BY_DIGEST_ONLY = {
    "evidence changed",
    "a script changed",
    "the feed changed",
    "evidence removed",
}
"""What only the site's own digests show: it is named as not covered."""


def test_the_untouched_site_is_clean(original: Path) -> None:
    verdict = verify(original / "site", original)
    assert [fault.text("en") for fault in verdict.faults] == []
    assert verdict.reports == 8
    assert verdict.pages > 20
    assert set(verdict.uncovered) == {"signature", "rules", "history", "described", "words", "search", "project-mark"}


@pytest.mark.parametrize("name", sorted(BY_DIGEST_ONLY))
def test_a_change_of_other_files_is_noticed_by_its_digest(name: str, forger: Forger) -> None:
    TAMPERINGS[name](forger)
    assert codes(verify(forger.site)) <= {"digest", "bytes", "no-file"} != set()


@pytest.mark.parametrize("name", sorted(TAMPERINGS.keys() - BY_DIGEST_ONLY))
def test_a_change_is_noticed_although_every_digest_was_brought_in_line(name: str, forger: Forger) -> None:
    TAMPERINGS[name](forger)
    if (forger.site / "data/site.json").exists() and json.loads(forger.read("data/index.json"))["files"]:
        forger.hide()
    verdict = verify(forger.site)
    assert codes(verdict) - {"digest", "bytes"}
    assert all(fault.text(language) for fault in verdict.faults for language in ("zh", "en"))


SHAPES: tuple[object, ...] = (None, True, 0, "改", [], {}, [[]], 10**400)


def places_in(whole: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value of a JSON file, lists and objects included."""
    items = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from places_in(value, (*path, key))


@pytest.mark.parametrize(
    "path", [DATA, "data/schemes/county/2021.json", "data/units.json", "data/datapackage.json", "data/catalog.jsonld"]
)
def test_data_of_any_shape_is_a_fault_and_none_of_the_program(path: str, original: Path, tmp_path: Path) -> None:
    shutil.copytree(original / "site/data", tmp_path / "site/data")
    source, forger = random.Random(path), Forger(tmp_path / "site", original)  # noqa: S311 - the same each time
    text = forger.read(path)
    for keys in source.sample(list(places_in(json.loads(text))), 12):
        forger.write(path, text)
        in_json(path, *keys, to=source.choice(SHAPES))(forger)
        forger.hide_list()
        for fault in verify(forger.site / "data").faults:
            assert fault.text("zh")


def draft(forger: Forger) -> None:
    path = forger.project / "content/units/yi/2021.md"
    path.write_text(path.read_text(encoding="utf-8").replace("published\n", "draft\n", 1), encoding="utf-8")


def in_project(path: str, before: str, after: str) -> Change:
    def change(forger: Forger) -> None:
        file = forger.project / path
        source = file.read_text(encoding="utf-8")
        assert before in source
        file.write_text(source.replace(before, after, 1), encoding="utf-8", newline="\n")

    return change


def new_report(forger: Forger) -> None:
    source = forger.project / "content/units/jia/2020.md"
    (source.with_name("2019.md")).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")


IN_THE_PROJECT: dict[str, tuple[Change, str]] = {
    "a report changed": (in_project("content/units/yi/2021.md", "38.5", "39.5"), "source-differs"),
    "a report made a draft": (draft, "source-differs"),
    "a report removed": (lambda forger: (forger.project / "content/units/yi/2021.md").unlink(), "no-source"),
    "a report added": (new_report, "not-on-site"),
    "a scheme changed": (in_project("schemes/county/2021.yml", "full: 60", "full: 61"), "source-differs"),
    "a seal changed": (in_project("schemes/sealed.yml", "county@2021: ", "county@2021: f"), "seal-differs"),
    "a unit renamed": (in_project("content/units/yi/index.md", "乙县", "己县"), "source-differs"),
    "a digest zeroed": (in_json("data/schemes/county/2021.json", "sha256", to="0" * 64), "no-digest"),
    "a report's digest zeroed": (in_json(DATA, "sha256", to="0" * 64), "no-digest"),
    "a withdrawn report's number changed in the data": (
        in_json("data/reports/bing/2021.json", "index_number", to="SL-1"),
        "not-in-source",
    ),
}


@pytest.mark.parametrize("name", IN_THE_PROJECT)
def test_sources_are_compared(name: str, forger: Forger) -> None:
    change, code = IN_THE_PROJECT[name]
    change(forger)
    forger.hide()
    assert code in codes(verify(forger.site, forger.project))


def test_line_ends_and_a_mark_of_byte_order_are_no_change_of_a_source(forger: Forger) -> None:
    path = forger.project / "content/units/yi/2021.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert not verify(forger.site, forger.project).faults


def test_a_scheme_without_a_seal_is_named(forger: Forger) -> None:
    (forger.project / "schemes/sealed.yml").unlink()
    verdict = verify(forger.site, forger.project)
    assert not verdict.faults
    assert verdict.uncovered["unsealed"] == {"schemes": "county@2021、notes@2021"}


def test_a_folder_outside_the_project_is_no_source(forger: Forger) -> None:
    shutil.copy(forger.project / "content/units/yi/2021.md", forger.project.parent / "2021.md")
    in_json(DATA, "file", to="../2021.md")(forger)
    forger.hide()
    assert "no-source" in codes(verify(forger.site, forger.project))


def test_the_data_alone_can_be_verified_and_says_what_was_not_compared(original: Path) -> None:
    verdict = verify(original / "site/data")
    assert not verdict.faults
    assert verdict.pages == 0
    assert {"pages", "project"} <= verdict.uncovered.keys()
    for words in (*verdict.uncovered_words("zh"), *verdict.uncovered_words("en")):
        assert words


def test_data_of_an_earlier_version_is_read_and_its_pages_are_refused_in_plain_words(forger: Forger) -> None:
    """As it was made before pages were listed: without `site.json`, `page`, `sha256`, `evidence`, `measures`."""
    forger.remove("data/site.json")
    for path in (forger.site / "data/reports").rglob("*.json"):
        name = path.relative_to(forger.site).as_posix()
        forger.json(name, lambda whole: [whole.pop(key, None) for key in ("page", "sha256", "evidence")])
    index = json.loads(forger.read("data/index.json"))
    index["files"] = [item for item in index["files"] if item["path"] != "site.json"]
    forger.write("data/index.json", json.dumps(index))
    found = codes(verify(forger.site))
    assert "no-site" in found
    assert found <= {"no-site", "digest", "bytes"}


# --- Changes at random --------------------------------------------------------------------------------


def test_no_byte_of_a_listed_file_changes_unnoticed(forger: Forger) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    left_out = {"sitemap.xml", "sitemap.xml.gz", "pagefind"}
    files = [path for path in sorted(forger.site.rglob("*")) if path.is_file() and path.stat().st_size]
    files = [path for path in files if path.relative_to(forger.site).parts[0] not in left_out]
    for path in chance.sample(files, 10):
        content = bytearray(path.read_bytes())
        place = chance.randrange(len(content))
        content[place] ^= 1 << chance.randrange(8)
        before = path.read_bytes()
        path.write_bytes(content)
        assert verify(forger.site).faults, (path, place)
        path.write_bytes(before)


FREE = {"step", "least", "min", "places", "at", "not_applicable", "grades", "vetoes", "kind", "file", "sha256"}
"""Keys of a scheme and of a unit that no score of this site depends on: named as not covered without the project."""


def leaves(value: Json, *path: str | int) -> list[tuple[str | int, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in members for place in leaves(item, *path, key)] or (
        [path] if isinstance(value, str) else []
    )


def other(value: str) -> str:
    """A text with its first digit or its last letter changed."""
    for index, char in enumerate(value):
        if char.isdigit() and char.isascii():
            return f"{value[:index]}{(int(char) + 1) % 10}{value[index + 1 :]}"
    return f"{value[:-1]}改" if not value.endswith("改") else f"{value[:-1]}动"


@pytest.mark.parametrize(
    "path",
    [
        DATA,
        "data/reports/jia/2020.json",
        "data/schemes/county/2021.json",
        "data/units.json",
        "data/tables/reports.json",
    ],
)
def test_no_field_of_the_data_changes_unnoticed(path: str, forger: Forger) -> None:
    chance = random.Random(path)  # noqa: S311 - no secret
    whole, before = json.loads(forger.read(path)), forger.read(path)
    places = [place for place in leaves(whole) if "words" not in place and place[-1] not in {"kind", "file"}]
    if not path.startswith("data/reports"):
        places = [place for place in places if not FREE & set(place)]
    for place in chance.sample(places, 8):
        value = whole
        for key in place:
            value = value[key]
        in_json(path, *place, to=other(value))(forger)
        forger.hide()
        assert verify(forger.site).faults, (place, value)
        forger.write(path, before)
    forger.hide()
    assert not verify(forger.site).faults


def test_no_marked_number_of_a_page_changes_unnoticed(forger: Forger) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret
    pages = [PAGE, RANKING, "units/yi/index.html", "reports/2021/index.html", "index.html"]
    for page in pages:
        before = forger.read(page)
        kinds = "total" if page.startswith("units/yi/index") else "total|place|marks|share|grade|period"
        marks = list(re.finditer(rf'data-sp="({kinds})"[^>]*>([^<]+)<', before))
        for match in chance.sample(marks, min(4, len(marks))):
            changed = other(match[2].strip())
            forger.write(page, before[: match.start(2)] + changed + before[match.end(2) :])
            forger.hide()
            assert verify(forger.site).faults, (page, match[0], changed)
        forger.write(page, before)
    forger.hide()
    assert not verify(forger.site).faults


def test_every_sentence_has_two_languages_with_the_same_fields() -> None:
    for chinese, english in (*WORDS.values(), *UNCOVERED.values()):
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english))
