"""Pages and files say what the record says: the highest layer leads with its word, wherever a report's score stands.

Each page and each file of a site with reports of every kind is held against the data of its reports.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from tests.conftest import run_mkdocs, run_program
from tests.html_tree import marked, read_html, rows_of, text_of
from tests.site import layered

WORDS = {"self": "自评分", "verified": "核验分", "final": "最终分"}
LAYERS = tuple(WORDS)


@dataclass(frozen=True)
class Record:
    """A report as its data has it."""

    data: Mapping[str, Any]

    @property
    def layers(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.data["layers"]
        return found

    @property
    def layer(self) -> str:
        """The highest layer."""
        return max(self.layers, key=LAYERS.index)

    @property
    def word(self) -> str:
        return WORDS[self.layer]

    @property
    def result(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.layers[self.layer]["result"]
        return found

    @property
    def total(self) -> str:
        """As pages show it: the scheme rounds to two places."""
        return shown(self.result["total"])

    @property
    def place(self) -> str | None:
        found = self.data.get("place")
        return None if found is None else str(found["place"])

    @property
    def scheme(self) -> str:
        return str(self.data["scheme"]).partition("@")[0]

    @property
    def name(self) -> str:
        return f"2025-{self.scheme}"

    @property
    def address(self) -> str:
        """Of its page, from the root of the site."""
        return f"units/{self.data['unit']}/{self.name}/"


def shown(amount: str) -> str:
    """An amount of the data as pages show it."""
    return f"{Decimal(amount):.2f}".replace("-", "−")


@dataclass(frozen=True)
class Site:
    """A built site."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "site"

    @cached_property
    def records(self) -> list[Record]:
        files = sorted((self.site / "data/reports").glob("*/2025-*.json"))
        return [Record(json.loads(path.read_text(encoding="utf-8"))) for path in files]

    def of(self, scheme: str) -> dict[str, Record]:
        """The reports under a scheme by unit."""
        return {record.data["unit"]: record for record in self.records if record.scheme == scheme}

    @cached_property
    def pages(self) -> dict[str, ET.Element]:
        """Every page that shows records by its address; the reference, which is the program's own, is left out."""
        files = (path for path in self.site.rglob("index.html") if not path.is_relative_to(self.site / "reference"))
        return {
            f"{path.parent.relative_to(self.site).as_posix()}/".removeprefix("./"): read_html(path) for path in files
        }

    def page(self, address: str) -> ET.Element:
        return self.pages[address]

    def table(self, path: str) -> list[dict[str, str]]:
        """A published table by the ids of its columns."""
        found: list[dict[str, str]] = json.loads((self.site / f"data/tables/{path}.json").read_text("utf-8"))["rows"]
        return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = layered.write(tmp_path_factory.mktemp("layered"), layered.files())
    done = run_mkdocs(root, "build")
    assert done.returncode == 0, done.stderr
    found = Site(root)
    assert {(record.layer, bool(record.layers["self"]["place"])) for record in found.records if record.place}
    assert {record.layer for record in found.records} == set(LAYERS)
    return found


def test_the_report_s_page_leads_with_the_highest_layer(site: Site) -> None:
    for record in site.records:
        page = site.page(record.address)
        head = marked(page, "score")[0]
        assert text_of(marked(head, "layer")[0]) == record.word, record.address
        assert text_of(marked(head, "total")[0]) == record.total, record.address
        assert text_of(marked(head, "grade")[0]) == record.result["grade"], record.address
        if record.place is not None:
            count = record.data["place"]["count"]
            assert text_of(marked(head, "place")[0]) == f"第 {record.place} 名（共 {count} 个单位）", record.address
        waits = bool(record.data.get("place", record.result).get("waits_for"))
        assert ("暂定" in text_of(head).partition("计算过程")[0]) is waits, record.address


def test_the_other_layers_stand_beside_it_and_say_why_they_differ(site: Site) -> None:
    for record in site.records:
        page = site.page(record.address)
        beside = [(text_of(marked(row, "layer")[0]), text_of(marked(row, "total")[0])) for row in marked(page, "score")]
        layers = sorted(record.layers, key=LAYERS.index, reverse=True)
        wanted = [(WORDS[layer], shown(record.layers[layer]["result"]["total"])) for layer in layers]
        assert beside[1:] == (wanted if len(wanted) > 1 else []), record.address
    reviewed = text_of(site.page("units/c/2025-each/").find(".//ul[@class='sp-reviewed']"))
    for said in ("项目建设 57.20 → 56.10；佐证不足", "完成任务 30.00 → 29.70；复核后更正", "−2；瞒报"):
        assert said in reviewed
    adjusted = text_of(site.page("units/d/2025-all/").find(".//ul[@class='sp-reviewed']"))
    assert "主要指标 91.80 → 92.30；申诉成立（考核委会议纪要）" in adjusted


@pytest.mark.parametrize("layer", LAYERS)
def test_a_score_of_a_lower_layer_leads_nowhere(site: Site, layer: str) -> None:
    """On no page but the report's own, and in no list of results and no feed, stands the total of a lower layer."""
    leading = {record.total for record in site.records}
    lower = {
        shown(record.layers[layer]["result"]["total"]): record.address
        for record in site.records
        if layer in record.layers and layer != record.layer
    }
    lower = {total: address for total, address in lower.items() if total not in leading}
    assert lower or layer == "final"
    parts = {
        shown(score["marks"])
        for record in site.records
        for each in record.layers.values()
        for score in each["scores"].values()
        if score["marks"] is not None
    }
    own = {record.address for record in site.records}
    for address, page in site.pages.items():
        numbers = re.findall(r"[\d.]+", text_of(page)) if address not in own else []
        assert not (lower.keys() - parts) & set(numbers), address


def lists(site: Site) -> Iterator[tuple[str, ET.Element]]:
    """Every row of every page that lists reports, with the page's address."""
    for address, page in site.pages.items():
        for row in marked(page, "row"):
            yield address, row


def test_every_list_has_the_leading_total_with_its_word(site: Site) -> None:
    found = set()
    records = {record.address: record for record in site.records}
    for address, row in lists(site):
        link = next(row.iter("a")).get("href", "").partition("#")[0]
        target = (site.site / address / link).resolve().relative_to(site.site.resolve()).as_posix() + "/"
        record, totals = records[target], marked(row, "total")
        if totals:
            found.add((target, address.split("/")[0]))
            assert text_of(totals[0]) == record.total, (address, target)
            beside = [text_of(layer) for layer in marked(row, "layer")]
            words = beside or [head for head in columns_of(site, address) if head in WORDS.values()]
            assert words == [record.word], (address, target)
        for grade in marked(row, "grade"):
            assert text_of(grade) == record.result["grade"], (address, target)
        for place in marked(row, "place"):
            assert (record.place or "—") in re.findall(r"[\d/.]+|—", text_of(place)), (address, target)
    for kind in ("units", "reports"):
        assert {target for target, page in found if page == kind} == set(records), kind
    assert {target for target, page in found if page == "schemes"} == set(records)


def columns_of(site: Site, address: str) -> list[str]:
    """The headings of the columns of the table on a page that lists reports."""
    return [text_of(head).rstrip("↕") for head in site.page(address).iter("th") if head.get("scope") == "col"]


def test_no_column_is_called_a_score_without_its_layer(site: Site) -> None:
    for address, page in site.pages.items():
        assert "得分" not in {text_of(head) for head in page.iter("th")}, address


def test_ranking_tables_stand_in_their_order_and_files_have_the_same_places(site: Site) -> None:
    rows = site.table("reports")
    for scheme in layered.SCHEMES:
        records = site.of(scheme)
        page = site.page(f"schemes/{scheme}/2025/2025/")
        table = [row for row in marked(page, "row") if marked(row, "total")]
        units = [next(row.iter("a")).get("href", "").split("/")[-3] for row in table]
        league = site.table(f"leagues/{scheme}/2025/2025")
        assert units == [row["unit"] for row in league]
        assert set(units) == set(records)
        places = {row["unit"]: row["place"] for row in rows if row["scheme"] == f"{scheme}@2025"}
        assert {row["unit"]: row["place"] for row in league} == places
        assert places == {unit: record.place for unit, record in records.items()}
        groups: dict[str, list[Fraction]] = {}
        for unit in units:
            record = records[unit]
            group = record.data["place"]["group"] if record.place else ""
            assert group not in list(groups)[:-1], (scheme, units)  # a group stands in one piece
            groups.setdefault(group, []).append(Fraction(record.place or 0))
        assert all(found == sorted(found) for found in groups.values()), (scheme, groups)


def test_tables_lead_with_the_highest_layer(site: Site) -> None:
    by_key = {(record.data["unit"], record.data["scheme"]): record for record in site.records}
    tables = ["reports", "years/2025", *(f"leagues/{scheme}/2025/2025" for scheme in layered.SCHEMES)]
    for path in tables:
        for row in site.table(path):
            record = by_key[row["unit"], row.get("scheme") or f"{path.split('/')[1]}@2025"]
            assert (row["total"], row["layer"]) == (record.result["total"], record.word), path
            assert (row["grade"], row["place"]) == (record.result["grade"], record.place), path
            waits = bool(record.data.get("place", record.result).get("waits_for") or record.result.get("waits_for"))
            assert (row["state"] == "暂定") is waits, (path, row)
    for record in site.records:
        table = site.site / f"data/reports/{record.data['unit']}/{record.name}/scores.csv"
        own = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
        marks = {name: score["marks"] for name, score in record.layers[record.layer]["scores"].items()}
        marks |= {"total": record.result["total"]}
        assert [row["现行得分"] for row in own] == list(marks.values())
        assert {row["得分类别"] for row in own} == {record.word}


def test_a_workbook_shows_the_places_of_the_scheme(site: Site) -> None:
    sheet = openpyxl.load_workbook(site.site / "data/tables/leagues/each/2025/2025.xlsx").worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for title in ("总分", "主要指标", "加分"):
        column = heads.index(next(head for head in heads if head and title in str(head)))
        assert {row[column].number_format for row in sheet.iter_rows(min_row=2)} == {"0.00"}, title


def test_numbers_of_the_scheme_keep_their_zeros_on_every_page(site: Site) -> None:
    for address, page in site.pages.items():
        numbers = [text_of(number) for number in (*marked(page, "total"), *marked(page, "marks"))]
        assert [number for number in numbers if not re.fullmatch(r"[−+]?\d+\.\d\d|—", number)] == [], address
    for record in site.records:
        prose = next(each for each in site.page(record.address).iter("div") if each.get("class") == "sp-prose")
        assert f"合计 {shown(record.layers['self']['result']['total'])} 分" in text_of(prose)


def test_no_space_stands_before_a_sign_of_per_cent(site: Site) -> None:
    for address, page in site.pages.items():
        assert not re.search(r"\d %", text_of(page)), address


def test_the_search_shows_and_filters_by_the_leading_score(site: Site) -> None:
    for record in site.records:
        article = marked(site.page(record.address), "report")[0]
        assert f"{record.word} {record.total} 分（满分 100 分）" in article.get("data-about", "")
        assert article.get("data-stage") == record.layer
        assert article.get("data-grade") == record.result["grade"]


def test_the_feed_leads_with_the_highest_layer(site: Site) -> None:
    feed = ET.parse(site.site / "feed.xml")  # noqa: S314 - our own file
    atom = "{http://www.w3.org/2005/Atom}"
    told = {
        next(entry.iter(f"{atom}link")).get("href", ""): entry.findtext(f"{atom}summary", "")
        for entry in feed.iter(f"{atom}entry")
    }
    for record in site.records:
        summary = next(text for address, text in told.items() if record.address.rstrip("/") in address)
        assert f"{record.word} {record.total} 分" in summary
        lower = {shown(layer["result"]["total"]) for layer in record.layers.values()} - {record.total}
        assert not lower & set(re.findall(r"[\d.]+", summary)), summary


def test_a_unit_s_years_and_the_indicators_lead_with_the_highest_layer(site: Site) -> None:
    for record in site.records:
        page = site.page(f"units/{record.data['unit']}/")
        section = next(each for each in page.iter("section") if each.get("aria-labelledby") == f"trend-{record.scheme}")
        assert text_of(marked(section, "layer")[0]) == record.word
        assert text_of(marked(section, "total")[0]) == record.total
    for scheme in layered.SCHEMES:
        records = site.of(scheme)
        for indicator in ("A1", "A2", "A3", "B1", "P1"):
            address = f"schemes/{scheme}/2025/2025/{indicator}/"
            for row in marked(site.page(address), "row"):
                record = records[next(row.iter("a")).get("href", "").split("/")[-3]]
                words = [text_of(each) for each in marked(row, "layer")]
                marks = record.layers[record.layer]["scores"][indicator]["marks"]
                assert text_of(marked(row, "marks")[0]) == shown(marks), (address, record.address)
                assert (words or [word for word in columns_of(site, address) if word in WORDS.values()]) == [
                    record.word
                ]


def score_table(site: Site, record: Record) -> tuple[list[dict[str, ET.Element]], dict[str, ET.Element]]:
    """The rows of a report's table of scores, and its last row, by the headings."""
    page = site.page(record.address)
    table = next(each for each in page.iter("table") if "sp-scores" in each.get("class", "").split())
    heads = [text_of(head) for head in table.findall("./thead/tr/th")]
    last = dict(zip(heads, table.findall("./tfoot/tr[last()]/*"), strict=True))
    return rows_of(table), last


def test_what_is_lost_adds_up_and_a_bonus_is_no_loss(site: Site) -> None:
    for record in site.records:
        rows, last = score_table(site, record)
        scores = record.layers[record.layer]["scores"]
        by_id = {next(iter(marked(row[record.word], "marks"))).get("data-sp-of", ""): row for row in rows}
        assert set(by_id) == set(scores)
        lost = {name: text_of(row["失分"]) for name, row in by_id.items()}
        assert {lost[name] for name in ("B", "B1", "P", "P1")} == {"—"}, record.address
        assert text_of(by_id["B"]["满分"]) == "最多加 5 分"
        assert text_of(by_id["P"]["满分"]) == "最多减 3 分"
        adjusted = sum(
            Decimal(change["points"])
            for change in record.layers[record.layer].get("adjustments", [])
            if change["of"] == "A"
        )
        leaves = sum(Decimal(lost[name].replace("−", "-")) for name in ("A1", "A2", "A3"))
        missing = Decimal(record.result["full"]) - Decimal(record.result["base"])
        assert leaves - adjusted == Decimal(lost["A"].replace("−", "-")) == missing, record.address
        assert text_of(last["失分"]) == shown(str(missing))
        assert text_of(last["满分"]) == "100"


def test_every_layer_says_where_it_is_provisional_and_shows_its_adjusted_number(site: Site) -> None:
    seen = set()
    for record in site.records:
        rows, last = score_table(site, record)
        for layer, data in record.layers.items():
            for row in rows:
                name = next(iter(marked(row[WORDS[layer]], "marks"))).get("data-sp-of", "")
                waits = bool(data["scores"][name].get("waits_for"))
                seen.add((layer, waits))
                assert ("暂定" in text_of(row[WORDS[layer]])) is waits, (record.address, layer, name)
                assert text_of(marked(row[WORDS[layer]], "marks")[0]) == shown(data["scores"][name]["marks"])
            assert shown(data["result"]["total"]) in text_of(last[WORDS[layer]])
            assert ("暂定" in text_of(last[WORDS[layer]])) is bool(data["result"].get("waits_for"))
    assert seen == {(layer, waits) for layer in LAYERS for waits in (True, False)}
    page = site.page("units/c/2025-all/")
    table = next(each for each in page.iter("table") if "sp-scores" in each.get("class", "").split())
    adjustment, total = table.findall("./tfoot/tr")
    assert text_of(adjustment) == "调整：瞒报 −2"
    assert "92.80" in text_of(total)


def test_an_adjustment_leaves_the_others_settled(site: Site) -> None:
    """A review that only adjusts concerns its unit; one that scores anew leaves those without it provisional."""
    for record in site.of("adjusted").values():
        assert "waits_for" not in record.data["place"], record.address
        assert "暂定" not in text_of(site.page(record.address))
    assert site.of("each")["a"].data["place"]["waits_for"]
    assert site.of("adjusted")["c"].data["place"]["layer"] == "final"


def test_a_ranking_of_several_layers_says_so(site: Site) -> None:
    text = text_of(site.page("schemes/each/2025/2025/"))
    assert "最终分 2 个单位、核验分 2 个单位、自评分 3 个单位" in text
    assert "各单位按最高一级的得分排名" in text
    assert "尚未公开报告的单位：单位h（虚构）" in text
    own = text_of(site.page("units/a/2025-each/"))
    assert "还没有最终分的单位：单位a（虚构）、单位b（虚构）" in own


def test_bars_are_as_long_as_their_numbers(site: Site) -> None:
    """Above full marks as well: the longest of a table fills it, and no other is cut off."""
    above = 0
    for address, page in site.pages.items():
        for bar in (drawing for drawing in page.iter("svg") if drawing.get("data-share")):
            whole, own = (float(bar.findall("rect")[index].get("width", "")) for index in (0, 1))
            share = float(bar.get("data-share", ""))
            above += share > 1
            assert own <= 100, address
            assert own == pytest.approx(max(share, 0) * whole, abs=0.2), address
    assert above


def test_explain_leads_with_the_highest_layer(site: Site) -> None:
    for unit in "bc":
        record = site.of("each")[unit]
        done = run_program(site.root, "scorepress", "explain", unit, "2025", "total", "--scheme", "each@2025")
        assert record.word in done.stdout.splitlines()[0], done.stdout
        assert f"总分：{record.total} 分" in done.stdout
        assert f"第 {record.place} 名" in done.stdout


def test_the_data_is_verified(site: Site) -> None:
    done = run_program(site.root, "scorepress", "verify", str(site.site / "data"))
    assert done.returncode == 0, done.stdout
