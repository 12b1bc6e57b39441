"""The draws, tested as one tests a generator: more than a hundred million of them, fixed seeds.

Every statistical test here fails a perfect source with a probability of at most ``ALPHA``, however
many numbers it looks at (Bonferroni within a test; both tails, for too even is a fault as well).
There are fewer than a hundred of them, so that a perfect source fails this file with less than
1e-4. The seeds are fixed: what holds today holds for ever, until the draws change.
"""

from __future__ import annotations

import hashlib
import math
from enum import IntEnum
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.model.compiled import kernel
from sim.model.randomness import Decision, poisson, stream, uniform, uniforms

ALPHA = 1e-6
BLOCK = 1 << 20
BLOCKS = 9  # of every walk
CELLS = 4096
SIDE = 64
LAGS = 4
BITS = 53
GAMMA = 0x9E3779B97F4A7C15  # the step of SplitMix64, as written in the paper
DECISIONS = len(Decision)
YEARS = 1461

Ints = NDArray[np.int64]
Coordinate = Any


@kernel
def fill(seeds: Any, decisions: Any, days: Any, agents: Any, out: Any) -> None:
    """Draw one uniform for each (seed, decision, day, agent)."""
    for i in range(out.shape[0]):
        out[i] = uniform(stream(seeds[i], decisions[i], days[i]), agents[i])


@kernel
def fill_keys(seeds: Any, decisions: Any, days: Any, out: Any) -> None:
    """Write the key (uint64) of each stream."""
    for i in range(out.shape[0]):
        out[i] = stream(seeds[i], decisions[i], days[i])


@kernel
def fill_counts(seeds: Any, decision: int, days: Any, mean: float, out: Any) -> None:
    """Draw one Poisson count (int64) a seed and day."""
    for i in range(out.shape[0]):
        out[i] = poisson(stream(seeds[i], decision, days[i]), mean)


@kernel
def tally(u: Any, cells: Any, pairs: Any, products: Any, in_lag: bool) -> None:
    """Count draws by cell, disjoint pairs of neighbours by square, and sum lagged products."""
    side = int(math.sqrt(float(pairs.shape[0])))
    for i in range(u.shape[0]):
        cells[int(u[i] * cells.shape[0])] += 1
    for i in range(0, u.shape[0] - 1, 2):
        pairs[int(u[i] * side) * side + int(u[i + 1] * side)] += 1
    if in_lag:
        for k in range(products.shape[0]):
            total = 0.0
            for i in range(u.shape[0] - k - 1):
                total += (u[i] - 0.5) * (u[i + k + 1] - 0.5)
            products[k] += total


@kernel
def tally_bits(x: Any, ones: Any) -> None:
    """Count how often each of the lowest bits of int64 numbers is set."""
    for i in range(x.shape[0]):
        for k in range(ones.shape[0]):
            ones[k] += (x[i] >> k) & 1


def draws(
    seed: Coordinate = 1, decision: Coordinate = 0, day: Coordinate = 0, agent: Coordinate = 0
) -> NDArray[np.float64]:
    """Return one uniform a coordinate; each is a number or an array, at least one an array."""
    given = [np.asarray(x) for x in (seed, decision, day, agent)]
    shape = np.broadcast_shapes(*(x.shape for x in given))
    kinds = (np.uint64, np.int64, np.int64, np.int64)
    full = [
        np.ascontiguousarray(np.broadcast_to(x.astype(kind), shape)).ravel()
        for x, kind in zip(given, kinds, strict=True)
    ]
    out = np.empty(full[0].shape)
    fill(*full, out)
    return out.reshape(shape)


def keys(seed: Ints, decision: Ints, day: Ints) -> NDArray[np.uint64]:
    out = np.empty(seed.shape, dtype=np.uint64)
    fill_keys(seed.astype(np.uint64), decision, day, out)
    return out


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


def even(counts: Ints) -> float:
    """Return the two-sided p-value of counts that should all be alike (chi-square)."""
    expected = counts.sum() / counts.size
    statistic = float(((counts - expected) ** 2).sum() / expected)
    return both_tails(stats.chi2.sf(statistic, counts.size - 1))


def both_tails(p: float) -> float:
    return min(1.0, 2.0 * min(float(p), 1.0 - float(p)))


def normal(z: Any) -> float:
    """Return the p-value of the greatest of some standard normal numbers (Bonferroni)."""
    z = np.atleast_1d(np.abs(z))
    return min(1.0, float(2.0 * stats.norm.sf(z.max()) * z.size))


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


# Streams.


def test_no_two_streams_have_one_key() -> None:
    """64 decisions on each day of a century, two seeds: 4.7 million keys (chance 6e-7)."""
    decision, day = np.divmod(np.arange(64 * 36_500), 36_500)
    found = np.concatenate([keys(np.full_like(day, seed), decision, day) for seed in (1, 2)])
    found.sort()
    assert np.all(found[1:] != found[:-1])


def test_no_two_streams_of_a_year_share_a_draw() -> None:
    """All streams walk on one sequence of 2**64 numbers, each from its own place.

    The streams of all decisions on 365 days begin more than 50,000 people apart (a chance of 6e-7
    that two do not). With a hundred years and thirty million people a few pairs of streams will
    meet: then one person's draw on some day is another person's draw for something else on
    another day, once, which no test could see.
    """
    decision, day = np.divmod(np.arange(DECISIONS * 365), 365)
    step_back = np.uint64(pow(GAMMA, -1, 2**64))
    place = np.sort(keys(np.ones_like(day), decision, day) * step_back)
    assert np.diff(place).min() > 50_000
    # So the second person of a stream stands one step from the first.
    (key,) = keys(np.ones(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.int64)).tolist()
    assert uniforms(1, Decision(0), 2)[1] == uniform(np.uint64((key + GAMMA) % 2**64), 0)


# SHA-256 (its beginning) of each stream's first draws, see ``mark``. They rest on integers alone
# and are the same on every machine. Stored results rest on them: add lines, change none.
MARKS: dict[str, str] = {
    "SUSCEPTIBILITY": "597284b67e65",
    "THRESHOLD": "e6633720b082",
    "THRESHOLD_ANGLE": "63a45b37f943",
    "ACTIVITY": "c8ab5a73a4bc",
    "ACTIVITY_ANGLE": "242876427d45",
    "START_RANGE": "6a6c18b873f4",
    "START_ROLE": "be4547a5b179",
    "START_PASSION": "1a449566e604",
    "START_OWNER": "7b8998e253e4",
    "START_RESISTER": "d8544afdac4e",
    "OUTLET_REACH": "41bc01dd53c3",
    "OUTLET_SLANT": "84643f1d736c",
    "NETWORK_AUDIENCE": "1aa8fa01f4ac",
    "NETWORK_COMMUNITY": "c77194459d62",
    "NETWORK_TIE": "2677e3184892",
    "NETWORK_TARGET": "e148b5db16d7",
    "NETWORK_CLOSURE": "f79c8757258e",
    "NETWORK_REWIRE": "8d025226d0d1",
    "ACCIDENTS": "e23c605c999d",
    "DISPUTES": "f210603669ac",
    "ACCIDENT_SEVERITY": "b0758a45ef2e",
    "DISPUTE_SEVERITY": "cf1db0cbed02",
    "DISCLOSURE": "83158d050b31",
    "STORIES": "866663499a68",
    "STORY_SIGN": "4e7c744ae32d",
    "STORY_OUTLET": "3f630be0289d",
    "STORY_FOUNDER": "5e72d415325e",
    "RECRUIT": "1fb8d7fca549",
    "PARTICIPATE": "500b5eb94d3d",
    "ALIENATE": "7be71c4488be",
    "RESISTANCE": "dface47b3a5a",
    "TRUST": "64e0f7f4b584",
    "NEWS": "445f5c22965a",
    "PURCHASE": "b211ea3a8fac",
    "SPEAK": "4c165a78bcf9",
    "ATTACK": "31a0a15c4697",
    "TURN": "c003bec6541b",
    "VOICE_ENDS": "a0abd4e5a2f0",
    "NETWORK_PAIRING": "d9a28b68be0c",
    "FAULTY_PRODUCT": "317ad07e9cca",
    "PRODUCT": "48e53654cc2a",
    "RUMOUR_SEED": "652bf21f3412",
    "RUMOUR_TOLD": "3834a2cdd460",
    "RUMOUR_REBUTTED": "b7b6ec3c661b",
    "RUMOUR_FADES": "1334e0cc87e5",
    "BOND": "a60c19e1b888",
}


def mark(number: int) -> str:
    """Return a short digest of one decision's stream: 50 people on four days of two seeds."""
    held = [
        uniforms(seed, number, 50, day=day, first=first)  # type: ignore[arg-type]
        for seed, day, first in (
            (1, 0, 0),
            (1, 1, 0),
            (1, 1460, 0),
            (2**63 - 1, 36_499, 29_999_950),
        )
    ]
    return hashlib.sha256(np.concatenate(held).astype("<f8").tobytes()).hexdigest()[:12]


@pytest.mark.parametrize("number", range(max(len(MARKS), DECISIONS)))
def test_every_stream_is_what_it_has_always_been(number: int) -> None:
    """Appending a decision changes no other stream; moving or renaming one is noticed."""
    names = list(MARKS)
    assert number < DECISIONS, f"Decision.{names[number]} is gone; the list is append-only"
    name = Decision(number).name
    assert number < len(names), f"a new stream: add it to MARKS, '{name}': '{mark(number)}'"
    assert name == names[number]
    assert mark(number) == MARKS[name]


def test_a_longer_list_of_decisions_changes_no_stream() -> None:
    names = [*Decision.__members__, "ONE_MORE", "AND_ANOTHER"]
    longer = IntEnum("longer", names, start=0)  # type: ignore[misc]
    assert [mark(longer[name]) for name in MARKS] == list(MARKS.values())
    fresh = [mark(longer[name]) for name in names[-2:]]
    assert not set(fresh) & set(MARKS.values())


def test_a_draw_does_not_depend_on_what_else_is_drawn() -> None:
    """Alone, in a block, in any order, from any number on: the same bits."""
    people = 5_000
    whole = uniforms(5, Decision.NEWS, people, day=77)
    order = np.random.default_rng(2).permutation(people)
    assert np.array_equal(draws(5, Decision.NEWS, 77, order), whole[order])
    parts = [uniforms(5, Decision.NEWS, 1, day=77, first=i)[0] for i in (0, 1, 4_321, 4_999)]
    assert parts == whole[[0, 1, 4_321, 4_999]].tolist()
    longer = uniforms(5, Decision.NEWS, people + 1, day=77)
    assert np.array_equal(longer[:people], whole)


# Poisson counts.

MEANS = (0.003, 0.3, 1.0, 4.0, 15.99, 16.0, 16.01, 40.0, 100.0, 1_000.0)


def counts_of(mean: float, n: int, along: str) -> Ints:
    i = np.arange(n)
    seeds = (i if along == "seeds" else np.full(n, 5)).astype(np.uint64)
    days = i if along == "days" else np.full(n, 5)
    out = np.empty(n, np.int64)
    fill_counts(seeds, int(Decision.STORIES), days, mean, out)
    return out


@pytest.mark.parametrize("along", ["days", "seeds"])
@pytest.mark.parametrize("mean", MEANS)
def test_poisson_counts_follow_poissons_law(mean: float, along: str) -> None:
    """Chi-square against the probabilities, cells of fewer than 10 expected taken together."""
    n = 20_000 if mean > 100 else 200_000
    counts = counts_of(mean, n, along)
    top = int(counts.max()) + 2
    expected = n * np.append(
        stats.poisson.pmf(np.arange(top), mean), stats.poisson.sf(top - 1, mean)
    )
    observed = np.bincount(counts, minlength=top + 1).astype(float)
    cells, seen, hoped = [], 0.0, 0.0
    for o, e in zip(observed, expected, strict=True):
        seen, hoped = seen + o, hoped + e
        if hoped >= 10.0:
            cells.append([seen, hoped])
            seen = hoped = 0.0
    cells[-1][0] += seen
    cells[-1][1] += hoped
    table = np.array(cells)
    assert table.sum(axis=0) == pytest.approx([n, n])
    statistic = float(((table[:, 0] - table[:, 1]) ** 2 / table[:, 1]).sum())
    assert both_tails(stats.chi2.sf(statistic, len(table) - 1)) > ALPHA / 2
    assert normal((counts.mean() - mean) / math.sqrt(mean / n)) > ALPHA / 2


@pytest.mark.parametrize("mean", [m for m in MEANS if m < 1_000])
def test_poisson_counts_are_the_quantiles_of_their_draws(mean: float) -> None:
    """Each piece of at most 16 is the least n with u < P(N <= n); pieces add up.

    The running sum of probabilities is exact to some 1e-15, so that a draw may fall on the wrong
    side of an edge with about that chance.
    """
    n = 2_000
    counts = counts_of(mean, n, "days")
    pieces = [16.0] * int(mean // 16.0) + ([mean % 16.0] if mean % 16.0 else [])
    total = np.zeros(n)
    for k, piece in enumerate(pieces):
        total += stats.poisson.ppf(draws(5, Decision.STORIES, np.arange(n), k), piece)
    assert np.array_equal(counts, total)


def test_a_poisson_count_without_a_mean_is_zero() -> None:
    assert counts_of(0.0, 100, "days").tolist() == [0] * 100
    assert counts_of(-1.0, 100, "days").tolist() == [0] * 100
