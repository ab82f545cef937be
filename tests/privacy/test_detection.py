"""Personal numbers are found however they are written, and what only looks like one is not."""

import pytest

from scorepress.privacy import personal_numbers
from tests.privacy.planted import look_alikes, planted

SEEDS = (20261128, 7)


@pytest.mark.parametrize("seed", SEEDS)
def test_of_500_planted_numbers_none_is_missed(seed: int) -> None:
    missed = [
        each for each in planted(seed, 500) if each.kind not in {found.kind for found in personal_numbers(each.text)}
    ]
    assert not missed


@pytest.mark.parametrize("seed", SEEDS)
def test_of_500_look_alikes_one_in_a_hundred_is_taken_for_one_at_most(seed: int) -> None:
    taken = [(each.text, personal_numbers(each.text)) for each in look_alikes(seed, 500) if personal_numbers(each.text)]
    assert len(taken) <= 5, taken
