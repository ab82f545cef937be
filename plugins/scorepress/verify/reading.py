"""Reading JSON without trusting it: every value is taken with its place, and is of the expected kind or a fault."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from scorepress.verify.arithmetic import number, share
from scorepress.verify.words import Fault, Refused


@dataclass(frozen=True)
class At:
    """A value of a file and its place in it, a JSON Pointer."""

    file: str
    value: object
    place: str = ""

    def fault(self, code: str, **args: object) -> Fault:
        """A fault at this place."""
        return Fault(self.file, self.place, code, {key: str(each)[:300] for key, each in args.items()})

    def refusal(self, code: str, **args: object) -> Refused:
        """A fault at this place, to be raised."""
        return Refused(self.fault(code, **args))

    def keys(self) -> list[str]:
        """The keys of an object."""
        return list(self._object())

    def has(self, key: str) -> bool:
        """Whether an object has this key."""
        return key in self._object()

    def at(self, key: str) -> "At":
        """The value at a key that must be there."""
        if not self.has(key):
            raise self.refusal("no-key", key=key)
        return self.below(key, self._object()[key])

    def each(self, key: str) -> list["At"]:
        """The items of the list at `key`; none where there is no such key."""
        if not self.has(key):
            return []
        found = self.at(key)
        if not isinstance(found.value, list):
            raise found.refusal("not-list")
        return [found.below(str(index), item) for index, item in enumerate(found.value)]

    def named(self, key: str) -> dict[str, "At"]:
        """The members of the object at `key`; none where there is no such key."""
        if not self.has(key):
            return {}
        found = self.at(key)
        return {name: found.at(name) for name in found.keys()}  # noqa: SIM118 - not a mapping

    def text(self, key: str, default: str | None = None, among: Collection[str] | None = None) -> str:
        """The text at `key`, one of `among` if these are given."""
        if default is not None and not self.has(key):
            return default
        found = self.at(key)
        text = found.itself()
        if among is not None and text not in among:
            raise found.refusal("not-one-of", text=text)
        return text

    def texts(self, key: str) -> list[str]:
        """The texts of the list at `key`."""
        return [item.itself() for item in self.each(key)]

    def itself(self) -> str:
        """The value as the text that it must be."""
        if not isinstance(self.value, str):
            raise self.refusal("not-text")
        return self.value

    def amount(self) -> Fraction:
        """The value as the number that its text must be."""
        found = number(self.itself())
        if found is None:
            raise self.refusal("not-number", text=self.value)
        return found

    def number(self, key: str, default: Fraction | None = None) -> Fraction:
        """The number at `key`."""
        return default if default is not None and not self.has(key) else self.at(key).amount()

    def maybe(self, key: str) -> Fraction | None:
        """The number at `key`; None where there is no such key."""
        return self.number(key) if self.has(key) else None

    def share(self, key: str, default: Fraction | None = None) -> Fraction:
        """The share at `key`, `60%` or `0.6`."""
        if default is not None and not self.has(key):
            return default
        found = share(self.text(key))
        if found is None:
            raise self.at(key).refusal("not-number", text=self.text(key))
        return found

    def bound(self, key: str, full: Fraction) -> Fraction:
        """What is at `key` in marks: a share of `full` (`90%`), or marks (`90`)."""
        return self.share(key) * (full if self.text(key).endswith("%") else 1)

    def flag(self, key: str) -> bool:
        """Whether the flag at `key` is set; it is not where there is no such key."""
        if not self.has(key):
            return False
        value = self.at(key).value
        if not isinstance(value, bool):
            raise self.at(key).refusal("not-flag")
        return value

    def _object(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            raise self.refusal("not-object")
        return self.value

    def below(self, key: str, value: object) -> "At":
        """A value that stands at `key` of this one."""
        return At(self.file, value, f"{self.place}/{key.replace('~', '~0').replace('/', '~1')}")


def read_json(file: str, content: bytes, kind: str) -> At:
    """The content of a data file of this type. Raises `Refused`."""
    whole = At(file, None)
    try:
        made = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_without_repetition,
            parse_float=_no_number,
            parse_int=_no_number,
            parse_constant=_no_number,
        )
    except RecursionError:
        raise whole.refusal("too-deep") from None
    except ValueError as error:  # of the encoding as well
        raise whole.refusal("not-json", reason=error) from None
    found = At(file, made)
    if [found.text("format"), found.text("version"), found.text("type")] != ["scorepress-data", "1", kind]:
        raise found.refusal("not-ours", expected=kind)
    return found


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        msg = "a key stands twice in one object"
        raise ValueError(msg)
    return made


def _no_number(text: str) -> NoReturn:
    msg = f"{text[:40]} is a JSON number; numbers are texts here"
    raise ValueError(msg)


def read_bytes(path: Path, file: str) -> bytes:
    """The content of a file. Raises `Refused`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise At(file, None).refusal("unreadable", reason=error.strerror or type(error).__name__) from None
