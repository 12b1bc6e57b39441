"""Accidents: they come with the fleet, the gravest dominate, and growth breeds defects."""

from __future__ import annotations

from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, Evidence, Setting, interval_above
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import HEIGHT, INCIDENTS_ALONE, LAUNCH, put_on

THREE_YEARS: Final = 1_095
# Stories of one incident on its day by which it counts as a storm; with a thin tail none has them.
STORM: Final = 12.0


def _growth(arms: ObservedArms) -> float:
    return statistics.poisson_slope(
        statistics.months(arms["growing"]["accidents"]), statistics.months(arms["growing"]["fleet"])
    )


def _delay(arms: ObservedArms) -> float:
    return float(
        statistics.first_day(arms["better"]["accidents"] > 0)
        - statistics.first_day(arms["worse"]["accidents"] > 0)
    )


def _still_meets(arms: ObservedArms) -> float:
    return float(arms["best and large"]["accidents"].sum() > 0)


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
        ClaimPart(
            "growth of monthly accidents with the fleet", "elasticity", _growth, "above", 0.5
        ),
        ClaimPart(
            "days that the better product gains before its first accident",
            "days",
            _delay,
            "above",
            3.0,
            ablate=False,
        ),
        ClaimPart(
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
        lambda estimates: interval_above(
            estimates["elasticity to the fleet"].low, estimates["elasticity to the fleet"].high, 0.0
        ),
    ),
)


def _top_incidents(arms: ObservedArms) -> float:
    run = arms["large fleet"]
    return statistics.top_share(run["stories_bad"][run["accidents_public"] > 0])


def _storms(arms: ObservedArms) -> float:
    large, small = arms["large fleet"]["stories_bad"], arms["small fleet"]["stories_bad"]
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
        ClaimPart(
            "bad stories that the gravest tenth of the days with an accident carries",
            "share",
            _top_incidents,
            "above",
            0.2,
            null=0.1,
            ours=True,
        ),
        ClaimPart(
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
        lambda estimates: interval_above(
            -estimates["tail exponent"].high, -estimates["tail exponent"].low, -3.0
        ),
    ),
)


def _defects_later(arms: ObservedArms) -> float:
    def rate(arm: str) -> float:
        return statistics.total(arms[arm], "disputes", 365) / max(
            statistics.total(arms[arm], "fleet", 365), 1.0
        )

    return statistics.log_ratio(rate("fast"), rate("slow"))


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
        ClaimPart(
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
