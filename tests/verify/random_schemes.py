"""Random schemes with random reports under them: whatever a scheme can say, in any combination."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

UNITS = ("u1", "u2", "u3", "u4")
SHARING = ("weighted", "mean", "weakest", "all", "pool")


def flow(value: object) -> str:
    """`value` as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@dataclass
class Maker:
    """One random scheme, and reports under it."""

    chance: random.Random
    leaves: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The indicators by id, as written in the scheme."""
    ways: dict[str, str] = field(default_factory=dict)
    """How to fill in each indicator."""
    classes: bool = False
    base: list[str] = field(default_factory=list)
    """Ids of the base."""
    bonus: list[str] = field(default_factory=list)
    vetoes: list[str] = field(default_factory=list)
    count: int = 0

    def maybe(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def marks(self, most: Decimal | int, least: Decimal | int = 0) -> Decimal:
        """An amount with 0, 1 or 2 places."""
        scale = self.chance.choice((1, 10, 100))
        number = self.chance.randint(int(Decimal(least) * scale), int(Decimal(most) * scale))
        return min(Decimal(most), max(Decimal(least), Decimal(number) / scale))

    def percent(self, least: int = 0, most: int = 100) -> str:
        return f"{self.chance.randint(least, most)}%"

    def name(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    # --- the scheme ---

    def scheme(self) -> str:
        """The text of the scheme without its head."""
        self.classes = self.maybe(0.4)
        made: dict[str, Any] = {
            "rounding": {
                "places": self.chance.randint(0, 3),
                "mode": self.chance.choice(("half_up", "half_even", "down")),
                "at": [level for level in ("indicator", "part", "total") if self.maybe()],
            },
            "not_applicable": self.chance.choice(("rescale", "exclude", "full", "zero")),
            "groupings": {"terrain": {"hill": ["u1", "u3"], "plain": ["u2", "u4"]}},
        }
        if self.classes:
            made["classes"] = [{"id": "K", "title": "k", "units": ["u1", "u2"]}]
            made["classes"] += [{"id": "L", "title": "l", "units": ["u3", "u4"]}]
        else:
            made["units"] = list(UNITS)
        made["parts"] = [self.part(2) for _ in range(self.chance.randint(1, 3))]
        self.base = [*self.leaves, *(part["id"] for part in made["parts"]), "base"]
        if self.maybe(0.5):
            made["parts"].append(self.on_top("bonus"))
        if self.maybe(0.3):
            made["parts"].append(self.on_top("penalty"))
        made["total"] = {"bonus": self.chance.choice(("added", "apart"))}
        if made["total"]["bonus"] == "added" and self.maybe(0.3) and made["parts"][-1].get("kind") == "bonus":
            made["total"]["cap"] = self.marks(200, 1)
        if self.maybe(0.5):
            made["ranking"] = {"ties": self.chance.choice(("competition", "dense", "average"))}
            made["ranking"]["by"] = self.chance.choice(("total", "share"))
            if self.maybe():
                made["ranking"]["within"] = self.chance.choice(("all", "terrain"))
        made["total"]["grade_bounds"] = self.chance.choice(("inclusive", "exclusive"))
        if self.maybe(0.3):
            made["total"]["direction"] = "down"
            made["grades"] = {"A": "10%", "B": "40.5%", "C": "60%", "D": "100%"}
        else:
            made["grades"] = {"A": "90%", "B": "75.5%", "C": "60%", "D": "0"}
        made["vetoes"] = self.veto_rules(ranked="ranking" in made)
        return "\n".join(f"{key}: {flow(value)}" for key, value in made.items())

    def veto_rules(self, *, ranked: bool) -> list[dict[str, Any]]:
        rules: list[dict[str, Any]] = [
            {"id": "V1", "title": "v", "grade": "D"},
            {"id": "V2", "title": "w", "best_grade": "B"},
            {"id": "V3", "title": "x", "total": self.marks(50)},
        ]
        if ranked:
            rules[0]["rank"], rules[2]["rank"] = "last", "none"
        kept = [rule for rule in rules if self.maybe(0.4)]
        self.vetoes = [rule["id"] for rule in kept]
        if self.maybe(0.3):
            when = {"score": self.chance.choice([*self.base, "total"]), "below": self.percent(10, 90)}
            kept.append({"id": "V4", "title": "y", "best_grade": "C", "when": when})
        return kept

    def part(self, depth: int) -> dict[str, Any]:  # noqa: C901 - one choice after the other
        """A part of the base with all below it."""
        made: dict[str, Any] = {"id": self.name("P"), "title": "p"}
        way = self.chance.choice(("sum", "sum", "deduct", "lookup", *SHARING))
        made["aggregate"] = way
        if way == "deduct":
            leaves = [self.events(None) for _ in range(self.chance.randint(1, 3))]
            return made | {"full": self.marks(40, 1), "indicators": leaves}
        if way == "lookup":
            leaves = [self.leaf({"full": 4, "method": "direct"}, "step") for _ in range(2)]
            rows = [{"of": [one, two], "gives": self.marks(4)} for one in (2, 3, 4) for two in (2, 3, 4) if one >= two]
            rows += [{"of": [one], "gives": one} for one in (2, 3, 4)]
            return made | {"full": 4, "indicators": leaves, "table": rows, "labels": {"good": 4, "fair": 3}}
        children = range(self.chance.randint(1, 3))
        for _ in children:
            if depth and self.maybe(0.3):
                made.setdefault("parts", []).append(self.part(depth - 1))
            else:
                made.setdefault("indicators", []).append(self.indicator())
        below = [*made.get("parts", []), *made.get("indicators", [])]
        if self.maybe(0.2):
            made["keys"] = [self.chance.choice(below)["id"]]
        if way != "sum":
            made["full"] = self.marks(60, 1)
        if way == "weakest" and self.maybe():
            made["plus"] = self.marks(1, Decimal("0.5"))
        if way == "weighted":
            self.weigh(made, below)
        if way == "pool" and len(below) == 1:
            made["aggregate"] = "mean"
        if self.maybe(0.1) and made.get("full"):
            made["cap"] = self.marks(made["full"], Decimal("0.5"))
        return made

    def weigh(self, part: dict[str, Any], below: list[dict[str, Any]]) -> None:
        if self.maybe():
            part["relative_weights"] = True
            for child in below:
                child["weight"] = self.chance.randint(1, 9)
            return
        left = 100
        for position, child in enumerate(below, 1):
            share = left if position == len(below) else self.chance.randint(1, left - (len(below) - position))
            child["weight"], left = f"{share}%", left - share

    def on_top(self, kind: str) -> dict[str, Any]:
        """A part of bonus or penalty."""
        made: dict[str, Any] = {"id": self.name("X"), "title": kind, "kind": kind}
        if self.maybe():
            made["cap"] = self.marks(9, 1)
        if kind == "penalty":
            return made | {"indicators": [self.events(None) for _ in range(self.chance.randint(1, 2))]}
        items = [{"id": "i", "title": "i", "points": self.marks(3, 1)}]
        items.append({"id": "j", "title": "j", "points": self.marks(3, 1), "cap": self.marks(5, 1)})
        leaves = [self.leaf({"method": "bonus"}, "bonus")]
        leaves.append(self.leaf({"method": "bonus", "items": items}, "claims"))
        for leaf in leaves:
            if self.maybe(0.3):
                leaf["cap"] = self.marks(6, 1)
            if self.maybe(0.3):
                leaf["requires"] = [{"score": self.chance.choice(self.base), "at_least": self.percent(10, 95)}]
        self.bonus = [leaf["id"] for leaf in leaves]
        return made | {"indicators": leaves}

    def leaf(self, rule: dict[str, Any], way: str) -> dict[str, Any]:
        made = {"id": self.name("I"), "title": "i", **rule}
        self.leaves[made["id"]], self.ways[made["id"]] = made, way
        return made

    def events(self, full: Decimal | None) -> dict[str, Any]:
        rules: list[dict[str, Any]] = [{"id": "r", "title": "r", "points": self.marks(3, 1)}]
        rules.append({"id": "s", "title": "s", "points": self.marks(3, 1), "cap": self.marks(5, 1)})
        rules.append({"id": "o", "title": "o"})
        if self.maybe(0.3):
            rules[0]["exclusive"] = rules[1]["exclusive"] = "e"
        return self.leaf({"method": "events", "rules": rules} | ({} if full is None else {"full": full}), "events")

    def indicator(self) -> dict[str, Any]:
        """An indicator of the base, with everything that any indicator may have."""
        full = self.marks(40, 1)
        makers = [*[self.plain] * 3, *[self.targeted] * 2, self.measured, *[self.grouped] * 2]
        made = self.chance.choice(makers)(full)
        if self.maybe(0.2):
            made["cap"] = self.marks(full, Decimal("0.5"))
        if self.maybe(0.2):
            made["floor"] = self.marks(made.get("cap", full))
        if self.maybe(0.2):
            made["evidence"] = 0 if self.maybe() else {"min": 0}
        if self.maybe(0.2):
            made["not_applicable"] = self.chance.choice(("rescale", "exclude", "full", "zero"))
        changeable = {"direct", "met", "attainment", "shortfall", "votes", "formula", "efficacy", "ratio"}
        if self.classes and made["method"] in changeable and self.maybe(0.3) and not {"cap", "gate"} & made.keys():
            made["by_class"] = {"L": {"full": full + self.marks(5)}}
        if self.classes and self.maybe(0.15):
            made["classes"] = [self.chance.choice("KL")]
        if self.classes and made["method"] == "efficacy" and "worst" not in made and self.maybe(0.2):
            made["by_class"] = {"L": {"worst": 5, "best": 80}}
        return made

    def plain(self, full: Decimal) -> dict[str, Any]:
        """The methods without a value."""
        method = self.chance.choice(("direct", "checklist", "level", "votes", "panel", "events", "table", "formula"))
        rule: dict[str, Any] = {"full": full, "method": method}
        if method == "events":
            return self.events(full)
        if method == "checklist":
            first = self.marks(full)
            items = [{"id": "a", "title": "a", "points": first}, {"id": "b", "title": "b", "points": full - first}]
            if self.maybe(0.3):
                items[0]["key"] = True
            rule["items"] = items
        elif method == "level":
            rule["levels"] = [
                {"id": "h", "title": "h", "from": "60%", "to": "100%"},
                {"id": "m", "from": "0%", "to": "60%"},
            ]
        elif method == "votes":
            rule["choices"] = [
                {"id": "y", "worth": "100%"},
                {"id": "z", "worth": self.percent()},
                {"id": "n", "invalid": True},
            ]
            rule["raters"] = [{"id": "p", "title": "p", "weight": "70%"}, {"id": "q", "title": "q", "weight": "30%"}]
        elif method == "panel":
            rule |= {"out_of": 10, "drop_highest": self.chance.randint(0, 1), "drop_lowest": self.chance.randint(0, 2)}
        elif method == "table":
            when = [{"n": {"from": 60}, "m": {"from": 5, "to": 50}}, {"n": {"from": 30}}, {"m": {"to": 20}}]
            rows = [{"when": each, "marks": self.marks(full)} for each in when]
            rule |= {"inputs": {"n": "n", "m": {"title": "m", "measured_in": '"%"'}}}
            rule["rows"] = [rows[0] | {"marks": full}, *rows[1:], {"marks": 0}]
        elif method == "formula":
            formulas = ("full * n / m", "full - max(n, m) / 7", "round(n / m, 2) + full / 3", "(n - m) * 0.05")
            rule |= {"inputs": {"n": "n", "m": "m"}, "formula": f'"{self.chance.choice(formulas)}"'}
        return self.leaf(rule, method)

    def targeted(self, full: Decimal) -> dict[str, Any]:
        """The methods with a target."""
        method = self.chance.choice(("met", "attainment", "shortfall", "plus_minus"))
        rule: dict[str, Any] = {"full": full, "method": method}
        if self.maybe(0.7):
            rule["target"] = self.marks(90, 1)
        if method == "met":
            rule["operator"] = f'"{self.chance.choice((">=", ">", "<=", "<", "="))}"'
        else:
            rule["direction"] = self.chance.choice(("up", "down"))
        if method == "attainment" and self.maybe():
            rule["zero_below"] = self.percent()
        if method == "attainment" and self.maybe(0.2):
            rule["operator"] = '"="'
        if method in {"shortfall", "plus_minus"}:
            rule |= {"unit": self.marks(9, 1), "points": self.marks(3, 1)}
            broken = ("proportional", "ceil", "floor") if method == "shortfall" else ("proportional", "whole")
            rule["part_units"] = self.chance.choice(broken)
        if method == "plus_minus":
            rule["base"] = self.percent() if self.maybe() else self.marks(full)
            if self.maybe(0.3):
                rule["points_below"] = self.marks(3, 1)
            if self.maybe(0.2):
                rule["most"] = self.percent(100, 150)
        return self.valued(self.leaf(rule, "target"), full)

    def measured(self, full: Decimal) -> dict[str, Any]:
        """The methods with a value and no target."""
        method = self.chance.choice(("bands", "linear", "interpolation", "efficacy"))
        rule: dict[str, Any] = {"full": full, "method": method}
        if method == "bands":
            middle = {"from": 20, "marks": self.marks(full)}
            rule["bands"] = [{"from": 60, "marks": full}, middle, {"marks": self.marks(full)}]
        elif method == "interpolation":
            rule["standards"] = [{"standard": 60, "worth": "100%"}, {"standard": 20.5, "worth": self.percent()}]
            rule["standards"].append({"standard": self.marks(95, 61), "worth": self.percent()})
            rule |= {"under": self.chance.choice(("keep", "zero")), "over": self.chance.choice(("keep", "zero"))}
        elif method == "linear":
            rule |= {"factor": self.marks(2), "constant": -self.marks(9)}
        else:
            rule |= {"base": self.percent(), "worst": self.marks(40), "best": self.marks(90, 41)}
            if self.maybe():
                rule["worst"], rule["best"] = rule["best"], rule["worst"]
        return self.valued(self.leaf(rule, "value" if method == "bands" else "actual"), full)

    def grouped(self, full: Decimal) -> dict[str, Any]:
        """The methods that compare units."""
        method = self.chance.choice(("efficacy", "ratio", "rank"))
        rule: dict[str, Any] = {"full": full, "method": method, "direction": self.chance.choice(("up", "down"))}
        if self.maybe():
            rule["group"] = self.chance.choice(("all", "terrain"))
        if method == "efficacy":
            rule |= {"base": self.percent(), "when_equal": self.chance.choice(("full", "base"))}
        if method == "rank":
            rule["ties"] = self.chance.choice(("competition", "dense", "average"))
            if self.maybe():
                rule |= {"step": self.percent(1, 60), "least": self.percent(0, 50)}
            else:
                rule["ranks"] = [
                    {"to": 1, "marks": full},
                    {"to": 2, "marks": self.marks(full)},
                    {"marks": self.marks(full)},
                ]
        return self.valued(self.leaf(rule, "actual"), full)

    def valued(self, rule: dict[str, Any], full: Decimal) -> dict[str, Any]:
        """A formula for the value, and a gate."""
        if self.maybe(0.25):
            rule |= {
                "inputs": {"n": "n", "m": "m"},
                "value": self.chance.choice(("n / m", "(n + m) / 3", "n * 100 / m")),
            }
            self.ways[rule["id"]] = "inputs, target" if self.ways[rule["id"]] == "target" else "inputs"
        if self.maybe(0.2):
            first = Decimal(0) if {"bands", "ranks", "base"} & rule.keys() else self.marks(full)
            rule["gate"] = {"operator": self.chance.choice(('">="', '">"')), "target": self.marks(40), "marks": first}
        return rule

    # --- reports ---

    def report(self, unit: str) -> str:
        """The text of a report without its head."""
        own = "K" if unit in UNITS[:2] else "L"
        names = [name for name, rule in self.leaves.items() if own in rule.get("classes", own)]
        made: dict[str, Any] = {"scores": {name: self.entry(name) for name in names}}
        if self.maybe(0.2) and self.vetoes:
            made["vetoes"] = [{"veto": self.chance.choice(self.vetoes), "reason": "w"}]
        made["evidence"] = {"e": {"title": "e", "keeper": "k", "reason": "r"}}
        for layer in ("verified", "final"):
            if self.maybe(0.3):
                made[layer] = self.review(names)
        used = "evidence: [e]" in flow(made)
        return "\n".join(f"{key}: {flow(value)}" for key, value in made.items() if used or key != "evidence")

    def review(self, names: list[str]) -> dict[str, Any]:
        changed = [name for name in names if self.maybe(0.3)]
        made: dict[str, Any] = {"by": "k", "scores": {name: self.entry(name) for name in changed}}
        points = [Decimal("-0.05"), Decimal("-0.5"), Decimal("0.25"), Decimal(-40)]
        where = [*(name for name in self.base if name != "base"), *self.bonus, "total", "total"]
        changes = [
            {"of": self.chance.choice(where), "points": self.chance.choice(points), "reason": "w"} for _ in range(2)
        ]
        made["adjustments"] = [change for change in changes if self.maybe(0.4)]
        if self.vetoes and self.maybe(0.2):
            made["vetoes"] = [{"veto": self.chance.choice(self.vetoes), "reason": "w"}]
        return {key: value for key, value in made.items() if value}

    def entry(self, name: str) -> Any:  # noqa: ANN401 - a number or a mapping
        """An entry that the indicator can be scored by."""
        if self.maybe(0.12):
            return {"not_applicable": "w"}
        made = self.filled(self.leaves[name], self.ways[name])
        if not isinstance(made, dict):
            return {"self": made, "note": "w"} if self.maybe(0.3) else made
        if self.maybe(0.2):
            made["evidence"] = ["e"]
        if self.maybe(0.1):
            made["about"] = True
        return made

    def filled(self, rule: dict[str, Any], way: str) -> Any:  # noqa: ANN401 - a number or a mapping
        number = self.marks(100)
        fixed: dict[str, Callable[[], Any]] = {
            "direct": lambda: self.marks(rule["full"]),
            "bonus": lambda: self.marks(4),
            "step": lambda: self.chance.randint(2, 4),
            "checklist": lambda: {"done": [each for each in "ab" if self.maybe()]},
            "level": self.level,
            "votes": self.votes,
            "panel": lambda: {"marks": [self.marks(10) for _ in range(self.chance.randint(4, 7))]},
            "events": lambda: self.happened(rule),
            "claims": self.claims,
            "actual": lambda: {"actual": number},
            "value": lambda: {"value": number},
        }
        if way in fixed:
            return fixed[way]()
        entry = {"inputs": {"n": number, "m": self.marks(60, 1)}} if way != "target" else {"actual": number}
        return entry | ({"target": self.marks(90, 1)} if "target" in way and "target" not in rule else {})

    def level(self) -> dict[str, Any]:
        share = self.chance.randint(0, 100)
        return {"level": "h" if share >= 60 else "m", "share": f"{share}%"}

    def votes(self) -> dict[str, Any]:
        cast = {"y": self.chance.randint(0, 9), "z": self.chance.randint(1, 9), "n": self.chance.randint(0, 9)}
        return {"votes": {"p": cast, "q": {"y": 1, "z": self.chance.randint(0, 3)}}}

    def happened(self, rule: dict[str, Any]) -> dict[str, Any]:
        kinds = "ro" if "exclusive" in rule["rules"][0] else "rso"
        made: list[dict[str, Any]] = []
        for _ in range(self.chance.randint(0, 3)):
            kind = self.chance.choice(kinds)
            price = {"points": self.marks(2, 1)} if kind == "o" else {}
            made.append({"rule": kind, "count": self.chance.randint(0, 4), **price, "reason": "w"})
        return {"events": made}

    def claims(self) -> dict[str, Any]:
        made: list[dict[str, Any]] = []
        for _ in range(self.chance.randint(0, 3)):
            matter = {"matter": self.chance.choice(("t1", "t2"))} if self.maybe(0.4) else {}
            item = self.chance.choice("ij")
            made.append({"item": item, "count": self.chance.randint(0, 3), **matter, "reason": "w"})
        return {"claims": made}
