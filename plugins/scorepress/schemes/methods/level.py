"""Level: a quality level gives a range of the full marks, and the unit states the share within it."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise
from typing import Literal

from pydantic import Field

from scorepress.core.findings import Finding, Rule
from scorepress.core.limits import MAX_LEVEL_STEPS
from scorepress.core.messages import N_, Message, message
from scorepress.core.nodes import Mapping, span_at
from scorepress.core.numbers import exact
from scorepress.core.records import KeptList, MissingKey, Record
from scorepress.core.spelling import NumberOutOfRange
from scorepress.core.trace import step
from scorepress.core.values import Id, Share, Text
from scorepress.schemes.indicator import CannotScore, Edge, Entry, Indicator, Outcome
from scorepress.schemes.methods.bands import BandAboveFull, BandsGap, BandsOverlap
from scorepress.schemes.named import NotInScheme, repeated


class ShareOutsideLevel(Rule):
    """The share stated for a level lies outside the level's range."""

    code = "SR247"
    message = N_("{share} % lies outside the level {level}, which goes from {start} % to {end} %")
    cure = N_("choose the level that fits, or a share inside it")
    why = N_("The level and the share are two statements about one thing; they must agree.")
    bad = "A4: {level: 基本达成, share: 95%}"
    good = "A4: {level: 达成, share: 95%}"


class ShareBetweenSteps(Rule):
    """The share stated for a level is none of the steps that the scheme allows."""

    code = "SR280"
    message = N_("{share} % is none of the steps of the level {level}: {allowed}")
    cure = N_("choose one of the steps")
    why = N_("Whoever may write any share gives marks finer than the scheme can tell apart.")
    bad = "A4: {level: 四, share: 52%}  # the scheme: step: 5%"
    good = "A4: {level: 四, share: 50%}"


class LevelNotInSteps(Rule):
    """The end of a level is no whole number of steps away from its beginning."""

    code = "SR281"
    message = N_("from {start} % to {end} % is no whole number of steps of {step} %")
    cure = N_("correct the ends of the level, or the step")
    why = N_("Nobody could be given the end of the level, though it is written there.")
    bad = "step: 10%\nlevels: [{id: 有限, from: 10%, to: 35%}, …]"
    good = "step: 10%\nlevels: [{id: 有限, from: 10%, to: 30%}, …]"


class Level(Record):
    """One level and the range of the full marks it stands for."""

    id: Id
    """What a report calls it."""
    title: Text | None = None
    """What it means."""
    from_: Share = Field(alias="from")
    """The least share of full marks, inclusive."""
    to: Share
    """The largest share of full marks, inclusive."""

    @property
    def name(self) -> str:
        """The title, or the id where there is none."""
        return self.title or self.id


class LevelEntry(Entry):
    """`A4: {level: 达成, share: 95%}`; where the level has a single value, the share can be left out."""

    level: Id
    """The id of the level reached."""
    share: Share | None = None
    """The share of full marks within the level."""


class QualityLevel(Indicator):
    """Full marks times a share that lies inside the level's range."""

    method: Literal["level"]
    levels: KeptList[Level]
    """The levels; together they reach up to `100%`."""
    step: Share | None = None
    """Inside a level only its beginning and whole steps from there are possible (`5%`); without it, every share."""
    entry = LevelEntry
    name_in_words = N_("Level")
    in_symbols = ("full × share",)
    edges = (
        Edge(
            N_("Both ends of a range belong to the level: 80 % can be said of 达成 and of 部分达成."),
            "level: the lower end belongs to the level",
        ),
        Edge(N_("A share outside the level: no score, an error."), "level: outside the level"),
        Edge(
            N_("A level of one value (`from` equal to `to`): the report need not say the share."),
            "level: levels of a single value",
        ),
        Edge(
            N_("A level with a range and no share: no score, an error."), "level: no share though the level is a range"
        ),
        Edge(
            N_("Ranges that leave a gap, overlap or miss 100 %: errors of the scheme."),
            "level: levels that leave a gap",
        ),
    )

    def score(self, entry: LevelEntry, full: Fraction) -> Outcome:
        """full × share; both ends of a level's range belong to it."""
        level = next((level for level in self.levels if level.id == entry.level), None)
        if level is None:
            known = [level.id for level in self.levels]
            raise CannotScore(NotInScheme, "level", given=entry.level, allowed=known)
        share = entry.share
        if share is None:
            if level.from_ != level.to:
                raise CannotScore(MissingKey, key="share")
            share = level.to
        if not level.from_ <= share <= level.to:
            raise CannotScore(
                ShareOutsideLevel,
                "share",
                share=share * 100,
                level=level.name,
                start=level.from_ * 100,
                end=level.to * 100,
            )
        if self.step and (share - level.from_) % self.step:
            allowed = [message("{share}%", share=each * 100) for each in islice(self._steps(level), MAX_LEVEL_STEPS)]
            raise CannotScore(ShareBetweenSteps, "share", share=share * 100, level=level.name, allowed=allowed)
        words = N_("level {level}, full marks times {percent} %")
        marks = full * share
        steps = (step(words, "{full} * {percent} / 100", marks, level=level.name, percent=share * 100, full=full),)
        return Outcome(marks, steps, label=level.name)

    def _steps(self, level: Level) -> Iterator[Fraction]:
        """The shares that are possible inside a level."""
        share = level.from_
        while self.step and share <= level.to:
            yield share
            share += self.step

    def asks(self) -> dict[str, tuple[str, ...]]:
        """The level, and the share inside it where there is a choice."""
        choice = any(level.from_ != level.to for level in self.levels)
        return {"level": (), **({"share": ()} if choice else {})}

    def rules_in_words(self) -> Iterator[Message]:
        """One sentence for each level, and the step."""
        for level in self.levels:
            start, end = level.from_ * 100, level.to * 100
            words = N_("{level}: {end} % of full marks") if start == end else N_("{level}: {start} % to {end} %")
            yield message(words, level=level.name, start=start, end=end)
        if self.step:
            yield message(N_("Inside a level in steps of {step} %."), step=self.step * 100)

    def problems(self, node: Mapping) -> Iterator[Finding]:
        """Levels that share an id, end before they begin, overlap, or leave shares between them or up to 100 % out."""
        yield from repeated(node, "levels")
        if self.step == 0:
            allowed = message(N_("above 0"))
            yield NumberOutOfRange.at(span_at(node, "step"), text=_percent(self.step), allowed=allowed)
        for index, level in enumerate(self.levels):
            if level.to < level.from_:
                allowed = message(N_("{share} % or more"), share=level.from_ * 100)
                place = span_at(node, "levels", index, "to")
                yield NumberOutOfRange.at(place, text=_percent(level.to), allowed=allowed)
            elif self.step and (level.to - level.from_) % self.step:
                place = span_at(node, "levels", index, "to")
                yield LevelNotInSteps.at(place, start=level.from_ * 100, end=level.to * 100, step=self.step * 100)
        best = max((level.to for level in self.levels), default=None)
        if best is not None and best != 1 and self.full is not None:
            index = max(range(len(self.levels)), key=lambda index: self.levels[index].to)
            place, see = span_at(node, "levels", index, "to"), span_at(node, "full")
            yield BandAboveFull.at(place, see, marks=exact(self.full) * best, full=self.full)
        if not self.step and any(level.from_ == level.to for level in self.levels):
            return  # levels of a single value leave everything between them out on purpose
        where = {level.id: index for index, level in enumerate(self.levels)}
        ordered = sorted(self.levels, key=lambda level: level.from_, reverse=True)
        for upper, lower in pairwise(ordered):
            place = span_at(node, "levels", where[lower.id])
            if lower.to > upper.from_:
                yield BandsOverlap.at(place, start=_percent(upper.from_), end=_percent(lower.to))
            elif upper.from_ - lower.to not in {Fraction(), self.step}:
                yield BandsGap.at(place, start=_percent(lower.to), end=_percent(upper.from_))


def _percent(share: Fraction) -> Message:
    return message("{share}%", share=share * 100)
