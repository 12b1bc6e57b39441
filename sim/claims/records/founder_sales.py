"""What the founder sells: love buys the product, and a strong product most of all."""

from __future__ import annotations

from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, Evidence, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import BEGINNING, LAUNCH


def _sold_for_love(arms: ObservedArms) -> float:
    return statistics.log_ratio(
        statistics.total(arms["loved"], "sales"), statistics.total(arms["unknown"], "sales"), 1.0
    )


BUY_THE_PERSON: Final = Claim(
    id="buy-the-person",
    essay=("E1",),
    phrase="At least they believe in Xiaomi cars because they believe in Lei Jun.",
    theory="celebrity endorsement",
    references=("mccracken-1989",),
    mechanisms=("buy-the-person",),
    setting=Setting(
        120,
        # Nobody is won and nobody's passion grows: the same product, with and without fans.
        {
            **BEGINNING,
            "product.demand": 1e-4,
            "people.recruitment": 0.0,
            "people.coverage": 0.0,
            "people.word_of_mouth": 0.0,
            "people.idealisation": 0.0,
            "founder.participation": 0.0,
            "start.passion": 0.7,
            "start.anti_fans": 0.0,
        },
    ),
    arms=(Arm("loved", {"start.fans": 0.4}), Arm("unknown", {"start.fans": 0.0})),
    parts=(
        ClaimPart("cars sold with fans against without", "ln ratio", _sold_for_love, "above", 0.5),
    ),
    expected="About ln(1 + .4 x 7 x .6), near 1; without, what the better climate sells (at most "
    "ln 1.5) remains.",
    notice="The same product sells twice as well to people who love its founder.",
    figure="sales",
    evidence=Evidence(
        "Xiaomi's monthly units: 29,244 in March 2025, then 28,585, 28,013 and 25,000, while the "
        "balance of titles fell from +.72 to -.09",
        "the firm sold what it could build, from a backlog of orders; some months are from memory",
    ),
)

YEAR: Final = 365


def _gain(arms: ObservedArms, product: str) -> float:
    return (
        statistics.total(arms[f"{product}, seen"], "owners", YEAR - 1)
        - statistics.total(arms[f"{product}, unseen"], "owners", YEAR - 1)
    ) / arms[f"{product}, seen"].people


def _complement(arms: ObservedArms) -> float:
    return 1000.0 * (_gain(arms, "strong") - _gain(arms, "weak"))


MATCH: Final = Claim(
    id="match",
    essay=("E1",),
    phrase="If entrepreneur IP matches the product strength of the enterprise, it may complement "
    "each other.",
    theory="complementarity",
    references=("milgrom-roberts-1990",),
    mechanisms=("buy-the-person",),
    setting=Setting(YEAR, {**BEGINNING, "product.demand": 5e-5}, (LAUNCH,)),
    arms=tuple(
        Arm(f"{product}, {face}", {"product.strength": strength, "founder.exposure": exposure})
        for product, strength in (("weak", 0.3), ("strong", 0.9))
        for face, exposure in (("unseen", 0.3), ("seen", 0.8))
    ),
    parts=(
        ClaimPart(
            "owners that more exposure wins: strong less weak product",
            "owners per 1,000 people",
            _complement,
            "above",
            2.0,
        ),
    ),
    expected="Above 0, since purchases are strength x (1 + passion); without passion's demand "
    "exposure sells little of either product.",
    notice="Exposure sells more of a strong product than of a weak one.",
    figure="owners",
    shown=("strong, seen", "weak, seen"),
)
