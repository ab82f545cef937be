import pytest

from tests.support import scored

SCHEME = """\
rounding: {places: 2, at: [total]}
parts: [{id: A, title: 甲, full: 10.0, indicators: [{id: A1, title: 一, full: 10.0, method: direct}]}]
"""


@pytest.mark.parametrize("written", ["10.50", "-2.0"])
def test_messages_show_a_number_as_it_was_written(written: str) -> None:
    (finding,) = scored(SCHEME, f"scores: {{A1: {written}}}").findings
    assert f"score {written} of A1" in finding.message(str)
    assert "between 0 and 10.0" in finding.cure(str)
