"""What is no YAML, or more YAML than a score block needs: the parser's complaint as a finding at its place."""

import re

import yaml

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, message
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
    problem = str(error.problem or "")
    words = PROBLEMS.get(problem, "{problem}")
    column = min(column, len(source.line(line)) + 1)
    colon = None
    if problem in COLON_PROBLEMS:
        begin = line
        while begin > first_line and BEGINNING.match(source.line(begin - 1)):
            begin -= 1  # lines without a key and its colon run together into one text
        colon = colon_finding(source, begin, line)
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
