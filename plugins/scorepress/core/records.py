"""Records: pydantic models read from placed YAML, every fault a finding at its place, the sound rest kept.

`extra="forbid"` and strictness alone would reject a whole report for one misspelt key. Here unknown keys are
reported and left out, and a broken entry of a list or mapping marked `Kept` is reported and dropped, so that the
faults of the others are found in the same run.
"""

import difflib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails
from pydantic_core.core_schema import ValidationInfo as AnyInfo

from scorepress.core.clerks_words import VALUES, keys_meant
from scorepress.core.composer import read_as
from scorepress.core.findings import Finding, Refusal, Rule
from scorepress.core.limits import MAX_MENDS, MAX_SUGGESTIONS
from scorepress.core.lookalikes import SIGNS, odd_one, plain_forms
from scorepress.core.mending import SOUND, Mend, in_plain_signs, mended, mends
from scorepress.core.messages import N_, message
from scorepress.core.misplaced import cut_by_comma, not_indented, not_indented_further
from scorepress.core.nodes import Items, Mapping, Scalar
from scorepress.core.shapes import KeyWithoutValue, WrongShape, shape_of
from scorepress.core.spans import Span
from scorepress.core.spelling import LookalikeInValue
from scorepress.core.syntax import mended_finding
from scorepress.core.values import NotOneOf


class UnknownKey(Rule):
    """A key is none of those that can stand here."""

    code = "SR130"
    message = N_("the key {key} is not known here")
    cure = N_("{suggestion} Keys possible here: {allowed}")
    why = N_("A misspelt key would otherwise be passed over, and its value with it.")
    bad = "scor: {A1: 30}"
    good = "scores: {A1: 30}"


class MissingKey(Rule):
    """A key that must be there is not."""

    code = "SR131"
    message = N_("the key {key} is missing")
    cure = N_("add {key}: …")
    why = N_("Nothing is assumed: what is not written is not known.")
    bad = "title: 自评报告\nunit: linjiang-jtj"
    good = "title: 自评报告\nunit: linjiang-jtj\nperiod: 2021"


@dataclass
class Context:
    """What validation collects beside the model itself: the findings, and where broken entries stood."""

    findings: list[Finding] = field(default_factory=list)
    broken: set[tuple[int, int]] = field(default_factory=set)
    """Line and column of every value that was refused, so that later checks do not report it again."""

    meant: set[tuple[int, int, str]] = field(default_factory=set)
    """Line and column of a mapping with a misspelt key, and a key that was meant: it is not missing as well."""

    def report(self, error: ValidationError, fallback: Span) -> None:
        """Turn each fault of a validation error into a finding."""
        faults = error.errors(include_url=False)
        incomplete = {_start(details, fallback) for details in faults if details["type"] == "missing"}
        for details in faults:
            start = _start(details, fallback)
            if (*start, str(details["loc"][-1] if details["loc"] else "")) in self.meant:
                continue
            if isinstance(details["input"], Scalar) and start in incomplete:
                continue  # the short form is not enough here: how its value is written does not matter
            self.findings.append(_finding(details, fallback))


ValidationInfo = AnyInfo[Context]
BROKEN: Any = object()
"""Stands for an entry that was reported and dropped."""


class Record(BaseModel):
    """A frozen record read from a mapping; unknown keys are findings."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
    short_key: ClassVar[str | None] = None
    """The key that a lone value stands for, for records with a short form (`B2: 8`)."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The JSON Schema for editors, which must know the short form as well."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        if cls.short_key is None:
            return schema
        return {"anyOf": [schema["properties"][cls.short_key], schema]}

    @model_validator(mode="before")
    @classmethod
    def _known_keys_only(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, Scalar) and cls.short_key and not value.is_null:
            return Mapping.of({cls.short_key: value}, value.span)
        if not isinstance(value, Mapping):
            if isinstance(value, Scalar) and value.is_null:
                raise Refusal(KeyWithoutValue, value.span)
            words = N_("a single value or a mapping") if cls.short_key else N_("a mapping")
            raise wrong_shape(value, Mapping, words)
        names = _keys_of(cls)
        if names.issuperset(value):
            return value
        glued_keys = {key: found for key in value if key not in names and (found := glued(key, value, names))}
        info.context.findings.extend(glued_keys.values())
        if glued_keys:
            start = value.span.line, value.span.column
            info.context.meant.update((*start, name) for name in names - value.keys())
        unknown = [key for key in value if key not in names and key not in glued_keys]
        if unknown:
            value, unknown = _misplaced(cls, value, unknown, info.context)
        others = sorted(names - value.keys())
        close = {
            key: keys_meant(key, {*others}) or difflib.get_close_matches(key[:60], others, n=1, cutoff=0.6)
            for key in unknown[:MAX_SUGGESTIONS]
        }
        meant = {name for found in close.values() for name in found}
        missing = [name for name in others if name in _required_of(cls) and name not in meant]
        strange = [key for key in unknown if not close.get(key)]
        if len(missing) <= len(strange):  # most likely these are the missing ones, in words of the author's own
            meant.update(missing)
            close.update((key, missing) for key in strange)
        info.context.meant.update((value.span.line, value.span.column, name) for name in meant)
        findings = [_unknown(key, value.keys_at[key], names, close.get(key, [])) for key in unknown]
        info.context.findings.extend(findings)
        return Mapping.of({key: item for key, item in value.items() if key in names}, value.span, value.keys_at)


def _misplaced(cls: type[BaseModel], value: Mapping, unknown: list[str], context: Context) -> tuple[Mapping, list[str]]:
    """The mapping without keys that are none: lines that stand below one of the record's keys, the rest of a text.

    The empty key goes with its lines, so that it is not blamed as well.
    """
    findings: list[Finding] = []
    left_out: set[str] = set()
    for key in value.keys() & _parents_of(cls):
        misplaced = not_indented(value, key, unknown) or not_indented_further(value, key, unknown)
        if misplaced:
            findings.append(misplaced[0])
            left_out.update(misplaced[1])
            if isinstance(value[key], Scalar):
                left_out.add(key)
                context.meant.add((value.span.line, value.span.column, key))
    for finding, rest in cut_by_comma(value, unknown):
        findings.append(finding)
        left_out.update(rest)
    context.findings.extend(findings)
    in_place = {key: item for key, item in value.items() if key not in left_out}
    rest_of = Mapping.of(in_place, value.span, value.keys_at)
    rest_of.repeated = value.repeated
    return rest_of, [key for key in unknown if key not in left_out]


@cache
def _parents_of(cls: type[BaseModel]) -> frozenset[str]:
    """The keys of a record that hold rows: mappings, lists, other records."""
    return frozenset(
        field.alias or name
        for name, field in cls.model_fields.items()
        if re.search(r"\b(?:dict|list)\b|scorepress\.(?:reports|schemes)\.|\bAny\b", str(field.annotation))
    )


@cache
def _keys_of(cls: type[BaseModel]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in cls.model_fields.items())


@cache
def _required_of(cls: type[BaseModel]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in cls.model_fields.items() if field.is_required())


def _unknown(key: str, span: Span, names: frozenset[str], close: list[str]) -> Finding:
    words = (N_("Delete it."), N_("Did you mean {key}?"), N_("Did you mean one of {key}, which are missing?"))
    suggestion = message(words[min(len(close), 2)], key=close)
    return UnknownKey.at(span, key=str(key)[:60], suggestion=suggestion, allowed=sorted(names))


def _start(details: ErrorDetails, fallback: Span) -> tuple[int, int]:
    span: Span = getattr(details["input"], "span", None) or fallback
    return span.line, span.column


def _finding(details: ErrorDetails, fallback: Span) -> Finding:
    value, kind = details["input"], details["type"]
    span: Span = getattr(value, "span", None) or fallback
    cause = details.get("ctx", {}).get("error")
    if isinstance(cause, Refusal):
        return cause.finding(span)
    if kind == "missing":
        place = Span(span.source, span.line, span.column, span.line, span.column + 1)
        return MissingKey.at(place, key=str(details["loc"][-1]))
    if isinstance(value, Scalar) and value.is_null:
        return KeyWithoutValue.at(span)
    if kind in {"literal_error", "union_tag_invalid", "enum"}:
        return _not_one_of(details, value, span)
    if kind == "union_tag_not_found" and isinstance(value, Mapping):
        return MissingKey.at(Span(span.source, span.line, span.column, span.line, span.column + 1), key="method")
    expected = {
        "dict_type": N_("a mapping"),
        "list_type": N_("a list"),
        "model_type": N_("a mapping"),
        "model_attributes_type": N_("a mapping"),
        "union_tag_not_found": N_("a mapping"),
    }
    words = message(expected.get(kind, N_("a single value")))
    return WrongShape.at(span, expected=words, found=message(shape_of(value)))


def _not_one_of(details: ErrorDetails, value: Any, span: Span) -> Finding:
    ctx = details.get("ctx", {})
    tag = str(ctx.get("discriminator", "")).strip("'")
    if tag and isinstance(value, Mapping):
        span, value = value[tag].span, value[tag]
    if not isinstance(value, Scalar):
        return WrongShape.at(span, expected=message(N_("a single value")), found=message(shape_of(value)))
    if value.is_null:
        return KeyWithoutValue.at(span)
    allowed = re.findall("'([^']*)'", str(ctx.get("expected_tags") or ctx.get("expected") or ""))
    plain = next((form for form in plain_forms(value[:60]) if form in allowed), None)
    if plain is not None:
        return LookalikeInValue.at(span, text=str(value)[:60], char=odd_one(value, plain), plain=plain)
    meant = VALUES.get(str(value).strip())
    close = (
        [meant] if meant in allowed else difflib.get_close_matches(str(value)[:60].lower(), allowed, n=1, cutoff=0.5)
    )
    suggestion = message(N_("did you mean {key}? Or "), key=close[0]) if close else ""
    return NotOneOf.at(span, text=str(value)[:60], suggestion=suggestion, allowed=allowed)


def _keep_going(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    try:
        return handler(value)
    except ValidationError as error:
        span: Span = value.span
        info.context.report(error, span)
        info.context.broken.add((span.line, span.column))
        return BROKEN


Item = TypeVar("Item")
Kept = Annotated[Item, WrapValidator(_keep_going)]
"""An entry whose faults are reported without spoiling its neighbours."""


def _without_broken(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if item is not BROKEN and key is not BROKEN}
    return [item for item in value if item is not BROKEN]


def _known_shape(expected: str, kind: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if isinstance(value, Mapping) and kind is Mapping:
            misplaced = _fields_below_nothing(value)
            if misplaced is not None:
                raise Refusal(misplaced.rule, misplaced.span, **misplaced.args)
        if isinstance(value, kind):
            return value
        if isinstance(value, Scalar) and value.is_null:
            raise Refusal(KeyWithoutValue, value.span)
        raise wrong_shape(value, kind, expected)

    return check


def _fields_below_nothing(value: Mapping) -> Finding | None:
    """The finding for an empty entry whose own keys begin where it begins: `A1:`, and below it `actual: 95`."""
    empty = next((key for key, item in value.items() if isinstance(item, Scalar) and not item), None)
    fields = _fields_of_all(Record) if empty is not None else frozenset[str]()
    misplaced = not_indented(value, empty, fields & value.keys()) if empty is not None and empty not in fields else None
    return misplaced[0] if misplaced else None


def _fields_of_all(cls: type[BaseModel]) -> frozenset[str]:
    """The keys of every record that is derived from `cls`, each a word of a record and of no author's."""
    return _keys_of(cls).union(*(_fields_of_all(other) for other in cls.__subclasses__()))


def wrong_shape(value: Any, kind: type, expected: str) -> Refusal:
    """The refusal of a value that is no `kind`: the line that makes it one, if its signs only look like YAML's."""
    span = getattr(value, "span", None)
    mend = misread(value, kind) if isinstance(value, Scalar | Mapping) else None
    if mend is not None:
        return Refusal(mend.rule, mend.span, **mend.args)
    words = message(expected)
    if kind is Items and isinstance(value, Scalar) and not value.is_null and LIST_ITEM.fullmatch(value):
        words = message(N_("a list such as [{text}]"), text=str(value))
    return Refusal(WrongShape, span, expected=words, found=message(shape_of(value)))


LIST_ITEM = re.compile(r"[^\s,:#{}\[\]'\"&*!|>%@`-][^,:#{}\[\]\n]{0,39}")
"""A text that can stand in a list without quotes."""


def glued(key: str, mapping: Mapping, names: Collection[str]) -> Finding | None:
    """What is wrong with an unknown key that holds a known one, as in `{self：30，note: x}`; None for any other key."""
    known = SIGN.split(key)[0].strip()
    if known == key or known not in names:
        return None
    span = mapping.keys_at[key]
    line = span.source.line(span.line)
    after = in_plain_signs(line)
    return mended_finding(span.source, 0, Mend(span.line, line, after)) if after != line else None


COLON_SIGNS = re.compile("[:：]|[［【、，]")
SIGN = re.compile(f"[{''.join(SIGNS)}:]")


def misread(value: Scalar | Mapping, kind: type) -> Finding | None:
    """What is wrong with the first line of a value that can be read as a `kind` when it is written with plain signs."""
    if isinstance(value, Scalar) and not value.plain:
        return None
    span = value.span
    lines = [span.source.line(number) for number in range(span.line, span.end_line + 1)]
    lead, lines[0] = lines[0][: span.column - 1], " " * (span.column - 1) + lines[0][span.column - 1 :]
    if isinstance(value, Scalar) or span.end_line == span.line:
        lines[-1] = lines[-1][: span.end_column - 1]
    if len(lines) == 1 and not COLON_SIGNS.search(lines[0]):
        return None  # a word is no row without its colon
    found = mends("\n".join(lines), partial(read_as, kind=kind))
    ended = len(found) == MAX_MENDS or (bool(found) and found[-1].line == len(lines) - 1)
    if not found or not (ended or read_as(mended(lines, found), kind) == SOUND):
        return None
    first = found[0]
    rest = span.source.line(span.line + first.line)[len(first.before) :]
    if first.line == 0:
        after = first.after[len(lead) :]
        if kind is Mapping and lead.rstrip().endswith(":") and not after.startswith("{"):
            after = f"{{{after.rstrip()}}}"  # on the line of its key a row needs braces
        first = Mend(0, lead + first.before[len(lead) :], lead + after)
    return mended_finding(span.source, span.line, Mend(first.line, first.before + rest, first.after + rest))


Key = TypeVar("Key")
KeptDict = Annotated[
    dict[Kept[Key], Kept[Item]],
    BeforeValidator(_known_shape(N_("a mapping"), Mapping)),
    AfterValidator(_without_broken),
]
KeptList = Annotated[
    list[Kept[Item]], BeforeValidator(_known_shape(N_("a list"), Items)), AfterValidator(_without_broken)
]

Model = TypeVar("Model", bound=BaseModel)


def read_record(model: type[Model], node: Mapping, context: Context) -> Model | None:
    """`node` as a record of the type `model`, or None; every fault is added to the context's findings."""
    try:
        return model.model_validate(node, context=context)
    except ValidationError as error:
        context.report(error, node.span)
        return None
