"""`scorepress scheme diff` and `scheme trial` as people call them: text, JSON, exit codes, and what cannot be done."""

import json
import shutil
from pathlib import Path

import pytest

from tests.test_cases import command

SCHEME = """\
scheme: demo
edition: 2021
title: 示例方案（虚构）
rounding: {places: 2, at: [total]}
grades: {优: 90%, 差: 0%}
parts:
  - id: A
    title: 产出
    indicators:
      - {id: A1, title: 造林, full: 60, method: attainment, target: 100}
      - {id: A2, title: 创新, full: 40, method: direct}
"""
NEW = SCHEME.replace("edition: 2021", "edition: 2022").replace("target: 100", "target: 120")
REPORT = """\
---
title: 报告（虚构）
unit: jia
scheme: demo@2021
period: 2021
status: published
scores: {A1: {actual: 100}, A2: 36}
---
"""
HOSTILE = '{old} "a" & \x07b\u202e < ' + "长" * 300


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path, {"2021": SCHEME, "2022": NEW})


def project(root: Path, editions: dict[str, str]) -> Path:
    files = {
        "mkdocs.yml": "docs_dir: content\nplugins: [scorepress]\n",
        "content/units/jia/index.md": "---\nunit: jia\nname: 甲局（虚构）\nfictional: true\n---\n",
        "content/units/jia/2021.md": REPORT,
        **{f"schemes/demo/{name}.yml": text for name, text in editions.items()},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")
    return root


def test_a_diff_in_words_names_both_places(root: Path) -> None:
    done = command("scheme", "diff", "demo@2021", "demo@2022", cwd=root)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "A1 造林：目标值：100 → 120",
        "    schemes/demo/2021.yml:10 → schemes/demo/2022.yml:10",
        "demo@2021 → demo@2022：共 1 处改动",
    ]
    english = command("scheme", "diff", "demo@2021", "demo@2022", "--lang", "en", cwd=root)
    assert english.stdout.splitlines()[0] == "A1 造林: target: 100 → 120"


def test_a_diff_without_changes_is_0(root: Path) -> None:
    done = command("scheme", "diff", "demo@2021", "schemes/demo/2021.yml", "--lang", "en", cwd=root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "demo@2021 → demo@2021: nothing changed\n", "")


def test_a_diff_as_data(root: Path) -> None:
    done = command("scheme", "diff", "demo@2021", "demo@2022", "--format", "json", cwd=root)
    assert done.returncode == 1
    data = json.loads(done.stdout)
    assert data["old"] == {"edition": "demo@2021", "file": "schemes/demo/2021.yml"}
    (change,) = data["changes"]
    assert (change["kind"], change["key"], change["old"], change["new"]) == ("rule", ["target"], "100", "120")
    assert change["subject"] == {"kind": "indicator", "id": "A1", "title": "造林"}
    assert (change["after"]["file"], change["after"]["line"]) == ("schemes/demo/2022.yml", 10)


def test_a_draft_outside_the_schemes_is_compared_and_tried(root: Path, tmp_path: Path) -> None:
    draft = tmp_path / "草稿.yml"
    draft.write_text(NEW.replace("target: 120", "target: 200"), encoding="utf-8", newline="\n")
    done = command("scheme", "diff", "demo@2022", str(draft), cwd=root)
    assert "120 → 200" in done.stdout
    tried = command("scheme", "trial", "草稿.yml", "--on", "2021", "--format", "json", cwd=root)
    assert (tried.returncode, tried.stderr) == (0, "")
    (unit,) = json.loads(tried.stdout)["units"]
    assert (unit["old"]["total"], unit["new"]["total"]) == ("96", "66")


def test_a_trial_in_words_says_who_changes_grade(root: Path) -> None:
    done = command("scheme", "trial", "demo@2022", "--on", "2021", "--lang", "en", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 change grade, 0 change place, 0 have no new total" in done.stdout
    assert "  甲局（虚构）: 优 → 差" in done.stdout
    row = next(line for line in done.stdout.splitlines() if "甲局" in line and "96" in line)
    assert row.split() == ["1", "甲局（虚构）", "96", "优", "86", "差", "1", "grade"]


def test_a_trial_with_losses_is_1_and_says_which(root: Path) -> None:
    text = NEW.replace("id: A2, title: 创新, full: 40", "id: A3, title: 满意度, full: 40")
    (root / "schemes/demo/2022.yml").write_text(text, encoding="utf-8", newline="\n")
    done = command("scheme", "trial", "demo@2022", "--on", "2021", "--lang", "en", cwd=root)
    assert done.returncode == 1
    assert "no entry: A3 满意度" in done.stdout
    assert "no indicator: A2 创新" in done.stdout
    data = json.loads(command("scheme", "trial", "demo@2022", "--on", "2021", "--format", "json", cwd=root).stdout)
    assert data["unmapped"]["indicators"] == [{"id": "A3", "title": "满意度"}]
    assert data["unmapped"]["entries"] == [{"id": "A2", "title": "创新"}]
    (unit,) = data["units"]
    assert (unit["complete"], unit["missing"], unit["new"]["total"], unit["new"]["place"]) == (
        False,
        ["A3"],
        None,
        None,
    )


def test_an_entry_that_cannot_be_read_is_shown_with_its_place(root: Path) -> None:
    text = NEW.replace("full: 40, method: direct", "full: 30, method: direct").replace("full: 60", "full: 70")
    (root / "schemes/demo/2022.yml").write_text(text, encoding="utf-8", newline="\n")
    done = command("scheme", "trial", "demo@2022", "--on", "2021", cwd=root)
    assert done.returncode == 1
    assert "content/units/jia/2021.md:7:33: " in done.stdout
    assert "SR294" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["diff", "demo@2021", "demo@1999"], "没有版次或文件 demo@1999；现有：demo@2021、demo@2022"),
        (["diff", "demo@2021", "none.yml"], "没有版次或文件 none.yml"),
        (["diff", "demo@2021", "schemes"], "没有版次或文件 schemes"),
        (["diff", "demo@2021", "a\nb" * 200], "没有版次或文件"),
        (["diff", "demo@2021"], "缺少 NEW"),
        (["trial", "demo@2022"], "缺少 --on"),
        (["trial", "demo@2022", "--on", "last"], "last 不是考核期"),
        (["trial", "demo@2022", "--on", "2019"], "demo 在 2019 没有已公开且没有错误的报告"),
        (["trial", "nobody@1", "--on", "2021"], "没有版次或文件 nobody@1"),
        (["trail"], "没有命令 trail"),
    ],
)
def test_misuse_is_2_and_told(root: Path, arguments: list[str], words: str) -> None:
    done = command("scheme", *arguments, cwd=root)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\xff\xfe\x00",
        b"- a\n",
        b"scheme: demo\nedition: 2022\n",
        b"a: [" * 3000,
        NEW.replace("full: 40", "full: x").encode(),
        NEW.replace("{id: A2,", "{id: A2, was: A9@2021,").encode(),
        NEW.replace("{id: A2,", "{id: A2, was: A2,").encode(),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_an_unsound_scheme_is_refused_with_what_is_wrong(root: Path, broken: bytes, inside: bool) -> None:
    path = root / ("schemes/demo/2022.yml" if inside else "draft.yml")
    path.write_bytes(broken)
    name = "demo@2022" if inside else "draft.yml"
    for arguments in (["diff", "demo@2021", name], ["trial", name, "--on", "2021"]):
        done = command("scheme", *arguments, cwd=root)
        assert done.returncode == 2
        assert f"{name} 有错误，不能使用" in done.stderr
        assert " SR" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_narrative_scheme_cannot_be_tried(root: Path) -> None:
    text = "scheme: demo\nedition: 2022\ntitle: 叙述（虚构）\nkind: narrative\nsections: [一]\n"
    (root / "schemes/demo/2022.yml").write_text(text, encoding="utf-8", newline="\n")
    done = command("scheme", "trial", "demo@2022", "--on", "2021", cwd=root)
    assert done.returncode == 2
    assert "demo@2022 不计分，无从试算" in done.stderr


def test_hostile_titles_stay_text(root: Path) -> None:
    title = json.dumps(HOSTILE)
    text = NEW.replace("title: 创新", f"title: {title}").replace("title: 产出", "title: '{0} {} %s'")
    (root / "schemes/demo/2022.yml").write_text(text, encoding="utf-8", newline="\n")
    for arguments in (["diff", "demo@2021", "demo@2022"], ["trial", "demo@2022", "--on", "2021"]):
        done = command("scheme", *arguments, cwd=root)
        assert done.returncode in {0, 1}, done.stderr
        assert "\u202e" not in done.stdout
        assert '{old} "a" &' in done.stdout
        assert "Traceback" not in done.stderr
        data = command("scheme", *arguments, "--format", "json", cwd=root)
        json.loads(data.stdout)


def test_editions_in_between_are_asked_what_an_indicator_was(tmp_path: Path) -> None:
    second = SCHEME.replace("2021", "2022").replace("{id: A2, title: 创新", "{id: A7, was: A2@2021, title: 创新项目")
    third = second.replace("edition: 2022", "edition: 2023").replace(" was: A2@2021,", "").replace("A7", "B1")
    third = third.replace("{id: B1,", "{id: B1, was: A7@2022,").replace("创新项目", "改革")
    root = project(tmp_path, {"2021": SCHEME, "2022": second, "2023": third})
    done = command("scheme", "diff", "demo@2021", "demo@2023", "--lang", "en", cwd=root)
    assert "B1 改革: renumbered: A2 → B1" in done.stdout
    assert "dropped" not in done.stdout
    shutil.rmtree(root / "schemes")
    project(root, {"2021": SCHEME, "2023": third.replace(", was: A7@2022", "")})
    without = command("scheme", "diff", "demo@2021", "demo@2023", "--lang", "en", cwd=root)
    assert "A2 创新: dropped" in without.stdout


def test_the_help_of_the_group_lists_its_commands(root: Path) -> None:
    done = command("scheme", "--help", cwd=root)
    assert done.returncode == 0
    assert "diff" in done.stdout
    assert "trial" in done.stdout
