"""What holds by chance: no more than chance explains."""

from __future__ import annotations

import json

import pytest

from sim.claims.chance import EVERYTHING, most_by_chance, own_mechanisms, try_nothing
from sim.claims.index import CLAIMS
from sim.claims.judge import ALPHA
from tests.claims.small_claims import small


@pytest.mark.slow
def test_without_any_mechanism_claims_hold_by_chance_alone() -> None:
    """All claims, small crowds; the full check is scripts/update/claims.py --nothing."""
    tries = [
        try_nothing(small(claim), 1, 6, off)
        for claim in CLAIMS.values()
        for off in (EVERYTHING, own_mechanisms(claim))
    ]
    assert tries.count("holds") <= most_by_chance(len(tries), ALPHA)


def test_the_document_says_that_chance_alone_explains_what_held_without_mechanisms() -> None:

    from scripts.update.claims import NOTHING, NOTHING_SEEDS, read

    record = read(NOTHING)
    assert json.dumps(record)
    assert record["seeds"] == len(NOTHING_SEEDS) == 40
    for held in record["holds"].values():
        assert set(held) == set(CLAIMS)
        assert sum(held.values()) <= most_by_chance(40 * len(CLAIMS), ALPHA)
        for name, times in held.items():
            assert times <= most_by_chance(40, ALPHA), name


def test_the_binomial_bound_is_the_quantile() -> None:
    from scipy.stats import binom

    for trials in (10, 400, 2_200):
        for alpha in (0.01, 0.05):
            assert most_by_chance(trials, alpha) == int(binom.ppf(0.999, trials, alpha))
