"""Reading text files: bytes in, a `Source` and findings out, whatever the bytes are."""

import errno
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from scorepress.core.findings import Finding, Rule, Severity
from scorepress.core.limits import MAX_CONTROL_FINDINGS, MAX_FILE_BYTES
from scorepress.core.messages import N_, Message, message
from scorepress.core.personal import personal_findings
from scorepress.core.spans import Source, Span, span_of_line

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
LINE_SEPARATORS = "\x85\u2028\u2029"
"""Line breaks to YAML 1.1 but to no editor: they would shift every line number after them."""
NO_CHARACTERS = "\ufffe\uffff"
"""Code points that stand for no character, which YAML parsers refuse."""

HARMLESS_FORMAT = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}"


class FileUnreadable(Rule):
    """The file cannot be opened."""

    code = "SR001"
    message = N_("the file cannot be read: {reason}")
    cure = N_("check the file's permissions and that it is an ordinary file")
    why = N_("A file that cannot be read cannot be checked, and nothing unchecked is published.")
    bad = "ls -l 2021.md\n---------- 1 root root 812 2021.md"
    good = "chmod 644 2021.md"


class FileEmpty(Rule):
    """The file holds nothing."""

    code = "SR002"
    message = N_("the file is empty")
    cure = N_("write the report, or delete the file")
    why = N_("An empty file is most often a save that failed.")
    bad = ""
    good = "---\ntitle: …\n---\n"


class FileTooLarge(Rule):
    """The file is larger than any report."""

    code = "SR003"
    message = N_("the file is {size} MiB, the limit is {limit} MiB")
    cure = N_("keep pictures and data in files of their own and list them as evidence or figures")
    why = N_("A text of this size is a pasted picture or a wrong file; reading it would stall everybody's build.")
    bad = "![](data:image/png;base64,iVBORw0KGgo…)"
    good = "evidence:\n  photo: {title: 现场照片, file: evidence/photo.jpg}"


class EncodingNotUtf8(Rule):
    """The bytes are not UTF-8."""

    code = "SR004"
    message = N_("byte {byte} is not UTF-8; {guess}")
    cure = N_("save the file again with the encoding UTF-8")
    why = N_("Older Windows programs save Chinese as GBK; read as UTF-8 it turns into wrong characters without a word.")
    bad = "title: ÁÙ½­ÊÐ"
    good = "title: 临江市"


class ByteOrderMark(Rule):
    """The file begins with a byte order mark."""

    code = "SR005"
    severity = Severity.WARNING
    message = N_("the file begins with an invisible byte order mark (BOM)")
    cure = N_("save the file as UTF-8 without BOM")
    why = N_("Other tools then do not see the front matter and publish it as text.")
    bad = "\\uFEFF---"
    good = "---"


class ControlCharacter(Rule):
    """An invisible control character stands in the text."""

    code = "SR006"
    message = N_("invisible character {char} in the text")
    cure = N_("delete it; retype the line if you cannot see it")
    why = N_(
        "Control characters come in by pasting; they hide text or turn it round, "
        "so that readers and programs see different things."
    )
    bad = "title: 自评\\u202E报告"
    good = "title: 自评报告"


class OldLineBreak(Rule):
    """A line ends with a lone carriage return."""

    code = "SR007"
    severity = Severity.WARNING
    message = N_("the line ends with a lone carriage return (CR)")
    cure = N_("save the file with line ends LF (or CRLF)")
    why = N_("Git and most editors then see the whole file as one line, and no change can be reviewed.")
    bad = "title: 报告\\rperiod: 2021\\r"
    good = "title: 报告\nperiod: 2021"


@dataclass(frozen=True)
class Reading:
    """A file as read: the source, always there, and whether its text can be used."""

    source: Source
    findings: tuple[Finding, ...]
    usable: bool


def read_text(path: Path, shown: str) -> Reading:
    """The text of `path`, known to people as `shown`; never raises for anything the file may be or hold."""
    try:
        data = read_bytes(path, MAX_FILE_BYTES + 1)
    except OSError as error:
        return _refused(shown, FileUnreadable, reason=why_unusable(error))
    if len(data) > MAX_FILE_BYTES:
        mib = 1024**2
        above = -(-path.lstat().st_size // mib)  # rounded up: a little more than the limit must not read like the limit
        return _refused(shown, FileTooLarge, size=str(above), limit=str(MAX_FILE_BYTES // mib))
    return decode(data, shown)


def read_bytes(path: Path, most: int = -1) -> bytes:
    """The bytes of an ordinary file, the first `most` of them; an OSError where it is none or cannot be read.

    What is no ordinary file is not opened, since a device or a pipe would be read for ever. And no link is followed,
    not even one that was put in its place between the look and the opening.
    """
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode):
        raise OSError(errno.ELOOP if stat.S_ISLNK(mode) else NO_FILE, "")
    with open(os.open(path, FLAGS), "rb") as file:  # noqa: PTH123 - Path.open has no way to refuse links
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(NO_FILE, "")
        return file.read(most)


FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
NO_FILE = errno.EBADFD if hasattr(errno, "EBADFD") else errno.EBADF
"""Our own answer for what is no ordinary file."""
REASONS = {
    NO_FILE: N_("it is not an ordinary file"),
    errno.ENOENT: N_("it does not exist"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of its path is not a folder"),
    errno.ELOOP: N_("it is a link"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.EROFS: N_("the disk is write-protected"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EIO: N_("the disk has a fault"),
}
"""What the operating system says in its own language only."""


def stamp(path: Path) -> str:
    """What tells whether the file at `path` has been written since: inode, time and size; empty where there is none."""
    try:
        found = path.lstat()
    except OSError:
        return ""
    return f"{found.st_ino} {found.st_mtime_ns} {found.st_size}"


def why_unusable(error: OSError) -> Message:
    """Why a file cannot be read or written."""
    known = REASONS.get(error.errno or 0)
    if known:
        return message(known)
    return message(N_("the system says: {reason}"), reason=error.strerror or type(error).__name__)


def decode(data: bytes, shown: str) -> Reading:
    """The text of `data`: UTF-8 or a finding at the first byte that is not."""
    if not data.removeprefix(BOM.encode()).strip():
        return _refused(shown, FileEmpty)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, shown)
    findings = []
    if text.startswith(BOM):
        text = text[1:]
        source = Source(shown, text)
        findings.append(ByteOrderMark.at(Span(source, 1, 1, 1, 2)))
    else:
        source = Source(shown, text)
    controls = [*_controls(source)]
    findings += personal_findings(source)
    return Reading(source, (*findings, *controls), usable=not any(f.rule is ControlCharacter for f in controls))


def _refused(shown: str, rule: type[Rule], **args: object) -> Reading:
    source = Source(shown, "")
    return Reading(source, (rule.at(Span(source, 1, 1, 1, 2), **args),), usable=False)


def _not_utf8(data: bytes, start: int, shown: str) -> Reading:
    before = data[:start].decode("utf-8")
    guess = N_("the encoding is unknown")
    text = data.decode("utf-8", "replace")
    for encoding, words in (("utf-16", N_("it looks like UTF-16")), ("gb18030", N_("it looks like GBK"))):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text, guess = data.decode(encoding), words
            break
        except UnicodeDecodeError:
            continue
    source = Source(shown, text)
    lines = Source(shown, before).lines
    line, column = len(lines), len(lines[-1]) + 1
    finding = EncodingNotUtf8.at(
        Span(source, line, column, line, column + 1), byte=f"0x{data[start]:02X}", guess=message(guess)
    )
    return Reading(source, (finding, *personal_findings(source)), usable=False)


def _controls(source: Source) -> list[Finding]:
    findings = []
    if "\r" in source.text.replace("\r\n", ""):
        line = source.text.replace("\r\n", "\n").split("\r", 1)[0].count("\n") + 1
        findings.append(OldLineBreak.at(span_of_line(source, line, len(source.line(line)) + 1, 1)))
    for number, text in enumerate(source.lines, 1):
        if text.isprintable():  # which no control character is, and it is the fastest way to look at a line
            continue
        controls = [char for char in set(text) if _is_control(char)]
        if controls:  # one finding a line: a binary file must not give a million
            column = min(map(text.index, controls))
            shown = f"U+{ord(text[column]):04X}"
            findings.append(ControlCharacter.at(span_of_line(source, number, column + 1, 1), char=shown))
            if len(findings) >= MAX_CONTROL_FINDINGS:
                break
    return findings


def _is_control(char: str) -> bool:
    if char == "\t" or char in HARMLESS_FORMAT:
        return False
    return char in LINE_SEPARATORS or char in NO_CHARACTERS or unicodedata.category(char) in {"Cc", "Cf"}
