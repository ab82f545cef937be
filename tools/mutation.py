"""Mutation testing of the scoring: the share of small changes to its code that the tests notice.

    python tools/mutation.py             test every mutant anew
    python tools/mutation.py NAME ...    test these again, in the copy that is there (`…scoring.tree.*`)

mutmut works in a copy of the project below .cache, set up in `[tool.mutmut]` of pyproject.toml.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / ".cache" / "mutation"
COPIED = {"plugins/scorepress": "src/scorepress", "tests": "tests", "pyproject.toml": "pyproject.toml"}
"""Paths of the project and their places in the copy."""
CAUGHT = ("killed", "timeout", "segfault", "caught_by_type_check")
"""What mutmut calls the mutants that do not pass the tests."""


def copy_project() -> None:
    """The project's code and tests in `COPY`, which is emptied first."""
    shutil.rmtree(COPY, ignore_errors=True)
    for source, target in COPIED.items():
        path = COPY / target
        path.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, path, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / source, path)


def mutmut(*arguments: str) -> None:
    """Run mutmut in the copy."""
    subprocess.run(["mutmut", *arguments], cwd=COPY, check=True)  # noqa: S607 - that of the virtual environment


def main(names: list[str]) -> None:
    """Test the mutants and print the share that is killed."""
    if not names:
        copy_project()
    mutmut("run", "--max-children", str(os.cpu_count() or 1), *names)
    mutmut("results")
    mutmut("export-cicd-stats")
    counts = json.loads((COPY / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    killed, total = sum(counts[name] for name in CAUGHT), counts["total"]
    print(f"{killed} of {total} mutants killed: {killed / total:.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
