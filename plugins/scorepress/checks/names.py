"""Names that become addresses and files: the same on every computer, and no two that people or disks take for one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.layout import Settings
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, key_span
from scorepress.core.spans import Source, Span


class NamesCollide(Rule):
    """Two names differ only in what disks and readers do not tell apart."""

    code = "SR421"
    message = N_("{name} and {other} are one name to some computers")
    cure = N_("give one of the two another name")
    why = N_(
        "Windows and macOS do not tell capitals apart, macOS not the two ways to write an accent, and no reader tells "
        "а of Cyrillic from a: one file would take the place of the other, and an address would lead to the wrong one."
    )
    bad = "figures:\n  ab: {…}\n  AB: {…}"
    good = "figures:\n  planned: {…}\n  built: {…}"


class NameReserved(Rule):
    """A name cannot be one of a file on Windows."""

    code = "SR422"
    message = N_("{name} cannot be the name of a file on Windows")
    cure = N_("choose another name: not {reserved}, without {signs}, and no dot or space at its end")
    why = N_("The project could not be copied to an office computer, and the site not be built there.")
    bad = "units/aux/2025.md\nevidence/方案?.pdf"
    good = "units/fuzhu/2025.md\nevidence/方案.pdf"


class LookAlikeLetter(Rule):
    """A name has a letter of another script that looks like a usual one."""

    code = "SR423"
    severity = Severity.WARNING
    message = N_("{name} has the letter {letter} ({code}), which looks like another one")
    cure = N_("retype the name on the keyboard: {proper}")
    why = N_("Whoever types the name as it looks finds nothing.")
    bad = "figures:\n  pоads: {…}  # with a Cyrillic о"
    good = "figures:\n  roads: {…}"


RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"]
)
"""What Windows keeps for devices, whatever follows behind a dot."""
SIGNS = '<>:"|?*\\'
UNSAFE = re.compile(rf"[{re.escape(SIGNS)}\x00-\x1f]|[. ]$")
TWINS = str.maketrans(
    "аеорсухіјѕһԁԛԝгпАВЕКМНОРСТУХІЈЅоανορυικΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡɑ",
    "aeopcyxijshdqwrnABEKMHOPCTYXIJSoavopuikABEZHIKMNOPTYXiga",
)
"""Letters of Cyrillic and Greek, and rare Latin ones, and what they look like."""
SCRIPTS = ("CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU")


class Named(NamedTuple):
    """A name and where it stands."""

    name: str
    span: Span


def fold(name: str) -> str:
    """What is left of `name` where capitals, widths, accents' spelling and look-alike letters make no difference."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).translate(TWINS).casefold())


def check_names(names: Iterable[Named]) -> Iterator[tuple[Named, Finding]]:
    """Names of one place, such as the files of one folder: each in itself, and each against those before it."""
    first: dict[str, Named] = {}
    for named in names:
        other = first.setdefault(fold(named.name), named)
        if other is not named:
            yield named, NamesCollide.at(named.span, other.span, name=named.name, other=other.name)
        stem = named.name.partition(".")[0].rstrip(" ").casefold()
        if stem in RESERVED or UNSAFE.search(named.name):
            signs, reserved = list(SIGNS), ["con", "prn", "aux", "nul", "com1", "lpt1"]
            yield named, NameReserved.at(named.span, name=named.name, signs=signs, reserved=reserved)
        letter = next(filter(_looks_alike, named.name), None)
        if letter is not None:
            proper, code = unicodedata.normalize("NFKC", named.name).translate(TWINS), f"U+{ord(letter):04X}"
            yield named, LookAlikeLetter.at(named.span, name=named.name, letter=letter, code=code, proper=proper)


def _looks_alike(char: str) -> bool:
    """Whether `char` is a letter or digit that looks like one of ASCII."""
    if char.isascii() or not (char.isalpha() or char.isdecimal()):
        return False
    return unicodedata.normalize("NFKC", char).isascii() or ord(char) in TWINS or _of_other_script(char)


def _of_other_script(char: str) -> bool:
    return unicodedata.name(char, "").startswith(SCRIPTS)


def check_keys(node: Mapping, key: str) -> Iterator[Finding]:
    """The names under `key` of a report, which name files of the published data."""
    written = node.get(key)
    if isinstance(written, Mapping):
        names = [Named(str(name), key_span(node, key, name)) for name in written]
        yield from (finding for _, finding in check_names(names))


def check_paths(settings: Settings) -> Iterator[tuple[Path, Finding]]:
    """The names of all files and folders of the content and the schemes, by folder."""
    by_folder: dict[Path, list[tuple[Path, Named]]] = {}
    for path in settings.names():
        place = Span(Source(settings.shown(path), ""), 1, 1, 1, 2)
        by_folder.setdefault(path.parent, []).append((path, Named(path.name, place)))
    for listed in by_folder.values():
        paths = {named.span.source.path: path for path, named in listed}
        for named, finding in check_names(named for _, named in listed):
            yield paths[named.span.source.path], finding
