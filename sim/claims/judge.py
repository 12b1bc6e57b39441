"""When a claim holds: the rule, fixed before any claim was tried.

A part of a claim has one number a world, with the mechanism (x) and without it (y), under shared
luck. It shows its signature where the mean of x lies beyond its null by more than its size, surely:
its one-sided bound of level ``ALPHA`` does. It holds where, besides, the mean of x - y surely lies
beyond 0 in the expected direction, and the ablated world lacks the signature: the mean of y does
not lie beyond the null by the size. A part whose signature is a difference needs the bound of x - y
to lie beyond the size. A part of no effect holds where x surely lies within its size about the null
(two one-sided tests; Schuirmann 1987) and a positive control of the same claim holds. An undefined
number anywhere fails. A claim holds where all its parts do; it is contrary where a part that rests
on the mechanism surely lies beyond its null by its size on the other side, and the more so with the
mechanism. A claim whose sign is in dispute is reported, whatever comes out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from sim.claims.claim import Claim, ClaimPart
from sim.claims.observed import Numbers
from sim.errors import missing

ALPHA: Final = 0.01
LEVEL: Final = 0.95

ClaimVerdict = Literal["holds", "fails", "contrary", "reported"]


@dataclass(frozen=True)
class Mean:
    """A mean over worlds with its 95 % interval (Student's t)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class JudgedPart:
    """One part, judged.

    Attributes
    ----------
    part : str
    unit : str
    with_it, without, difference : Mean
        Over worlds; nan where undefined, or where there is no ablated world.
    expected : str
        What was expected, in words.
    verdict : str
        ``holds``, ``fails`` or ``contrary``; ``reported`` if it is no part of the claim's verdict.
    reason : str
        Why it is not ``holds``; '' if it is.
    undefined : int
        Worlds without a number.
    """

    part: str
    unit: str
    with_it: Mean
    without: Mean
    difference: Mean
    expected: str
    verdict: ClaimVerdict
    reason: str
    undefined: int


def expected_of(part: ClaimPart) -> str:
    """Return what was expected of a part, in words."""
    unit = f" {part.unit}" if part.unit else ""
    if part.direction == "within":
        return f"{part.null:g} to {part.size:g}{unit}"
    if part.direction == "equal":
        return f"{part.null:g} within {part.size:g}{unit}"
    word = "difference " if part.difference else ""
    return f"{word}{part.direction} {part.null + part.sign * part.size:.4g}{unit}"


def bound(values: Numbers, alpha: float, upper: bool) -> float:
    """Return the one-sided bound of the mean of independent values at a level (Student 1908).

    Parameters
    ----------
    values : float64 (worlds,)
    alpha : float
    upper : bool
    """
    count = len(values)
    if count < 2 or not np.isfinite(values).all():
        return float("inf") if upper else float("-inf")
    try:
        from scipy.special import stdtrit
    except ImportError:
        raise missing("claims", "scipy", "analysis") from None

    quantile = float(stdtrit(count - 1, 1.0 - alpha))
    half = quantile * float(values.std(ddof=1)) / math.sqrt(count)
    return float(values.mean()) + (half if upper else -half)


def mean_of(values: Numbers | None) -> Mean:
    """Return mean and 95 % interval of values, nan where one is undefined or there are none."""
    if values is None or not len(values) or not np.isfinite(values).all():
        return Mean(float("nan"), float("nan"), float("nan"))
    tail = (1.0 - LEVEL) / 2.0
    return Mean(float(values.mean()), bound(values, tail, False), bound(values, tail, True))


def judge_part(
    part: ClaimPart, x: Numbers, y: Numbers | None = None, alpha: float = ALPHA
) -> JudgedPart:
    """Judge one part of a claim; a positive control is not looked at here.

    Parameters
    ----------
    part : ClaimPart
    x : float64 (worlds,)
        With the mechanism.
    y : float64 (worlds,) or None
        Without it, the same worlds in the same places; None for a part that rests on none.
    alpha : float
        One-sided level of each comparison.
    """
    undefined = int(np.count_nonzero(~np.isfinite(x)))
    if y is not None:
        undefined = int(np.count_nonzero(~np.isfinite(x) | ~np.isfinite(y)))
    verdict, reason = _verdict(part, x, y, alpha, undefined)
    return JudgedPart(
        part.name,
        part.unit,
        mean_of(x),
        mean_of(y),
        mean_of(None if y is None else x - y),
        expected_of(part),
        "reported" if part.reported else verdict,
        reason,
        undefined,
    )


def _verdict(
    part: ClaimPart, x: Numbers, y: Numbers | None, alpha: float, undefined: int
) -> tuple[ClaimVerdict, str]:
    """Return the verdict on a part and the reason where it is not ``holds``."""
    if undefined:
        return "fails", f"undefined in {undefined} of {len(x)} worlds"
    if part.direction in ("within", "equal"):
        return _in_band(part, x, y, alpha)
    beyond = part.sign * (x - part.null)
    apart = None if y is None else part.sign * (x - y)
    if part.difference:
        assert apart is not None
        return _apart(part, apart, alpha)
    if bound(beyond, alpha, False) <= part.size:
        other = bound(beyond, alpha, True) < -part.size
        if other and (apart is None or bound(apart, alpha, True) < 0.0):
            return "contrary", "surely the other way"
        absent = float(beyond.mean()) <= part.size
        return "fails", "no signature" if absent else "not told from chance"
    if y is None or apart is None:
        return "holds", ""
    if bound(apart, alpha, False) <= 0.0:
        return "fails", "as much without the mechanism"
    if float((part.sign * (y - part.null)).mean()) > part.size:
        return "fails", "less without the mechanism, but there as well"
    return "holds", ""


def _apart(part: ClaimPart, apart: Numbers, alpha: float) -> tuple[ClaimVerdict, str]:
    """Judge a part whose signature is the difference from its ablated world."""
    if bound(apart, alpha, False) > part.size:
        return "holds", ""
    if bound(apart, alpha, True) < -part.size:
        return "contrary", "surely the other way"
    return "fails", "too small a difference"


def _in_band(
    part: ClaimPart, x: Numbers, y: Numbers | None, alpha: float
) -> tuple[ClaimVerdict, str]:
    """Judge a part that should lie within a band."""
    low, high = part.band
    if not (bound(x, alpha, False) > low and bound(x, alpha, True) < high):
        inside = low < float(x.mean()) < high
        return "fails", "not told from the edge of the band" if inside else "outside the band"
    if y is None or part.direction == "equal":
        return "holds", ""
    if low <= float(y.mean()) <= high:
        return "fails", "there as well without the mechanism"
    return "holds", ""


def verdict_of(claim: Claim, judged: Sequence[JudgedPart]) -> tuple[ClaimVerdict, str]:
    """Return the verdict on a claim from its parts, in their order, and the reason.

    A part of no effect counts only where a positive control holds.
    """
    if claim.disputed:
        return "reported", "its sign is in dispute"
    both = [(p, j) for p, j in zip(claim.parts, judged, strict=True) if not p.reported]
    deciding = sorted(both, key=lambda pair: pair[0].ours)  # the essays' own halves come first
    for part, one in deciding:
        if one.verdict == "contrary" and part.ablate:
            return "contrary", _about(part, one.reason)
    controls = [one.verdict == "holds" for part, one in deciding if part.control]
    for part, one in deciding:
        if part.direction == "equal" and not (controls and all(controls)):
            return "fails", _about(part, "no positive control holds")
        if one.verdict != "holds":
            return "fails", _about(part, one.reason)
    return "holds", ""


def _about(part: ClaimPart, reason: str) -> str:
    """Return a reason with the part it is about, and whether that half is ours."""
    return f"{'our half, ' if part.ours else ''}{part.name}: {reason}"


def holds_roughly(claim: Claim, means: Mapping[str, tuple[float, float]]) -> bool:
    """Tell whether a claim holds by its means alone, in a sample too small to be sure.

    Parameters
    ----------
    claim : Claim
    means : mapping
        A part's name to the means of x and y (nan where there is none).
    """
    if claim.disputed:
        return False
    return all(_roughly(part, *means[part.name]) for part in claim.verdict_parts)


def _roughly(part: ClaimPart, x: float, y: float) -> bool:
    if not np.isfinite(x) or (part.ablated and not np.isfinite(y)):
        return False
    if part.direction == "equal":
        return abs(x - part.null) < part.size
    if part.direction == "within":
        return part.null < x < part.size and not (part.ablate and part.null <= y <= part.size)
    if part.difference:
        return part.sign * (x - y) > part.size
    shown = part.sign * (x - part.null) > part.size
    if not part.ablate:
        return shown
    return shown and part.sign * (x - y) > 0.0 and not part.sign * (y - part.null) > part.size
