"""Units among one another: groups, classes, and the layers of score."""

from scorepress.core.messages import N_
from scorepress.reference.topic import Keys, Topic
from scorepress.reports.model import Adjustment, Report, Review
from scorepress.schemes import roster
from scorepress.schemes.classes import UnknownClass
from scorepress.schemes.indicator import Edge, Indicator
from scorepress.schemes.measured import (
    Compared,
)
from scorepress.schemes.model import Part, Scheme, UnitClass
from scorepress.schemes.results import Ranking, Veto
from scorepress.scoring.group_phase import NotInRoster
from scorepress.scoring.total import AdjustmentUnknown

TOPICS = (
    Topic(
        "groups",
        N_("Units compared within groups"),
        (
            N_(
                "The methods efficacy, ratio and rank compare the values of all reports of one "
                "scheme, edition and period within a group."
            ),
            N_("The group is the class of the unit, all units, or a grouping that the scheme lists."),
        ),
        scheme=(
            Keys(Scheme, frozenset({"units", "classes", "groupings"})),
            Keys(UnitClass),
            Keys(Compared, frozenset({"direction", "group"})),
        ),
        edges=(
            Edge(
                N_(
                    "Who counts: published reports without errors of their own; a wrong total does "
                    "not take a value out."
                ),
                "group: a wrong total does not take a value out of the group",
            ),
            Edge(
                N_("Somebody is missing: marks are provisional, and the page says for whom they wait."),
                "group: one unit has not reported",
            ),
            Edge(N_("One unit only: it is the best and the worst of its group."), "group: only one unit has reported"),
            Edge(
                N_("A draft is compared as if it were published, and changes nobody else's marks."),
                "group: a draft is compared, but nobody is compared with it",
            ),
            Edge(
                N_("The indicator does not apply to a unit: it is left out, and nobody waits for it."),
                "group: a unit to which the indicator does not apply",
            ),
            Edge(
                N_("A unit that is not listed: no score on these indicators, an error."),
                "group: a unit that the scheme does not list",
            ),
            Edge(N_("A unit in two groups of one grouping: an error of the scheme."), "group: a unit in two classes"),
            Edge(
                N_("One indicator within the class, another within a grouping: each has its own group."),
                "group: one indicator within the class, one over all, one by terrain",
            ),
        ),
        rules=(
            roster.GroupUnknown,
            roster.UnknownDivision,
            roster.UnitInTwoGroups,
            roster.GroupingNameTaken,
            roster.UnitWithoutPage,
            NotInRoster,
        ),
        see=("efficacy", "ratio", "rank", "gate"),
    ),
    Topic(
        "classes",
        N_("Classes with rules of their own"),
        (
            N_(
                "One edition for several classes of units (分类考核): what is only for some says "
                "`classes`, what differs says `by_class`."
            ),
            N_(
                "`by_class` may change every key of a part or an indicator, its method too, but neither `classes` nor "
                "`by_class`. A key that it does not name is the same for all: another method must know the keys of "
                "this one. With another `id` it is another indicator, and reports of the class use that id."
            ),
        ),
        scheme=(
            Keys(UnitClass),
            Keys(Indicator, frozenset({"classes", "by_class"})),
            Keys(Part, frozenset({"classes", "by_class"})),
        ),
        edges=(
            Edge(
                N_("Each class has a tree of its own, which is checked like a scheme: marks and weights must add up."),
                "classes: a class whose marks do not add up",
            ),
            Edge(
                N_("A report scores an indicator of another class: an error."),
                "classes: an indicator of the other class",
            ),
            Edge(
                N_("Units are compared within their class, unless the indicator says `group`."),
                "classes: one class compared by itself, one indicator by another grouping",
            ),
        ),
        rules=(UnknownClass, roster.UnitInTwoGroups),
        see=("groups",),
    ),
    Topic(
        "ranking",
        N_("Places"),
        (
            N_("Whole reports are ranked by their totals, after vetoes and grades, where the scheme says `ranking`."),
            N_("Published reports without errors take part; a draft sees the place that it would take."),
        ),
        scheme=(Keys(Scheme, frozenset({"ranking"})), Keys(Ranking), Keys(Veto, frozenset({"rank"}))),
        edges=(
            Edge(
                N_("Equal totals share a place, as `ties` says; totals are compared as they are rounded."),
                "ranking: totals are compared as the scheme rounds them",
            ),
            Edge(
                N_("Less is better, `total: {direction: down}`: the least total is in the first place."),
                "less_is_better: the least total is in the first place",
            ),
            Edge(
                N_("Somebody has not reported, or a total is provisional: every place of the group is provisional."),
                "ranking: whoever has not reported may still change every place",
            ),
            Edge(
                N_("No total, because nothing applies: no place, and nobody waits."),
                "ranking: nothing applies, no place",
            ),
            Edge(
                N_("A veto can put a unit last or take its place away; the marks stay."),
                "ranking: a veto to the end of the list",
            ),
            Edge(
                N_("Layers are ranked one by one; who has not reached one counts with the layer below."),
                "ranking: layer by layer",
            ),
            Edge(N_("Nobody is listed: an error of the scheme."), "ranking: nobody is listed"),
        ),
        rules=(roster.RankingWithoutUnits, roster.RankOfNothing, roster.UnknownDivision),
        see=("groups", "classes", "vetoes"),
    ),
    Topic(
        "reviews",
        N_("Verified and final scores"),
        (
            N_(
                "Beside the unit's own scores a report can hold those of a verification "
                "(`verified`, 核验) and the final ones (`final`, 最终)."
            ),
            N_(
                "A review gives only what differs from the layer below; every layer is scored "
                "anew. `adjustments` are later changes with a reason."
            ),
        ),
        report=(Keys(Report, frozenset({"verified", "final"})), Keys(Review), Keys(Adjustment)),
        edges=(
            Edge(
                N_("An adjustment holds on in the layers above."),
                "reviews: an adjustment of the verification holds on in the end",
            ),
            Edge(N_("An adjustment above full marks: an error."), "reviews: an adjustment above full marks"),
            Edge(
                N_(
                    "Groups are compared layer by layer; who has not reached it counts with the "
                    "layer below and is named."
                ),
                "reviews: groups are compared layer by layer",
            ),
            Edge(
                N_("A total that the reviewer's paper declares is compared with the layer."),
                "reviews: what the verifier's paper declares is wrong",
            ),
        ),
        rules=(AdjustmentUnknown,),
        see=("entry",),
    ),
)
