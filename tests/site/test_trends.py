"""The drawing of a unit's totals over its periods: each point stands as high as its share, above full marks too."""

from pathlib import Path

from tests.html_tree import read_html

DRAWN = 90
"""The height of the drawing."""
LETTERS = 9
VISIBLE = 0.005
"""Shares nearer to each other than this may be drawn at one height."""


def test_no_point_of_a_trend_is_cut_off(built_site: Path) -> None:
    above = 0
    for path in (built_site / "units").glob("*/index.html"):
        for drawing in (svg for svg in read_html(path).iter("svg") if svg.get("class") == "sp-trend"):
            points = [(float(each.get("data-share", "")), float(each.get("cy", ""))) for each in drawing.iter("circle")]
            assert len(points) > 1, path
            heights = [cy for _, cy in sorted(points, reverse=True)]
            assert heights == sorted(heights), path
            low, high = min(points), max(points)
            assert low[1] > high[1] or high[0] - low[0] < VISIBLE, path
            for label in drawing.iter("text"):
                assert LETTERS <= float(label.get("y", "")) <= DRAWN, path
            above += any(share > 1 for share, _ in points)
    assert above
