"""The open data of a built site: files, descriptor, catalogue, feed, heads of pages, and the history of reports."""

import csv
import hashlib
import io
import json
import re
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree as ET

import frictionless
import openpyxl
import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SDO, Graph, Namespace
from tests.conftest import REPORT, MakeProject, run_mkdocs, run_program
from tests.history.repository import commit, git, repository

ATOM = "{http://www.w3.org/2005/Atom}"
SPDX = Namespace("http://spdx.org/rdf/terms#")
"""Its words are not known to rdflib."""
VOCABULARIES: tuple[Any, ...] = (SDO, DCAT, DCTERMS, FOAF, SPDX)
HOSTILE = "更正 </script><script>alert(1)</script> & <b>\u202e"
DISCLOSED = REPORT.replace(
    "status: published\n",
    """\
status: published
number: 示财发〔2026〕3号
date: 2026-03-10
index_number: 000014349/2026-00012
publisher: 示例市财政局
published_on: 2026-03-20
validity: valid
source: 示例市甲局 "公开" & 档案
summary: 完成率 90%。
""",
)
OPTIONS = """\
plugins:
  - scorepress:
      publisher: 示例市考核办
      licence: CC-BY-4.0
      licence_url: https://creativecommons.org/licenses/by/4.0/
      site_code: "4501000001"
      publish_sources: true
site_url: https://example.org/kaohe
repo_url: https://gitee.com/example/kaohe
"""


class Heads(HTMLParser):
    """Meta tags, links and JSON-LD of a page, as a program reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.linked: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta" and "name" in found:
            self.meta[found["name"]] = found.get("content", "")
        if tag == "link":
            self.links[found.get("type") or found.get("rel", "")] = found.get("href", "")
        self._inside = tag == "script" and found.get("type") == "application/ld+json"
        if self._inside:
            self.linked.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.linked[-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the name of the base class
        self._inside = False


def heads(site: Path, address: str) -> Heads:
    return Heads((site / address / "index.html").read_text(encoding="utf-8"))


def text_of(site: Path, address: str) -> str:
    html = (site / address / "index.html").read_text(encoding="utf-8")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def with_options(root: Path, options: str = OPTIONS) -> Path:
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("plugins: [scorepress]\n", options), encoding="utf-8")
    return root


def built(root: Path) -> Path:
    done = run_mkdocs(root, "build", "--strict")
    assert done.returncode == 0, done.stderr
    return root / "site"


@pytest.fixture
def corrected(make_project: MakeProject) -> Path:
    """A site whose report was published and corrected."""
    root = with_options(make_project({"2025.md": DISCLOSED.replace("A2: 3.5", "A2: 3")}))
    repository(root)
    commit(root, "公开甲局报告", "2026-03-21")
    commit(root, HOSTILE, "2026-06-02", {"content/units/jia/2025.md": DISCLOSED})
    return root


def test_a_page_bears_its_disclosure_metadata_and_its_history(corrected: Path) -> None:
    site = built(corrected)
    text = text_of(site, "units/jia/2025")
    for words in (
        "索引号 000014349/2026-00012",
        "发布机构 示例市财政局",
        "文号 示财发〔2026〕3号",
        "成文日期 2026-03-10",
        "发布日期 2026-03-20",
        "时效性 有效",
        '来源 示例市甲局 "公开" & 档案',
        "固定网址 https://example.org/kaohe/units/jia/2025/",
        "最近修改 2026-06-02 更正",
        "2026-06-02 更正 得分",
        "2026-03-21 首次公开",
    ):
        assert words in text
    newest = git(corrected, "rev-parse", "HEAD")
    page = (site / "units/jia/2025/index.html").read_text(encoding="utf-8")
    seen = f"https://gitee.com/example/kaohe/blob/{newest}/content/units/jia/2025.md"
    assert f'href="{seen}"' in page
    assert f'href="https://gitee.com/example/kaohe/commit/{newest}"' in page
    assert 'href="../../../data/sources/jia/2025.md" download' in page
    source = (corrected / "content/units/jia/2025.md").read_bytes()
    assert (site / "data/sources/jia/2025.md").read_bytes() == source
    assert "alert(1)" not in page  # what somebody wrote for a commit is no public text
    assert "公开甲局报告" not in page


def test_the_head_speaks_to_programs(corrected: Path) -> None:
    site = built(corrected)
    found = heads(site, "units/jia/2025")
    expected = {
        "SiteName": "测试站",
        "SiteIDCode": "4501000001",
        "ColumnName": "绩效自评报告",
        "ArticleTitle": "示例市甲局 2025 年自评报告",
        "PubDate": "2026-03-20",
        "ContentSource": '示例市甲局 "公开" & 档案',
    }
    assert {name: found.meta.get(name) for name in expected} == expected
    assert found.links["application/atom+xml"] == "../../../feed.xml"
    assert found.links["canonical"] == "https://example.org/kaohe/units/jia/2025/"
    (linked,) = [json.loads(text) for text in found.linked]
    assert linked["@type"] == "Report"
    assert linked["url"] == found.links["canonical"]
    assert (linked["datePublished"], linked["dateModified"]) == ("2026-03-20", "2026-06-02")
    assert linked["license"] == "https://creativecommons.org/licenses/by/4.0/"
    files = [each["contentUrl"].removeprefix("https://example.org/kaohe/") for each in linked["encoding"]]
    assert files == ["data/reports/jia/2025.json", "data/reports/jia/2025.xlsx"]
    assert all((site / name).is_file() for name in files)
    home = heads(site, "")
    assert (home.meta["SiteName"], "ArticleTitle" in home.meta) == ("测试站", False)
    (catalogue,) = [json.loads(text) for text in home.linked]
    assert catalogue["@type"] == "DataCatalog"
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert re.search(r"units/jia/2025/</loc>\s*<lastmod>2026-06-02<", sitemap)


def test_a_feed_has_what_readers_of_feeds_require(corrected: Path) -> None:
    commit(corrected, "别的", "2026-07-01", {"content/more.md": "# 别的\n"})
    root = ET.parse(built(corrected) / "feed.xml").getroot()  # noqa: S314 - our own file
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == "https://example.org/kaohe/feed.xml"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "示例市考核办"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "示例市甲局 2025 年自评报告"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == entry.findtext(f"{ATOM}id") == "https://example.org/kaohe/units/jia/2025/"
    assert entry.findtext(f"{ATOM}published") == "2026-03-20T00:00:00+00:00"
    assert entry.findtext(f"{ATOM}updated") == root.findtext(f"{ATOM}updated") == "2026-06-02T09:00:00+08:00"
    kind = entry.find(f"{ATOM}category")
    assert kind is not None
    assert (kind.get("term"), kind.get("label")) == ("corrected", "更正")
    summary = entry.findtext(f"{ATOM}summary") or ""
    assert "自评分 8.90 分（满分 10 分）" in summary
    assert "虚构" in summary
    assert "2026-06-02 更正：得分" in summary
    assert "</script>" not in summary


def test_without_an_address_of_the_site_addresses_lead_on_from_where_they_stand(make_project: MakeProject) -> None:
    root = make_project({"2025.md": REPORT})
    done = run_mkdocs(root, "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert "没有写 site_url" in done.stderr
    assert "没有报告的修改记录" in done.stderr
    site = root / "site"
    feed = ET.parse(site / "feed.xml").getroot()  # noqa: S314 - our own file
    assert (feed.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")] == ["alternate"]
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link") is not None
    assert [link.get("href") for link in entry.findall(f"{ATOM}link")] == ["units/jia/2025/"]
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo is not None
    found = heads(site, "units/jia/2025")
    assert "PubDate" not in found.meta
    assert found.meta["ContentSource"] == "示例市甲局"
    (linked,) = [json.loads(text) for text in found.linked]
    for each in linked["encoding"]:
        assert (site / urljoin("units/jia/2025/", each["contentUrl"])).is_file()
    text = text_of(site, "units/jia/2025")
    assert "不详：本站生成时没有源文件的版本库" in text
    assert "固定网址" not in text
    assert not (site / "data/sources").exists()


def test_a_git_that_fails_is_named_on_the_page_and_in_the_log(corrected: Path) -> None:
    (corrected / ".git/index").write_bytes(b"DIRCxxxx")
    done = run_mkdocs(corrected, "build")
    assert done.returncode == 0, done.stderr
    text = text_of(corrected / "site", "units/jia/2025")
    assert "不详：git 无法读取源文件的版本库。" in text
    assert "git 的说明：" in text
    assert "没有任何版本" not in text
    assert "没有报告的修改记录（failed）：" in done.stderr


def test_history_can_be_switched_off(corrected: Path) -> None:
    config = corrected / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("publish_sources: true", "history: false"), encoding="utf-8")
    site = built(corrected)
    text = text_of(site, "units/jia/2025")
    assert "公开以来的修改" not in text
    assert "alert(1)" not in "".join(path.read_text(encoding="utf-8") for path in (site / "units").rglob("*.html"))
    assert "2026-06-02" not in (site / "feed.xml").read_text(encoding="utf-8")


def test_a_feed_of_the_sites_own_is_refused(make_project: MakeProject) -> None:
    done = run_mkdocs(make_project({"2025.md": REPORT}, extra={"content/feed.xml": "<feed/>"}), "build")
    assert done.returncode == 1
    assert "feed.xml 是订阅源的文件名" in done.stderr


def test_a_site_without_reports_has_no_feed(make_project: MakeProject) -> None:
    site = built(make_project({}))
    assert not (site / "feed.xml").exists()
    assert "feed.xml" not in (site / "index.html").read_text(encoding="utf-8")
    assert not (site / "data/datapackage.json").exists()


# --- the data of this repository's own site ---------------------------------------------------------------------


def read(path: Path) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(path.read_text(encoding="utf-8"))


def csv_rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_the_descriptor_describes_the_files(built_site: Path) -> None:
    data = built_site / "data"
    package = read(data / "datapackage.json")
    assert package["profile"] == "tabular-data-package"
    names = [each["name"] for each in package["resources"]]
    assert len(set(names)) == len(names)
    for resource in package["resources"]:
        assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
        content = (data / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        fields = resource["schema"]["fields"]
        rows = csv_rows(data / resource["path"])
        assert rows
        assert list(rows[0]) == [field["name"] for field in fields]
        for field in fields:
            values = {row[field["name"]] for row in rows} - {""}
            if field["type"] == "number":
                assert all(re.fullmatch(r"-?\d+(\.\d+)?", value) for value in values), field
            elif "constraints" in field:
                pattern = re.compile(field["constraints"]["pattern"])
                assert all(pattern.fullmatch(value) for value in values), field
    described = {each["path"] for each in package["resources"]}
    tables = {path.relative_to(data).as_posix() for path in (data / "tables").rglob("*.csv")}
    assert described == tables


def test_frictionless_finds_the_package_and_every_table_valid(built_site: Path) -> None:
    report = frictionless.validate(built_site / "data/datapackage.json")
    assert report.valid, report.flatten()
    assert {task.type for task in report.tasks} == {"table"}
    assert report.stats["tasks"] == len(list((built_site / "data/tables").rglob("*.csv")))


def test_frictionless_would_see_a_changed_table(corrected: Path) -> None:
    data = built(corrected) / "data"
    table = data / "tables/scores.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("3.5", "三分半"), encoding="utf-8-sig")
    report = frictionless.validate(data / "datapackage.json")
    assert {error for _, _, error in report.flatten(["rowNumber", "fieldNumber", "type"])} >= {"type-error"}


def triples(made: dict[str, Any]) -> Graph:
    """JSON-LD as a program for linked data reads it; the words of schema.org without asking its server."""
    context = made["@context"]
    if context == "https://schema.org":
        made = made | {"@context": {"@vocab": str(SDO)}}
    return Graph().parse(data=json.dumps(made), format="json-ld", publicID="https://example.org/data/")


def test_the_catalogue_has_what_catalogues_of_governments_must_have(built_site: Path) -> None:
    graph = triples(read(built_site / "data/catalog.jsonld"))
    must = {
        DCAT.Catalog: {DCTERMS.title, DCTERMS.description, DCAT.dataset},
        DCAT.Dataset: {DCTERMS.title, DCTERMS.description, DCAT.distribution},
        DCAT.Distribution: {DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType},
    }
    for kind, properties in must.items():
        subjects = set(graph.subjects(RDF.type, kind))
        assert subjects
        for subject in subjects:
            assert properties <= set(graph.predicates(subject)), subject


@pytest.mark.parametrize(
    "address", ["", "units/guixi/2024", "schemes/shili-gzl/2024/2024", "measures", "data/catalog.jsonld"]
)
def test_linked_data_uses_words_that_exist(built_site: Path, address: str) -> None:
    path = built_site / address
    blocks = [read(path)] if path.is_file() else list(map(json.loads, heads(built_site, address).linked))
    assert blocks
    for made in blocks:
        graph = triples(made)
        used = {predicate for predicate in graph.predicates() if predicate != RDF.type}
        used |= set(graph.objects(None, RDF.type))
        assert used
        for word in used:
            namespace = next(each for each in VOCABULARIES if str(word).startswith(str(each)))
            assert word in namespace, word


def test_csv_json_and_xlsx_agree_with_each_other_and_with_the_reports(built_site: Path) -> None:
    data = built_site / "data"
    for path in (data / "tables").rglob("*.json"):
        made = read(path)
        titles = {column["id"]: column["title"] for column in made["columns"]}
        rows = [{titles[name]: cell or "" for name, cell in row.items()} for row in made["rows"]]
        assert csv_rows(path.with_suffix(".csv")) == rows
        sheet = openpyxl.load_workbook(path.with_suffix(".xlsx")).active
        assert sheet is not None
        cells = [list(row) for row in sheet.iter_rows(values_only=True)]
        assert cells[0] == list(titles.values())
        assert len(cells) == len(rows) + 1
        for stored, row in zip(cells[1:], made["rows"], strict=True):
            for cell, text in zip(stored, row.values(), strict=True):
                assert cell == text or (isinstance(cell, int | float) and cell == float(text or "nan")), text
    for row in read(data / "tables/reports.json")["rows"]:
        name = Path(row["file"]).stem
        report = read(data / f"reports/{row['unit']}/{name}.json")
        for layer in ("self", "verified", "final"):
            result = report["layers"].get(layer, {}).get("result", {})
            assert row[layer] == (result.get("total") if report["layers"].get(layer, {}).get("scores") else None)
    for row in csv_rows(data / "tables/scores.csv"):
        name = f"{row['单位编号']}/{row['考核期']}"
        if row["方案内编号"] != "total" and (data / f"reports/{name}.json").is_file():
            scores = read(data / f"reports/{name}.json")["layers"]["self"]["scores"]
            assert row["自评分"] == (scores[row["方案内编号"]]["marks"] or "")


def test_every_address_of_the_catalogue_is_a_file(built_site: Path) -> None:
    data = built_site / "data"
    catalogue = read(data / "catalog.jsonld")
    assert catalogue["@type"] == "dcat:Catalog"
    for dataset in catalogue["dcat:dataset"]:
        assert dataset["dct:title"]
        for each in dataset["dcat:distribution"]:
            content = (data / unquote(each["dcat:downloadURL"]["@id"])).read_bytes()
            assert each["dcat:byteSize"]["@value"] == str(len(content))
            assert each["spdx:checksum"]["spdx:checksumValue"] == hashlib.sha256(content).hexdigest()


def test_every_download_of_a_page_is_there(built_site: Path) -> None:
    seen = 0
    for path in built_site.rglob("*.html"):
        page = path.parent.relative_to(built_site).as_posix()
        for href in re.findall(r'<a href="([^"]*data/[^"]*)"', path.read_text(encoding="utf-8")):
            target = (built_site / page / unquote(unescape(href))).resolve()
            assert target.is_file(), (path, href)
            seen += 1
    assert seen > 400
    league = next((built_site / "schemes/shili-gzl/2024").glob("2024/index.html")).read_text(encoding="utf-8")
    assert {form for form in ("xlsx", "csv", "json") if f'2024.{form}" download' in league} == {"xlsx", "csv", "json"}


def test_a_changed_table_is_found_by_verification(corrected: Path) -> None:
    data = built(corrected) / "data"
    command = ("scorepress", "verify", str(data), "--lang", "en")
    assert run_program(corrected, *command).returncode == 0
    table = data / "tables/reports.csv"
    table.write_bytes(table.read_bytes().replace(b"8.9", b"9.8"))
    done = run_program(corrected, *command)
    assert done.returncode == 1
    assert "tables/reports.csv" in done.stdout
