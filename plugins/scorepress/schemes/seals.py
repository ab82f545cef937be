"""Seals: the digests in `schemes/sealed.yml` that keep editions with published reports unchanged."""

import hashlib
import re
from collections.abc import Collection, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path

from scorepress.core.composer import parse_yaml
from scorepress.core.files import FileEmpty, read_text
from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.messages import N_
from scorepress.core.nodes import Mapping, key_span, span_at
from scorepress.core.spans import Source

HEADER = "# Digests of editions that must not change any more. Written by: scorepress seal\n"
DIGEST = re.compile(r"[0-9a-f]{64}")


class EditionChanged(Rule):
    """A sealed edition was changed."""

    code = "SR218"
    message = N_("the edition {edition} was changed after reports were published under it")
    cure = N_("undo the change and copy the file to a new edition instead")
    why = N_("The published totals of earlier reports would silently become others.")
    bad = "schemes/road/2021.yml: full: 12  (sealed with full: 10)"
    good = "schemes/road/2022.yml: full: 12"


class EditionNotSealed(Rule):
    """Published reports use an edition that is not sealed."""

    code = "SR219"
    severity = Severity.WARNING
    message = N_("reports are published under {edition}, which is not sealed")
    cure = N_("when the scheme is final, run: scorepress seal {edition}")
    why = N_("Only a sealed edition is noticed when somebody changes it.")
    bad = "# schemes/sealed.yml: no line for road@2021"
    good = "# schemes/sealed.yml\nroad@2021: 4f2c…"


class SealWithoutEdition(Rule):
    """An edition is sealed that has no file."""

    code = "SR224"
    message = N_("{edition} is sealed, but there is no such edition")
    cure = N_("bring its file back, or delete this line if no report was ever published under it")
    why = N_("A sealed edition that was deleted or renamed takes the calculation of published totals with it.")
    bad = "# schemes/sealed.yml\nroad@2021: 4f2c…  # schemes/road/2021.yml was renamed"
    good = "# schemes/sealed.yml\nroad@2021: 4f2c…  # schemes/road/2021.yml is there"


class SealNotDigest(Rule):
    """A seal is something else than a digest."""

    code = "SR225"
    message = N_("the seal of {edition} is not a digest")
    cure = N_("bring the line back as it was; where it is lost, delete it and run: scorepress seal {edition}")
    why = N_("Whether the edition is still the sealed one cannot be told without the digest.")
    bad = "# schemes/sealed.yml\nroad@2021: yes"
    good = "# schemes/sealed.yml\nroad@2021: 4f2c…"


@dataclass(frozen=True)
class Seals:
    """The file of seals as read."""

    digests: AnyMapping[str, str] = field(default_factory=dict)
    """The digest of each sealed edition; an empty text where the line holds none."""
    known: bool = True
    """Whether the file could be read, so that what is not in it is not sealed."""
    findings: tuple[Finding, ...] = ()

    def broken_by(self, edition: str, digest: str) -> bool:
        """Whether `edition` was sealed with a digest other than `digest`."""
        return self.digests.get(edition, "") not in {"", digest}

    def lack(self, edition: str) -> bool:
        """Whether `edition` is surely not sealed."""
        return self.known and edition not in self.digests


def digest_of(source: Source) -> str:
    """SHA-256 of the text with LF line ends: the same on every system."""
    return hashlib.sha256(source.text.replace("\r\n", "\n").encode()).hexdigest()


def read_seals(path: Path, shown: str, editions: Collection[str]) -> Seals:
    """The seals at `path`; without a file nothing is sealed. `editions` are those that have one."""
    if not path.exists():
        return Seals()
    reading = read_text(path, shown)
    if _nothing_in(reading.source.text) and (reading.usable or any(f.rule is FileEmpty for f in reading.findings)):
        return Seals()  # the last line was deleted: nothing is sealed, and that is no fault of the file
    findings = list(reading.findings)
    node = parse_yaml(reading.source, reading.source.text, 1, findings) if reading.usable else None
    if node is None:
        return Seals(known=False, findings=tuple(findings))
    findings += _check(node, editions)
    digests = {str(key): str(value) if DIGEST.fullmatch(str(value)) else "" for key, value in node.items()}
    return Seals(digests, findings=tuple(findings))


def _nothing_in(text: str) -> bool:
    """Whether a file holds nothing but comments and empty lines."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines())


def _check(node: Mapping, editions: Collection[str]) -> Iterator[Finding]:
    for key, value in node.items():
        if str(key) not in editions:
            yield SealWithoutEdition.at(key_span(node, str(key)), edition=str(key))
        elif not DIGEST.fullmatch(str(value)):
            yield SealNotDigest.at(span_at(node, str(key)), edition=str(key))


def write_seals(path: Path, digests: AnyMapping[str, str]) -> None:
    """Write the file anew; whoever reads it meanwhile sees the old one or the new one whole."""
    aside = path.with_suffix(".tmp")
    text = HEADER + "".join(f"{key}: {digest}\n" for key, digest in sorted(digests.items()))
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(path)
