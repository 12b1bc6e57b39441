"""The law of large numbers: accidents come with the fleet, and their stories with attention."""

from __future__ import annotations

import math
from typing import Final

from sim.claims.claim import (
    Arm,
    Claim,
    Evidence,
    Observed,
    Part,
    Setting,
    interval_above,
)
from sim.claims.records import statistics as st
from sim.claims.records.worlds import HEIGHT, INCIDENTS_ALONE, LAUNCH, put_on

THREE_YEARS: Final = 1_095
# Stories of one incident on its day by which it counts as a storm; with a thin tail none has them.
STORM: Final = 12.0


def _growth(o: Observed) -> float:
    return st.poisson_slope(st.months(o["growing"]["accidents"]), st.months(o["growing"]["fleet"]))


def _delay(o: Observed) -> float:
    return float(
        st.first_day(o["better"]["accidents"] > 0) - st.first_day(o["worse"]["accidents"] > 0)
    )


def _still_meets(o: Observed) -> float:
    return float(o["best and large"]["accidents"].sum() > 0)


BASE_EFFECT: Final = Claim(
    id="base-effect",
    essay=("E1",),
    phrase="The number of accidents is related to product quality, but whether there are accidents "
    "or not depends not on product quality but on the base effect.",
    theory="Poisson counts; the law of truly large numbers",
    references=("diaconis-mosteller-1989",),
    mechanisms=("base-effect",),
    setting=Setting(
        THREE_YEARS,
        # Frequent, so that months can be counted, and never told, so that the fleet goes on
        # growing.
        {
            "product.hazard": 2e-6,
            "product.defects": 0.0,
            "newsroom.disclosure": 0.0,
            "newsroom.scrutiny": 0.0,
        },
        (LAUNCH,),
    ),
    arms=(
        Arm("growing"),
        Arm(
            "worse",
            {
                "product.strength": 0.4,
                "product.hazard": 5e-8,
                "product.demand": 0.0,
                "start.fleet": 500_000.0,
            },
        ),
        Arm(
            "better",
            {
                "product.strength": 0.9,
                "product.hazard": 5e-8,
                "product.demand": 0.0,
                "start.fleet": 500_000.0,
            },
        ),
        Arm(
            "best and large",
            {
                "product.strength": 1.0,
                "product.hazard": 5e-8,
                "product.demand": 0.0,
                "start.fleet": 5_000_000.0,
            },
        ),
    ),
    parts=(
        Part("growth of monthly accidents with the fleet", "elasticity", _growth, "above", 0.5),
        Part(
            "days that the better product gains before its first accident",
            "days",
            _delay,
            "above",
            3.0,
            ablate=False,
        ),
        Part(
            "worlds in which the best product, in a large fleet, meets one",
            "share",
            _still_meets,
            "above",
            0.5,
            ablate=False,
        ),
    ),
    expected="The count is hazard x fleet by construction, so an elasticity near 1; what could "
    "fail is the fit where the fleet hardly grows.",
    replicates=160,
    amended="Was tried in 40 worlds and failed: the days gained were 17 (2.7 to 31.4), not told "
    "from chance at the level required. First accidents come at exponential times; 160 worlds now.",
    first="fails",
    notice="Accidents a day rise with the fleet, and stay where they were when the fleet at risk "
    "is fixed.",
    figure="accidents",
    shown=("growing",),
    evidence=Evidence(
        "Tesla's monthly fatal crashes, 2013-04 to 2022-08, against the fleet of cumulated "
        "deliveries",
        "yearly deliveries are from memory; cars differ in age and use; the hazard falls with time",
        ("tesla-crashes", "tesla-growth"),
        lambda e: interval_above(
            e["elasticity to the fleet"].low, e["elasticity to the fleet"].high, 0.0
        ),
    ),
)


def _top_incidents(o: Observed) -> float:
    seen = o["large fleet"]
    return st.top_share(seen["stories_bad"][seen["accidents_public"] > 0])


def _storms(o: Observed) -> float:
    large, small = o["large fleet"]["stories_bad"], o["small fleet"]["stories_bad"]
    return float(large.max() >= STORM) - float(small.max() >= STORM)


FAT_TAIL: Final = Claim(
    id="fat-tail",
    essay=("E1", "ours"),
    phrase="Small probability events in the long-tail region will definitely occur.",
    theory="power-law severity: the largest event dominates",
    references=("taleb-2007", "clauset-2009"),
    mechanisms=("heavy-tail",),
    setting=Setting(
        1_860,
        {
            **INCIDENTS_ALONE,
            "product.hazard": 2.5e-8,
            "product.defects": 0.0,
            "newsroom.disclosure": 20.0,
            "newsroom.reservoir_gain": 0.0,
        },
        without=("hitchhiking", "own-goal"),
    ),
    arms=(
        Arm("large fleet", {"start.fleet": 2_000_000.0}),
        Arm("small fleet", {"start.fleet": 50_000.0}),
    ),
    parts=(
        Part(
            "bad stories that the gravest tenth of the days with an accident carries",
            "share",
            _top_incidents,
            "above",
            0.2,
            null=0.1,
            ours=True,
        ),
        Part(
            "worlds with a storm of 12 stories in a day, large less small fleet",
            "share",
            _storms,
            "above",
            0.3,
        ),
    ),
    expected="With exponent 1.9, cut at 30, a tenth of the months should carry well over 30 % of "
    "the stories; with incidents all of mean severity chance alone concentrates some.",
    amended="Was measured by months and failed: .49 with a heavy tail, .34 (above .30) with "
    "incidents all alike, because about one accident a month makes months uneven by chance. Days "
    "with an accident are compared now, so that only what an accident brings differs.",
    first="fails",
    notice="A few spikes carry most of what is written; with a thin tail the days look alike.",
    figure="stories_bad",
    shown=("large fleet",),
    evidence=Evidence(
        "sizes of the bursts of hot-search titles, all entities",
        "bursts of attention, good and bad; a lognormal fits as well; the board is edited",
        ("burst-tail", "burst-lognormal"),
        lambda e: interval_above(-e["tail exponent"].high, -e["tail exponent"].low, -3.0),
    ),
)


def _public_share(o: Observed, arm: str) -> float:
    happened = st.total(o[arm], "accidents") + st.total(o[arm], "disputes")
    told = st.total(o[arm], "accidents_public") + st.total(o[arm], "disputes_public")
    return told / happened if happened > 0.0 else math.nan


def _told_more(o: Observed) -> float:
    return st.log_ratio(_public_share(o, "famous"), _public_share(o, "unknown"))


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
        Part(
            "share of incidents that become public, famous against unknown firm",
            "ln ratio",
            _told_more,
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
        lambda e: interval_above(
            e["negatives after the launch"].low, e["negatives after the launch"].high, 1.0
        ),
    ),
)


def _clustering(o: Observed) -> float:
    return st.pair_correlation(o["steady"]["stories_bad"][200:], (1, 2, 3))


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
        Part(
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
        lambda e: interval_above(
            min(
                e[f"pair correlation at {k} d"].low - e[f"attention alone at {k} d"].high
                for k in (1, 2, 3)
            ),
            max(
                e[f"pair correlation at {k} d"].high - e[f"attention alone at {k} d"].low
                for k in (1, 2, 3)
            ),
            0.0,
        ),
    ),
)


def _surfacing(o: Observed) -> float:
    public = o["steady"]["accidents_public"] + o["steady"]["disputes_public"]
    return st.pair_correlation(public[400:], (1, 2, 3))


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
        Part(
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


def _defects_later(o: Observed) -> float:
    def rate(arm: str) -> float:
        return st.total(o[arm], "disputes", 365) / max(st.total(o[arm], "fleet", 365), 1.0)

    return st.log_ratio(rate("fast"), rate("slow"))


CORNER_OVERTAKING: Final = Claim(
    id="corner-overtaking",
    essay=("E1",),
    phrase="All corner overtakings are partial catch-ups at first, and the parts outside the parts "
    "are likely to be made up at the cost of paying tuition fees.",
    theory="growth leaves a debt of quality",
    references=("cunningham-1992",),
    mechanisms=("quality-debt",),
    setting=Setting(
        730,
        # Many small defects that nobody tells of, so that the debt alone makes the difference.
        {
            **HEIGHT,
            "run.incidents": "both",
            "start.fleet": 100_000.0,
            "start.fans": 0.05,
            "product.hazard": 0.0,
            "product.defects": 5e-6,
            "newsroom.disclosure": 0.0,
            "newsroom.scrutiny": 0.0,
            "founder.participation": 0.0,
            **put_on("quality-debt"),
        },
        (LAUNCH,),
    ),
    arms=(Arm("fast", {"founder.exposure": 0.9}), Arm("slow", {"founder.exposure": 0.3})),
    parts=(
        Part(
            "disputes a car in the second year, fast against slow growth",
            "ln ratio",
            _defects_later,
            "above",
            0.05,
        ),
    ),
    expected="Above 0, if exposure makes the firm grow faster than it is used to into the second "
    "year; growth that levels off in the first leaves little debt.",
    notice="The firm that grew faster has more defects a car later.",
    figure="quality_debt",
)

CLAIMS: Final = (BASE_EFFECT, FAT_TAIL, TOPIC_EFFECT, HITCHHIKING, SCRUTINY, CORNER_OVERTAKING)
