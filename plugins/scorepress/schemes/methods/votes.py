"""Votes (票决): the mean of the valid votes, of several kinds of raters by their weights."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

from scorepress.core.findings import Finding, Rule
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import sum_of
from scorepress.core.records import KeptDict, KeptList, MissingKey, Record
from scorepress.core.spelling import NumberOutOfRange
from scorepress.core.trace import Step, step
from scorepress.core.values import Count, Flag, Id, Share, Text, Weight
from scorepress.schemes.indicator import CannotScore, Edge, Entry, Indicator, Outcome
from scorepress.schemes.named import NotInScheme, repeated


class NoValidVotes(Rule):
    """Nobody has cast a valid vote."""

    code = "SR255"
    message = N_("{rater} has no valid vote, so there is no mean")
    cure = N_("count the votes again; where the survey did not take place, write not_applicable with the reason")
    why = N_("No votes are not 0 %: the mean of nothing is no number.")
    bad = "A9: {votes: {leaders: {弃权: 5}}}"
    good = "A9: {votes: {leaders: {满意: 4, 弃权: 1}}}"


class RaterWeights(Rule):
    """The weights of the raters do not add up to 1."""

    code = "SR256"
    message = N_("the weights of the raters add up to {sum} %")
    cure = N_("correct the weights so that they add up to 100 %")
    why = N_("With weights that miss 100 % nobody can reach full marks.")
    bad = "raters: [{id: leaders, weight: 60%}, {id: peers, weight: 30%}]"
    good = "raters: [{id: leaders, weight: 60%}, {id: peers, weight: 40%}]"


class Choice(Record):
    """What one vote can say, and what it is worth as a share of full marks."""

    id: Text
    """What is written on the ballot, and in the report."""
    worth: Share | None = None
    """Required unless the choice is invalid."""
    invalid: Flag = False
    """A vote that does not count (弃权, 不了解)."""


class Rater(Record):
    """One kind of people who vote."""

    id: Id
    """What a report calls them."""
    title: Text
    """Who they are."""
    weight: Weight
    """What their mean counts."""


class VotesEntry(Entry):
    """`A9: {votes: {leaders: {满意: 8, 基本满意: 2}}}`: counts by rater and choice."""

    votes: KeptDict[Id, KeptDict[Text, Count]]
    """How many ticked each choice, by rater."""


class Votes(Indicator):
    """The mean of the valid votes of each kind of raters, by the raters' weights."""

    method: Literal["votes"]
    choices: KeptList[Choice]
    """What can be ticked, and what it is worth."""
    raters: KeptList[Rater]
    """Who votes, with weights that add up to `100%`."""
    entry = VotesEntry
    name_in_words = N_("Votes")
    in_symbols = (N_("full × Σ weight × (Σ votes × worth ÷ valid votes)"),)
    edges = (
        Edge(
            N_("No valid vote of a rater: no score, an error; the mean of nothing is not 0."),
            "votes: only invalid votes",
        ),
        Edge(
            N_("Invalid votes (`invalid: true`, 弃权) are not counted, above or below the line."),
            "votes: invalid votes are not counted",
        ),
        Edge(N_("A choice that nobody took: left out or 0."), "votes: a choice that nobody took"),
        Edge(
            N_("Many votes of one kind of raters: the means are weighted, not the heads."),
            "votes: many votes of one kind do not outweigh the other",
        ),
        Edge(N_("A kind of raters is left out: no score, an error."), "votes: one kind of raters is left out"),
        Edge(
            N_("The weights of the raters miss 100 %: an error of the scheme."),
            "votes: weights of the raters that miss 100 %",
        ),
        Edge(
            N_("No survey took place: `not_applicable` with the reason, where the scheme allows it."),
            "votes: not applicable",
        ),
    )

    def score(self, entry: VotesEntry, full: Fraction) -> Outcome:
        """Every rater must have at least one valid vote; invalid ones are left out of the count."""
        known = {rater.id: rater for rater in self.raters}
        for name in entry.votes:
            if name not in known:
                raise CannotScore(NotInScheme, "votes", name, given=name, allowed=list(known))
        steps: list[Step] = []
        shares: dict[str, Fraction] = {}
        for rater in self.raters:
            if rater.id not in entry.votes:
                raise CannotScore(MissingKey, "votes", key=rater.id)
            shares[rater.id] = self._mean(rater, entry.votes[rater.id], steps)
        share = sum_of(rater.weight * shares[rater.id] for rater in self.raters)
        if len(self.raters) > 1:
            weights = {f"w{index}": rater.weight for index, rater in enumerate(self.raters)}
            means = {f"s{index}": shares[rater.id] for index, rater in enumerate(self.raters)}
            arithmetic = " + ".join(f"{{w{index}}} * {{s{index}}}" for index in range(len(self.raters)))
            steps.append(step(N_("the raters' means by their weights"), arithmetic, share, **weights, **means))
        steps.append(step(N_("times full marks"), "{full} * {share}", full * share, full=full, share=share))
        return Outcome(full * share, tuple(steps))

    def _mean(self, rater: Rater, votes: dict[str, int], steps: list[Step]) -> Fraction:
        worth = {choice.id: choice for choice in self.choices}
        given: list[tuple[Fraction, Fraction]] = []
        for name, count in votes.items():
            choice = worth.get(name)
            if choice is None:
                raise CannotScore(NotInScheme, "votes", rater.id, name, given=name, allowed=list(worth))
            if not choice.invalid and choice.worth is not None and count:
                given.append((Fraction(count), choice.worth))
        valid = sum_of(count for count, _ in given)
        if not valid:
            raise CannotScore(NoValidVotes, "votes", rater.id, rater=rater.title)
        mean = sum_of(count * worth for count, worth in given) / valid
        counts: dict[str, Any] = {f"n{index}": count for index, (count, _) in enumerate(given)}
        worths: dict[str, Any] = {f"v{index}": worth for index, (_, worth) in enumerate(given)}
        total = " + ".join(f"{{n{index}}} * {{v{index}}}" for index in range(len(given)))
        words = N_("{title}: the mean of {valid} valid votes")
        steps.append(step(words, f"({total}) / {{valid}}", mean, title=rater.title, valid=valid, **counts, **worths))
        return mean

    def rules_in_words(self) -> Iterator[Message]:
        """What each choice is worth, and the weights of the raters."""
        for choice in self.choices:
            if choice.worth is None or choice.invalid:
                yield message(N_("{choice}: not counted"), choice=choice.id)
            else:
                yield message(N_("{choice}: {worth} %"), choice=choice.id, worth=choice.worth * 100)
        for rater in self.raters:
            yield message(N_("{title} count {weight} %"), title=rater.title, weight=rater.weight * 100)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Raters that share an id or whose weights miss 1, and choices without a worth or worth more than all."""
        yield from repeated(node, "raters")
        yield from repeated(node, "choices")
        total = sum_of(rater.weight for rater in self.raters)
        if total != 1:
            yield RaterWeights.at(span_at(node, "raters"), sum=total * 100)
        for index, choice in enumerate(self.choices):
            if choice.worth is None and not choice.invalid:
                yield MissingKey.at(span_at(node, "choices", index), key="worth")
            elif choice.worth is not None and choice.worth > 1:
                place, text = span_at(node, "choices", index, "worth"), message("{share}%", share=choice.worth * 100)
                yield NumberOutOfRange.at(place, text=text, allowed=message(N_("at most {number}"), number="100 %"))
