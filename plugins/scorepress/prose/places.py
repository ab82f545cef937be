"""markdown-it's parser of lines of text, with the place of every token, and with rules of our own."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInline2Type
from markdown_it.ruler import Ruler
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType


class PlacedState(StateInline):
    """The state of markdown-it's parser; each token gets the place at which it begins, as `meta["at"]`."""

    formula_signs: frozenset[int] | None = None
    """Where the `*` and `_` of formulas stand; None until somebody asks."""
    brackets: dict[int, int] | None = None
    """For each opening bracket the one that closes it; None until somebody asks."""
    path_signs: frozenset[int] | None = None
    """Where the backslashes of paths stand; None until somebody asks."""
    text_start = 0

    def append_pending(self, text: str) -> None:
        """Add to the text that is not yet a token."""
        if not self.pending:
            self.text_start = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - the name that markdown-it calls
        """Make a token of the text so far."""
        token = super().pushPending()
        token.meta = {"at": self.text_start}
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """A new token."""
        token = super().push(ttype, tag, nesting)
        token.meta = {"at": self.pos}
        return token


InlineRule = Callable[[PlacedState, bool], bool]


class PlacedInline(ParserInline):
    """A parser of the text of one block with `rules` in their order, then `pairs` over what they made."""

    def __init__(self, rules: Mapping[str, InlineRule], pairs: Mapping[str, RuleFuncInline2Type]) -> None:
        self.ruler: Any = Ruler()
        self.ruler2 = Ruler[RuleFuncInline2Type]()
        for name, rule in rules.items():
            self.ruler.push(name, rule)
        for name, pair in pairs.items():
            self.ruler2.push(name, pair)
        self.terminator_re = re.compile(r"[\n!&*:<\[\\\]_`{]")

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of `src`."""
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
