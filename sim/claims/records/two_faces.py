"""The two faces of opinion: the same founder, the same firm, another climate."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.claims.claim import Arm, Claim, ClaimPart, ScheduledEvent, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import EVEN_CAMPS, LAUNCH, lever

STORY: Final = 30
TWO_YEARS: Final = 730
FOUR_YEARS: Final = 1_461
# One and the same news, that can be read either way.
EITHER_WAY: Final = (
    ScheduledEvent(STORY, "founder appearance", "+", 10.0),
    ScheduledEvent(STORY, "quality ranking", "-", 10.0, 3.0),
)


def _reaction(arms: ObservedArms, climate: str) -> float:
    """Return praise less blame that the story brings in ten days, per 1,000 people."""
    days = slice(STORY + 1, STORY + 11)

    def balance(what: str) -> float:
        run = arms[f"{climate}, {what}"]
        return float((run["praise"][days] - run["blame"][days]).sum())

    people = arms[f"{climate}, story"].people
    return 1000.0 * (balance("story") - balance("none")) / people


def _two_readings(arms: ObservedArms) -> float:
    return _reaction(arms, "boom") - _reaction(arms, "slump")


BANDWAGON: Final = Claim(
    id="bandwagon",
    essay=("E1",),
    phrase="Groups are usually the icing on the cake when people are proud and fall into the trap "
    "when they are frustrated.",
    theory="momentum herding",
    references=("bikhchandani-1992",),
    mechanisms=("bandwagon", "climate-gain", "spiral-of-silence"),
    setting=Setting(
        STORY + 30,
        # Nobody changes camp, so that only the reading of the story differs.
        {
            **EVEN_CAMPS,
            "people.turning": 0.0,
            "people.recruitment": 0.0,
            "people.coverage": 0.0,
            "people.word_of_mouth": 0.0,
            "people.idealisation": 0.0,
            "people.admiration_decay": 0.0,
            "people.hostility_decay": 0.0,
            "founder.participation": 0.0,
        },
    ),
    arms=tuple(
        Arm(f"{climate}, {what}", {"start.climate": value}, events)
        for climate, value in (("boom", 0.8), ("slump", -0.8))
        for what, events in (("story", EITHER_WAY), ("none", ()))
    ),
    parts=(
        ClaimPart(
            "praise less blame that one story brings: boom less slump",
            "voices per 1,000",
            _two_readings,
            "above",
            1.0,
        ),
    ),
    expected="Above 0 at one composition of the camps; equal without what leans with the climate: "
    "outlets, ears and tongues.",
    amended="Was tried in camps that went on changing and failed: 12 with the mechanisms, 20 "
    "without, because by the day of the story there were other camps in boom and in slump. Nobody "
    "changes camp now, as the record had meant.",
    first="fails",
    notice="One and the same story, in boom and in slump.",
    figure="voiced_sentiment",
    shown=("boom, story", "slump, story"),
)


def _voiced_too_much(arms: ObservedArms) -> float:
    run = arms["two years"]
    climate = run["climate"]
    clear = np.abs(climate) > 0.1
    if not clear.any():
        return 0.0
    gap = np.sign(climate) * (run["voiced_sentiment"] - run["private_sentiment"])
    return float(gap[clear].mean())


TWO_FACED_OPINION: Final = Claim(
    id="two-faced-opinion",
    essay=("E1",),
    phrase="Even if some people say it is not good, they will be drowned in one-sided praise; when "
    "headwinds, many netizens will magnify its shortcomings, saying that its merits have become "
    "'public opinion is incorrect'.",
    theory="spiral of silence",
    references=("noelle-neumann-1974", "ross-2019"),
    mechanisms=("spiral-of-silence",),
    setting=Setting(TWO_YEARS, {}, (LAUNCH,)),
    arms=(Arm("two years"),),
    parts=(
        ClaimPart(
            "voiced less private sentiment, toward the side that is winning",
            "-2 to 2",
            _voiced_too_much,
            "above",
            0.02,
        ),
    ),
    expected="Above 0: who disagrees with the climate is silent. Private sentiment is itself "
    "one-sided at the height, which leaves little room.",
    notice="What is said is more one-sided than what is felt.",
    figure="voiced_sentiment",
)

LOVED: Final = {"start.climate": 0.6, "start.fans": 0.35, "start.anti_fans": 0.01}
HATED: Final = {"start.climate": -0.6, "start.fans": 0.05, "start.anti_fans": 0.3}
SETTLED: Final = 180
STEP: Final = 60
LEVELS: Final = (0.1, 0.3, 0.5, 0.7, 0.9, 0.7, 0.5, 0.3, 0.1)


def _two_states(arms: ObservedArms) -> float:
    return statistics.difference(arms, "began loved", "began hated", "climate", SETTLED - 1)


def _loop(arms: ObservedArms) -> float:
    climate = arms["up and down"]["climate"]
    at = [float(climate[(k + 1) * STEP - 10 : (k + 1) * STEP].mean()) for k in range(len(LEVELS))]
    return float(np.mean([at[8 - k] - at[k] for k in range(1, 4)]))


def _swings(arms: ObservedArms) -> float:
    return float(arms["four years"]["voiced_sentiment"][90:].std())


NO_STABLE_CORE: Final = Claim(
    id="no-stable-core",
    essay=("E1", "ours"),
    phrase="Lei Jun may still be the same Lei Jun, and Xiaomi may still be the same Xiaomi, but "
    "public opinion has never 'stabilized the core'.",
    theory="bistability",
    references=("scheffer-2009",),
    mechanisms=("climate-gain", "spiral-of-silence"),
    setting=Setting(FOUR_YEARS),
    arms=(
        Arm("four years", events=(LAUNCH,)),
        Arm("began loved", {**LOVED, "run.incidents": "dated", "start.passion": 0.6}),
        Arm("began hated", {**HATED, "run.incidents": "dated", "start.passion": 0.6}),
        Arm(
            "up and down",
            {"run.incidents": "dated"},
            tuple(lever(k * STEP, exposure=level) for k, level in enumerate(LEVELS)),
        ),
    ),
    parts=(
        ClaimPart(
            "spread of voiced sentiment at unchanged levers", "-1 to 1", _swings, "above", 0.2
        ),
        ClaimPart(
            "climate half a year later, begun loved less begun hated",
            "-1 to 1",
            _two_states,
            "above",
            0.2,
        ),
        ClaimPart(
            "climate at one exposure on the way down less on the way up",
            "-1 to 1",
            _loop,
            "above",
            0.1,
            ours=True,
        ),
    ),
    expected="Swings and a loop with the feedback of climate on ears and tongues, neither without; "
    "other feedbacks (word of mouth, media) may keep both alive.",
    notice="Nothing about the founder or the product changes, and opinion swings.",
    figure="voiced_sentiment",
    shown=("began loved", "began hated"),
)


def _looks_like_more(arms: ObservedArms) -> float:
    def moved(name: str) -> float:
        series = arms["two years"][name]
        return float((series[30:] - series[:-30]).std())

    return statistics.log_ratio(moved("perceived_strength"), moved("strength"), 1e-6)


TELEPHOTO: Final = Claim(
    id="telephoto",
    essay=("E1",),
    phrase="Xiaomi is not as godly as many rice fans say, and it is not as weak as many people who "
    "jump on the other extreme think ... and look at it with a telephoto lens.",
    theory="excess volatility",
    references=("shiller-1981",),
    mechanisms=("perception",),
    setting=Setting(TWO_YEARS, {}, (LAUNCH,)),
    arms=(Arm("two years"),),
    parts=(
        ClaimPart(
            "spread of monthly changes: strength as seen against strength",
            "ln ratio",
            _looks_like_more,
            "above",
            math.log(2.0),
        ),
    ),
    expected="Many times more, as the climate moves by tenths and co-creation by hundredths.",
    notice="The product as it looks, beside the product as it is.",
    figure="perceived_strength",
)
