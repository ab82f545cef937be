"""The engine and verification agree on random schemes and reports; `make pairs` tries 10,000."""

from pathlib import Path

from tests.verify.random_pairs import play

ROUNDS = 120


def test_the_engine_and_verification_agree(tmp_path: Path) -> None:
    pairs = 0
    for seed in range(ROUNDS):
        verdict = play(seed, tmp_path).verdict
        assert [fault.text("en") for fault in verdict.faults] == [], f"seed {seed}"
        pairs += verdict.reports
    assert pairs >= 2 * ROUNDS
