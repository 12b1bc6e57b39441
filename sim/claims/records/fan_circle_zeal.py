"""The zeal of the fan circle: what it does to everyone else, and keeping away from it."""

from __future__ import annotations

import math
from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH, severe

SHOCK: Final = 60


def _second_wave(arms: ObservedArms) -> float:
    days = slice(SHOCK + 1, SHOCK + 3)
    return float((arms["shock"]["stories_bad"][days] - arms["calm"]["stories_bad"][days]).sum())


OWN_GOAL: Final = Claim(
    id="own-goal",
    essay=("E1",),
    phrase="A large number of fans ran to the Weibo of the victims' families to abuse, which was a "
    "disguised black name for Lei Jun and Xiaomi.",
    theory="mobilised minorities",
    references=("kumar-2018",),
    mechanisms=("own-goal",),
    setting=Setting(
        90,
        {**HEIGHT, "start.passion": 0.85},
        without=("hitchhiking",),  # whose follow-ups would be a second wave by another name
    ),
    arms=(Arm("shock", events=(severe(SHOCK),)), Arm("calm")),
    parts=(
        ClaimPart(
            "bad stories one and two days after the shock, beyond those of a calm world",
            "stories",
            _second_wave,
            "above",
            1.0,
        ),
    ),
    expected="About a story for each thousandth of the crowd that attacks: a few. Without attacks "
    "none, as follow-ups are off.",
    notice="A second wave of bad stories, made by the fans themselves.",
    figure="stories_bad",
)


def _repelled(arms: ObservedArms) -> float:
    run = arms["no incident"]
    return float(run["resisters"][-1] / run["silent"][-1]) if run["silent"][-1] > 0 else math.nan


def _won_in_peace(arms: ObservedArms) -> float:
    return statistics.total(arms["no incident"], "recruits") / arms["no incident"].people


REPELLED_MAJORITY: Final = Claim(
    id="repelled-majority",
    essay=("E1",),
    phrase="Their fanaticism will lead to the 'silent majority of people' who will be disgusted "
    "and resist the company because they are disgusted with the fan circle.",
    theory="reactance; aversion to an out-group",
    references=("brehm-1966", "berger-heath-2008"),
    mechanisms=("alienation",),
    setting=Setting(180, {**HEIGHT, "start.passion": 0.85}),
    arms=(Arm("no incident"),),
    parts=(
        ClaimPart(
            "resisters among the silent after half a year without an incident",
            "share",
            _repelled,
            "above",
            0.02,
        ),
        ClaimPart(
            "people won meanwhile, with the noise less without it",
            "share of crowd",
            _won_in_peace,
            "below",
            0.01,
            difference=True,
        ),
    ),
    expected="A few per cent of the silent resist, and fewer are won than where nobody is "
    "repelled; no product has failed.",
    notice="Resisters grow in number although nothing happens to the product.",
    figure="resisters",
)

GROWN: Final = 300


def _growth(arms: ObservedArms) -> float:
    return statistics.difference(arms, "far", "near", "fan_share", GROWN - 1)


def _fall(arms: ObservedArms, arm: str) -> float:
    share = arms[arm]["fan_share"]
    return float(share[GROWN - 1] - share[GROWN:].min())


def _smaller_fall(arms: ObservedArms) -> float:
    return _fall(arms, "far") - _fall(arms, "near")


KEEP_AWAY: Final = Claim(
    id="keep-away",
    essay=("E1",),
    phrase="Enterprises should stay away from the fan circle - even if they are automatically "
    "found by the fan circle.",
    theory="distance from the fan circle",
    references=("lovelace-2018",),
    mechanisms=("idealisation",),
    setting=Setting(GROWN + 90, BEGINNING, (LAUNCH, severe(GROWN))),
    arms=(Arm("far", {"founder.distance": 0.9}), Arm("near", {"founder.distance": 0.0})),
    parts=(
        ClaimPart("fans after 300 days, far less near", "share of crowd", _growth, "below", 0.01),
        ClaimPart(
            "fall after a severe accident, far less near",
            "share of crowd",
            _smaller_fall,
            "below",
            0.02,
        ),
    ),
    expected="Slower growth and a smaller fall; distance slows idealisation within the circle "
    "alone, so that both may be slight.",
    notice="A founder far from the circle and one near it: slower up, less far down?",
    figure="fan_share",
)
