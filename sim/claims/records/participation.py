"""Participation: growth by people who take part, and its price."""

from __future__ import annotations

from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, ScheduledEvent, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH, put_on, severe

OPEN: Final = 240
AFTER: Final = 60


def _passion(arms: ObservedArms) -> float:
    return statistics.difference(arms, "open", "closed", "mean_passion", OPEN - 1)


def _expectation(arms: ObservedArms) -> float:
    return statistics.difference(arms, "open", "closed", "mean_expectation", OPEN - 1)


def _disappointed(arms: ObservedArms) -> float:
    return statistics.turned_more(arms, "open", "closed", OPEN, AFTER)


PARTICIPATION: Final = Claim(
    id="participation",
    essay=("E2", "ours"),
    phrase="Open participation nodes: open the process of making products, services, brands and "
    "selling.",
    theory="psychological ownership; co-creation",
    references=("pierce-2003", "prahalad-ramaswamy-2004"),
    mechanisms=("participation",),
    setting=Setting(OPEN + AFTER, HEIGHT, (severe(OPEN),)),
    arms=(
        Arm("open", {"founder.participation": 0.6}),
        Arm("closed", {"founder.participation": 0.0}),
    ),
    parts=(
        ClaimPart("passion of the fans, open less closed", "passion", _passion, "above", 0.02),
        ClaimPart(
            "expectation of the fans, open less closed",
            "quality",
            _expectation,
            "above",
            0.01,
            ours=True,
        ),
        ClaimPart(
            "fans lost by a later accident, open less closed",
            "share of fans",
            _disappointed,
            "above",
            0.01,
            ours=True,
        ),
    ),
    expected="Passion and expectation rise. The later loss is open: who loves more holds out "
    "longer, who expects more is disappointed more.",
    notice="Those who take part love more and expect more.",
    figure="mean_passion",
)

YEAR: Final = 365


def _quality(arms: ObservedArms) -> float:
    return statistics.difference(arms, "open", "closed", "strength", YEAR - 1)


CO_CREATION: Final = Claim(
    id="co-creation",
    essay=("E2",),
    phrase="Consumers play the roles of Xiaomi's product managers, test engineers, word-of-mouth "
    "recommenders.",
    theory="co-creation",
    references=("prahalad-ramaswamy-2004",),
    mechanisms=("co-creation",),
    setting=Setting(YEAR, BEGINNING, (LAUNCH,)),
    arms=(
        Arm("open", {"founder.participation": 0.8}),
        Arm("closed", {"founder.participation": 0.0}),
    ),
    parts=(
        ClaimPart(
            "product strength after a year, open less closed", "quality", _quality, "above", 0.005
        ),
    ),
    expected="A hundredth or so: slow, as the essay has it.",
    notice="The product gets a little better, slowly.",
    figure="strength",
)


def _kept_up(arms: ObservedArms, arm: str) -> float:
    """Return ln of participants a fan in the last 60 days against the first 60."""
    run = arms[arm]

    def rate(first: int, end: int) -> float:
        return statistics.total(run, "participants", first, end) / max(
            statistics.total(run, "fans", first, end), 1.0
        )

    return statistics.log_ratio(rate(YEAR - 60, YEAR), rate(0, 60), 1e-6)


def _decays(arms: ObservedArms) -> float:
    return _kept_up(arms, "nothing in it") - _kept_up(arms, "something in it")


WORTH: Final = {**HEIGHT, **put_on("worth-of-taking-part"), "founder.participation": 0.5}

MUTUAL_BENEFIT: Final = Claim(
    id="mutual-benefit",
    essay=("E2",),
    phrase="Select nodes that benefit both the enterprise and users; the participation and "
    "interaction that benefit both parties can be sustainable.",
    theory="utility of participation",
    references=("nambisan-baron-2009",),
    mechanisms=("worth-of-taking-part",),
    setting=Setting(YEAR, WORTH),
    arms=(
        Arm("something in it", {"participation.beneficial": 1.0}),
        Arm("nothing in it", {"participation.beneficial": 0.0}),
    ),
    parts=(
        ClaimPart(
            "fans taking part, last 60 days against first: without benefit less with it",
            "ln ratio",
            _decays,
            "below",
            0.1,
        ),
    ),
    expected="Decays by up to a third, as benefit is one of three reasons to take part and is "
    "learnt within months.",
    notice="Without a benefit participation withers as people learn that there is none.",
    figure="participants",
)

TRAITS: Final = ("simple", "beneficial", "interesting", "authentic")


def _trait(name: str) -> ClaimPart:
    def gained(arms: ObservedArms) -> float:
        return statistics.log_ratio(
            statistics.total(arms["all four"], "participants"),
            statistics.total(arms[f"not {name}"], "participants"),
            1.0,
        )

    return ClaimPart(
        f"people taking part, all four traits against not {name}", "ln ratio", gained, "above", 0.1
    )


def _renewed(arms: ObservedArms) -> float:
    return _kept_up(arms, "renewed") - _kept_up(arms, "all four")


INTERACTION_DESIGN: Final = Claim(
    id="interaction-design",
    essay=("E2",),
    phrase="The interaction is recommended to follow the design idea of 'simple, beneficial, "
    "interesting and authentic', and should be continuously improved like a product.",
    theory="utility of participation",
    references=("nambisan-baron-2009",),
    mechanisms=("worth-of-taking-part",),
    setting=Setting(YEAR, WORTH),
    arms=(
        Arm("all four"),
        Arm("renewed", {"participation.renewal": 0.05}),
        *(Arm(f"not {name}", {f"participation.{name}": 0.0}) for name in TRAITS),
    ),
    parts=(
        *(_trait(name) for name in TRAITS),
        ClaimPart(
            "fans taking part, last 60 days against first: renewed less not",
            "ln ratio",
            _renewed,
            "above",
            0.05,
        ),
    ),
    expected="Each trait raises it, by construction; novelty fades to e^-1.8 in a year at "
    "half-open nodes, so that renewal should show.",
    notice="People taking part with all four traits, and lacking one.",
    figure="participants",
    shown=("all four", "not beneficial"),
)

CAMPAIGN: Final = 30


def _brought(arms: ObservedArms) -> float:
    with_it = statistics.total(arms["campaign"], "participants", CAMPAIGN + 10, CAMPAIGN + 70)
    without = statistics.total(arms["none"], "participants", CAMPAIGN + 10, CAMPAIGN + 70)
    return 1000.0 * (with_it - without) / arms["none"].people


ACCOMPLISHMENT_LOOP: Final = Claim(
    id="accomplishment-loop",
    essay=("E2",),
    phrase="Amplifies the sense of accomplishment of the users who have participated, and makes "
    "the sense of participation form a spiral of storm effect.",
    theory="feedback",
    references=("nambisan-baron-2009", "bass-1969"),
    mechanisms=("accomplishment",),
    setting=Setting(
        CAMPAIGN + 75, {**BEGINNING, "founder.exposure": 0.3, "founder.participation": 0.3}
    ),
    arms=(
        Arm(
            "campaign",
            events=(
                ScheduledEvent(
                    CAMPAIGN, "participation campaign", set={"participation": 1.0}, for_days=10
                ),
            ),
        ),
        Arm("none"),
    ),
    parts=(
        ClaimPart(
            "more people taking part in the 60 days after a campaign of ten",
            "per 1,000 people",
            _brought,
            "above",
            1.0,
        ),
    ),
    expected="Above: those who took part praise, and praise draws others in. Without following, "
    "what is left is that new fans take part unasked.",
    notice="A campaign is over and people go on bringing people.",
    figure="participants",
)
