"""What git knows of reports, in real repositories: publication, corrections, renames, and what it cannot know."""

import subprocess
from pathlib import Path
from urllib.request import pathname2url

import pytest

from scorepress.history.facts import Kind, Known, Past
from scorepress.history.git import Why
from scorepress.history.trails import history
from tests.history.repository import commit, git, repository

PAGE = "content/units/甲/2025.md"
BODY = "".join(f"第 {number} 段，各不相同。\n" for number in range(40))


def report(status: str, more: str = "", score: str = "3") -> str:
    return f"---\ntitle: 例\nstatus: {status}\nscores:\n  A1: {score}\n---\n{BODY}{more}"


def lines(past: Past) -> list[tuple[str, str, str]]:
    """Kind, day and differences of each change."""
    return [(each.kind.value, each.moment.day, " ".join(sorted(each.differences))) for each in past.changes]


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """A report written as a draft, published, corrected, and a change that does not touch it."""
    root = repository(tmp_path / "工程")
    commit(root, "起草", "2026-01-05", {PAGE: report("draft")})
    commit(root, "改草稿", "2026-01-10", {PAGE: report("draft", "改")})
    commit(root, "公开 2025 年报告", "2026-03-20", {PAGE: report("published", "改")})
    commit(root, "更正第三项 <b>分数</b>", "2026-06-02", {PAGE: report("published", "更正", "4")})
    commit(root, "别的", "2026-07-01", {"content/index.md": "首页"})
    return root


def test_a_past_begins_with_the_publication(corrected: Path) -> None:
    past = history(corrected, "content").of(PAGE)
    assert lines(past) == [
        ("corrected", "2026-06-02", "scores text"),
        ("published", "2026-03-20", ""),
    ]
    assert past.known is Known.ALL
    assert past.changed == past.corrected
    assert not past.uncommitted
    assert past.since is None


def test_a_new_commit_is_seen(corrected: Path) -> None:
    assert len(history(corrected, "content").of(PAGE).changes) == 2
    commit(corrected, "再更正", "2026-08-01", {PAGE: report("published", "再更正")})
    assert len(history(corrected, "content").of(PAGE).changes) == 3


@pytest.mark.parametrize(
    "happens",
    [
        ["commit"],
        ["commit", "rename", "commit"],
        ["merge"],
        ["fast forward"],
        ["merged into another branch"],
        ["amend"],
        ["reset"],
        ["nothing"],
    ],
    ids=" ".join,
)
def test_what_is_read_on_from_an_earlier_state_is_what_is_read_anew(corrected: Path, happens: list[str]) -> None:
    other, moved = "content/units/乙/2025.md", "content/units/甲/新名.md"
    earlier = history(corrected, "content")
    for number, what in enumerate(happens):
        day = f"2026-08-{number + 1:02}"
        if what == "commit":
            commit(corrected, f"又 {number}", day, {other: report("published", str(number))})
        elif what == "rename":
            git(corrected, "mv", PAGE, moved)
            commit(corrected, "改名", day)
        elif what == "amend":
            git(corrected, "commit", "-q", "--amend", "--allow-empty", "-m", "改了说明", day=day)
        elif what == "reset":
            git(corrected, "reset", "-q", "--hard", "HEAD~2")
        elif what != "nothing":
            git(corrected, "switch", "-q", "-c", "side")
            commit(corrected, "分支上", day, {PAGE: report("published", "分支")})
            if what == "merge":
                git(corrected, "switch", "-q", "main")
                commit(corrected, "主干", day, {other: report("published")})
                git(corrected, "merge", "-q", "--no-ff", "-m", "合并", "side", day=day)
            if what == "merged into another branch":
                git(corrected, "switch", "-q", "-c", "third", "HEAD~2")
                git(corrected, "merge", "-q", "--no-ff", "-m", "反向合并", "side", day=day)
    anew = history(corrected, "content")
    assert history(corrected, "content", earlier) == anew
    assert anew.trails


def test_after_a_commit_only_the_new_one_is_read(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = history(corrected, "content")
    commit(corrected, "又", "2026-08-01", {PAGE: report("published", "又")})
    asked: list[str] = []
    run = subprocess.run

    def heard(command: list[str], **options: object) -> object:
        asked.append(" ".join(command))
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", heard)
    assert len(history(corrected, "content", earlier).of(PAGE).changes) == 3
    assert [f" {earlier.commits.head}.." in each for each in asked if " --raw " in each] == [True]


def test_what_is_not_committed_is_said(corrected: Path) -> None:
    (corrected / PAGE).write_text(report("published", "又改"), encoding="utf-8")
    other = "content/units/甲/2026.md"
    (corrected / other).write_text(report("published"), encoding="utf-8")
    found = history(corrected, "content")
    assert found.of(PAGE).uncommitted
    assert len(found.of(PAGE).changes) == 2
    assert found.of(other) == Past(Known.ALL, uncommitted=True)


def test_a_published_draft_that_is_not_committed_has_no_public_past(tmp_path: Path) -> None:
    root = repository(tmp_path)
    commit(root, "起草", "2026-01-05", {PAGE: report("draft")})
    (root / PAGE).write_text(report("published"), encoding="utf-8")
    assert history(root, "content").of(PAGE) == Past(Known.ALL, uncommitted=True)


def test_renames_are_followed_and_said(corrected: Path) -> None:
    moved, again = "content/units/甲/2025-年度.md", "content/units/甲/二〇二五.md"
    git(corrected, "mv", PAGE, moved)
    commit(corrected, "改名", "2026-08-01")
    git(corrected, "mv", moved, again)
    commit(corrected, "改名并更正", "2026-09-01", {again: report("published", "再更正", "4")})
    commit(corrected, "另一份报告用旧名", "2026-09-02", {PAGE: "---\nstatus: published\n---\n别的内容\n"})
    found = history(corrected, "content")
    assert [change.kind for change in found.of(again).changes] == [
        Kind.CHANGED,
        Kind.MOVED,
        Kind.CORRECTED,
        Kind.PUBLISHED,
    ]
    assert lines(found.of(PAGE)) == [("published", "2026-09-02", "")]
    assert found.former(again) == (moved, PAGE)
    assert found.former(PAGE) == ()


def test_the_names_of_drafts_are_not_public(tmp_path: Path) -> None:
    root = repository(tmp_path)
    draft, also, now = (f"content/units/甲/{name}.md" for name in ("内部", "送审", "2025"))
    commit(root, "起草", "2026-01-05", {draft: report("draft")})
    git(root, "mv", draft, also)
    commit(root, "送审", "2026-01-06")
    git(root, "mv", also, now)
    commit(root, "公开", "2026-01-07", {now: report("published")})
    found = history(root, "content")
    assert found.former(now) == ()
    assert found.former(now, always_public=True) == (also, draft)


def test_a_shallow_clone_knows_the_names_since_it_begins(corrected: Path, tmp_path: Path) -> None:
    for name in ("一", "二", "三"):
        moved = f"content/units/甲/{name}.md"
        git(corrected, "mv", PAGE if name == "一" else f"content/units/甲/{'一' if name == '二' else '二'}.md", moved)
        commit(corrected, f"改名{name}", "2026-08-01")
    target = tmp_path / "浅"
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{pathname2url(str(corrected))}", str(target))
    assert history(target, "content").former("content/units/甲/三.md") == ("content/units/甲/二.md",)


def test_files_that_belong_to_a_report_are_part_of_its_past(corrected: Path) -> None:
    data = "content/units/甲/data/表.csv"
    commit(corrected, "改数据", "2026-07-15", {data: "a,b\n"})
    past = history(corrected, "content").of(PAGE, data)
    assert lines(past)[:2] == [("corrected", "2026-07-15", "figures"), ("corrected", "2026-06-02", "scores text")]
    assert past.corrected is not None
    assert past.corrected.day == "2026-07-15"


def test_a_merge_counts_when_it_was_merged(corrected: Path) -> None:
    git(corrected, "switch", "-q", "-c", "side")
    commit(corrected, "分支上的更正", "2026-07-02", {PAGE: report("published", "分支", "5")})
    git(corrected, "switch", "-q", "main")
    commit(corrected, "主干", "2026-07-03", {"content/index.md": "又改"})
    git(corrected, "merge", "-q", "--no-ff", "-m", "合并更正", "side", day="2026-07-04")
    assert lines(history(corrected, "content").of(PAGE))[0] == ("corrected", "2026-07-04", "scores text")


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    root = repository(tmp_path)
    commit(root, "公开", "2026-03-20", {f"站点/{PAGE}": report("published")})
    (root / "站点" / PAGE).write_text(report("published", "改"), encoding="utf-8")
    found = history(root / "站点", "content")
    assert found.prefix == "站点/"
    assert lines(found.of(PAGE)) == [("published", "2026-03-20", "")]
    assert found.of(PAGE).uncommitted


@pytest.mark.parametrize("depth", [1, 2])
def test_a_shallow_clone_knows_what_it_does_not_know(corrected: Path, tmp_path: Path, depth: int) -> None:
    commit(corrected, "更正第四项", "2026-08-01", {PAGE: report("published", "更正四", "4")})
    target = tmp_path / "浅"
    git(tmp_path, "clone", "-q", "--depth", str(depth), f"file://{pathname2url(str(corrected))}", str(target))
    past = history(target, "content").of(PAGE)
    assert past.known is Known.SHALLOW
    assert past.published is None
    assert past.since is not None
    assert past.since.day == {1: "2026-08-01", 2: "2026-07-01"}[depth]
    assert lines(past) == {1: [], 2: [("changed", "2026-08-01", "text")]}[depth]


def test_without_a_repository_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    found = history(tmp_path, "content")
    assert found.known is Known.NOTHING
    past = found.of(PAGE)
    assert (past.known, past.unknown.why) == (Known.NOTHING, Why.NO_REPOSITORY)


def test_without_git_nothing_is_known(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    found = history(corrected, "content")
    assert (found.known, found.unknown.why) == (Known.NOTHING, Why.NO_GIT)


def test_a_repository_without_commits(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / PAGE).parent.mkdir(parents=True)
    (root / PAGE).write_text(report("published"), encoding="utf-8")
    assert history(root, "content").of(PAGE) == Past(Known.ALL, uncommitted=True)


def test_few_processes_however_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path)
    commit(
        root, "公开", "2026-03-20", {f"content/units/u{number}/2025.md": report("published") for number in range(30)}
    )
    asked: list[tuple[str, ...]] = []
    run = subprocess.run

    def counted(command: list[str], **options: object) -> object:
        asked.append(tuple(command))
        return run(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", counted)
    found = history(root, "content")
    assert len(asked) == 6
    assert history(root, "content", found) == found
    assert len(asked) == 11  # nothing was committed since
    assert all(found.of(f"content/units/u{number}/2025.md").published for number in range(30))
