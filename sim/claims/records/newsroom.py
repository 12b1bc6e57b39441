"""The newsroom: fame is reported, and stories bring stories."""

from __future__ import annotations

import math
from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, Evidence, Setting, interval_above
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import INCIDENTS_ALONE


def _public_share(arms: ObservedArms, arm: str) -> float:
    happened = statistics.total(arms[arm], "accidents") + statistics.total(arms[arm], "disputes")
    public = statistics.total(arms[arm], "accidents_public") + statistics.total(
        arms[arm], "disputes_public"
    )
    return public / happened if happened > 0.0 else math.nan


def _public_more(arms: ObservedArms) -> float:
    return statistics.log_ratio(_public_share(arms, "famous"), _public_share(arms, "unknown"))


TOPIC_EFFECT: Final = Claim(
    id="topic-effect",
    essay=("E1",),
    phrase="As a cutting-edge in the automotive field, Xiaomi already has its own topic effect, "
    "and it is inevitable that it will be focused.",
    theory="gatekeeping and agenda setting",
    references=("white-1950", "mccombs-shaw-1972"),
    mechanisms=("topic-effect",),
    setting=Setting(
        730,
        {
            "start.fans": 0.0,
            "start.anti_fans": 0.0,
            "product.demand": 0.0,
            "start.fleet": 1_000_000.0,
            "product.defects": 5e-7,
            "product.hazard": 0.0,
        },
        without=("scrutiny",),  # which would tell more of the famous by another way
    ),
    arms=(
        Arm(
            "famous",
            {
                "founder.exposure": 0.9,
                "product.brand": 0.8,
                "start.coupling": 0.5,
                "start.attention": 5.0,
            },
        ),
        Arm(
            "unknown",
            {
                "founder.exposure": 0.05,
                "product.brand": 0.1,
                "start.coupling": 0.3,
                "start.attention": 0.1,
            },
        ),
    ),
    parts=(
        ClaimPart(
            "share of incidents that become public, famous against unknown firm",
            "ln ratio",
            _public_more,
            "above",
            math.log(2.0),
        ),
    ),
    expected="Many times more (the claim); the model's fame runs from about .5 to 2, so that two "
    "to four times can be expected.",
    notice="Two firms of one hazard: the famous one's incidents are told.",
    evidence=Evidence(
        "new negatives around the launch of 2024-03-28, a jump of fame at the same hazard",
        "few cars were on the road yet; the launch itself was the topic; one coder; an edited "
        "board",
        ("launch", "topic-event", "topic-car"),
        lambda estimates: interval_above(
            estimates["negatives after the launch"].low,
            estimates["negatives after the launch"].high,
            1.0,
        ),
    ),
)


def _clustering(arms: ObservedArms) -> float:
    return statistics.pair_correlation(arms["steady"]["stories_bad"][200:], (1, 2, 3))


HITCHHIKING: Final = Claim(
    id="hitchhiking",
    essay=("E1",),
    phrase="When there is a negative aspect of a company, the negative of this company often "
    "follows.",
    theory="self-exciting point process",
    references=("hawkes-1971",),
    mechanisms=("hitchhiking",),
    setting=Setting(
        4_000,
        {
            **INCIDENTS_ALONE,
            "product.defects": 5e-7,
            "product.hazard": 0.0,
            "newsroom.reservoir_gain": 0.0,
        },
        # All that could make bad stories cluster but the follow-ups themselves.
        without=("heavy-tail", "scrutiny", "topic-effect", "own-goal", "coupling"),
        people=200,
    ),
    arms=(Arm("steady"),),
    parts=(
        ClaimPart(
            "pair correlation of bad stories 1 to 3 days apart",
            "ratio",
            _clustering,
            "above",
            0.2,
            null=1.0,
        ),
    ),
    expected="Well above 1 with branching .6; 1 without, as incidents come evenly.",
    notice="Bad stories come in trains; without follow-ups they are scattered.",
    figure="stories_bad",
    built_in="branching",
    evidence=Evidence(
        "new negatives of Xiaomi at lags of 1 to 3 days, against a null driven by attention alone",
        "one coder; an edited board; a single story under several titles clusters by itself",
        ("negatives-cluster", "attention-alone", "negatives-beyond", "crash"),
        lambda estimates: interval_above(
            min(
                estimates[f"pair correlation at {k} d"].low
                - estimates[f"attention alone at {k} d"].high
                for k in (1, 2, 3)
            ),
            max(
                estimates[f"pair correlation at {k} d"].high
                - estimates[f"attention alone at {k} d"].low
                for k in (1, 2, 3)
            ),
            0.0,
        ),
    ),
)


def _surfacing(arms: ObservedArms) -> float:
    public = arms["steady"]["accidents_public"] + arms["steady"]["disputes_public"]
    return statistics.pair_correlation(public[400:], (1, 2, 3))


SCRUTINY: Final = Claim(
    id="scrutiny",
    essay=("E1",),
    phrase="All parties in society will always be 'from one point to another'.",
    theory="issue-attention cycle",
    references=("downs-1972",),
    mechanisms=("scrutiny",),
    setting=Setting(
        4_000,
        {
            **INCIDENTS_ALONE,
            "product.defects": 2e-6,
            "product.hazard": 0.0,
            "newsroom.reservoir_gain": 0.0,
        },
        without=("topic-effect", "own-goal", "coupling"),
        people=200,
    ),
    arms=(Arm("steady"),),
    parts=(
        ClaimPart(
            "pair correlation of incidents becoming public 1 to 3 days apart",
            "ratio",
            _surfacing,
            "above",
            0.05,
            null=1.0,
        ),
    ),
    expected="Above 1: attention brings hidden incidents to light together. The effect may be "
    "small, since scrutiny adds .005 a story to a disclosure of .035.",
    notice="Hidden incidents happen evenly and surface together.",
    evidence=Evidence(
        "none: the record has the day a negative became public, not the day it happened"
    ),
)
