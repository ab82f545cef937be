"""A project with as many invented counties as wanted, to see the site at its size: `python tools/big.py 1000 FOLDER`.

The teaching set with other counties: the same scheme and the same kinds of report, for its last year or for `--years`.
"""

import argparse
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from teaching_set import CLASSES, EDITIONS, REGIONS, County, Year, profile

ROOT = Path(__file__).parents[1]
SCHEME = Path("schemes") / "shili-gzl"
ROSTER = re.compile(r"(?<=\n    units: )\[.*\]")
HOME = "# 规模测试\n\n示例市和全部县区均为虚构，只用来查看网站在大量报告下的样子。\n"


def counties(count: int) -> Iterator[County]:
    """`count` counties, by turns of each class, always the same ones."""
    chance = random.Random(count)  # noqa: S311 - the same every time, nothing secret
    classes = list(CLASSES)
    for index in range(count):
        of_class, region = classes[index % len(classes)], REGIONS[index // len(classes) % len(REGIONS)]
        number = f"{index + 1:05}"
        yield County(
            f"xian-{number}", f"第{number}县", of_class, region, chance.uniform(0.2, 1), chance.uniform(0.3, 1)
        )


def scheme(edition: int, of_class: dict[str, list[str]]) -> str:
    """The edition of the teaching set with these units in its classes."""
    rosters = iter(of_class.values())
    text = (ROOT / SCHEME / f"{edition}.yml").read_text(encoding="utf-8")
    return ROSTER.sub(lambda _: f"[{', '.join(next(rosters))}]", text)


def write(count: int, years: list[int], folder: Path) -> None:
    """The project in `folder`, which is made if it is not there."""
    made = list(counties(count))
    of_class = {name: [county.unit for county in made if county.of_class == name] for name in CLASSES}
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings[: settings.index("nav:\n")].replace(
        "custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}"
    )
    files = {Path("mkdocs.yml"): settings, Path("content") / "index.md": HOME}
    files |= {SCHEME / f"{edition}.yml": scheme(edition, of_class) for edition in set(EDITIONS.values())}
    for county in made:
        home = Path("content") / "units" / county.unit
        files[home / "index.md"] = profile(county)
        files |= {home / f"{year}.md": Year(county, year).page() for year in years}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Read the command line and write the project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counties", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--years", type=int, nargs="+", choices=sorted(EDITIONS), default=[max(EDITIONS)])
    options = parser.parse_args()
    write(options.counties, options.years, options.folder)
    print(f"{options.counties} counties in {options.folder}")


if __name__ == "__main__":
    main()
