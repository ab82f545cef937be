"""Keep the Chinese message catalogue in step with the code: new messages are added empty, unused ones dropped.

    python tools/messages.py           write the catalogue anew, keeping its translations
    python tools/messages.py --check   change nothing; exit 1 when it is out of date or not complete

The file holds no dates and no line numbers, and is sorted, so that a change of it shows the changed messages only.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "plugins" / "scorepress"
CATALOGUE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "scorepress.po"
HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: zh_CN\\n"

"""
KEYWORDS: Mapping[str, None] = dict.fromkeys(["N_", "message", "step", "translate", "_", "gettext"])
"""The functions whose first argument is a message."""
SOURCES = {"*.py": "python", "*.html": "jinja2.ext:babel_extract"}
"""Which files are searched, and by which extractor."""
CODE = re.compile(r"`[^`]*`")
"""What people type, shown as it stands: its braces are no placeholders."""
PERCENT_FIELD = re.compile(r"%\((\w+)\)")


def messages_in(folder: Path) -> set[str]:
    """Every message of the code and the templates below `folder`."""
    return {text for pattern, method in SOURCES.items() for path in folder.rglob(pattern) for text in _of(path, method)}


def docstrings() -> set[str]:
    """Texts that reference and help take from docstrings; what is only code needs no translation."""
    from scorepress.cli.main import main as command  # noqa: PLC0415 - the package is there when messages are made
    from scorepress.cli.words import texts_of  # noqa: PLC0415
    from scorepress.reference.subjects import texts  # noqa: PLC0415

    return {text for text in (*texts(), *texts_of(command)) if re.search(r"[A-Za-z]", CODE.sub("", text))}


def _of(path: Path, method: str) -> Iterator[str]:
    options = {"silent": "false", "trimmed": "true"}
    for _, found, _, _ in extract_from_file(method, path, keywords=KEYWORDS, options=options):
        if not isinstance(found, str):
            msg = f"{path}: plural forms are not supported: {found}"
            raise TypeError(msg)
        yield found


def translations(data: bytes) -> dict[str, str]:
    """Every message of a catalogue file with its translation, which may be empty."""
    catalog = read_po(BytesIO(data), locale="zh_CN", abort_invalid=True)
    return {str(entry.id): str(entry.string or "") for entry in catalog if entry.id}


def written(known: Mapping[str, str], wanted: set[str]) -> bytes:
    """The catalogue file of the messages `wanted`, with the translations known."""
    catalog = Catalog(locale="zh_CN", fuzzy=False)
    for text in wanted:
        # The flags that Babel guesses (python-format for "100 % full") are wrong more often than right.
        catalog.add(text, known.get(text, "")).flags.clear()
    out = BytesIO()
    write_po(out, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return HEADER.encode() + out.getvalue().strip() + b"\n"


def fields(text: str) -> set[str]:
    """The names of the placeholders in a message: `{name}`, and `%(name)s` as template tags write it."""
    text = CODE.sub("", text)
    braced = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    return braced | set(PERCENT_FIELD.findall(text))


def faults(known: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with translations: one is missing, has a placeholder that the message lacks, or loses a brace."""
    for text, chinese in known.items():
        if not chinese:
            yield f"not translated: {text}"
            continue
        try:
            extra = fields(chinese) - fields(text)
        except ValueError as error:
            yield f"{error} in the translation of: {text}"
            continue
        if extra:
            yield f"unknown placeholder {', '.join(sorted(extra))} in the translation of: {text}"


def main(arguments: list[str]) -> int:
    """Write the catalogue, or check it; the exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    before = CATALOGUE.read_bytes()
    known, wanted = translations(before), messages_in(PACKAGE) | docstrings()
    after = written(known, wanted)
    found = sorted(faults({text: known.get(text, "") for text in wanted}))
    if arguments:
        found += [f"no longer used: {text}" for text in sorted(known.keys() - wanted)]
        if not found and after != before.replace(b"\r\n", b"\n"):
            found.append("the catalogue is not written as make messages writes it")
    else:
        CATALOGUE.write_bytes(after)
        print(f"{len(wanted)} messages, {len(wanted - known.keys())} new, {len(known.keys() - wanted)} dropped")
    for line in found:
        print(line)
    return 1 if arguments and found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
