"""The published data beside the pages of a site: what is in it, what is not, and that it is verified."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import REPORT, ROOT, MakeProject, run_mkdocs, run_program
from tests.site.test_groups_and_reviews import REPORT as REVIEWED
from tests.site.test_groups_and_reviews import SCHEME as WITH_CLASSES

DRAFT = REPORT.replace("status: published", "status: draft").replace("period: 2025", "period: 2024")
WRONG = REPORT.replace("A2: 3.5", "A2: 4.5").replace("period: 2025", "period: 2023")


def verified(data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return run_program(ROOT, "scorepress", "verify", str(data), *more, "--lang", "en")


def read(path: Path) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_data_of_this_site_is_verified(built_site: Path) -> None:
    done = verified(built_site, "--project", str(ROOT))
    assert done.returncode == 0, done.stdout
    reports = [each for each in read(built_site / "data/index.json")["files"] if each["type"] == "report"]
    assert len(reports) >= 10
    assert done.stdout.startswith(f"{len(reports)} reports, ")
    lines = done.stdout.splitlines()
    assert lines[0].endswith(" pages checked: all agree.")
    assert all(line.startswith("Not covered: ") for line in lines[1:])
    data_alone = verified(built_site / "data")
    assert data_alone.returncode == 0
    assert "Not covered: pages were not compared" in data_alone.stdout


def test_what_is_no_site_is_misuse(tmp_path: Path) -> None:
    for folder, more in ((tmp_path, ()), (tmp_path / "none", ()), (ROOT, ("--project", str(tmp_path / "none")))):
        assert verified(folder, *more).returncode == 2


def test_only_what_is_published_has_data(make_project: MakeProject) -> None:
    root = make_project({"2025.md": REPORT, "2024.md": DRAFT, "2023.md": WRONG})
    assert run_mkdocs(root, "build").returncode == 0
    data = root / "site/data"
    files = sorted(path.relative_to(data).as_posix() for path in data.rglob("*.*"))
    listed = [each["path"] for each in read(data / "index.json")["files"]]
    assert listed[:3] == ["units.json", "schemes/demo/2025.json", "reports/jia/2025.json"]
    assert sorted([*listed, "index.json"]) == files
    assert not [name for name in files if "2024" in name or "2023" in name]
    page = (root / "site/units/jia/2025/index.html").read_text(encoding="utf-8")
    assert '<a href="../../../data/reports/jia/2025.json" download>下载数据 JSON</a>' in page
    assert verified(data).returncode == 0


def test_data_holds_layers_and_exact_numbers(make_project: MakeProject) -> None:
    profile = "---\nunit: yi\nname: 乙县（虚构）\nfictional: true\n---\n"
    extra = {"schemes/county/2021.yml": WITH_CLASSES, "content/units/yi/index.md": profile}
    root = make_project({"2021.md": REVIEWED}, extra=extra)
    assert run_mkdocs(root, "build").returncode == 0
    report = read(root / "site/data/reports/jia/2021.json")
    layers = report["layers"]
    assert report["class"] == "A"
    assert [layers[name]["result"]["total"] for name in ("self", "verified", "final")] == ["100", "98.5", "96.5"]
    assert layers["verified"]["entries"]["A2"] == {"self": "38.5", "note": "佐证不足"}
    assert layers["final"]["adjustments"] == [
        {"of": "total", "points": "-2", "reason": "通报批评", "layer": "final"},
    ]
    assert layers["self"]["result"]["waits_for"] == ["乙县（虚构）"]
    scheme = read(root / "site/data/schemes/county/2021.json")
    assert [tree["class"] for tree in scheme["trees"]] == ["A", "B"]
    assert [tree["parts"][0]["indicators"][0]["step"] for tree in scheme["trees"]] == ["5%", "10%"]
    assert verified(root / "site/data").returncode == 0


def test_a_site_may_do_without_data(make_project: MakeProject) -> None:
    root = make_project({"2025.md": REPORT})
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("[scorepress]", "[{scorepress: {publish_data: false}}]"),
        encoding="utf-8",
    )
    assert run_mkdocs(root, "build").returncode == 0
    assert not (root / "site/data").exists()
    assert "下载数据" not in (root / "site/units/jia/2025/index.html").read_text(encoding="utf-8")


def test_nothing_else_may_lie_in_the_folder_of_the_data(make_project: MakeProject) -> None:
    root = make_project({"2025.md": REPORT}, extra={"content/data/own.csv": "a,b\n"})
    done = run_mkdocs(root, "build")
    assert done.returncode == 1
    assert "data/own.csv 落在公开数据的文件夹 data/" in done.stderr


def test_a_second_build_leaves_no_old_data(make_project: MakeProject) -> None:
    root = make_project({"2025.md": REPORT})
    assert run_mkdocs(root, "build").returncode == 0
    left = root / "site/data/reports/jia/2020.json"
    left.write_text("{}", encoding="utf-8")
    assert verified(root / "site/data").returncode == 1
    assert run_mkdocs(root, "build", "--dirty").returncode == 0
    assert not left.exists()
    assert verified(root / "site/data").returncode == 0
