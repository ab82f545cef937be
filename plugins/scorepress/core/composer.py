"""Composing YAML: from the parser's events to nodes with places.

PyYAML parses; this module composes its events itself, because a composer that turns scalars into Python values
loses the text (`0.05` becomes a float, `no` becomes False, `0101` becomes 65) and the place. What the score block
does not need and what can be turned against a reader - aliases, tags, endless nesting - is refused by name.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import yaml

from scorepress.core.findings import Finding, Refusal, Rule
from scorepress.core.limits import MAX_YAML_BYTES, MAX_YAML_DEPTH
from scorepress.core.lookalikes import DASHES, INVISIBLE, ODD_SPACES, named
from scorepress.core.mending import SOUND
from scorepress.core.messages import N_, message
from scorepress.core.nodes import NULLS, Items, Mapping, Node, Scalar
from scorepress.core.personal import personal_values
from scorepress.core.spans import Source, Span, span_of_line
from scorepress.core.spelling import NumberSeparator
from scorepress.core.syntax import (
    COLON_SIGN,
    COMPARE,
    NO_COLON,
    FullWidthColon,
    Lookalike,
    SpaceMissing,
    YamlAlias,
    YamlSyntax,
    YamlTag,
    syntax_finding,
    syntax_findings,
)


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


def parse_yaml(source: Source, text: str, first_line: int, findings: list[Finding]) -> Mapping | None:
    """The mapping that `text`, the part of `source` from `first_line` on, holds; None where it cannot be used.

    What is wrong is added to `findings`; a duplicated key is reported and the first value kept.
    """
    size = len(text.encode())
    if size > MAX_YAML_BYTES:
        limit = str(MAX_YAML_BYTES // 1024)
        findings.append(TooMuchYaml.at(span_of_line(source, first_line), size=str(size // 1024), limit=limit))
        return None
    start = span_of_line(source, first_line)
    fault: Callable[[], Finding]
    try:
        root = _Composer(source, first_line, findings).document(text)
    except yaml.MarkedYAMLError as error:
        fault = partial(syntax_finding, source, first_line, error)
    except yaml.YAMLError as error:  # the parser's own reader refuses a character
        problem = message(N_("the parser says: {problem}"), problem=str(getattr(error, "reason", None) or error))
        fault = partial(YamlSyntax.at, start, problem=problem, cure=message(COMPARE))
    except Refusal as refusal:
        fault = partial(refusal.finding, start)
    else:
        if isinstance(root, Mapping):
            findings += personal_values(root)
            return root
        fault = partial(RootNotMapping.at, root.span if root is not None and root != "" else start)
    if ":" not in text and "：" not in text:  # words, and no key that a slip could have spoilt
        findings.append(fault())
    else:
        findings += syntax_findings(source, first_line, text, partial(read_as, kind=Mapping), fault)
    return None


YAML_TAG = "tag:yaml.org,2002:"
"""What `!!` stands for."""
CONTAINERS: dict[type, type[Mapping | Items]] = {yaml.MappingStartEvent: Mapping, yaml.SequenceStartEvent: Items}
MERGE = "<<"
"""The key by which YAML 1.1 takes over another mapping."""
NO_KEYS = NULLS | {MERGE}
CONTAINER_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
LAST_NUMBER = re.compile(r"(?<![\d,])\d{1,30},(?:\d{1,30},)?$", re.ASCII)
NO_KEY = re.compile(
    rf"(?P<edge>^[{ODD_SPACES}{INVISIBLE}]|[{ODD_SPACES}{INVISIBLE}]$)|(?P<dash>^[{DASHES[1:]}][ {ODD_SPACES}])"
    r"|(?P<colon>[:：])\s*(?:\{[^}]*|\[[^\]]*|\"[^\"]*|'[^']*)$|\s(?P<brace>\{)[^}]*$"
)
"""What makes a plain key none: an odd space at its edge, a full-width dash, the colon of `scores：{A1: 30}`, of which
YAML reads `scores：{A1` as the key, and the brace of `A1 {actual: 95}`, which has no colon before it."""
CLOSING = "］｝"
TIGHT_COLON = re.compile(r"[^\W\d][^\s:]*(?P<colon>:)(?=[^\s:/])")
DIGITS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


class _Composer:
    """Builds nodes from parser events with a stack of its own: depth is a number, never a recursion."""

    def __init__(self, source: Source, first_line: int, findings: list[Finding]) -> None:
        self.source, self.offset, self.findings = source, first_line, findings
        self.repeated: list[tuple[Mapping, Scalar]] = []

    def document(self, text: str) -> Node | None:
        """The one node of the one document in `text`."""
        parser = yaml.CBaseLoader(text)
        try:
            return self._compose(iter(parser.get_event, None))
        finally:
            parser.dispose()
            self.findings += [
                DuplicateKey.at(key.span, mapping.keys_at[key], key=str(key)[:60]) for mapping, key in self.repeated
            ]

    def _compose(self, events: Iterator[Any]) -> Node | None:
        # The hottest loop of all reading: every name looked up and every call made here counts.
        above: Mapping | Items | None = None
        key: Scalar | None = None
        stack: list[tuple[Mapping | Items | None, Scalar | None, Any]] = []
        node: Node | None = None
        documents = 0
        scalar_event, span, pair = yaml.ScalarEvent, self._span, self._pair
        for event in events:
            kind = type(event)
            if kind is scalar_event:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_sign(event)
                node = Scalar(event.value)
                node.plain = not event.style
                node.place = (span, event.start_mark, event.end_mark)
            elif kind in CONTAINERS:
                opened = self._opened(event, len(stack), as_key=type(above) is Mapping and key is None)
                stack.append((above, key, event.start_mark))
                above, key = opened, None
                continue
            elif kind in CONTAINER_ENDS and above is not None:
                node, (above, key, begun) = above, stack.pop()
                node.span = span(begun, event.end_mark)
            else:
                documents += kind is yaml.DocumentStartEvent
                if kind is yaml.AliasEvent or documents > 1:
                    rule = YamlAlias if kind is yaml.AliasEvent else SeveralDocuments
                    raise Refusal(rule, span(event.start_mark, event.end_mark))
                continue
            if isinstance(above, Items):
                above.append(node)
            elif above is None:
                continue
            elif key is None:
                key = self._key(node)
            else:
                pair(above, key, node)
                key = None
        return node

    def _span(self, start: Any, end: Any) -> Span:
        """The place between two parser marks."""
        offset = self.offset
        places = (self.source, start.line + offset, start.column + 1, end.line + offset, end.column + 1)
        return tuple.__new__(Span, places)  # a third of the time that Span(…) takes

    def _opened(self, event: Any, depth: int, *, as_key: bool) -> Mapping | Items:
        """The list or mapping that begins here; its place is known when it ends."""
        self._refuse_sign(event)
        if as_key:
            raise Refusal(KeyNotText, self._span(event.start_mark, event.start_mark).part(0))
        if depth >= MAX_YAML_DEPTH:
            raise Refusal(NestingTooDeep, self._span(event.start_mark, event.end_mark), limit=str(MAX_YAML_DEPTH))
        node = CONTAINERS[type(event)]()
        if isinstance(node, Mapping):
            node.key_places, node.repeated = None, set()
        return node

    def _refuse_sign(self, event: Any) -> None:
        if event.anchor is not None:
            raise Refusal(YamlAlias, self._span(event.start_mark, event.end_mark).part(0, len(event.anchor) + 1))
        if event.tag is not None:
            tag = event.tag.replace(YAML_TAG, "!!")[:60]
            raise Refusal(YamlTag, self._span(event.start_mark, event.end_mark), tag=tag)

    def _key(self, node: Node) -> Scalar:
        """`node` as the key whose value comes next."""
        if not isinstance(node, Scalar) or (node in NO_KEYS and (node.plain or node == MERGE)):
            raise Refusal(KeyNotText, node.span)
        if node.plain and (wrong := NO_KEY.search(node)):
            place = node.span.part(wrong.start())
            if wrong["colon"]:
                raise _not_separated(node, wrong.start("colon"))
            if wrong["brace"]:
                raise Refusal(YamlSyntax, place, problem=message(NO_COLON), cure=message(COMPARE))
            raise Refusal(Lookalike, place, char=named(wrong.group()[0]), cure=message(RETYPE))
        return node

    def _pair(self, mapping: Mapping, key: Scalar, node: Node) -> None:
        """Take `node` as the value of `key`; no key waits after it."""
        if not node and type(node) is Scalar and node.plain and key.plain:
            self._refuse_split(key)
        if mapping.setdefault(key, node) is not node:
            mapping.repeated.add(str(key))
            self.repeated.append((mapping, key))

    def _refuse_split(self, key: Scalar) -> None:
        """Refuse a key without a value that is none: `{A1：30}` or the `000` of `{A1: 1,000}`."""
        if "：" in key:
            raise _not_separated(key, key.index("："))
        if key[-1] in CLOSING:
            place = key.span.part(len(key) - 1)
            raise Refusal(Lookalike, place, char=named(key[-1]), cure=message(RETYPE))
        if tight := TIGHT_COLON.match(key):
            raise _not_separated(key, tight.start("colon"))
        line = self.source.line(key.span.line)
        end = key.span.column - 1
        number = LAST_NUMBER.search(line, max(end - 60, 0), end) if DIGITS.fullmatch(key) else None
        if number:
            text = number.group() + key
            place = span_of_line(self.source, key.span.line, number.start() + 1, len(text))
            raise Refusal(NumberSeparator, place, text=text[:60], plain=text.replace(",", "")[:60])


RETYPE = N_("delete it and type it again with the input method switched to English")


def _not_separated(key: Scalar, colon: int) -> Refusal:
    """The refusal of a key that holds its value as well, since its colon at `colon` is none to YAML."""
    before = key[:colon].strip()[:60]
    if key[colon] == "：":
        return Refusal(FullWidthColon, key.span.part(colon), key=before, cure=message(RETYPE))
    words = N_("put a space behind {key}:")
    return Refusal(SpaceMissing, key.span.part(colon + 1), sign=message(COLON_SIGN), cure=message(words, key=before))


def read_as(text: str, kind: type) -> int:
    """The line, from 0, up to which `text` can be read as a `kind`; `SOUND` where all of it can."""
    source = Source("", text)
    try:
        root = _Composer(source, 0, []).document(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return mark.line if mark else 0
    except yaml.YAMLError:
        return 0
    except Refusal as refusal:
        return refusal.span.line if refusal.span else 0
    return SOUND if isinstance(root, kind) else 0
