"""The founder and the firm: what befalls the one befalls the other."""

from __future__ import annotations

import math
from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, Evidence, Setting, interval_above
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH, conduct, severe

SHOCK: Final = 60
AFTER: Final = 60


def _fall_together(arms: ObservedArms) -> float:
    return statistics.turned_more(arms, "accident", "calm", SHOCK, AFTER)


def _naming(arms: ObservedArms) -> float:
    bad = statistics.total(arms["accident"], "stories_bad", SHOCK, SHOCK + AFTER)
    named = statistics.total(arms["accident"], "stories_bad_founder", SHOCK, SHOCK + AFTER)
    return named / bad if bad > 0.0 else math.nan


FOUNDER_IS_FIRM: Final = Claim(
    id="founder-is-firm",
    essay=("E1",),
    phrase="In the eyes of many people, Xiaomi = Lei Jun ... the first thing everyone thinks of "
    "after the accident is this person, not this company.",
    theory="meaning transfer; situational crisis communication",
    references=("scheidt-2018", "mccracken-1989", "coombs-2007"),
    mechanisms=("coupling",),
    setting=Setting(
        150,
        {**HEIGHT, "start.fleet": 0.0, "product.demand": 0.0},
        without=("own-goal",),  # whose stories name the founder whatever the coupling
    ),
    arms=(Arm("accident", events=(severe(SHOCK),)), Arm("calm")),
    parts=(
        ClaimPart(
            "fans of the founder lost by an accident of the product",
            "share of fans",
            _fall_together,
            "above",
            0.05,
        ),
        ClaimPart(
            "bad stories on the accident that name the founder", "share", _naming, "above", 0.3
        ),
    ),
    expected="Both present; without coupling few should turn, as only owners (2 % of the crowd) "
    "are then concerned by a fault of the product.",
    amended="The first run had half a million cars on the road: .74 of the fans lost with "
    "coupling, .12 without, because owners are concerned by a fault of the product whoever leads "
    "the firm. With nobody an owner it was .71 and .06 (limit .05), all of that by attacks of the "
    "fan circle, whose stories name the founder in any case. Both ways are closed now, so that "
    "coupling is the only one.",
    first="fails",
    notice="The fans of the person leave after a fault of the product, unless person and firm are "
    "apart.",
    figure="fan_share",
    evidence=Evidence(
        "share of negative titles that name Lei Jun, April 2024 to March 2025 against April and "
        "May 2025",
        "few negatives a month; one coder; the founder was silent in between; an edited board",
        ("founder-named",),
        lambda estimates: interval_above(
            estimates["founder named in negatives, April and May 2025"].low
            - estimates["founder named in negatives, April 2024 to March 2025"].high,
            estimates["founder named in negatives, April and May 2025"].high
            - estimates["founder named in negatives, April 2024 to March 2025"].low,
            0.0,
        ),
    ),
)

YEAR: Final = 365
QUARTER: Final = 90


def _loss(arms: ObservedArms, level: str) -> float:
    """Return how much of the crowd an accident costs at one exposure."""
    struck, calm = arms[f"{level}, accident"]["fan_share"], arms[f"{level}, calm"]["fan_share"]
    return float((calm[YEAR : YEAR + QUARTER] - struck[YEAR : YEAR + QUARTER]).max())


def _convexity(arms: ObservedArms) -> float:
    return _loss(arms, "high") - 2.0 * _loss(arms, "middle") + _loss(arms, "low")


LEVERAGE: Final = Claim(
    id="leverage",
    essay=("E1",),
    phrase="Entrepreneur IP far exceeds the product strength of enterprises and is prone to "
    "top-heavy symptoms ... In the headwind situation, it will 'add leverage' to the word-of-mouth "
    "reversal when the product has an accident.",
    theory="liability of good reputation (contrary: celebrity as an asset)",
    references=("rhee-haunschild-2006", "pfarrer-2010"),
    mechanisms=("coupling",),
    setting=Setting(YEAR + QUARTER, BEGINNING, (LAUNCH,)),
    arms=tuple(
        Arm(f"{level}, {what}", {"founder.exposure": exposure}, events)
        for level, exposure in (("low", 0.2), ("middle", 0.5), ("high", 0.8))
        for what, events in (("accident", (severe(YEAR),)), ("calm", ()))
    ),
    parts=(
        ClaimPart(
            "loss at exposure .8, less twice that at .5, plus that at .2",
            "share of crowd",
            _convexity,
            "above",
            0.02,
        ),
    ),
    expected="Convex, as fans, hype and coupling all grow with exposure; coupling x / (x + b) and "
    "the number of fans level off, so that it may as well be concave.",
    disputed=True,
    amended="It was judged in the first run, and failed (.014, expected above .02). But the "
    "literature it names is divided on the sign (Rhee and Haunschild 2006 against Pfarrer et al. "
    "2010), so that by the rule for all claims it is reported.",
    first="fails",
    notice="What one accident costs, at three exposures.",
    figure="fan_share",
    shown=("high, accident", "low, accident"),
)


def _sales_lost(arms: ObservedArms, firm: str) -> float:
    struck = statistics.total(arms[f"{firm}, conduct"], "sales", SHOCK, SHOCK + QUARTER)
    calm = statistics.total(arms[f"{firm}, calm"], "sales", SHOCK, SHOCK + QUARTER)
    return 1.0 - struck / calm if calm > 0.0 else math.nan


def _lost_coupled(arms: ObservedArms) -> float:
    return _sales_lost(arms, "coupled")


def _lost_more(arms: ObservedArms) -> float:
    return _sales_lost(arms, "coupled") - _sales_lost(arms, "apart")


SPILLOVER: Final = Claim(
    id="spillover",
    essay=("E1",),
    phrase="Musk's slashing magic as 'Minister Ma', which aroused public anger, and many people "
    "burned their anger on Tesla.",
    theory="meaning transfer, from the person to the firm",
    references=("scheidt-2018", "love-2017"),
    mechanisms=("coupling",),
    setting=Setting(180, {**HEIGHT, "product.demand": 2e-4}),
    arms=tuple(
        Arm(f"{firm}, {what}", values, events)
        for firm, values in (
            (
                "coupled",
                {"start.coupling": 0.8, "founder.coupling_ceiling": 1.0, "founder.exposure": 0.8},
            ),
            (
                "apart",
                {"start.coupling": 0.15, "founder.coupling_ceiling": 0.2, "founder.exposure": 0.8},
            ),
        )
        for what, events in (("conduct", (conduct(SHOCK),)), ("calm", ()))
    ),
    parts=(
        ClaimPart(
            "sales that bad conduct costs where the firm is its founder",
            "share",
            _lost_coupled,
            "above",
            0.05,
        ),
        ClaimPart(
            "sales that bad conduct costs, coupled firm less firm apart",
            "share",
            _lost_more,
            "above",
            0.03,
        ),
    ),
    expected="Holds with demand that follows the coupling; in the core model passion sells "
    "whatever the coupling, so that the ablated world should lose the same either way.",
    amended="The first run had an extension by which passion sells only as far as the firm is its "
    "founder; both parts were there without it as well (.15 and .13), so that it was not needed, "
    "and is gone. The second part's ablation is that of the coupling now, which is all that its "
    "arms differ in, so that nothing can be left of it; the first part decides.",
    first="fails",
    notice="Sales after bad conduct with no fault of the product: a firm that is its founder, and "
    "one that is not.",
    figure="sales",
    shown=("coupled, conduct", "apart, conduct"),
    evidence=Evidence(
        "none: monthly deliveries of Tesla are not among the files (yearly, to 2022)",
        "a tariff sell-off, a new model's changeover and other causes fall in the same months",
    ),
)
