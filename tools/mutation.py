"""Mutation testing of the scoring: what share of small changes to its code is noticed by some test.

    python tools/mutation.py                every mutant of the files that [tool.mutmut] in pyproject.toml names
    python tools/mutation.py '*/tree.py'    only those of the files that fit a pattern

mutmut makes the mutants, all of them in one copy of the code, where each can be switched on. mutmut itself starts
pytest for each of them; here pytest is started once, and each mutant is tried in a fork of it, first by the tests that
noticed the ones before. Survivors are printed as differences; it is no error that there are some.
"""

import json
import math
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from fnmatch import fnmatch
from pathlib import Path
from time import monotonic, process_time

import pytest
from _pytest.runner import runtestprotocol
from mutmut.configuration import config
from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.file_utils import walk_mutatable_files

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / ".cache" / "mutation"
COPIED = ("plugins/scorepress", "tests", "pyproject.toml")
NOTICED, UNNOTICED, BROKEN = 1, 0, 2
"""What a fork that tries a mutant exits with; 2 where the tests themselves could not be run."""


@dataclass(frozen=True)
class Mutant:
    """One small change."""

    name: str
    """Its module, function and number, `scorepress.scoring.tree.x_rounded__mutmut_7`."""
    path: Path
    file: MutatedFile

    @property
    def function(self) -> str:
        """The function that is changed, as mutmut calls it."""
        return self.name.partition("__mutmut_")[0]

    def difference(self) -> str:
        """The lines that are changed."""
        name = self.name.rpartition(".")[2]
        before, after = self._lines(name.rpartition("_")[0] + "_orig"), self._lines(name)
        changed = list(unified_diff(before, after, n=0, lineterm=""))[2:]
        return "\n".join([f"{self.path}: {self.name}", *(f"    {line}" for line in changed if line[0] != "@")])

    def _lines(self, function: str) -> Sequence[str]:
        span = self.file.line_span_by_function_name[function]
        return [line.replace(function, "…") for line in self.file.code.splitlines()[span.start - 1 : span.end]]


def make_mutants(patterns: Sequence[str]) -> list[Mutant]:
    """A copy of the project in `COPY` with all mutants in it, switched off."""
    shutil.rmtree(COPY, ignore_errors=True)
    for name in COPIED:
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, COPY / name)
    mutants: list[Mutant] = []
    for path in sorted(walk_mutatable_files()):
        if not patterns or any(fnmatch(str(path), pattern) for pattern in patterns):
            made = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
            (COPY / path).write_text(made.code, encoding="utf-8", newline="\n")
            module = ".".join(path.with_suffix("").parts[1:])
            mutants += [Mutant(f"{module}.{name}", path, made) for name in made.mutant_names]
    return mutants


@dataclass
class Trial:
    """A pytest plugin that tries mutants with the tests that pytest has collected."""

    mutants: list[Mutant]
    workers: int = os.cpu_count() or 1
    items: list[pytest.Item] = field(default_factory=list)
    touching: dict[str, list[int]] = field(default_factory=dict)
    """By function, the tests that call it; those that have noticed a mutant come first."""
    seconds: list[float] = field(default_factory=list)
    """How long each test takes, in CPU seconds."""
    running: dict[int, tuple[Mutant, int]] = field(default_factory=dict)
    """By process, the mutant that it tries, and where it tells which test has noticed it."""
    outcomes: dict[str, list[Mutant]] = field(
        default_factory=lambda: {"noticed": [], "endless": [], "survived": [], "untouched": []}
    )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try all mutants, in the place of running the tests once."""
        self.items = session.items
        self._watch()
        for mutant in self.mutants:
            if mutant.function not in self.touching:
                self.outcomes["untouched"].append(mutant)
                continue
            if len(self.running) == self.workers:
                self._wait()
            self._try(mutant)
        while self.running:
            self._wait()
        return True

    def _watch(self) -> None:
        """Learn from a run without any mutant which tests call which functions."""
        seen = COPY / "seen.json"
        pid = fork(lambda: self._record(seen))
        _, status = os.waitpid(pid, 0)
        if status:
            raise pytest.UsageError("the tests fail without any mutant")
        found = json.loads(seen.read_text(encoding="utf-8"))
        self.seconds = [seconds for seconds, _ in found]
        for index, (_, functions) in enumerate(found):
            for function in functions:
                self.touching.setdefault(function, []).append(index)

    def _record(self, path: Path) -> int:
        set_mutant_under_test("stats")
        found = []
        for item in self.items:
            before = process_time()
            if not passes(item):
                return BROKEN
            found.append((process_time() - before, sorted(state()._stats)))  # noqa: SLF001 - where mutmut keeps them
            state()._stats.clear()  # noqa: SLF001
        path.write_text(json.dumps(found), encoding="utf-8")
        return 0

    def _try(self, mutant: Mutant) -> None:
        tests = self.touching[mutant.function]
        limit = 10 + math.ceil(3 * sum(self.seconds[index] for index in tests))
        told, tell = os.pipe()

        def run() -> int:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            set_mutant_under_test(mutant.name)
            for index in tests:
                if not passes(self.items[index]):
                    os.write(tell, str(index).encode())
                    return NOTICED
            return UNNOTICED

        self.running[fork(run)] = (mutant, told)
        os.close(tell)

    def _wait(self) -> None:
        pid, status = os.wait()
        mutant, told = self.running.pop(pid)
        noticed_by = os.read(told, 20).decode()
        os.close(told)
        if noticed_by:  # and so most likely the next mutants as well
            tests = self.touching[mutant.function]
            tests.insert(0, tests.pop(tests.index(int(noticed_by))))
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL}:
            self.outcomes["endless"].append(mutant)
        else:
            self.outcomes["survived" if status == UNNOTICED else "noticed"].append(mutant)
        done = sum(map(len, self.outcomes.values()))
        if done % 100 == 0:
            print(f"{done} of {len(self.mutants)}", file=sys.stderr, flush=True)


def fork(work: Callable[[], int]) -> int:
    """The id of a process that does `work` in silence and exits with what it returns."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = BROKEN
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = work()
    finally:
        os._exit(code)


def passes(item: pytest.Item) -> bool:
    """Whether a test passes."""
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def main(patterns: Sequence[str]) -> int:
    """Try the mutants and print those that survive, and the share of the others."""
    begun = monotonic()
    os.chdir(ROOT)
    trial = Trial(make_mutants(patterns))
    os.chdir(COPY)
    sys.path[:0] = [str(COPY / "plugins"), str(COPY)]
    # Nobody reads why a test fails, and to quote from a file of many mutants takes longer than all the rest.
    quick = ["-q", "--tb=native", "--assert=plain", "-p", "no:cacheprovider"]
    code = int(pytest.main([*quick, *config().pytest_add_cli_args_test_selection], plugins=[trial]))
    if not any(trial.outcomes.values()):
        return code or 1
    for name in ("untouched", "survived"):
        for mutant in trial.outcomes[name]:
            print(f"{name}: {mutant.difference()}")
    counts = {name: len(mutants) for name, mutants in trial.outcomes.items()}
    killed, total = counts["noticed"] + counts["endless"], sum(counts.values())
    print(f"{', '.join(f'{count} {name}' for name, count in counts.items())}; {monotonic() - begun:.0f} seconds")
    print(f"{killed} of {total} mutants killed: {killed / total:.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
