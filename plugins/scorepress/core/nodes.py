"""YAML with places: text, lists and mappings that know where they stand and leave every scalar as its text.

PyYAML parses; this module composes its events itself, because a composer that turns scalars into Python values
loses the text (`0.05` becomes a float, `no` becomes False, `0101` becomes 65) and the place. What the score block
does not need and what can be turned against a reader - aliases, tags, endless nesting - is refused by name.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from scorepress.core.findings import Finding, Refusal, Rule
from scorepress.core.messages import N_, message
from scorepress.core.spans import Source, Span, span_of_line

MAX_DEPTH = 16
MAX_BYTES = 256 * 1024
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class YamlSyntax(Rule):
    """The text is not YAML."""

    code = "SR020"
    message = N_("this is not valid YAML: {problem}")
    cure = N_("compare the line with the one above it: indentation, colon and space, closing quotes and brackets")
    why = N_("Nothing after a syntax error can be read with certainty, so nothing of the file is used.")
    bad = "scores:\n  A1: {self: 30"
    good = "scores:\n  A1: {self: 30}"


class YamlAlias(Rule):
    """An anchor or alias stands in the text."""

    code = "SR021"
    message = N_("anchors (&) and aliases (*) are not used here")
    cure = N_("write the value out where it is needed; put text that begins with & or * in quotes")
    why = N_("A few aliases of aliases swell to gigabytes, and a reviewer cannot see the value on its own line.")
    bad = "a: &x [1, 2]\nb: *x"
    good = "a: [1, 2]\nb: [1, 2]"


class YamlTag(Rule):
    """A YAML tag stands in the text."""

    code = "SR022"
    message = N_("the tag {tag} is not used here")
    cure = N_("delete the tag; put text that begins with ! in quotes")
    why = N_("Tags make programs build other things than text; a score block needs none.")
    bad = "note: !!python/name:os.system"
    good = 'note: "!!"'


class DuplicateKey(Rule):
    """A key stands twice in one mapping."""

    code = "SR023"
    message = N_("{key} stands here for the second time")
    cure = N_("keep one of the two")
    why = N_("Other readers silently keep the last: a score could be changed by a line nobody looks at.")
    bad = "scores:\n  A1: 30\n  A1: 28"
    good = "scores:\n  A1: 28"


class NestingTooDeep(Rule):
    """Lists or mappings are nested too deep."""

    code = "SR024"
    message = N_("more than {limit} levels are nested in one another")
    cure = N_("remove the superfluous brackets or indentation")
    why = N_("No report needs it, and deep nesting crashes programs that read it.")
    bad = "note: [[[[[[[[[[[[[[[[[[…"
    good = "note: …"


class KeyNotText(Rule):
    """A key is not plain text."""

    code = "SR025"
    message = N_("a key must be a short text")
    cure = N_("write the key as one word followed by a colon and a space")
    why = N_("A list, a mapping or nothing at all cannot name a value.")
    bad = "? [A1, A2]\n: 30"
    good = "A1: 30\nA2: 30"


class SeveralDocuments(Rule):
    """A second YAML document begins."""

    code = "SR026"
    message = N_("a second YAML document begins here")
    cure = N_("keep one document a file")
    why = N_("Only one could be read, and which one would be a guess.")
    bad = "scheme: a\n---\nscheme: b"
    good = "scheme: a"


class FullWidthColon(Rule):
    """A full-width colon stands where YAML needs an ASCII one."""

    code = "SR027"
    message = N_("a full-width colon ： follows {key}")
    cure = N_("write an ASCII colon and a space: {key}: …")
    why = N_("To YAML a full-width colon is a letter like any other, so the key is not seen as a key.")
    bad = "title：自评报告"
    good = "title: 自评报告"


class TabIndentation(Rule):
    """A tab is used to indent."""

    code = "SR028"
    message = N_("a tab character indents this line")
    cure = N_("indent with spaces")
    why = N_("A tab is as wide as each editor likes, so YAML does not accept it as indentation.")
    bad = "scores:\n\tA1: 30"
    good = "scores:\n  A1: 30"


class RootNotMapping(Rule):
    """The text is not made of keys and values."""

    code = "SR029"
    message = N_("keys and values are expected here")
    cure = N_("begin with lines such as: title: …")
    why = N_("A list or a lone word cannot say which value is the unit, the period or a score.")
    bad = "---\n- 2021\n---"
    good = "---\nperiod: 2021\n---"


class TooMuchYaml(Rule):
    """The YAML block is too large."""

    code = "SR030"
    message = N_("the YAML is {size} KiB, the limit is {limit} KiB")
    cure = N_("move large tables to a CSV file in data/ and name it in the figure")
    why = N_("A score block is a page or two; what is larger belongs in files of its own.")
    bad = "figures:\n  ledger: {rows: … 20,000 rows …}"
    good = "figures:\n  ledger: {data: data/ledger.csv}"


class NumberSeparator(Rule):
    """Digits are grouped by a comma, an underscore or a space."""

    code = "SR106"
    message = N_("{text} has separators between its digits")
    cure = N_("write {plain}")
    why = N_("1,234 is a thousand in one country and one and a bit in another.")
    bad = "total: 14,339.24"
    good = "total: 14339.24"


class Scalar(str):
    """A value as the text it was written as, with its place."""

    __slots__ = ("plain", "span")
    plain: bool
    """Whether it stands without quotes."""
    span: Span

    @property
    def is_null(self) -> bool:
        """Whether nothing was written, or YAML's word for nothing."""
        return self.plain and self in NULLS


class Items(list[Any]):
    """A list with its place."""

    __slots__ = ("span",)
    span: Span


class Mapping(dict[str, Any]):
    """A mapping with its place; its keys are `Scalar`s with theirs."""

    __slots__ = ("keys_at", "repeated", "span")
    span: Span
    keys_at: dict[str, Span]
    repeated: set[str]
    """Keys that stand here more than once: the value kept may not be the one that was meant."""


Node = Scalar | Items | Mapping


def span_at(node: object, *path: str | int) -> Span:
    """The place of the value at `path` below `node`, or of the nearest thing above it that is there."""
    found: Span = node.span  # type: ignore[attr-defined] # every node has one
    for step in path:
        try:
            node = node[step]  # type: ignore[index] # a step that does not fit ends the walk
        except (KeyError, IndexError, TypeError):
            break
        found = getattr(node, "span", found)
    return found


def key_span(node: object, *path: str | int) -> Span:
    """The place of the key at the end of `path`; where it is no key of a mapping, the place of the value."""
    *parents, last = path
    for step in parents:
        try:
            node = node[step]  # type: ignore[index] # a step that does not fit ends the walk
        except (KeyError, IndexError, TypeError):
            return span_at(node)
    if isinstance(node, Mapping) and isinstance(last, str) and last in node.keys_at:
        return node.keys_at[last]
    return span_at(node, last)


def parse_yaml(source: Source, text: str, first_line: int, findings: list[Finding]) -> Mapping | None:
    """The mapping that `text`, the part of `source` from `first_line` on, holds; None where it cannot be used.

    What is wrong is added to `findings`; a duplicated key is reported and the first value kept.
    """
    size = len(text.encode())
    if size > MAX_BYTES:
        limit = str(MAX_BYTES // 1024)
        findings.append(TooMuchYaml.at(span_of_line(source, first_line), size=str(size // 1024), limit=limit))
        return None
    composer = _Composer(source, first_line, findings)
    try:
        root = composer.document(_events(text))
    except yaml.MarkedYAMLError as error:
        findings.append(_syntax_finding(source, first_line, error))
        return None
    except yaml.YAMLError as error:  # the parser's own reader refuses a character
        problem = str(getattr(error, "reason", None) or error)
        findings.append(YamlSyntax.at(span_of_line(source, first_line), problem=problem))
        return None
    except Refusal as refusal:
        findings.append(refusal.finding(span_of_line(source, first_line)))
        return None
    if isinstance(root, Mapping):
        return root
    place = root.span if root is not None and root != "" else span_of_line(source, first_line)
    findings.append(_colon_finding(source, first_line, place.end_line) or RootNotMapping.at(place))
    return None


def _events(text: str) -> Iterator[Any]:
    # yaml.parse() asks twice for each event; this is the hottest loop of all reading.
    parser = yaml.CSafeLoader(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


YAML_TAG = "tag:yaml.org,2002:"
"""What `!!` stands for."""
CONTAINER_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
CONTAINER_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Composer:
    """Builds nodes from parser events with a stack of its own: depth is a number, never a recursion."""

    def __init__(self, source: Source, first_line: int, findings: list[Finding]) -> None:
        self.source, self.offset, self.findings = source, first_line, findings
        self.root: Node | None = None
        self.stack: list[Items | Mapping] = []
        self.keys: list[Scalar | None] = []
        """For each open mapping, the key that waits for its value."""

    def span(self, start: Any, end: Any) -> Span:
        """The place between two parser marks."""
        offset = self.offset
        places = (self.source, start.line + offset, start.column + 1, end.line + offset, end.column + 1)
        return tuple.__new__(Span, places)  # a third of the time that Span(…) takes

    def document(self, events: Iterator[Any]) -> Node | None:
        """The one node of the one document."""
        documents, scalar = 0, yaml.ScalarEvent
        for event in events:
            kind = type(event)
            if kind is scalar:
                self._put(self._scalar(event))
            elif kind in CONTAINER_STARTS:
                self._open(event)
            elif kind in CONTAINER_ENDS:
                self._close(event)
            elif kind is yaml.AliasEvent:
                raise Refusal(YamlAlias, self.span(event.start_mark, event.end_mark))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise Refusal(SeveralDocuments, self.span(event.start_mark, event.end_mark))
        return self.root

    def _open(self, event: Any) -> None:
        self._refuse(event)
        if self.stack and isinstance(self.stack[-1], Mapping) and self.keys[-1] is None:
            raise Refusal(KeyNotText, self.span(event.start_mark, event.start_mark).part(0))
        if len(self.stack) >= MAX_DEPTH:
            raise Refusal(NestingTooDeep, self.span(event.start_mark, event.end_mark), limit=str(MAX_DEPTH))
        self.stack.append(self._container(event))
        self.keys.append(None)

    def _close(self, event: Any) -> None:
        node = self.stack.pop()
        self.keys.pop()
        start, end = node.span, self.span(event.start_mark, event.end_mark)
        node.span = Span(self.source, start.line, start.column, end.end_line, end.end_column)
        self._put(node)

    def _put(self, node: Node) -> None:
        """Take a finished node as the root, as the next item of a list, or as a key or value of a mapping."""
        if not self.stack:
            self.root = node
            return
        above = self.stack[-1]
        if isinstance(above, Mapping):
            self.keys[-1] = self._pair(above, self.keys[-1], node)
        else:
            above.append(node)

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        node = Scalar(event.value)
        node.plain = not event.style
        node.span = self.span(event.start_mark, event.end_mark)
        return node

    def _container(self, event: Any) -> Items | Mapping:
        node: Items | Mapping
        if type(event) is yaml.MappingStartEvent:
            node = Mapping()
            node.keys_at, node.repeated = {}, set()
        else:
            node = Items()
        node.span = self.span(event.start_mark, event.end_mark)
        return node

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None:
            raise Refusal(YamlAlias, self.span(event.start_mark, event.end_mark).part(0, len(event.anchor) + 1))
        if event.tag is not None:
            tag = event.tag.replace(YAML_TAG, "!!")[:60]
            raise Refusal(YamlTag, self.span(event.start_mark, event.end_mark), tag=tag)

    def _refuse_split(self, key: Scalar) -> None:
        """Refuse a key without a value that is none: `{A1：30}` or the `000` of `{A1: 1,000}`."""
        if "：" in key:
            before = key.partition("：")[0]
            raise Refusal(FullWidthColon, key.span.part(len(before)), key=before.strip()[:60])
        line = self.source.line(key.span.line)
        end = key.span.column - 1
        number = LAST_NUMBER.search(line, max(end - 60, 0), end) if DIGITS.fullmatch(key) else None
        if number:
            text = number.group() + key
            place = span_of_line(self.source, key.span.line, number.start() + 1, len(text))
            raise Refusal(NumberSeparator, place, text=text[:60], plain=text.replace(",", "")[:60])

    def _pair(self, mapping: Mapping, key: Scalar | None, node: Node) -> Scalar | None:
        """Take `node` as the next key or as the value of `key`; the key that now waits."""
        if key is None:
            if not isinstance(node, Scalar) or node.is_null or node == "<<":
                raise Refusal(KeyNotText, node.span)
            return node
        if isinstance(node, Scalar) and node.is_null and not node and key.plain:
            self._refuse_split(key)
        if key in mapping:
            self.findings.append(DuplicateKey.at(key.span, mapping.keys_at[key], key=str(key)[:60]))
            mapping.repeated.add(str(key))
        else:
            mapping[key] = node
            mapping.keys_at[str(key)] = key.span
        return None


LAST_NUMBER = re.compile(r"(?<![\d,])\d{1,30},(?:\d{1,30},)?$", re.ASCII)
DIGITS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
PROBLEMS = {
    "could not find expected ':'": N_("a colon is missing after the key"),
    "mapping values are not allowed in this context": N_("a colon and a space stand where no key can be"),
    "did not find expected ',' or '}'": N_("a comma or a closing brace }} is missing"),
    "did not find expected ',' or ']'": N_("a comma or a closing bracket ] is missing"),
    "did not find expected node content": N_("a value is missing"),
    "did not find expected key": N_("the indentation does not fit the lines above"),
    "did not find expected '-' indicator": N_("the indentation does not fit the list above"),
    "found unexpected end of stream": N_("a closing quote is missing"),
    "found unexpected document indicator": N_("a closing quote is missing"),
    "found character that cannot start any token": N_("no value can begin with this character; put the text in quotes"),
    "found unknown escape character": N_("unknown escape after \\; use single quotes for a Windows path"),
    "block sequence entries are not allowed in this context": N_("a list item stands where none can be"),
    "did not find expected <document start>": N_("this line does not belong to what stands above it"),
}
"""What libyaml says, in words an author understands."""


def _syntax_finding(source: Source, first_line: int, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    if mark and error.context_mark and error.context_mark.line < mark.line and error.context in OPENINGS:
        mark = error.context_mark  # what is not closed is missed lines later only
    line = first_line + (mark.line if mark else 0)
    column = mark.column + 1 if mark else 1
    while line > first_line and column == 1 and not source.line(line).strip(" -"):
        line -= 1  # the parser noticed only at the end of the block: show the last line that has text
        column = len(source.line(line)) + 1
    if error.context_mark and error.context in NOT_TEXT:
        place = span_of_line(source, first_line + error.context_mark.line, error.context_mark.column + 1, 1)
        return NOT_TEXT[error.context].at(place, tag=source.line(place.line)[place.column - 1 :].split(" ")[0][:60])
    indent = re.match(r" *\t", source.line(line))
    if indent:
        return TabIndentation.at(span_of_line(source, line, indent.end(), 1))
    problem = str(error.problem or "")
    words = PROBLEMS.get(problem, "{problem}")
    column = min(column, len(source.line(line)) + 1)
    colon = None
    if problem in COLON_PROBLEMS:
        begin = line
        while begin > first_line and BEGINNING.match(source.line(begin - 1)):
            begin -= 1  # lines without a key and its colon run together into one text
        colon = _colon_finding(source, begin, line)
    return colon or YamlSyntax.at(span_of_line(source, line, column, 1), problem=message(words, problem=problem))


NOT_TEXT: dict[str, type[Rule]] = {
    "while scanning an alias": YamlAlias,
    "while scanning an anchor": YamlAlias,
    "while scanning a tag": YamlTag,
    "while parsing a tag": YamlTag,
}
"""Text that begins with a sign of YAML's own."""
OPENINGS = {
    "while scanning a quoted scalar",
    "while scanning a simple key",
    "while parsing a flow mapping",
    "while parsing a flow sequence",
}
COLON_PROBLEMS = {"could not find expected ':'", "mapping values are not allowed in this context"}
COLON = re.compile(r"[\s\-]*(?P<key>[^\s:#'\"{}\[\],：\-][^\s:#'\"{}\[\],：]*)：")
TIGHT = re.compile(r"[\s\-]*(?P<key>[^\s:#'\"{}\[\],\-][^\s:#'\"{}\[\],]*):(?=[^\s:/])")
BEGINNING = re.compile(rf"{COLON.pattern}|{TIGHT.pattern}".replace("?P<key>", ""))
"""A line that begins with a key and a colon that is none to YAML: full-width, or without a space behind it."""


def _colon_finding(source: Source, first_line: int, last_line: int) -> Finding | None:
    for line in range(first_line, last_line + 1):
        found = COLON.match(source.line(line))
        if found and ": " not in source.line(line)[: found.end()]:
            place = span_of_line(source, line, found.end(), 1)
            return FullWidthColon.at(place, key=found["key"][:60])
        tight = TIGHT.match(source.line(line))
        if tight:
            place = span_of_line(source, line, tight.end() + 1, 1)
            return YamlSyntax.at(place, problem=message(N_("a space is missing after the colon")))
    return None
