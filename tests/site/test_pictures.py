"""Pictures say how large they are, whoever shows them."""

import struct
from pathlib import Path

import pytest
from tests.conftest import REPORT, MakeProject, run_mkdocs
from tests.pictures import palette_png

from scorepress.site.pictures import with_sizes

PNG = palette_png(struct.pack(">I", 0xFF) * 6, 3, 2)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    written = {"guide/图 1.png": PNG, "units/a.svg": SVG, "units/broken.png": PNG[:12], "units/list.png": b"text"}
    found = {}
    for number, (address, content) in enumerate(written.items()):
        found[address] = tmp_path / f"{number}{Path(address).suffix}"
        found[address].write_bytes(content)
    return found


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        ('<img alt="a" src="../guide/%E5%9B%BE%201.png" />', 'width="3" height="2"'),
        ("<img src='a.svg?x=1#y'>", 'width="40" height="30"'),
        ('<img src="a.svg" width="20">', None),
        ('<img src="a.svg" height="1em">', None),
        ('<img src="broken.png">', None),
        ('<img src="list.png">', None),
        ('<img src="missing.png">', None),
        ('<img src="https://example.org/units/a.svg">', None),
        ('<img src="//example.org/units/a.svg">', None),
        ('<img src="data:image/png;base64,AAAA">', None),
        ('<img src="../../../guide/%E5%9B%BE%201.png">', None),
        ("<img alt=a.svg>", None),
        ('<code>&lt;img src="a.svg"&gt;</code>', None),
    ],
)
def test_a_picture_without_a_size_gets_its_own(files: dict[str, Path], picture: str, size: str | None) -> None:
    wanted = picture.replace("<img", f"<img {size}") if size else picture
    assert with_sizes(f"<p>{picture}</p>", "units/", files) == f"<p>{wanted}</p>"


def test_pictures_of_reports_and_pages_have_their_size(make_project: MakeProject) -> None:
    root = make_project(
        {"2025.md": REPORT + "\n![现场](photo.png)\n"},
        extra={"content/about.md": "# 关于\n\n![图](图.svg)\n", "content/图.svg": SVG.decode()},
    )
    (root / "content/units/jia/photo.png").write_bytes(PNG)
    done = run_mkdocs(root, "build", "--strict")
    assert done.returncode == 0, done.stderr
    report = (root / "site/units/jia/2025/index.html").read_text(encoding="utf-8")
    assert 'width="3" height="2"' in next(line for line in report.splitlines() if "photo.png" in line)
    assert '<img width="40" height="30"' in (root / "site/about/index.html").read_text(encoding="utf-8")
