"""The dialect: which rules there are, in which order. It is one for all reports, whatever the site is made with."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_inline import link_pairs, newline, text
from markdown_it.rules_inline.emphasis import postProcess
from markdown_it.token import Token

from scorepress.core.limits import MAX_PROSE_DEPTH, MAX_PROSE_NODES
from scorepress.prose.blocks import budget, code_block, heading, items, paragraph, quote, ruler, table, underlined
from scorepress.prose.emphasis import emphasis
from scorepress.prose.inline import angled, bare_address, code, entity, escape, link, reference
from scorepress.prose.places import InlineRule, PlacedInline

INLINE: dict[str, InlineRule] = {
    "text": text,
    "reference": reference,
    "newline": newline,
    "escape": escape,
    "code": code,
    "emphasis": emphasis,
    "link": link,
    "angled": angled,
    "address": bare_address,
    "entity": entity,
}
ENDS = ["paragraph", "blockquote"]
"""What may begin right below a paragraph, and end a quotation."""


@cache
def parser() -> MarkdownIt:
    """The parser; it keeps nothing from one text to the next."""
    md = MarkdownIt("zero", {"maxNesting": 4 * MAX_PROSE_DEPTH})
    md.inline = PlacedInline(INLINE, {"pairs": link_pairs, "emphasis": postProcess})
    md.block = ParserBlock()
    md.block.ruler = Ruler()
    for name, rule, ends in (
        ("budget", budget(2 * MAX_PROSE_DEPTH, MAX_PROSE_NODES), []),
        ("table", table, ["paragraph"]),
        ("code", code_block, ENDS),
        ("quote", quote, ENDS),
        ("ruler", ruler, ENDS),
        ("items", items, ENDS),
        ("heading", heading, ENDS),
        ("underlined", underlined, []),
        ("paragraph", paragraph, []),
    ):
        md.block.ruler.push(name, rule, {"alt": ends})
    return md


def block_tokens(body: str) -> list[Token]:
    """The blocks of a text; what is inside a heading, a paragraph or a cell is not yet read."""
    tokens: list[Token] = []
    parser().block.parse(body, parser(), {}, tokens)
    return tokens


def inline_tokens(words: str, unclosed: dict[int, int]) -> list[Token]:
    """What stands inside one block; `unclosed` gets the place of the first `{{` without its end of each line."""
    md = parser()
    return md.inline.parse(words, md, {"unclosed": unclosed}, [])
