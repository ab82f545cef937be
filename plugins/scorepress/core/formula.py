"""Formulas as they are written: text in, a tree of plain arithmetic out; whatever else Python could say is refused.

A formula is read as a whole before any number is put in, so what is wrong in its last word is found as surely as what
is wrong in its first. Size and depth are limited, and reading and computing take time in proportion to its length.
"""

import ast
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from io import StringIO

from scorepress.core.findings import Refusal, Rule
from scorepress.core.limits import MAX_FORMULA_CHARACTERS, MAX_FORMULA_DEPTH, MAX_FORMULA_TERMS
from scorepress.core.messages import N_, message
from scorepress.core.numbers import PLAIN, is_number
from scorepress.core.unreadable import (
    USES,
    bad_call,
    bad_number,
    comment,
    not_arithmetic,
    not_python,
    too_deep,
    too_long,
    too_many_terms,
)


class UnknownName(Rule):
    """A formula uses a name that stands for nothing."""

    code = "SR141"
    message = N_("{name} stands for nothing here")
    cure = N_("{suggestion}")
    why = N_("A number that cannot be found must not be published as a blank.")
    bad = "{{ figures.route.total }}"
    good = "{{ figures.routes.total }}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a formula."""

    value: Fraction

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text in quotes."""

    text: str

    def __str__(self) -> str:
        return repr(self.text)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands for something."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Member:
    """`owner.name`, or `owner["name"]`."""

    owner: "Node"
    name: str

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}"


@dataclass(frozen=True, slots=True)
class Signed:
    """`-operand`, or `+operand`."""

    minus: bool
    operand: "Node"

    def __str__(self) -> str:
        return f"{'-' if self.minus else '+'}{self.operand}"


@dataclass(frozen=True, slots=True)
class Chain:
    """`first + second - third …`, to be worked through from the left."""

    first: "Node"
    links: tuple[tuple[str, "Node"], ...]
    """Each sign with what follows it."""

    def __str__(self) -> str:
        return " ".join([f"({self.first}" if len(self.links) > 1 else f"{self.first}", *self._rest()])

    def _rest(self) -> Iterator[str]:
        yield from (f"{sign} {operand}" for sign, operand in self.links)


@dataclass(frozen=True, slots=True)
class Call:
    """`round(x, 2)`."""

    name: str
    arguments: tuple["Node", ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


Node = Number | Quoted | Name | Member | Signed | Chain | Call

SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
ARGUMENTS = {"round": (2, 2), "half_up": (2, 2), "half_even": (2, 2), "down": (2, 2), "floor": (1, 1), "ceil": (1, 1)}
"""How many values a function takes, least and most; the others take one or more."""
LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that can be read."""

    text: str
    root: Node
    terms: int
    """How many numbers, names and functions stand in it: what computing it costs."""

    def nodes(self) -> Iterator[Node]:
        """Every node of the tree, those above before those below."""
        yield from below(self.root)


def below(root: Node) -> Iterator[Node]:
    """`root` and every node below it."""
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(children(node))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes that `node` is made of."""
    if isinstance(node, Chain):
        return (node.first, *(operand for _, operand in node.links))
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Signed):
        return (node.operand,)
    return (node.owner,) if isinstance(node, Member) else ()


@lru_cache(maxsize=4096)
def read_formula(text: str) -> Formula:
    """The formula that people wrote. Raises a `Refusal` with `ExpressionSyntax`, or `UnknownName` for a function."""
    if len(text) > MAX_FORMULA_CHARACTERS:
        raise too_long(text, MAX_FORMULA_CHARACTERS)
    return _Reader(text, own=False).formula()


@lru_cache(maxsize=4096)
def own_formula(text: str) -> Formula:
    """A formula that the program wrote: as long as a scheme has indicators, with numbers of any length."""
    return _Reader(text, own=True).formula()


class _Reader:
    def __init__(self, text: str, *, own: bool) -> None:
        self.text, self.own, self.terms = text, own, 0
        self.lines = [line.encode("utf-8", "surrogatepass") for line in LINE_BREAK.split(text.strip())]

    def formula(self) -> Formula:
        try:
            tree = ast.parse(self.text.strip(), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            raise not_python(self.text, error) from None
        if "#" in self.text and _comments(self.text):
            raise comment(self.text)
        root = self.node(tree, 0)
        return Formula(self.text, root, self.terms)

    def node(self, tree: ast.expr, depth: int) -> Node:
        if depth > MAX_FORMULA_DEPTH:
            raise too_deep(self.text, MAX_FORMULA_DEPTH)
        if isinstance(tree, ast.BinOp):
            return self._chain(tree, depth)
        self.terms += 1
        if self.terms > MAX_FORMULA_TERMS and not self.own:
            raise too_many_terms(self.text, MAX_FORMULA_TERMS)
        if isinstance(tree, ast.Constant):
            return self._constant(tree)
        if isinstance(tree, ast.Name):
            return Name(tree.id)
        if isinstance(tree, ast.Attribute):
            return Member(self.node(tree.value, depth + 1), tree.attr)
        if isinstance(tree, ast.Subscript) and isinstance(tree.slice, ast.Constant):
            return Member(self.node(tree.value, depth + 1), str(tree.slice.value))
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub | ast.UAdd):
            return Signed(isinstance(tree.op, ast.USub), self.node(tree.operand, depth + 1))
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and not tree.keywords:
            return self._call(tree.func.id, tree.args, depth)
        raise not_arithmetic(self.text, tree)

    def _constant(self, tree: ast.Constant) -> Node:
        if isinstance(tree.value, str):
            return Quoted(tree.value)
        # As it is written: Python itself would read 0.1 as a binary number, and 1_000, 1e3 and 0x10 as numbers.
        source = self.lines[tree.lineno - 1][tree.col_offset : tree.end_col_offset].decode("utf-8", "replace")
        if not (PLAIN.fullmatch(source) if self.own else is_number(source)):
            raise bad_number(self.text, source)
        return Number(Fraction(source))

    def _chain(self, tree: ast.BinOp, depth: int) -> Chain:
        # A sum of many terms leans to the left: it is walked, so that only brackets count as depth.
        links: list[ast.BinOp] = [tree]
        while isinstance(links[-1].left, ast.BinOp):
            links.append(links[-1].left)
        first = self.node(links[-1].left, depth + 1)
        return Chain(first, tuple((self._sign(link), self.node(link.right, depth + 1)) for link in reversed(links)))

    def _sign(self, tree: ast.BinOp) -> str:
        sign = SIGNS.get(type(tree.op))
        if sign is None:
            raise not_arithmetic(self.text, tree)
        return sign

    def _call(self, name: str, arguments: list[ast.expr], depth: int) -> Call:
        if name not in USES:
            suggestion = message(N_("functions: {names}"), names=list(USES.values()))
            raise Refusal(UnknownName, None, name=name, suggestion=suggestion)
        least, most = ARGUMENTS.get(name, (1, len(arguments)))
        if not least <= len(arguments) <= most:
            raise bad_call(self.text, name)
        return Call(name, tuple(self.node(argument, depth + 1) for argument in arguments))


def _comments(text: str) -> bool:
    return any(token.type == tokenize.COMMENT for token in tokenize.generate_tokens(StringIO(text.strip()).readline))


@lru_cache(maxsize=1024)
def names_used(text: str) -> frozenset[str]:
    """The names at the beginning of every path in a formula; empty where the formula cannot be read."""
    try:
        return frozenset(node.name for node in read_formula(text).nodes() if isinstance(node, Name))
    except Refusal:
        return frozenset()
