"""Where a project keeps its things, and how that is said."""

import sys
from pathlib import Path

import pytest

from scorepress.core.layout import Settings


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/srv/office/project/content/units/jia/2025.md", "content/units/jia/2025.md"),
        ("/srv/office/texts/units/jia/2025.md", "../texts/units/jia/2025.md"),
        ("/srv/office/project", "."),
    ],
)
def test_a_path_is_said_from_the_project(path: str, said: str) -> None:
    root = Path("/srv/office/project")
    assert Settings(root, root / "content", root / "schemes").shown(Path(path)) == said


@pytest.mark.skipif(sys.platform != "win32", reason="drives are a thing of Windows")
def test_on_another_drive_the_whole_path_is_said() -> None:
    settings = Settings(Path("C:/project"), Path("C:/project/content"), Path("C:/project/schemes"))
    assert settings.shown(Path("D:/texts/a.md")) == "D:/texts/a.md"
