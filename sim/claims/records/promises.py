"""Promises: what they raise, what they cost when broken, and promising less."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.claims.claim import Arm, Claim, ClaimPart, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import HEIGHT, LAUNCH, lever, put_on, severe
from sim.engine.engine import Engine
from sim.model import layout

PROMISED: Final = 120
AFTER: Final = 60


def _verdict(arms: ObservedArms) -> float:
    return statistics.turned_more(arms, "much promised", "little promised", PROMISED, AFTER)


def _bend(arms: ObservedArms) -> float:
    def loss(arm: str) -> float:
        return statistics.turned(arms[arm], PROMISED, AFTER)

    return (loss("above quality") - loss("at quality")) - (
        loss("at quality") - loss("below quality")
    )


def _held(expectation: float) -> dict[str, float]:
    """Return a world whose expectations stay where they are."""
    return {"start.expectation": expectation, "people.expectation_rate": 0.0}


EXPECTATION: Final = Claim(
    id="expectation",
    essay=("E1",),
    phrase="It will raise the expectations of many users, and once the actual product is different "
    "from the expectation, it is easy to form a backlash.",
    theory="expectation and disconfirmation; losses weigh more",
    references=("oliver-1980", "mittal-1998", "anderson-1973", "kahneman-tversky-1979"),
    mechanisms=("expectation",),
    setting=Setting(PROMISED + AFTER, HEIGHT, (severe(PROMISED),)),
    arms=(
        Arm("much promised", {"founder.candour": 0.1}),
        Arm("little promised", {"founder.candour": 0.9}),
        Arm("above quality", _held(0.85)),
        Arm("at quality", _held(0.65)),
        Arm("below quality", _held(0.45)),
    ),
    parts=(
        ClaimPart(
            "fans lost by one accident, much less little promised",
            "share of fans",
            _verdict,
            "above",
            0.02,
        ),
        ClaimPart(
            "bend of the loss at quality: a fifth above less a fifth below",
            "share of fans",
            _bend,
            "above",
            0.02,
            off=("loss-aversion",),
        ),
    ),
    expected="The first holds. The second should be there with losses weighing twice; but the "
    "model counts only disappointment, so that a bend remains when losses weigh as much as gains, "
    "and the ablation may not remove it.",
    notice="Same accident, same product; more was promised to one crowd.",
    figure="fan_to_black",
    shown=("much promised", "little promised"),
)


def look_at_returns(engine: Engine) -> Mapping[str, float]:
    """Tell how many of those who turned within 30 days of the accident are fans 200 days later."""
    crowd = engine.world.crowd
    engine.advance(60)
    fans = crowd.role == layout.FAN
    engine.advance(30)
    left = fans & (crowd.role == layout.ANTI_FAN)
    engine.run()
    back = float(np.count_nonzero(left & (crowd.role == layout.FAN)))
    count = int(np.count_nonzero(left))
    return {"returned": back / count if count >= 10 else math.nan}


def _relief(arms: ObservedArms) -> float:
    return statistics.mean(arms["compensated"], "mean_grievance", 62, 120) - statistics.mean(
        arms["wronged"], "mean_grievance", 62, 120
    )


def _won_back(arms: ObservedArms) -> float:
    return arms["compensated"].extra["returned"] - arms["wronged"].extra["returned"]


def _returned(arms: ObservedArms) -> float:
    return arms["wronged"].extra["returned"]


BETRAYAL: Final = Claim(
    id="betrayal",
    essay=("E1",),
    phrase="The key is not whether the 20,000 points compensation ... is reasonable, but the trust "
    "has been betrayed.",
    theory="betrayal",
    references=("koehler-gershoff-2003", "gregoire-2009"),
    mechanisms=("broken-trust",),
    setting=Setting(290, HEIGHT, (severe(60),)),
    arms=(
        Arm("wronged"),
        Arm("compensated", events=(lever(60, for_days=230, stance="compensate"),)),
    ),
    parts=(
        ClaimPart(
            "grievance of the fans, compensated less wronged",
            "grievance",
            _relief,
            "below",
            0.01,
            ablate=False,
            control=True,
        ),
        ClaimPart(
            "those who turned and are fans again: compensated less wronged",
            "share of the turned",
            _won_back,
            "equal",
            0.05,
        ),
        ClaimPart(
            "those who turned and are fans again, with broken trust less without",
            "share of the turned",
            _returned,
            "below",
            0.02,
            difference=True,
        ),
    ),
    expected="Compensation lowers grievance and brings no one back; fewer come back where trust "
    "breaks. It could fail because fewer turn where there is compensation, and those who do "
    "differ.",
    notice="Grievance falls with compensation; the lost fans stay away.",
    figure="mean_grievance",
    shown=("wronged", "compensated"),
    look=look_at_returns,
)

CANDOURS: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
LATER: Final = 730


def _now(arms: ObservedArms) -> float:
    return statistics.log_ratio(
        statistics.total(arms["0.9"], "sales", 0, 180),
        statistics.total(arms["0.1"], "sales", 0, 180),
        1.0,
    )


def _later(arms: ObservedArms) -> float:
    def negatives(arm: str) -> float:
        return statistics.total(arms[arm], "fan_to_black", 180) + statistics.total(
            arms[arm], "blame", 180
        )

    return statistics.log_ratio(negatives("0.9"), negatives("0.1"), 1.0)


def _best(arms: ObservedArms) -> float:
    sold = [statistics.total(arms[f"{c:g}"], "sales") for c in CANDOURS]
    return CANDOURS[int(np.argmax(sold))]


LOW_KEY: Final = Claim(
    id="low-key",
    essay=("E1",),
    phrase="The strategy of 'lowering expectations in the early stage and reducing negative "
    "reviews in the later stage'.",
    theory="two-sided messages",
    references=("crowley-hoyer-1994",),
    mechanisms=("promise",),
    setting=Setting(LATER, {**put_on("promise")}, (LAUNCH,)),
    arms=tuple(Arm(f"{candour:g}", {"founder.candour": candour}) for candour in CANDOURS),
    parts=(
        ClaimPart(
            "cars sold in the first half year, candour .9 against .1",
            "ln ratio",
            _now,
            "below",
            0.05,
        ),
        ClaimPart(
            "blame and turned fans afterwards, candour .9 against .1",
            "ln ratio",
            _later,
            "below",
            0.1,
            off=("expectation",),
        ),
        ClaimPart(
            "candour of five that sells most in two years",
            "candour",
            _best,
            "within",
            0.9,
            null=0.1,
            ablate=False,
            reported=True,
        ),
    ),
    expected="Fewer buyers now and fewer negatives later. Whether a best candour lies inside is "
    "open.",
    notice="Five candours: what is sold now and what is blamed later.",
    figure="owners",
    shown=("0.1", "0.9"),
)
