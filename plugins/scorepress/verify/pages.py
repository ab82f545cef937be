"""The pages of a site against its data: what each prints, in its visible text, is what the data says."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from scorepress.verify.arithmetic import rounded, shown
from scorepress.verify.data import Data, Report
from scorepress.verify.markup import Mark
from scorepress.verify.printed import layer_of, numbers, plain, prints, prints_period, prints_word
from scorepress.verify.reading import At
from scorepress.verify.words import Fault, Refused

ENTIRE = ("report", "withdrawn", "scheme", "unit-page")
"""Marks of an article that shows one thing of the data."""
HEAD = ("summary", "number", "date", "issuer", "index_number", "publisher", "published_on", "source")
"""What the data says of a report beside its scores, and its page prints as it is."""
MEASURE = ("problem", "action", "office", "due", "result")
ARGUED = frozenset({"note", "reason"})
NOT_PRINTED = frozenset({"evidence", "layer", "veto", "of", "points"})
"""Keys of entries and statements that a page prints in other words, or not at all."""


def file_of(address: str) -> str:
    """The file of the page at an address, from the root of the site."""
    path = unquote(urlsplit(address).path).removeprefix("./")
    return f"{path}index.html" if not path or path.endswith("/") else path


def target(page: str, link: str) -> str:
    """The file that a link on a page leads to, from the root of the site."""
    path = unquote(urlsplit(link).path)
    joined = normpath(str(PurePosixPath(page).parent / path)) if path else page
    return joined if PurePosixPath(joined).suffix == ".html" else str(PurePosixPath(joined) / "index.html")


@dataclass
class Pages:
    """The pages of a site as they are gone through, and what is found on them."""

    data: Data
    faults: list[Fault] = field(default_factory=list)
    numbers: int = 0
    """How many printed numbers were compared."""
    articles: dict[str, tuple[str, At]] = field(default_factory=dict)
    """What the data shows on a page of its own: kind and record, by the page's file."""
    printed: set[str] = field(default_factory=set)
    """Pages that were seen."""
    ranked: set[str] = field(default_factory=set)
    """Pages of reports that stand in a row of a ranking table."""

    def __post_init__(self) -> None:
        data = self.data
        records = [("report", report.at) for report in data.reports.values()]
        records += [("withdrawn", at) for at in data.withdrawn]
        records += [("scheme", scheme.at) for scheme in data.schemes.values()]
        records += [("unit-page", at) for at in data.units.values()]
        for kind, at in records:
            try:
                self.articles[file_of(at.text("page"))] = kind, at
            except Refused as refused:
                self.faults.append(refused.fault)
        self._reports = {report.at.file: report for report in data.reports.values()}

    def check(self, file: str, page: Mark) -> None:
        """Compare one page."""
        for kind in ENTIRE:
            for article in page.all(kind):
                known, at = self.articles.get(file, ("", None))
                if known != kind or at is None:
                    self._fault(file, "no-data-of-page")
                    continue
                self.printed.add(file)
                self._guarded(file, self._article, kind, at, article)
        for ranking in page.all("ranking"):
            self.ranked |= {target(file, row.links[0]) for row in ranking.all("row") if row.links}
        for row in page.all("row"):
            self._guarded(file, self._row, row)

    def missing(self) -> None:
        """What has no page, or stands in no ranking table, once all pages have been gone through."""
        for file in self.articles.keys() - self.printed:
            self._fault(file, "no-page-of-data", data=self.articles[file][1].file)
        for file, (kind, at) in self.articles.items():
            if kind == "report" and self._reports[at.file].indicators and file not in self.ranked:
                self._fault(file, "not-in-ranking")

    def _guarded(self, file: str, check: Callable[..., None], *args: object) -> None:
        try:
            check(file, *args)
        except Refused as refused:
            self.faults.append(refused.fault)

    def _article(self, file: str, kind: str, at: At, article: Mark) -> None:
        name = at.text("name") if kind == "unit-page" else at.text("title")
        self._word(file, article, "title", name)
        if kind == "unit-page":
            self._years(file, at.text("unit"), article)
        if kind == "scheme":
            self._word(file, article, "edition", at.text("edition"))
            self._word(file, article, "sha256", at.text("sha256"))
            self._contains(file, article, _titles(at))
        if kind in {"report", "withdrawn"}:
            self._word(file, article, "unit", self.data.names.get(at.text("unit"), at.text("unit")))
            self._period(file, article, at, needed=True)
        if kind == "withdrawn":
            self._withdrawn(file, at, article)
        if kind == "report":
            self._report(file, self._reports[at.file], article)

    def _years(self, file: str, unit: str, article: Mark) -> None:
        """The totals of a unit's years, outside of lists of reports, are those of its reports."""
        own = [report for report in self._reports.values() if report.unit == unit and report.indicators]
        totals = [_amount(report.layers[report.highest].at("result"), "total") for report in own]
        for mark in article.marks:
            self.numbers += mark.kind == "total"
            if mark.kind == "total" and not any(prints(mark.text, total) for total in totals):
                words = "、".join(map(shown, totals))
                self._fault(file, "printed", what="total", printed=mark.text, expected=words)

    def _report(self, file: str, report: Report, article: Mark) -> None:
        self._contains(file, article, [report.at.at(key) for key in HEAD if report.at.has(key)])
        for item in report.at.named("evidence").values():
            self._contains(file, article, _evidence(item))
        self._measures(file, report, article)
        self._entries(file, report, article)
        if report.indicators:
            self._layers(file, report, article)

    def _entries(self, file: str, report: Report, article: Mark) -> None:
        """What scores rest on, beside each; of the lower layers the values only, where they led to other marks."""
        details = {mark.attributes.get("data-sp-of", ""): mark for mark in article.all("detail")}
        evidence = report.at.named("evidence")
        leading = report.layers[report.highest]
        for of, entry in leading.named("entries").items():
            self._contains(file, details.get(of, article), texts(entry))
            if not entry.has("not_applicable"):
                titles = [evidence[item].at("title") for item in entry.texts("evidence") if item in evidence]
                self._contains(file, details.get(of, article), titles)
        for name, layer in report.layers.items():
            self._contains(file, article, _stated(layer))
            for of, entry in layer.named("entries").items() if name != report.highest else ():
                if _marks(layer, of) not in {None, _marks(leading, of)} and not entry.has("not_applicable"):
                    self._contains(file, details.get(of, article), texts(entry, values_only=True))

    def _measures(self, file: str, report: Report, article: Mark) -> None:
        """The measures on the page are those of the report, in their order."""
        listed, marks = report.at.each("measures"), list(article.all("measure"))
        if len(listed) != len(marks):
            self._fault(file, "printed", what="measures", printed=len(marks), expected=len(listed))
        for measure, mark in zip(listed, marks, strict=False):
            self._contains(file, mark, [measure.at(key) for key in MEASURE if measure.has(key)])

    def _layers(self, file: str, report: Report, article: Mark) -> None:
        """The scores of every layer."""
        groups: dict[str, list[Mark]] = {}
        for group in article.all("score"):
            word = group.own("layer")
            groups.setdefault((word and layer_of(word.text)) or "", []).append(group)
        for group in (group for name, those in groups.items() if name not in report.layers for group in those):
            self._fault(file, "other-layer", printed=group.text[:60])
        if next(iter(groups), report.highest) != report.highest:
            self._fault(file, "not-leading", layer=report.highest)
        for name in report.layers:
            if name not in groups:
                self._fault(file, "no-layer", layer=name)
            for group in groups.get(name, ()):
                self._score(file, report, name, group, needed=True)
            self._marks_of(file, report, name, article)

    def _marks_of(self, file: str, report: Report, layer: str, article: Mark) -> None:
        """The marks of parts and indicators in a layer."""
        marks = [mark for mark in article.all("marks") if mark.attributes.get("data-sp-layer") == layer]
        total = _amount(report.layers[layer].at("result"), "total")
        for mark in marks:
            if mark.attributes.get("data-sp-of") == "total":
                self._number(file, mark, total, f"total ({layer})")
        for of in report.layers[layer].named("scores"):
            value = _marks(report.layers[layer], of)
            own = [mark for mark in marks if mark.attributes.get("data-sp-of") == of]
            if not own and value is not None:
                self._fault(file, "no-mark", mark=f"{of} ({layer})")
            for mark in own:
                self._number(file, mark, value, f"{of} ({layer})")

    def _score(self, file: str, report: Report, layer: str, group: Mark, *, needed: bool) -> None:
        """Total, grade and place in a group of marks, as they are for a layer."""
        result = report.layers[layer].at("result")
        total = group.own("total")
        if total is not None:
            self._number(file, total, _amount(result, "total"), f"total ({layer})")
        elif needed:
            self._fault(file, "no-mark", mark=f"total ({layer})")
        grade = group.own("grade")
        word = result.value.get("grade") if isinstance(result.value, dict) else None
        if grade is not None and not prints_word(grade.text, word):
            self._fault(file, "printed", what=f"grade ({layer})", printed=grade.text, expected=word or "—")
        elif grade is None and needed and word is not None:
            self._fault(file, "no-mark", mark=f"grade ({layer})")
        place = group.own("place")
        if place is not None:
            self._place(file, report, layer, place)
        elif needed and report.layers[layer].has("place"):
            self._fault(file, "no-mark", mark=f"place ({layer})")

    def _place(self, file: str, report: Report, layer: str, mark: Mark) -> None:
        self.numbers += 1
        place = self.data.place(report, None if layer == report.highest else layer)
        ranked = place is not None and place.place is not None
        expected = [place.place, Fraction(place.count)] if place is not None and ranked else []
        printed = numbers(mark.text)
        if printed != expected and (not printed or printed != expected[:1]):
            words = " / ".join(map(shown, expected)) or "—"
            self._fault(file, "printed", what=f"place ({layer})", printed=mark.text, expected=words)

    def _row(self, file: str, row: Mark) -> None:
        files = [target(file, link) for link in row.links]
        page = next((path for path in files if self.articles.get(path, ("",))[0] in {"report", "withdrawn"}), None)
        if page is None:
            self._fault(file, "no-report-of-row", printed=row.text[:60])
            return
        kind, at = self.articles[page]
        title = row.own("title")
        if title is not None:
            self._word(file, row, "title", at.text("title"))
        self._period(file, row, at, needed=False)
        if kind == "withdrawn":
            for what in ("total", "marks", "place", "share"):
                if any(numbers(mark.text) for mark in row.all(what)):
                    self._fault(file, "number-of-withdrawn", printed=row.text[:60])
            return
        report = self._reports[at.file]
        layer, word = report.highest, row.own("layer")
        if word is not None and word.text and layer_of(word.text) != layer:
            self._fault(file, "printed", what="layer", printed=word.text, expected=layer)
        self._score(file, report, layer, row, needed=False)
        for mark in row.all("marks"):
            of = mark.attributes.get("data-sp-of", "")
            self._number(file, mark, _marks(report.layers[layer], of), f"{report.unit} {of}")
        share = row.own("share")
        value = _share(report.layers[layer].at("result"))
        if share is not None and (value is None or numbers(share.text) != [rounded(value * 100, 1, "half_up")]):
            self._fault(file, "printed", what="share", printed=share.text, expected=shown(value))

    def _withdrawn(self, file: str, at: At, article: Mark) -> None:
        """A withdrawn report's page says when and why, and no number that is not of its head."""
        withdrawn = at.at("withdrawn")
        self._contains(file, article, [withdrawn.at("date"), withdrawn.at("reason")])
        self._contains(file, article, [at.at(key) for key in ("number", "date") if at.has(key)])
        scheme = self.data.schemes[at.text("scheme")].at
        said = [leaf.itself() for leaf in texts(at)] + [scheme.text("title"), scheme.text("edition")]
        said += [self.data.names.get(at.text("unit"), "")]
        known = {number for text in said for number in map(abs, numbers(text))}
        for number in map(abs, numbers(article.text)):
            if number not in known:
                self._fault(file, "number-of-withdrawn", printed=shown(number))

    def _word(self, file: str, group: Mark, kind: str, expected: str) -> None:
        mark = group.own(kind)
        if mark is None:
            self._fault(file, "no-mark", mark=kind)
        elif plain(mark.text) != plain(expected):
            self._fault(file, "printed", what=kind, printed=mark.text, expected=expected)

    def _period(self, file: str, group: Mark, at: At, *, needed: bool) -> None:
        mark = group.own("period")
        if mark is None and needed:
            self._fault(file, "no-mark", mark="period")
        if mark is not None and not prints_period(mark.text, at.text("period")):
            self._fault(file, "printed", what="period", printed=mark.text, expected=at.text("period"))

    def _number(self, file: str, mark: Mark, value: Fraction | None, what: str) -> None:
        self.numbers += 1
        if not prints(mark.text, value):
            self._fault(file, "printed", what=what, printed=mark.text, expected=shown(value))

    def _contains(self, file: str, article: Mark, leaves: Iterable[At]) -> None:
        text = plain(article.text)
        for leaf in leaves:
            if plain(leaf.itself()) not in text:
                self._fault(file, "not-printed", place=f"{leaf.file}#{leaf.place}", text=leaf.itself()[:80])

    def _fault(self, file: str, code: str, **args: object) -> None:
        self.faults.append(At(file, None).fault(code, **args))


def _marks(layer: At, of: str) -> Fraction | None:
    scores = layer.named("scores")
    return _amount(scores[of], "marks") if of in scores else None


def _amount(at: At, key: str) -> Fraction | None:
    return None if at.at(key).value is None else at.number(key)


def _share(result: At) -> Fraction | None:
    total, full = _amount(result, "total"), _amount(result, "full")
    return None if total is None or not full else total / full


def _stated(layer: At) -> Iterator[At]:
    """What a layer states in words: by whom, when, and why."""
    yield from (layer.at(key) for key in ("by", "date", "basis", "note") if layer.has(key))
    for change in layer.each("adjustments"):
        yield from (change.at(key) for key in ("reason", "basis") if change.has(key))


def _evidence(item: At) -> Iterator[At]:
    keys = ("title", "number", "kind", "date", "pages", "keeper", "note", *(("reason",) if item.has("keeper") else ()))
    yield from (item.at(key) for key in keys if item.has(key))


def _titles(scheme: At) -> Iterator[At]:
    yield from (scheme.at(key) for key in ("issuer", "note") if scheme.has(key))
    for tree in scheme.each("trees"):
        yield from _titles_of(tree)


def _titles_of(tree: At) -> Iterator[At]:
    for key in ("parts", "indicators"):
        for node in tree.each(key):
            yield from (node.at(name) for name in ("id", "title", "note") if node.has(name))
            yield from _titles_of(node)


def texts(at: At, *, values_only: bool = False) -> Iterator[At]:
    """Every text below a value, but for what pages do not print; without what argues the values, where asked."""
    if isinstance(at.value, str):
        yield at
    members: Mapping[str, object] = at.value if isinstance(at.value, dict) else {}
    if isinstance(at.value, list):
        members = {str(index): item for index, item in enumerate(at.value)}
    for key, value in members.items():
        if key not in NOT_PRINTED and not (values_only and key in ARGUED):
            yield from texts(at.below(key, value), values_only=values_only)
