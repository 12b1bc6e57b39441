"""Stepping back: a strategic retreat, and the brand ahead of the person."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, Evidence, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH, lever, severe
from sim.evidence.estimate import Estimate

AFTER: Final = 60
FIRST_ACCIDENT: Final = 60
RETREAT_DAY: Final = 63
SECOND_ACCIDENT: Final = 300
# What counts as unchanged blame, in the model and in the data: a fifth either way, in logarithms.
SAME: Final = math.exp(0.2)


def _praise(arms: ObservedArms) -> float:
    return _stories(arms, "stories_good")


def _blame(arms: ObservedArms) -> float:
    return _stories(arms, "stories_bad")


def _stories(arms: ObservedArms, name: str) -> float:
    gone = statistics.total(arms["retreat"], name, RETREAT_DAY, RETREAT_DAY + 37)
    stayed = statistics.total(arms["stay"], name, RETREAT_DAY, RETREAT_DAY + 37)
    return statistics.log_ratio(gone, stayed, 1.0)


def _coupling(arms: ObservedArms) -> float:
    return statistics.difference(arms, "retreat", "stay", "coupling", SECOND_ACCIDENT - 1)


def _second_loss(arms: ObservedArms) -> float:
    return statistics.turned_more(arms, "retreat", "stay", SECOND_ACCIDENT, AFTER)


def _timing(arms: ObservedArms) -> float:
    ends = {30.0: "before", float(RETREAT_DAY): "retreat", 120.0: "late"}
    return max(ends, key=lambda day: float(arms[ends[day]]["fan_share"][-1]))


def _praise_fell_and_blame_did_not(estimates: Mapping[str, Estimate]) -> str:
    praise = estimates["founder's titles, silence over before"]
    blame = estimates["new negatives, silence over before"]
    if praise.low > 1.0 or blame.high < 1.0 / SAME or blame.low > SAME:
        return "against"
    same = blame.low > 1.0 / SAME and blame.high < SAME
    return "supports" if praise.high < 1.0 and same else "silent"


RETREATING: Final = tuple(
    Arm(name, events=(lever(day, "strategic retreat", exposure=0.16),))
    for name, day in (("retreat", RETREAT_DAY), ("before", 30), ("late", 120))
)

RETREAT: Final = Claim(
    id="retreat",
    essay=("E1",),
    phrase="Let Lei Jun make a 'strategic retreat' and let the Xiaomi brand move forward more.",
    theory="exposure control",
    references=("love-2017", "coombs-2007"),
    mechanisms=("coupling",),
    setting=Setting(
        SECOND_ACCIDENT + 90,
        {**HEIGHT, "founder.exposure": 0.8},
        (severe(FIRST_ACCIDENT), severe(SECOND_ACCIDENT)),
    ),
    arms=(Arm("stay"), *RETREATING),
    parts=(
        ClaimPart(
            "good stories in the 37 days after the retreat, against staying",
            "ln ratio",
            _praise,
            "below",
            0.5,
            ablate=False,
            control=True,
        ),
        ClaimPart(
            "bad stories in the 37 days after the retreat, against staying",
            "ln ratio",
            _blame,
            "equal",
            0.2,
        ),
        ClaimPart(
            "coupling eight months later, retreat less stay", "share", _coupling, "below", 0.1
        ),
        ClaimPart(
            "fans lost by a second accident then, retreat less stay",
            "share of fans",
            _second_loss,
            "below",
            0.03,
        ),
        ClaimPart(
            "day of the retreat, of 30, 63 and 120, that leaves most fans",
            "day",
            _timing,
            "within",
            120.0,
            null=30.0,
            ablate=False,
            reported=True,
        ),
    ),
    expected="Praise falls at once, blame stays: an accident's follow-ups do not ask where the "
    "founder is. The gain comes later by the lower coupling; it may be lost again because people "
    "who hear less of him love him less.",
    notice="Good stories after a retreat on day 63, against staying; a second accident on day 300.",
    figure="stories_good",
    shown=("retreat", "stay"),
    evidence=Evidence(
        "founder's titles and new negatives, 2025-04-03 to 05-09 against 02-15 to 03-31",
        "an edited board (six of eight negative events of that spring left no measured excess); a "
        "tariff sell-off in the same week; one coder",
        ("silence-founder", "silence-negatives", "silence-share"),
        _praise_fell_and_blame_did_not,
    ),
)

YEAR: Final = 365


def _sales(arms: ObservedArms) -> float:
    return statistics.log_ratio(
        statistics.total(arms["brand"], "sales", 0, YEAR),
        statistics.total(arms["person"], "sales", 0, YEAR),
        1.0,
    )


def _less_coupled(arms: ObservedArms) -> float:
    return statistics.difference(arms, "brand", "person", "coupling", YEAR - 1)


def _crash(arms: ObservedArms) -> float:
    return statistics.turned_more(arms, "brand", "person", YEAR, AFTER)


BRAND_FIRST: Final = Claim(
    id="brand-first",
    essay=("E1",),
    phrase="Let the Xiaomi brand move forward more ... shifting from highlighting personal IP "
    "creation to strengthening corporate IP shaping.",
    theory="corporate against CEO branding",
    references=("love-2017", "scheidt-2018"),
    mechanisms=("coupling",),
    setting=Setting(YEAR + 90, BEGINNING, (LAUNCH, severe(YEAR))),
    arms=(
        Arm("brand", {"founder.exposure": 0.35, "product.brand": 1.0}),
        Arm("person", {"founder.exposure": 0.7, "product.brand": 0.3}),
    ),
    parts=(
        ClaimPart(
            "cars sold in the first year, brand against person (at least .9 of them)",
            "ln ratio",
            _sales,
            "above",
            0.0,
            null=-0.1,
            ablate=False,
        ),
        ClaimPart("coupling after it, brand less person", "share", _less_coupled, "below", 0.1),
        ClaimPart(
            "fans lost by an accident then, brand less person",
            "share of fans",
            _crash,
            "below",
            0.03,
        ),
    ),
    expected="Lower coupling and a smaller crash. Equal sales are open: a brand of 1 sells 2 / 1.3 "
    "as much to everyone, and half the exposure wins fewer fans.",
    notice="The firm that leads with its brand, and the firm that leads with its founder.",
    figure="fan_share",
)
