"""All facts of the data notes, in their order, with what the files say of each.

The published figures were estimated on a longer period (some to mid 2026) and with more firms.
Definitions that were not published are ours and stand in each estimate: the judged one was fixed
before its result was seen, others stand beside it and are not judged. A fact that differs is a
result.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Final

from sim.evidence import (
    bursts,
    crashes,
    founder,
    memory,
    negatives,
    praise,
    shocks,
    standing,
    tails,
    topic,
)
from sim.evidence.fact import Check, Fact, Published, check, picked

_FACTS: Final = (
    Fact(
        "burst-half-life", "A single burst of attention halves in two thirds of a day.",
        (Published("half-life", 0.66, 0.61, 0.70),), picked(bursts.decay, "half-life"),
    ),
    Fact(
        "burst-profile", "After its peak a single burst leaves a third, then a slow tail.",
        (
            Published("profile day 1", 0.34), Published("profile day 2", 0.15),
            Published("profile day 3", 0.13), Published("profile day 4", 0.10),
        ),
        picked(bursts.decay, *(f"profile day {day}" for day in (1, 2, 3, 4))),
    ),
    Fact(
        "burst-tail", "Burst sizes have a heavy tail: pooled, from 8 titles on.",
        (Published("tail exponent", 2.22, 2.07, 2.37),), picked(tails.tail, "tail exponent"),
    ),
    Fact(
        "burst-lognormal", "A lognormal fits the burst sizes as well as a power law.",
        (Published("power law against lognormal", 0.0, -1.96, 1.96),),
        picked(tails.tail, "power law against lognormal"),
    ),
    Fact(
        "founder-branching", "Most of the founder's titles follow from earlier ones.",
        (Published("branching, constant baseline", 0.67, 0.52, 0.74),),
        picked(founder.coverage_fits, "branching, constant baseline"),
    ),
    Fact(
        "founder-kernel", "Half of what a title brings is left a day later.",
        (Published("memory, constant baseline", 0.55),),
        picked(founder.coverage_fits, "memory, constant baseline"),
    ),
    Fact(
        "founder-dispersion", "The founder's daily counts scatter far more than Poisson's.",
        (Published("size, constant baseline", 0.9),),
        picked(founder.coverage_fits, "size, constant baseline"),
    ),
    Fact(
        "founder-branching-slow", "With a slow baseline fewer of his titles follow from others.",
        (Published("branching, slow baseline", 0.54, 0.41, 0.68),),
        picked(founder.coverage_fits, "branching, slow baseline"),
    ),
    Fact(
        "memory", "The correlation of daily counts decays slowly after a fast first day.",
        (Published("decay", 0.85),),
        lambda seed: (
            *memory.memory(seed), *picked(
                founder.coverage_fits, "relaxation, constant baseline", "relaxation, slow baseline"
            )(seed),
        ),
    ),
    Fact(
        "negatives-cluster", "New negatives cluster for some days.",
        (
            Published("pair correlation at 1 d", 2.66), Published("pair correlation at 2 d", 2.21),
            Published("pair correlation at 3 d", 2.15), Published("pair correlation at 5 d", 1.48),
        ),
        picked(negatives.clustering, *(f"pair correlation at {lag} d" for lag in (1, 2, 3, 5))),
    ),
    Fact(
        "negatives-gone", "By 7 to 14 days the clustering is down to what attention does.",
        (
            Published("pair correlation at 7 d", 1.2, 1.0, 1.5),
            Published("pair correlation at 14 d", 1.2, 1.0, 1.5),
        ),
        picked(negatives.clustering, "pair correlation at 7 d", "pair correlation at 14 d"),
    ),
    Fact(
        "attention-alone", "Attention alone would bring hardly any negatives together.",
        (Published("attention alone at 1 d", 1.2, 1.0, 1.5),),
        picked(negatives.clustering, *(f"attention alone at {lag} d" for lag in negatives.LAGS)),
    ),
    Fact(
        "negatives-beyond", "Negatives cluster beyond what attention does (published, divided).",
        (
            Published("beyond attention at 1 d", 2.22, 1.77, 2.66),
            Published("beyond attention at 2 d", 1.84, 1.47, 2.21),
            Published("beyond attention at 3 d", 1.79, 1.43, 2.15),
        ),
        picked(negatives.clustering, *(f"beyond attention at {lag} d" for lag in negatives.LAGS)),
    ),
    Fact(
        "silence-founder", "In his silence the founder's titles fell to a fifth.",
        (
            Published("founder's titles, before", 2.09),
            Published("founder's titles, silence", 0.43),
        ),
        picked(shocks.silence, "founder's titles"),
    ),
    Fact(
        "silence-negatives", "In the silence new negatives did not change.",
        (
            Published("new negatives, before", 0.44), Published("new negatives, silence", 0.41),
            Published("new negatives, silence over before", 1.0),
        ),
        picked(shocks.silence, "new negatives", "days with a new negative"),
    ),
    Fact(
        "silence-share", "In the silence the negative share more than doubled.",
        (Published("negative share, before", 0.14), Published("negative share, silence", 0.35)),
        picked(shocks.silence, "negative share"),
    ),
    Fact(
        "launch", "The launch of 2024-03-28 multiplied new negatives.",
        (Published("negatives after the launch", 9.6, 4.0, 27.5),),
        picked(shocks.launch_and_crash, "negatives after the launch", "positives after the launch"),
    ),
    Fact(
        "crash", "The crash of 2025-03-29 raised new negatives much less, over 45 days.",
        (Published("negatives after the crash", 1.50, 0.82, 2.69),),
        picked(shocks.launch_and_crash, "negatives after the crash", "positives after the crash"),
    ),
    Fact(
        "founder-named", "The founder's name moved from positive into negative titles.",
        (
            Published("founder named in negatives, April 2024 to March 2025", 0.22),
            Published("founder named in positives, April 2024 to March 2025", 0.50),
            Published("founder named in negatives, April and May 2025", 0.32),
            Published("founder named in positives, April and May 2025", 0.31),
        ),
        standing.founder_named,
    ),
    Fact(
        "top-ten", "Negative titles reach the top ten more often than positive ones.",
        (
            Published("negatives in the top ten", 0.31, 0.26, 0.36),
            Published("positives in the top ten", 0.21, 0.19, 0.23),
        ),
        standing.top_ten,
    ),
    Fact(
        "praise-banked", "Negatives grow with the positives before them, less than one to one.",
        (Published("elasticity of negatives on earlier positives", 0.55, 0.22, 0.88),),
        praise.banked,
    ),
    Fact(
        "tesla-crashes", "Fatal crashes grow with the fleet, less than one to one.",
        (Published("elasticity to the fleet", 0.69, 0.56, 0.82),),
        picked(crashes.fatal_crashes, "elasticity to the fleet"),
    ),
    Fact(
        "tesla-growth", "Fatal crashes grow with the fleet at all.",
        (), picked(
            crashes.fatal_crashes, "rank correlation of crashes and fleet",
            "growth with time alone",
        ),
    ),
    Fact(
        "unseen-events", "Six of eight negative events of spring 2025 left no measured excess.",
        (Published("negative events unseen, spring 2025", 6.0),),
        picked(topic.visibility, "negative events unseen"),
    ),
    Fact(
        "severity-visibility", "How bad an event is and how visible it is are two things.",
        (), picked(topic.visibility, "rank correlation of severity and visibility"),
    ),
    Fact(
        "topic-event", "A negative event of the famous firm brings more titles.",
        (), picked(topic.topic, "titles a negative event"),
    ),
    Fact(
        "topic-day", "The famous firm is named more often a day.", (),
        picked(topic.topic, "titles a day"),
    ),
    Fact(
        "topic-car", "The famous firm's cars bring more titles a car.", (),
        picked(topic.topic, "titles a car"),
    ),
    Fact(
        "board-growth", "The board grew from about 270 titles a day in 2021 to 440 in 2025.",
        (
            Published("titles of the board, 2021", 270.0),
            Published("titles of the board, 2025", 440.0),
        ),
        topic.board,
    ),
    Fact(
        "board-captured", "The entities caught 70-90 % of the platform's own counts in early 2024.",
        reason="the files do not hold the platform's own counts",
    ),
    Fact(
        "board-at-night", "The board is nearly frozen at night.",
        reason="the files hold daily counts, no hourly copies of the board",
    ),
    Fact(
        "accidents-a-car", "At equal hazard the famous firm has more public accidents a car.",
        reason="the files hold no counts of accidents by firm, and no cars of BYD or Huawei",
    ),
    Fact(
        "one-reader", "Titles were labelled by one reader.",
        reason="how far another reader would agree needs second labels; the texts are not here",
    ),
)  # fmt: skip

FACTS: Final = MappingProxyType({fact.id: fact for fact in _FACTS})


@cache
def all_facts(seed: int = 1) -> tuple[Check, ...]:
    """Return every fact judged, in the order of ``FACTS``; a few seconds the first time.

    Parameters
    ----------
    seed : int
        Of the bootstraps.

    Raises
    ------
    TarpeiaError
        When scipy is missing or a data file is at fault.
    """
    return tuple(check(fact, seed) for fact in FACTS.values())
