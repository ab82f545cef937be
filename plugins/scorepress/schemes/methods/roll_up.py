"""Roll-up (汇总): the scores of the units below, by their weights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import sum_of
from scorepress.core.records import KeptDict
from scorepress.core.trace import Step, step
from scorepress.core.values import Flag, Id, Weight
from scorepress.schemes.indicator import CannotScore, Edge, Entry, Indicator, Outcome
from scorepress.schemes.reference import SchemeReferenceValue


class NothingToRollUp(Rule):
    """None of the units below has a score yet."""

    code = "SR270"
    message = N_("none of the units below {unit} has a score under {scheme}: {names}")
    cure = N_("publish their reports first; until then keep this report a draft")
    why = N_("The sum of nothing is no score, and none is assumed.")
    unfinished = True
    bad = "{method: roll_up, of: county@2021, children: {city: {a: 100%}}}  # a has no report"
    good = "{method: roll_up, of: county@2021, children: {city: {a: 100%}}}  # a has a published report"


class NoChildren(Rule):
    """A unit reports under a scheme that lists no units below it."""

    code = "SR271"
    message = N_("{indicator} lists no units below {unit}")
    cure = N_("add them under children; a new list needs a new edition")
    why = N_("The score is made of theirs; without the list it is made of nothing.")
    bad = "unit: linjiang  # children: {hunjiang: {…}}"
    good = "unit: hunjiang"


class ChildWeights(Rule):
    """The weights of the units below one unit do not add up to 1."""

    code = "SR272"
    message = N_("the weights below {unit} add up to {sum} %")
    cure = N_("correct the weights so that they add up to 100 %, or write relative_weights: true")
    why = N_("With weights that miss 100 % nobody can reach full marks.")
    bad = "children: {city: {a: 40%, b: 50%}}"
    good = "children: {city: {a: 40%, b: 60%}}"


@dataclass(frozen=True)
class ChildScore:
    """The score of one unit below; without `marks` there is none."""

    unit: str
    name: str
    marks: Fraction | None = None
    """分."""
    full: Fraction = Fraction()
    """分; the share of it counts."""
    waits_for: tuple[str, ...] = ()
    """Whose reports it waits for; itself, where it has no report."""


class RollUp(Indicator):
    """The scores of the units below, each as a share of its full marks, by their weights; at most full marks."""

    method: Literal["roll_up"]
    of: SchemeReferenceValue
    """The edition that the units below are scored by."""
    take: Id = "total"
    """Which of their scores: `total`, `base`, or the id of a part or an indicator of that edition."""
    children: KeptDict[Id, KeptDict[Id, Weight]]
    """For each unit of this scheme the units below it with their weights: `{city: {county-a: 40%, county-b: 60%}}`."""
    relative_weights: Flag = False
    """The weights are numbers of any size, divided by their sum."""
    needs_entry = False
    name_in_words = N_("Roll-up")
    in_symbols = (N_("full × min(1, Σ children × marks ÷ full marks)"),)
    edges = (
        Edge(
            N_("A unit below has no published report: it is left out, and the score is provisional."),
            "roll_up: a missing county makes the score provisional",
        ),
        Edge(N_("None of them has one: no score, an error; a draft may wait."), "roll_up: nobody below has a score"),
        Edge(
            N_("Nothing applies to a unit below: it is left out, and nobody waits for it."),
            "roll_up: a county to which nothing applies is left out, and nobody waits for it",
        ),
        Edge(
            N_("A bonus lifts a unit below above its full marks: together no more than full marks."),
            "roll_up: no more than full marks, even where bonus lifts a county above its own",
        ),
        Edge(
            N_("A unit below was reviewed: the scores of the last review are taken."),
            "roll_up: the scores in force are taken, those of the last review",
        ),
        Edge(
            N_("A score below is provisional: so is the one above."),
            "roll_up: what is provisional below is provisional above",
        ),
        Edge(
            N_("Editions that roll up themselves or one another: errors of the schemes."),
            "roll_up: an edition that rolls up itself",
        ),
        Edge(
            N_("The report need not say anything; what it says of its own score is only an estimate."),
            "roll_up: an entry is allowed, and its own score is only an estimate",
        ),
    )

    def score(self, entry: Entry, full: Fraction) -> Outcome:
        """Nothing can be said of a report alone: `combine` gives the marks when the units below are scored."""
        del entry, full
        raise CannotScore(NothingToRollUp, unit="", scheme=str(self.of), names="")

    def below(self, unit: str, name: str) -> dict[str, Fraction]:
        """The units below `unit`, known to people as `name`, with their weights. Raises `CannotScore` without any."""
        if unit not in self.children:
            raise CannotScore(NoChildren, indicator=self.id, unit=name)
        return self.children[unit]

    def combine(self, unit: str, scores: Sequence[ChildScore], full: Fraction) -> Outcome:
        """The marks of `unit` from the `scores` below it, one for each of its children.

        A child without a score is left out and the weights of the others grow; while its report is missing, the marks
        are provisional.
        """
        weights = self.children[unit]
        there = [each for each in scores if each.marks is not None and each.full]
        whole = sum_of(weights[each.unit] for each in there) if there else Fraction()
        if not whole:
            raise CannotScore(NothingToRollUp, unit=unit, scheme=str(self.of), names=[each.name for each in scores])
        steps: list[Step] = []
        inputs: dict[str, Any] = {}
        terms: list[str] = []
        share = Fraction()
        for index, each in enumerate(there):
            marks, weight = each.marks or Fraction(), weights[each.unit]
            one = marks / each.full
            share += weight * one
            steps.append(
                step(
                    N_("{name}: its share of full marks"),
                    "{marks} / {full}",
                    one,
                    name=each.name,
                    marks=marks,
                    full=each.full,
                )
            )
            inputs |= {f"w{index}": weight, f"s{index}": one}
            terms.append(f"{{w{index}}} * {{s{index}}}")
        share /= whole
        added = f"({' + '.join(terms)}) / {{whole}}"
        steps.append(step(N_("the shares by their weights"), added, share, whole=whole, **inputs))
        made = full * min(Fraction(1), share)
        words = N_("times full marks, at most these")
        steps.append(step(words, "{full} * min(1, {share})", made, full=full, share=share))
        waits_for = tuple(dict.fromkeys(name for each in scores for name in each.waits_for))
        return Outcome(made, tuple(steps), waits_for, stated=True)

    def rules_in_words(self) -> Iterator[Message]:
        """What is rolled up, and who counts how much."""
        words = N_(
            "Full marks × the weighted mean of the units below, each by its share of full marks in {take} ({scheme})."
        )
        yield message(words, take=TAKEN.get(self.take, self.take), scheme=str(self.of))
        for unit, below in self.children.items():
            whole = sum_of(below.values()) if self.relative_weights and below else Fraction(1)
            shares = [
                message(N_("{name} {weight} %"), name=name, weight=weight / (whole or 1) * 100)
                for name, weight in below.items()
            ]
            yield message(N_("{unit}: {shares}"), unit=unit, shares=shares)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Weights that do not add up."""
        for unit, below in self.children.items():
            total = sum_of(below.values()) if below else Fraction()
            if total != 1 if not self.relative_weights else not total:
                yield ChildWeights.at(span_at(node, "children", unit), unit=unit, sum=total * 100)


TAKEN = {"total": message(N_("the total")), "base": message(N_("the base"))}
