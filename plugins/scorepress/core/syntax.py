"""What is no YAML, or more YAML than a score block needs: the parser's complaint as a finding at its place."""

import re

import yaml

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.spans import Source, span_of_line


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


BEGINNING_SIGN = N_("no value can begin with this character; put the text in quotes")
ESCAPE = N_("unknown escape after \\; use single quotes for a Windows path")
BLOCK_TEXT = N_("nothing can stand behind | or > on the same line; put text that begins with it in quotes")
TAB = N_("a tab character stands where spaces must indent")
DIRECTIVE = N_("a line cannot begin with %; put the text in quotes")
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
        return TabIndentation.at(span_of_line(source, line, indent.end(), 1))
    column = min(column, len(source.line(line)) + 1)
    colon = None
    if error.problem in COLON_PROBLEMS:
        begin = line
        while begin > first_line and BEGINNING.match(source.line(begin - 1)):
            begin -= 1  # lines without a key and its colon run together into one text
        colon = colon_finding(source, begin, line)
    elif error.problem in BRACKET_PROBLEMS and error.problem_mark:
        noticed = error.problem_mark
        colon = _full_width_between_brackets(source, first_line + noticed.line, noticed.column)
    return colon or YamlSyntax.at(span_of_line(source, line, column, 1), problem=in_words(error))


def _full_width_between_brackets(source: Source, line: int, stop: int) -> Finding | None:
    """A full-width colon or comma right before column `stop`, where the parser missed an ASCII comma."""
    text = source.line(line)
    before = text[:stop].rstrip()
    if before.endswith("：") or text.startswith("：", stop):
        place = stop if text.startswith("：", stop) else len(before) - 1
        key = re.split(r"[{\[,:，]", text[:place])[-1].strip(" '\"")
        return FullWidthColon.at(span_of_line(source, line, place + 1, 1), key=key[:60])
    comma = before.find("，", max(before.rfind(sign) for sign in "{[,:") + 1)
    if comma < 0:
        return None
    words = N_("the full-width comma ， separates nothing; type , and a space, or put the text in quotes")
    return YamlSyntax.at(span_of_line(source, line, comma + 1, 1), problem=message(words))


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
BRACKET_PROBLEMS = {"did not find expected ',' or '}'", "did not find expected ',' or ']'"}
COLON = re.compile(r"[\s\-]*(?P<key>[^\s:#'\"{}\[\],：\-][^\s:#'\"{}\[\],：]*)：")
TIGHT = re.compile(r"[\s\-]*(?P<key>[^\s:#'\"{}\[\],\-][^\s:#'\"{}\[\],]*):(?=[^\s:/])")
BEGINNING = re.compile(rf"{COLON.pattern}|{TIGHT.pattern}".replace("?P<key>", ""))
"""A line that begins with a key and a colon that is none to YAML: full-width, or without a space behind it."""


def colon_finding(source: Source, first_line: int, last_line: int) -> Finding | None:
    """A colon in these lines that is none to YAML: full-width, or without a space behind it."""
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
