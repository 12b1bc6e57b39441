"""The draws, tested as one tests a generator: more than a hundred million of them, fixed seeds.

Every statistical test here and in ``test_poisson`` fails a perfect source with a probability of at
most ``ALPHA``, however many numbers it looks at (Bonferroni within a test; both tails, for too even
is a fault as well). There are fewer than a hundred of them, so that a perfect source fails them
with less than 1e-4. The seeds are fixed: what holds today holds for ever, until the draws change.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.model.randomness import Decision
from tests.model.drawn import ALPHA, BITS, both_tails, draws, even, normal, tally, tally_bits

BLOCK = 1 << 20
BLOCKS = 9  # of every walk
CELLS = 4096
SIDE = 64
LAGS = 4
DECISIONS = len(Decision)
YEARS = 1461

# How one may walk through the draws: from the numbers 0, 1, 2, ... to coordinates.
WALKS: dict[str, Any] = {
    "people": lambda i: dict(decision=Decision.SPEAK, day=3, agent=i),
    "days": lambda i: dict(decision=Decision.RECRUIT, day=i, agent=17),
    "neighbouring seeds": lambda i: dict(seed=i, decision=Decision.STORIES, day=40),
    "decisions": lambda i: dict(day=5, decision=i % DECISIONS, agent=i // DECISIONS),
    "days of a person": lambda i: dict(decision=Decision.NEWS, day=i % YEARS, agent=i // YEARS),
    "two seeds in turn": lambda i: dict(
        seed=7 + i % 2, decision=Decision.TURN, day=9, agent=i // 2
    ),
    "people and days together": lambda i: dict(decision=Decision.PURCHASE, day=i, agent=i),
    "seeds and people together": lambda i: dict(seed=i, decision=Decision.NEWS, agent=i),
    "all four together": lambda i: dict(seed=i, decision=i % DECISIONS, day=i % YEARS, agent=i),
    "every 4096th person": lambda i: dict(seed=3, decision=Decision.ATTACK, agent=i * 4096),
    "seeds that differ in high bits": lambda i: dict(
        seed=i.astype(np.uint64) << np.uint64(38), decision=Decision.START_ROLE
    ),
    "the last seeds": lambda i: dict(
        seed=np.uint64(2**64 - 1) - i.astype(np.uint64), decision=Decision.THRESHOLD, agent=2**40
    ),
}


def test_these_are_over_a_hundred_million_draws() -> None:
    assert len(WALKS) * BLOCKS * BLOCK > 100_000_000


@pytest.mark.parametrize("walk", WALKS)
def test_uniform_along_every_walk(walk: str) -> None:
    """KS, equidistribution in 4,096 cells and of pairs in 64 x 64, serial correlation, bits."""
    cells, pairs = np.zeros(CELLS, np.int64), np.zeros(SIDE * SIDE, np.int64)
    products, ones = np.zeros(LAGS), np.zeros(BITS, np.int64)
    distances = []
    for block in range(BLOCKS):
        u = draws(**WALKS[walk](np.arange(block * BLOCK, (block + 1) * BLOCK)))
        assert u.min() >= 0.0
        assert u.max() < 1.0
        tally(u, cells, pairs, products, True)
        if block % 3 == 0:
            tally_bits((u * 2.0**BITS).astype(np.int64), ones)
            u.sort()
            grid = np.arange(BLOCK + 1) / BLOCK
            distances.append(max((grid[1:] - u).max(), (u - grid[:-1]).max()))
    looked = BLOCK * len(distances)
    # The products of one lag are uncorrelated, with variance 1/144.
    pairs_in_lag = BLOCKS * (BLOCK - np.arange(1, LAGS + 1))
    found = {
        "cells": even(cells),
        "pairs": even(pairs),
        "serial correlation": normal(products * 12.0 / np.sqrt(pairs_in_lag)),
        "bits": normal((ones - looked / 2) / math.sqrt(looked / 4)),
        "Kolmogorov-Smirnov": min(
            1.0, len(distances) * min(both_tails(stats.kstwo.sf(d, BLOCK)) for d in distances)
        ),
    }
    assert min(found.values()) > ALPHA / len(found), found


STREAMS = 48


@pytest.mark.slow
@pytest.mark.parametrize("across", ["decisions", "days", "seeds", "seeds a power of two apart"])
def test_streams_are_uncorrelated_with_each_other(across: str) -> None:
    """All pairs of 48 neighbouring streams (also decisions not yet given out), lags -1, 0, 1."""
    people, number = np.arange(1 << 16), np.arange(STREAMS)[:, None]
    u = draws(
        **{
            "decisions": dict(decision=number, day=12, agent=people),
            "days": dict(decision=Decision.RECRUIT, day=number, agent=people),
            "seeds": dict(seed=number, decision=Decision.SPEAK, day=1, agent=people),
            "seeds a power of two apart": dict(
                seed=np.uint64(1) << number.astype(np.uint64),
                decision=Decision.SPEAK,
                day=1,
                agent=people,
            ),
        }[across]
    )
    u -= 0.5
    one, later = u[:, :-1], u[:, 1:]
    z = 12.0 / math.sqrt(one.shape[1])
    same = (one @ one.T)[np.triu_indices(STREAMS, 1)] * z
    shifted = (one @ later.T).ravel() * z  # its diagonal is the serial correlation of each
    assert normal(np.concatenate([same, shifted])) > ALPHA


DAILY = (
    "RECRUIT",
    "PARTICIPATE",
    "ALIENATE",
    "RESISTANCE",
    "TRUST",
    "NEWS",
    "PURCHASE",
    "SPEAK",
    "ATTACK",
    "TURN",
    "VOICE_ENDS",
)


def test_what_one_person_draws_on_one_day_is_independent() -> None:
    """Pairs of a person's daily decisions fill a square evenly; so do two neighbours' in a cube."""
    people = np.arange(1 << 18)
    u = {name: draws(decision=Decision[name], day=30, agent=people) for name in DAILY}
    cells, products, found = np.zeros(1, np.int64), np.zeros(1), []
    for k, one in enumerate(DAILY):
        for other in DAILY[k + 1 :]:
            squares = np.zeros(32 * 32, np.int64)
            woven = np.column_stack([u[one], u[other]]).ravel()
            tally(woven, cells, squares, products, False)
            found.append(even(squares))
    assert min(found) > ALPHA / len(found)
    cube = np.zeros(16**3, np.int64)
    place = (u["NEWS"][:-1] * 16).astype(np.int64) * 256
    place += (u["NEWS"][1:] * 16).astype(np.int64) * 16
    place += (u["TURN"][:-1] * 16).astype(np.int64)
    np.add.at(cube, place, 1)
    assert even(cube) > ALPHA


@pytest.mark.parametrize(
    ("coordinate", "bits"), [("seed", 64), ("decision", 6), ("day", 16), ("agent", 32)]
)
def test_every_bit_of_every_coordinate_moves_every_bit_of_the_draw(
    coordinate: str, bits: int
) -> None:
    """Avalanche: a flipped bit flips each of the 53 bits of the draw with probability 1/2."""
    n = 1 << 13
    rng = np.random.default_rng(11)
    at = {
        "seed": rng.integers(0, 2**64, n, dtype=np.uint64),
        "decision": rng.integers(0, 64, n),
        "day": rng.integers(0, 36_500, n),
        "agent": rng.integers(0, 2**32, n),
    }
    before = (draws(**at) * 2.0**BITS).astype(np.int64)
    flips = np.zeros((bits, BITS), np.int64)
    for bit in range(bits):
        flip = at[coordinate].dtype.type(1) << at[coordinate].dtype.type(bit)
        after = draws(**{**at, coordinate: at[coordinate] ^ flip})
        tally_bits(before ^ (after * 2.0**BITS).astype(np.int64), flips[bit])
    z = (flips - n / 2) / math.sqrt(n / 4)
    assert normal(z) > ALPHA / 2
    # The cells are uncorrelated, so that the sum of their squares is close to chi-square.
    assert both_tails(stats.chi2.sf(float((z * z).sum()), z.size)) > ALPHA / 2
