"""A measure is overdue in its report exactly where it is in the register, and both say on which day."""

from itertools import product

from tests.conftest import REPORT, MakeProject, run_program
from tests.html_tree import marked, read_html, text_of

TODAY = "2026-03-15"
SECONDS = "1773532800"
"""The same day for a build."""
DUE = {
    None: False,
    "2025": True,
    "2026": False,
    "2026-02": True,
    "2026-03": False,
    "2026-03-14": True,
    "2026-03-15": False,
    "2026-03-16": False,
}
"""Days, months and years, and whether they are over."""
STATUS = {None: "—", "open": "待落实", "doing": "推进中", "done": "已完成"}
CASES = list(product(DUE, STATUS))


def measure(number: int, due: str | None, status: str | None) -> str:
    return (
        ", ".join(
            [f"  - {{problem: 问题{number}", "action: 措施"]
            + ([f"due: {due}"] if due else [])
            + ([f"status: {status}"] if status else [])
        )
        + "}"
    )


def test_the_report_says_what_the_register_says(make_project: MakeProject) -> None:
    measures = [measure(number, *case) for number, case in enumerate(CASES)]
    text = REPORT.replace("scores:", "\n".join(["measures:", *measures, "scores:"]), 1)
    root = make_project({"2025.md": text})
    done = run_program(root, "mkdocs", "build", SOURCE_DATE_EPOCH=SECONDS)
    assert done.returncode == 0, done.stderr
    report = read_html(root / "site/units/jia/2025/index.html")
    register = read_html(root / "site/measures/index.html")
    own, listed = marked(report, "measure"), marked(register, "measure")
    assert len(own) == len(listed) == len(CASES)
    for number, (due, status) in enumerate(CASES):
        late = DUE[due] and status != "done"
        wanted = STATUS[status] + (" 逾期" if late else "")
        in_register = next(row for row in listed if f"问题{number}" in [text_of(cell) for cell in row])
        for row in (own[number], in_register):
            assert wanted in [text_of(cell) for cell in row], (due, status)
            assert ("逾期" in text_of(row)) is late, (due, status)
    for page in (report, register):
        assert TODAY in text_of(page)
