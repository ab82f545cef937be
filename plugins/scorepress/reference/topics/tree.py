"""The tree: scheme, indicators, aggregation, key items and conditions, floor and cap."""

from scorepress.analysis.carrying import StatedOnAnotherScale
from scorepress.core.messages import N_
from scorepress.reference.topic import Choice, Keys, Topic
from scorepress.schemes import checks, form_checks, former, lineage, rolling, roster, sums
from scorepress.schemes.indicator import Edge, EvidenceRule, Indicator, Requirement
from scorepress.schemes.model import Combination, Part, Scheme, Section
from scorepress.scoring.tree import NoCombination
from scorepress.scoring.unit_phase import MatterTwice

AGGREGATION = (
    Choice("sum", N_("The children's marks are added; full marks are the sum of theirs."), "Σ marks"),
    Choice(
        "weighted",
        N_("The children's shares of their full marks by their weights, which add up to 100 %."),
        N_("full × Σ weight × marks ÷ full of the child"),
    ),
    Choice("mean", N_("The mean of the shares of full marks, each child counting alike."), "full × mean(marks ÷ full)"),
    Choice(
        "weakest",
        N_("The least of the shares of full marks; with `plus`, 分 more where some child does better."),
        "full × min(marks ÷ full) + plus",
    ),
    Choice(
        "all",
        N_("Full marks if every child has full marks, else 0."),
        N_("full if all children have full marks else 0"),
    ),
    Choice(
        "pool",
        N_("The children's marks are added, at most the full marks of the part, which they share."),
        "min(full, Σ marks)",
    ),
    Choice(
        "lookup",
        N_("The marks of the children, in any order, are looked up in `table`."),
        N_("gives of the row whose of are the marks"),
    ),
    Choice("none", N_("Nothing is added up: the children stand side by side, and there is no total.")),
    Choice(
        "deduct",
        N_("The children take marks off the full marks of the part, not below 0."),
        N_("max(0, full − Σ deductions)"),
    ),
)

TOPICS = (
    Topic(
        "scheme",
        N_("The scheme file"),
        (
            N_("One file an edition, `schemes/<scheme>/<edition>.yml`; reports name it `scheme@edition`."),
            N_(
                "Every number is computed in one order: method, floor and cap, rounding of the "
                "indicator, aggregation up"
                " the tree, cap of the bonus, penalties, total, veto, grade."
            ),
        ),
        scheme=(Keys(Scheme), Keys(Section)),
        edges=(
            Edge(N_("No `rounding` where there are marks: an error; nothing is assumed."), "rounding: not declared"),
            Edge(N_("Full marks that do not add up: an error of the scheme."), "sum: full marks that do not add up"),
            Edge(
                N_("`kind: narrative`: no marks, so there is no total that a paper could declare."),
                "declared: in a narrative scheme",
            ),
        ),
        rules=(
            sums.FullMarksDoNotAddUp,
            checks.KindDoesNotFit,
            checks.EmptyPart,
            sums.NoFullMarks,
            checks.ReservedId,
            form_checks.FormNamesUnknown,
            form_checks.FormLeavesOut,
            form_checks.FormTooShallow,
            form_checks.FormTotalAlone,
            former.FormerWithoutEdition,
            lineage.FormerEditionUnknown,
            lineage.FormerUnknown,
            lineage.FormerTwice,
            StatedOnAnotherScale,
            rolling.RollUpUnknown,
            rolling.RollUpCircle,
            rolling.ChildNotAssessed,
        ),
        see=("indicator", "aggregation", "rounding", "total", "grades", "groups"),
    ),
    Topic(
        "indicator",
        N_("Keys of every indicator"),
        (N_("Beside the keys of its method an indicator can have these."),),
        scheme=(Keys(Indicator), Keys(EvidenceRule)),
        edges=(
            Edge(
                N_("An indicator without full marks, where its method needs them: an error."),
                "sum: an indicator without full marks",
            ),
            Edge(
                N_("Marks are claimed without the evidence asked for: they stand, the report is held back."),
                "evidence: claimed without evidence",
            ),
            Edge(N_("Nothing is claimed: no evidence is needed."), "evidence: nothing claimed"),
            Edge(
                N_("`reason: below_full`, and marks are lost without a word: an error."), "evidence: a missing reason"
            ),
        ),
        rules=(sums.NoFullMarks, checks.UnknownEvidenceKind, sums.WeightWithoutUse),
        see=("entry", "bounds", "not_applicable", "conditions", "classes"),
    ),
    Topic(
        "aggregation",
        N_("Aggregation"),
        (
            N_(
                "How the children of a part, indicators or parts, make up its marks. A share is "
                "marks ÷ full marks of the child."
            ),
        ),
        scheme=(Keys(Part), Keys(Combination)),
        choices=AGGREGATION,
        edges=(
            Edge(N_("A child without a score: the part has none, whatever the others have."), "sum: parts in parts"),
            Edge(
                N_("`weighted`: weights that miss 100 % are an error, unless `relative_weights: true`."),
                "weighted: weights that miss 100 %",
            ),
            Edge(
                N_("`relative_weights: true`: numbers of any size, divided by their sum."),
                "relative_weights: weights of any size",
            ),
            Edge(
                N_("`mean` and `exclude`: each child stands for an equal part of the full marks, which goes with it."),
                "mean: not applicable, taken off the full marks",
            ),
            Edge(
                N_("`weakest` and `all`: what does not apply is left out; the full marks stay."),
                "weakest: the weakest does not apply",
            ),
            Edge(N_("`all`: missed by the smallest amount is missed."), "all: one misses by very little"),
            Edge(
                N_("`pool`: what does not apply leaves the full marks as they are."),
                "pool: what does not apply leaves the pool as it is",
            ),
            Edge(
                N_("`lookup`: marks for which there is no row are an error, no score is assumed."),
                "lookup: marks for which the table has no row",
            ),
            Edge(
                N_("`plus`: only where some child does better than the weakest."), "lookup: the weakest, and all alike"
            ),
            Edge(
                N_("`none`: no marks of the part and no total above it."),
                "none: one part without a total leaves none above it",
            ),
            Edge(
                N_("`deduct`: more taken off than there is, 0; nothing applicable, no full marks either."),
                "deduct: not below zero",
            ),
            Edge(
                N_("A child with full marks of 0 where shares are needed: an error of the scheme."),
                "weighted: an indicator with full marks of 0",
            ),
        ),
        rules=(
            sums.FullMarksDoNotAddUp,
            sums.WeightsDoNotAddUp,
            sums.WeightWithoutUse,
            sums.WeightOfNothing,
            checks.FullMarksInDeductPart,
            checks.MethodCannotDeduct,
            NoCombination,
        ),
        see=("conditions", "not_applicable"),
    ),
    Topic(
        "conditions",
        N_("Key items and conditions"),
        (
            N_(
                "`keys` lets a part fail as a whole; `requires` lets a bonus count only where other scores are reached."
            ),
            N_("One matter is claimed once: `matter` in the claims of the method `bonus`."),
        ),
        scheme=(
            Keys(Part, frozenset({"keys", "requires"})),
            Keys(Indicator, frozenset({"requires"})),
            Keys(Requirement),
        ),
        symbols=(N_("marks if marks of every key = full of the key else 0"), N_("marks if score ≥ at_least else 0")),
        edges=(
            Edge(
                N_("A key item misses its full marks by the smallest amount: the part has 0."),
                "keys: the key item misses full marks",
            ),
            Edge(N_("A key item that does not apply fails nothing."), "keys: a key item that does not apply"),
            Edge(
                N_("A key item that does not apply and counts as 0 fails the part."),
                "keys: a key item that does not apply and counts as 0",
            ),
            Edge(N_("A key item has no score: the part has none."), "keys: a key item without a score"),
            Edge(N_("A score that is required is just missed: the bonus is 0."), "requires: the core indicator misses"),
            Edge(N_("One matter under two indicators: an error."), "requires: one matter under two indicators"),
            Edge(
                N_("A key item that the part does not have: an error of the scheme."),
                "keys: a key item that the part does not have",
            ),
        ),
        rules=(roster.UnknownKeyItem, roster.UnknownScore, MatterTwice),
        see=("bonus", "vetoes"),
    ),
    Topic(
        "bounds",
        N_("Floor and cap"),
        (
            N_(
                "`floor` (保底) and `cap` (封顶) hold the marks of an indicator after its method and "
                "before rounding; a part can have a cap."
            ),
        ),
        scheme=(Keys(Indicator, frozenset({"floor", "cap"})), Keys(Part, frozenset({"cap"}))),
        symbols=("min(cap, max(floor, marks))",),
        edges=(
            Edge(N_("Marks of 0 are lifted to the floor too."), "floor_cap: nothing reached"),
            Edge(
                N_("What has no score, or does not apply, has no floor."),
                "floor_cap: the floor does not score what is missing",
            ),
            Edge(
                N_("A stated score above full marks is an error, even where a cap would hold it."),
                "floor_cap: a stated score above full marks is not held",
            ),
            Edge(
                N_("`self` is compared with the marks after floor and cap."),
                "floor_cap: the self score with the floor in it",
            ),
            Edge(
                N_("Rounding does not lift marks above the cap."),
                "floor_cap: rounding does not lift marks above the cap",
            ),
            Edge(
                N_("A floor above the cap or above full marks: an error of the scheme."),
                "floor_cap: a floor above the cap",
            ),
        ),
        rules=(sums.CapWithoutEffect,),
        see=("rounding",),
    ),
)
