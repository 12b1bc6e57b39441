"""The judge: what holds, what does not, and that it can say no."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from sim.claims.chance import most_by_chance
from sim.claims.claim import Claim, ClaimPart
from sim.claims.index import CLAIMS
from sim.claims.judge import (
    ALPHA,
    JudgedPart,
    bound,
    holds_roughly,
    judge_part,
    mean_of,
    verdict_of,
)
from sim.claims.observed import ObservedArms


def unmeasured(_: ObservedArms) -> float:
    return math.nan


def part(direction: str = "above", size: float = 1.0, **more: Any) -> ClaimPart:
    return ClaimPart("p", "unit", unmeasured, direction, size, **more)  # type: ignore[arg-type]


def around(mean: float, spread: float = 0.1, count: int = 40, seed: int = 1) -> np.ndarray:
    """Return values of exactly this mean."""
    drawn = np.random.default_rng(seed).normal(0.0, spread, count)
    return drawn - drawn.mean() + mean


def verdict(one: ClaimPart, x: np.ndarray, y: np.ndarray | None = None) -> tuple[str, str]:
    judged = judge_part(one, x, y)
    return judged.verdict, judged.reason


def test_bounds_are_students() -> None:
    x = around(3.0)
    half = student.ppf(0.99, 39) * x.std(ddof=1) / math.sqrt(40)
    assert bound(x, 0.01, False) == pytest.approx(3.0 - half)
    assert bound(x, 0.01, True) == pytest.approx(3.0 + half)
    mean = mean_of(x)
    wide = student.ppf(0.975, 39) * x.std(ddof=1) / math.sqrt(40)
    assert (mean.low, mean.high) == pytest.approx((3.0 - wide, 3.0 + wide))


def test_too_few_or_undefined_worlds_bound_nothing() -> None:
    for x in (np.array([1.0]), np.array([]), np.array([1.0, math.nan])):
        assert bound(x, 0.01, False) == -math.inf
        assert bound(x, 0.01, True) == math.inf


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_each_way_a_directed_part_can_come_out(sign: float) -> None:
    one = part("above" if sign > 0 else "below")
    x, y = sign * around(2.0), sign * around(0.0, seed=2)
    assert verdict(one, x, y) == ("holds", "")
    assert verdict(one, sign * around(0.9), y) == ("fails", "no signature")
    assert verdict(one, sign * around(1.02), y) == ("fails", "not told from chance")
    assert verdict(one, x, sign * around(2.0, seed=3)) == ("fails", "as much without the mechanism")
    assert verdict(one, x, sign * around(1.5, seed=3)) == (
        "fails",
        "less without the mechanism, but there as well",
    )
    assert verdict(one, sign * around(-2.0), y) == ("contrary", "surely the other way")
    # The other way, but by less than the size that counts.
    assert verdict(one, sign * around(-0.5), y) == ("fails", "no signature")
    # The other way with or without the mechanism is no doing of the mechanism.
    assert verdict(one, sign * around(-2.0), sign * around(-2.0, seed=3))[0] == "fails"
    assert verdict(replace(one, ablate=False), x, None) == ("holds", "")


def test_a_null_moves_what_is_expected() -> None:
    one = part("above", 0.2, null=1.0)
    assert verdict(one, around(1.5), around(1.0, seed=2))[0] == "holds"
    assert verdict(one, around(1.1), around(1.0, seed=2))[0] == "fails"


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_difference_is_its_own_signature(sign: float) -> None:
    one = part("above" if sign > 0 else "below", difference=True)
    y = around(50.0, seed=2)
    assert verdict(one, y + sign * around(2.0), y) == ("holds", "")
    assert verdict(one, y + sign * around(0.5), y) == ("fails", "too small a difference")
    assert verdict(one, y - sign * around(2.0), y) == ("contrary", "surely the other way")


def test_a_band_and_no_effect() -> None:
    band = part("within", 3.0, null=1.0)
    assert verdict(band, around(2.0), around(0.0, seed=2)) == ("holds", "")
    assert verdict(band, around(4.0), around(0.0, seed=2)) == ("fails", "outside the band")
    assert (
        verdict(band, around(2.99), around(0.0, seed=2))[1] == "not told from the edge of the band"
    )
    assert (
        verdict(band, around(2.0), around(2.0, seed=2))[1] == "there as well without the mechanism"
    )
    none = part("equal", 0.5)
    assert verdict(none, around(0.1)) == ("holds", "")
    assert verdict(none, around(0.1, spread=5.0))[0] == "fails"  # too little is known
    assert verdict(none, around(0.7))[0] == "fails"


@pytest.mark.parametrize("direction", ["above", "below", "within", "equal"])
@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_an_undefined_number_fails(direction: str, bad: float) -> None:
    x, y = around(2.0), around(0.0, seed=2)
    size = {"within": 3.0, "equal": 9.0}.get(direction, 1.0)
    one = part(direction, size)
    x[3] = bad
    assert verdict(one, x, y) == ("fails", "undefined in 1 of 40 worlds")
    x[3] = 2.0
    y[5] = y[6] = bad
    assert verdict(one, x, y) == ("fails", "undefined in 2 of 40 worlds")


def claim_of(*parts: ClaimPart, **more: Any) -> Claim:
    return replace(CLAIMS["rumour"], parts=parts, **more)


def outcome(claim: Claim, *verdicts: str) -> str:
    judged = [
        replace(judge_part(p, around(0.0), around(0.0)), verdict=v)  # type: ignore[arg-type]
        for p, v in zip(claim.parts, verdicts, strict=True)
    ]
    return verdict_of(claim, judged)[0]


def test_a_claim_needs_all_its_parts() -> None:
    two = claim_of(part(), part())
    assert outcome(two, "holds", "holds") == "holds"
    assert outcome(two, "holds", "fails") == "fails"
    assert outcome(two, "fails", "contrary") == "contrary"


def test_a_half_of_ours_is_told_as_ours_and_after_the_essays_own() -> None:
    claim = claim_of(replace(part(), name="mine", ours=True), replace(part(), name="theirs"))
    judged = [judge_part(p, around(0.0), around(0.0)) for p in claim.parts]
    assert verdict_of(claim, judged)[1].startswith("theirs: ")
    judged[1] = judge_part(claim.parts[1], around(2.0), around(0.0, seed=2))
    assert verdict_of(claim, judged) == ("fails", "our half, mine: no signature")


def test_what_is_only_reported_decides_nothing() -> None:
    claim = claim_of(part(), part(reported=True))
    assert outcome(claim, "holds", "reported") == "holds"
    assert outcome(claim, "fails", "reported") == "fails"


def test_no_effect_needs_a_positive_control() -> None:
    alone = claim_of(part("equal"))
    assert outcome(alone, "holds") == "fails"
    controlled = claim_of(part(control=True, ablate=False), part("equal"))
    assert outcome(controlled, "holds", "holds") == "holds"
    assert outcome(controlled, "fails", "holds") == "fails"
    assert outcome(controlled, "holds", "fails") == "fails"
    # A contrary control is no finding about the mechanism.
    assert outcome(controlled, "contrary", "holds") == "fails"


def test_a_disputed_claim_is_reported_whatever_comes_out() -> None:
    disputed = claim_of(part(), disputed=True)
    assert {outcome(disputed, v) for v in ("holds", "fails", "contrary")} == {"reported"}
    assert not holds_roughly(disputed, {"p": (9.0, 0.0)})


@given(st.floats(-3, 3), st.floats(-3, 3), st.sampled_from(["above", "below"]))
def test_roughly_is_the_judge_with_many_worlds(x: float, y: float, direction: str) -> None:
    """With no spread at all the rough rule and the strict one say the same."""
    one = part(direction, 0.5)
    strict = judge_part(one, np.full(9, x), np.full(9, y)).verdict == "holds"
    assert holds_roughly(claim_of(one), {"p": (x, y)}) == strict


def test_roughly_knows_bands_differences_and_undefined() -> None:
    band = claim_of(part("within", 3.0, null=1.0))
    assert holds_roughly(band, {"p": (2.0, 0.0)})
    assert not holds_roughly(band, {"p": (2.0, 2.0)})
    assert not holds_roughly(band, {"p": (4.0, 0.0)})
    apart = claim_of(part("below", 1.0, difference=True))
    assert holds_roughly(apart, {"p": (5.0, 7.0)})
    assert not holds_roughly(apart, {"p": (7.0, 5.0)})
    assert not holds_roughly(apart, {"p": (5.0, math.nan)})
    equal = claim_of(part("equal", 1.0))
    assert holds_roughly(equal, {"p": (0.5, math.nan)})
    assert not holds_roughly(equal, {"p": (1.5, math.nan)})


@pytest.mark.slow
def test_chance_holds_no_more_often_than_alpha() -> None:
    """Two groups of the same law, whatever the law: the null that nothing is there."""
    luck = np.random.default_rng(7)
    laws = (
        lambda n: luck.normal(0.0, 1.0, n),
        lambda n: luck.exponential(1.0, n) - 1.0,
        lambda n: 1.0 - luck.exponential(1.0, n),
        lambda n: luck.integers(0, 2, n) - 0.5,
    )
    tries = 2_000
    for law in laws:
        for one in (part("above", 0.0), part("below", 0.0, difference=True)):
            held = sum(judge_part(one, law(40), law(40)).verdict == "holds" for _ in range(tries))
            assert held <= most_by_chance(tries, ALPHA), one


def test_what_is_judged_is_told_with_what_was_expected() -> None:
    judged = judge_part(part("below", 0.5, null=1.0), around(0.0), around(1.0, seed=2))
    assert isinstance(judged, JudgedPart)
    assert judged.expected == "below 0.5 unit"
    assert judge_part(part("within", 3.0, null=1.0), around(2.0)).expected == "1 to 3 unit"
    assert judge_part(part("equal", 0.1), around(0.0)).expected == "0 within 0.1 unit"
