"""Whatever is changed in published data is told, with its place; and nothing that stands there breaks verification."""

import copy
import hashlib
import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scorepress.exports.folder import data_files, write_data
from scorepress.verify import Fault, Verdict, verify
from tests.verify.random_pairs import play
from tests.verify.test_conformance import SOUND, assessed

Json = Any
PLANTED_IN = (
    "reviews: ",
    "lookup",
    "bonus: ",
    "votes: ",
    "declared: ",
    "penalty: ",
    "ranking: ",
    "roll_up: ",
)
"""Cases, by the beginning of their name, in whose data every published number is changed; a few of each."""


SHARE = 0.5
"""So many of the numbers of single scores are changed: each change is verified by itself, which takes time."""


def read(path: Path) -> Json:
    return json.loads(path.read_text(encoding="utf-8"))


def write(folder: Path, path: str, made: Json) -> None:
    """Put `made` into a file of the data, and its digest into the index, as somebody would who wants to deceive."""
    content = json.dumps(made, ensure_ascii=False).encode()
    (folder / path).write_bytes(content)
    index = read(folder / "index.json")
    for item in index["files"]:
        if item["path"] == path:
            item |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": str(len(content))}
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")


def places(value: Json, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """The paths of everything below a value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in members:
        yield (*path, key)
        yield from places(item, *path, key)


def at(whole: Json, path: tuple[str | int, ...]) -> Json:
    for key in path:
        whole = whole[key]
    return whole


def changed(whole: Json, path: tuple[str | int, ...], made: object) -> Json:
    """A copy with something else at a path."""
    whole = copy.deepcopy(whole)
    at(whole, path[:-1])[path[-1]] = made
    return whole


def is_published_number(path: tuple[str | int, ...], value: object) -> bool:
    """Whether a number was computed by the engine, or is what a paper declares."""
    computed = len(path) > 2 and path[2] in {"result", "scores", "declared", "place"}
    return (
        computed
        and isinstance(value, str)
        and path[-1] != "formula"
        and value.strip("-").replace(".", "").replace("/", "").isdigit()
    )


def other_digit(text: str, position: int) -> str:
    digits = [index for index, char in enumerate(text) if char.isdigit()]
    index = digits[position % len(digits)]
    return text[:index] + str((int(text[index]) + 1) % 10) + text[index + 1 :]


def pointer(path: tuple[str | int, ...]) -> str:
    return "".join(f"/{key}" for key in path)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Folders of data: of some cases, and of some random schemes."""
    made: list[Path] = []
    for name in PLANTED_IN:
        for case in [param.values[0] for param in SOUND if str(param.id).startswith(name)][:3]:
            folder = tmp_path_factory.mktemp("case")
            found = assessed(copy.deepcopy(case), folder)
            write_data(folder / "data", data_files(found.reports, found.schemes, found.units))
            made.append(folder / "data")
    for seed in (3, 11):
        folder = tmp_path_factory.mktemp("random")
        play(seed, folder)
        made.append(folder / "data")
    return [folder for folder in made if list((folder / "reports").rglob("*.json"))]


def reports(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted((folder / "reports").rglob("*.json"))]


def test_every_number_is_verified_in_its_place(folders: list[Path]) -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    planted, kinds = 0, set[str]()
    for folder in folders:
        assert not verify(folder).faults
        for path in reports(folder):
            whole = read(folder / path)
            for place in list(places(whole)):
                value = at(whole, place)
                if not is_published_number(place, value) or (place[2] == "scores" and chance.random() > SHARE):
                    continue
                false = other_digit(value, planted)
                if "/" in false and false.endswith("/0"):
                    continue
                write(folder, path, changed(whole, place, false))
                told = {(fault.file, fault.place) for fault in verify(folder).faults}
                assert (path, pointer(place)) in told, (path, pointer(place), value, false, told)
                planted, kinds = planted + 1, kinds | {str(place[-1]) if place[2] != "declared" else "declared"}
            write(folder, path, whole)
    assert planted > 250
    assert kinds >= {"total", "base", "bonus", "penalty", "full", "share", "marks", "declared", "place", "count"}


def test_words_and_waiting_are_verified(folders: list[Path]) -> None:
    for folder in folders:
        for path in reports(folder):
            whole = read(folder / path)
            for place in list(places(whole)):
                of_scores = place[0] == "place" or {"result", "scores"} & {*place[2:3]}
                if place[-1] in {"grade", "state", "label"} and of_scores:
                    write(folder, path, changed(whole, place, "else"))
                    assert (path, pointer(place)) in {(fault.file, fault.place) for fault in verify(folder).faults}
                if place[-1] in {"waits_for", "vetoes"} and of_scores:
                    write(folder, path, changed(whole, place, ["else"]))
                    assert verify(folder).faults
            write(folder, path, whole)


OTHERS: tuple[object, ...] = (
    None,
    True,
    False,
    [],
    {},
    "",
    "x",
    "1/0",
    "0",
    "-1",
    "9" * 5000,
    "1e9",
    [[]],
    {"id": {}},
    5,
    0.5,
)


def test_whatever_stands_there_is_a_fault_or_agrees(folders: list[Path]) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    for folder in folders:
        files = [item["path"] for item in read(folder / "index.json")["files"]]
        for _ in range(40):
            path = chance.choice(files)
            whole = read(folder / path)
            place = chance.choice(list(places(whole)))
            false = changed(whole, place, chance.choice(OTHERS))
            if chance.random() < 0.3 and isinstance(at(whole, place[:-1]), dict):
                false = copy.deepcopy(whole)
                del at(false, place[:-1])[place[-1]]
            write(folder, path, false)
            for fault in verify(folder).faults:
                assert fault.text("zh")
                assert fault.text("en")
            write(folder, path, whole)
        assert not verify(folder).faults


@pytest.fixture
def data(folders: list[Path], tmp_path: Path) -> Path:
    """One folder of data, to be spoilt."""
    shutil.copytree(folders[1], tmp_path / "data")
    return tmp_path / "data"


def codes(verdict: Verdict) -> list[tuple[str, str]]:
    return [(fault.file, fault.code) for fault in verdict.faults]


def spoil(path: str, content: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)

    return change


def test_a_change_of_the_bytes_is_told(data: Path) -> None:
    path = reports(data)[0]
    with (data / path).open("ab") as file:
        file.write(b" ")
    assert codes(verify(data)) == [("index.json", "bytes"), (path, "digest")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (spoil("index.json", b"{"), ("index.json", "not-json")),
        (spoil("index.json", b'{"format": "other"}'), ("index.json", "no-key")),
        (spoil("index.json", b"[]"), ("index.json", "not-object")),
        (spoil("index.json", b"\xff\xfe"), ("index.json", "not-json")),
        (spoil("index.json", b"[" * 100_000), ("index.json", "too-deep")),
        (spoil("index.json", b'{"a": 1, "a": 1}'), ("index.json", "not-json")),
        (spoil("index.json", b'{"format": NaN}'), ("index.json", "not-json")),
        (spoil("extra/file.txt", b""), ("extra/file.txt", "extra-file")),
        (spoil("units.json", b"null"), ("units.json", "not-object")),
    ],
)
def test_files_that_cannot_be_read_are_told(data: Path, change: Callable[[Path], None], told: tuple[str, str]) -> None:
    change(data)
    assert told in codes(verify(data))


@pytest.mark.parametrize("path", ["../out.json", "/etc/passwd", "a\\..\\b", "", "."])
def test_the_index_names_files_of_its_folder_only(data: Path, path: str) -> None:
    index = read(data / "index.json")
    index["files"].append({"path": path, "type": "report", "sha256": "0" * 64, "bytes": "0"})
    (data / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert codes(verify(data)) == [("index.json", "bad-path")]


def test_a_missing_file_is_told(data: Path) -> None:
    path = reports(data)[0]
    (data / path).unlink()
    assert codes(verify(data)) == [(path, "no-file")]


def test_a_missing_scheme_fails_its_reports(data: Path) -> None:
    (data / "schemes/case/1.json").unlink()
    told = codes(verify(data))
    assert ("schemes/case/1.json", "no-file") in told
    assert {(path, "no-scheme") for path in reports(data)} <= set(told)


def test_a_method_that_is_not_known_fails_its_reports(data: Path) -> None:
    scheme = read(data / "schemes/case/1.json")
    leaf = next(path for path in places(scheme) if path[-1] == "method")
    write(data, "schemes/case/1.json", changed(scheme, leaf, "divination"))
    assert ("schemes/case/1.json", "no-method") in codes(verify(data))


def test_a_parameter_that_is_not_known_fails_its_reports(data: Path) -> None:
    scheme = read(data / "schemes/case/1.json")
    leaf = next(path for path in places(scheme) if path[-1] == "method")
    write(data, "schemes/case/1.json", changed(scheme, (*leaf[:-1], "luck"), "7"))
    assert ("schemes/case/1.json", "rule-key") in codes(verify(data))


def test_a_report_in_another_place_is_told(data: Path) -> None:
    path = reports(data)[0]
    write(data, path, changed(read(data / path), ("unit",), "other"))
    assert (path, "misplaced") in codes(verify(data))


def test_a_layer_keeps_what_is_below(folders: list[Path]) -> None:
    told: list[str] = []
    for folder in folders:
        for path in reports(folder):
            whole = read(folder / path)
            below = whole["layers"].get("verified", {}).get("adjustments")
            if below and "final" in whole["layers"]:
                write(folder, path, changed(whole, ("layers", "final", "adjustments"), []))
                told += [fault.code for fault in verify(folder).faults]
                write(folder, path, whole)
    assert "not-carried" in told


def test_a_fault_says_what_it_should_be_in_two_languages() -> None:
    fault = Fault("reports/u/2021.json", "/layers/self/result/total", "differs", {"published": "9", "expected": "8"})
    place = "reports/u/2021.json#/layers/self/result/total"
    assert fault.text("zh_CN") == f"{place}: 公布的是 9，应为 8"
    assert fault.text("en") == f"{place}: published as 9, should be 8"
    assert fault.data("en")["message"] == "published as 9, should be 8"
