"""What is no YAML, or more YAML than a score block needs: the parser's complaint as a finding at its place."""

import re
from collections.abc import Callable

import yaml

from scorepress.core.findings import Finding, Rule
from scorepress.core.lookalikes import is_lookalike, named
from scorepress.core.mending import Mend, mends, quoted_or_closed
from scorepress.core.messages import N_, Message, message
from scorepress.core.spans import Source, span_of_line


class YamlSyntax(Rule):
    """The text is not YAML."""

    code = "SR020"
    message = N_("this is not valid YAML: {problem}")
    cure = N_("{cure}")
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


class FullWidthColon(Rule):
    """A full-width colon stands where YAML needs an ASCII one."""

    code = "SR027"
    message = N_("a full-width colon ： follows {key}")
    cure = N_("{cure}")
    why = N_("To YAML a full-width colon is a letter like any other, so the key is not seen as a key.")
    bad = "title：自评报告"
    good = "title: 自评报告"


class TabIndentation(Rule):
    """A tab is used to indent."""

    code = "SR028"
    message = N_("a tab character indents this line")
    cure = N_("{cure}")
    why = N_("A tab is as wide as each editor likes, so YAML does not accept it as indentation.")
    bad = "scores:\n\tA1: 30"
    good = "scores:\n  A1: 30"


class SpaceMissing(Rule):
    """The space is missing behind a colon or a dash."""

    code = "SR031"
    message = N_("a space is missing after {sign}")
    cure = N_("{cure}")
    why = N_("Only a colon or a dash with a space behind it separates; without it both belong to the word.")
    bad = "scores:\n  A1:30"
    good = "scores:\n  A1: 30"


class Lookalike(Rule):
    """A character stands where YAML needs another one that looks like it."""

    code = "SR032"
    message = N_("{char} stands where only an ordinary one is understood")
    cure = N_("{cure}")
    why = N_("To YAML these are letters like any other: they separate nothing, open nothing and close nothing.")
    bad = "scores: ｛A1: 30， A2: 20｝"
    good = "scores: {A1: 30, A2: 20}"


BEGINNING_SIGN = N_("no value can begin with this character; put the text in quotes")
ESCAPE = N_("unknown escape after \\; use single quotes for a Windows path")
BLOCK_TEXT = N_("nothing can stand behind | or > on the same line; put text that begins with it in quotes")
TAB = N_("a tab character stands where spaces must indent")
INDENTATION = N_("the indentation does not fit the lines above")
NO_COLON = N_("a colon is missing after the key")
DIRECTIVE = N_("a line cannot begin with %; put the text in quotes")
PROBLEMS = {
    "could not find expected ':'": NO_COLON,
    "mapping values are not allowed in this context": N_("a colon and a space stand where no key can be"),
    "did not find expected ',' or '}'": N_("a comma or a closing brace }} is missing"),
    "did not find expected ',' or ']'": N_("a comma or a closing bracket ] is missing"),
    "did not find expected node content": N_("a value is missing"),
    "did not find expected key": INDENTATION,
    "did not find expected '-' indicator": N_("the indentation does not fit the list above"),
    "found unexpected end of stream": N_("a closing quote is missing"),
    "found unexpected document indicator": N_("a closing quote is missing"),
    "found character that cannot start any token": BEGINNING_SIGN,
    "found undefined tag handle": BEGINNING_SIGN,
    "found unknown escape character": ESCAPE,
    "did not find expected hexdecimal number": ESCAPE,
    "found invalid Unicode character escape code": ESCAPE,
    "did not find expected comment or line break": BLOCK_TEXT,
    "found an indentation indicator equal to 0": BLOCK_TEXT,
    "found a tab character where an indentation space is expected": TAB,
    "found a tab character that violates indentation": TAB,
    "mapping keys are not allowed in this context": N_("a question mark and a space stand where no key can be"),
    "found unexpected ':'": N_("a space is missing after the colon"),
    "found duplicate %YAML directive": DIRECTIVE,
    "found duplicate %TAG directive": DIRECTIVE,
    "found incompatible YAML document": DIRECTIVE,
    "block sequence entries are not allowed in this context": N_("a list item stands where none can be"),
    "did not find expected <document start>": N_("this line does not belong to what stands above it"),
}
"""What libyaml says, in words an author understands."""


def in_words(error: yaml.MarkedYAMLError) -> Message:
    """What the parser refuses, for people; its own words where none are known."""
    problem = str(error.problem)
    if "directive" in str(error.context):
        return message(DIRECTIVE)
    return message(PROBLEMS.get(problem, N_("the parser says: {problem}")), problem=problem)


def syntax_findings(
    source: Source, first_line: int, text: str, reached: Callable[[str], int], otherwise: Callable[[], Finding]
) -> list[Finding]:
    """What is wrong with a YAML `text` that cannot be read: the lines that can be mended, or what `otherwise` says.

    `first_line` is the line of `source` on which the text begins; `reached` is as `mends` wants it.
    """
    found = [mended_finding(source, first_line, mend) for mend in mends(text, reached)]
    if found:
        return found
    finding = otherwise()
    if finding.rule is not YamlSyntax:
        return [finding]
    line = finding.span.line - first_line
    mend = quoted_or_closed(text, line, reached)
    if mend is None:
        return [finding]
    problem = finding.args["problem"]
    return [YamlSyntax.at(finding.span, problem=problem, plain=mend.after, cure=_write(mend))]


def mended_finding(source: Source, first_line: int, mend: Mend) -> Finding:
    """What is wrong with a line that was mended, at its first wrong character; `plain` is the line to be written."""
    place = span_of_line(source, first_line + mend.line, mend.column + 1, 1)
    char, written = mend.before[mend.column : mend.column + 1], mend.before[: mend.column]
    cure = _write(mend)
    if char == "：":
        key = re.split(r"[{\[,:，｛［]|^\s*-\s", written)[-1].strip(" '\"")
        return FullWidthColon.at(place, key=key[:60], plain=mend.after, cure=cure)
    if char == "\t" and not written.strip():
        return TabIndentation.at(place, plain=mend.after, cure=cure)
    if mend.before.lstrip(" ") == mend.after.lstrip(" "):
        problem = message(INDENTATION)
        return YamlSyntax.at(place, problem=problem, plain=mend.after, cure=cure)
    if mend.after[: mend.column + 1] == f"{written} ":
        sign = message(DASH_SIGN if written.endswith("-") else COLON_SIGN)
        if mend.after[mend.column + 1 :].startswith(char):
            return SpaceMissing.at(place, sign=sign, plain=mend.after, cure=cure)
    if char and is_lookalike(char):
        return Lookalike.at(place, char=named(char), plain=mend.after, cure=cure)
    return YamlSyntax.at(place, problem=message(_slip(mend)), plain=mend.after, cure=cure)


def _slip(mend: Mend) -> str:
    """What is wrong with the structure of a line, by the sign that was put in or taken out."""
    put_in = mend.after[mend.column : mend.column + 1]
    if put_in == ":":
        return NO_COLON
    if put_in == ",":
        return PROBLEMS["did not find expected ',' or '}'"]
    if mend.before[mend.column :].startswith("- "):
        return PROBLEMS["block sequence entries are not allowed in this context"]
    return NO_BRACES if put_in == "{" else BEHIND_BRACKET


def _write(mend: Mend) -> Message:
    """What to type in place of a line."""
    indent = len(mend.after) - len(mend.after.lstrip(" "))
    line, *more = [line.strip()[:MAX_SHOWN] for line in mend.after.split("\n")]
    if not line:
        return message(N_("delete the spaces on this line"))
    if more:
        return message(N_("write two lines: {line} and {more}"), line=line, more=more)
    before = len(mend.before) - len(mend.before.lstrip(" "))
    if before == indent:
        return message(N_("write {line}"), line=line)
    if not indent:
        return message(N_("begin the line without spaces: {line}"), line=line)
    return message(N_("begin the line with {count} ordinary spaces: {line}"), count=str(indent), line=line)


NO_BRACES = N_("braces must stand round these keys and values")
BEHIND_BRACKET = N_("nothing can stand behind the closing bracket")
COLON_SIGN, DASH_SIGN = N_("the colon"), N_("the dash")
COMPARE = N_("compare the line with the one above it: indentation, colon and space, closing quotes and brackets")
MAX_SHOWN = 120
"""Of a mended line so many characters are shown."""


def syntax_finding(source: Source, first_line: int, error: yaml.MarkedYAMLError) -> Finding:
    """What the parser refuses, shown where the author can see the cause; `first_line` is the first line of the YAML."""
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
        cure = message(N_("indent with spaces"))
        return TabIndentation.at(span_of_line(source, line, indent.end(), 1), cure=cure)
    text = source.line(line)
    colon = text.rfind("：", 0, column)
    if colon >= 0 and not text[colon + 1 : column - 1].strip(" {["):
        key = re.split(r"[{\[,:，]", text[:colon])[-1].strip(" '\"")
        cure = message(N_("put a comma or a line between {key} and what stands before it"), key=key[:60])
        return FullWidthColon.at(span_of_line(source, line, colon + 1, 1), key=key[:60], cure=cure)
    place = span_of_line(source, line, min(column, len(text) + 1), 1)
    return YamlSyntax.at(place, problem=in_words(error), cure=message(COMPARE))


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
