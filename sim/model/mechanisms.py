"""Every mechanism has a switch: its name, what replaces it when off, and how.

A switch is nothing but parameters set to the value at which the mechanism's term vanishes or takes
its stated replacement, so that the kernels know nothing of switches. A dozen of them make the core;
an *extension* is off by default and states the values at which it works.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from sim.errors import TarpeiaError, nearest


class Mechanism(NamedTuple):
    """One switch.

    Attributes
    ----------
    name, phase, meaning, off : str
        ``off`` says what stands in its place.
    sets : mapping
        ``group.name`` to the value that switches it off.
    on : mapping
        Of an extension: the values that switch it on, assumptions all; empty for the core.
    """

    name: str
    phase: str
    meaning: str
    off: str
    sets: Mapping[str, Any]
    on: Mapping[str, Any] = {}


MECHANISMS: Final = tuple(
    Mechanism(*row)
    for row in (
        (
            "coupling", "founder", "the firm becomes its founder as exposure outgrows the brand",
            "coupling is zero: no story names the founder but those on his own conduct",
            {"founder.coupling_ceiling": 0.0, "start.coupling": 0.0},
        ),
        (
            "participation", "founder", "open nodes let people take part",
            "nobody takes part",
            {"participation.taking_part": 0.0, "participation.following": 0.0},
        ),
        (
            "responsiveness", "founder", "answers charm in tailwind and cost in headwind",
            "answers change nothing",
            {"founder.reply_gain": 0.0},
        ),
        (
            "reply-capacity", "founder", "promised answers invite calls, and few can be given",
            "no promise invites a call and every answer is given",
            {"founder.reply_invitation": 0.0, "founder.reply_capacity": 1.0, "founder.slight": 0.0},
            {"founder.reply_invitation": 0.5, "founder.reply_capacity": 0.05,
             "founder.slight": 1.0},
        ),
        (
            "slow-image", "founder", "people take months to see a new image of the founder",
            "a new image is seen at once",
            {"founder.image_rate": 1.0},
            {"founder.image_rate": 0.02},
        ),
        (
            "worth-of-taking-part", "founder",
            "people take part when it is simple, beneficial, interesting and authentic",
            "taking part does not depend on what it is worth",
            {"participation.worth_weight": 0.0},
            {"participation.worth_weight": 1.0},
        ),
        (
            "base-effect", "product", "incidents grow with the fleet (law of large numbers)",
            "a fixed fleet of 1 % of the population is at risk",
            {"product.fleet_at_risk": False},
        ),
        (
            "heavy-tail", "product", "a few incidents are far more severe than the rest",
            "a thin tail: every incident has the mean severity",
            {"product.heavy_tail": False},
        ),
        (
            "co-creation", "product", "those who take part improve the product",
            "product strength stays as it is",
            {"participation.co_creation": 0.0},
        ),
        (
            "buy-the-person", "product", "passion for the founder sells",
            "purchases do not depend on passion",
            {"product.passion_demand": 0.0},
        ),
        (
            "success", "product", "charm multiplies success",
            "charm works as in steady sales",
            {"product.success_weight": 0.0},
        ),
        (
            "concentration", "product", "owners share one product, or each has one of several",
            "products do not matter: a fault concerns all owners, a launch is everyone's",
            {"product.separate_products": False},
        ),
        (
            "promise", "product", "promises above product strength sell",
            "promises sell nothing",
            {"product.promise_demand": 0.0},
            {"product.promise_demand": 4.0},
        ),
        (
            "quality-debt", "product", "growth faster than habit leaves defects behind",
            "defects do not depend on how fast the firm grows",
            {"product.debt_gain": 0.0},
            {"product.debt_gain": 4.0},
        ),
        (
            "topic-effect", "newsroom", "the incidents of the famous become public more often",
            "fame is one for all: a constant report rate",
            {"newsroom.fame_weight": 0.0},
        ),
        (
            "scrutiny", "newsroom", "attention brings hidden incidents to light",
            "disclosure does not depend on attention",
            {"newsroom.scrutiny": 0.0},
        ),
        (
            "hitchhiking", "newsroom", "stories bring follow-ups (self-exciting coverage)",
            "no follow-ups: branching is zero",
            {"newsroom.branching": 0.0},
        ),
        (
            "habituation", "newsroom", "people react to surprise, not to level",
            "the level of attention itself surprises",
            {"newsroom.habituation_weight": 0.0},
        ),
        (
            "bandwagon", "newsroom", "outlets lean the way the climate blows",
            "slants stay as they are",
            {"newsroom.slant_herding": 0.0},
        ),
        (
            "conservation", "newsroom", "praise banked before makes the fall a bigger story",
            "banked praise changes no story",
            {"newsroom.reservoir_gain": 0.0},
        ),
        (
            "self-media", "newsroom", "the firm's own channel reaches people beside the outlets",
            "no own channel: what people learn, they learn from outlets and each other",
            {"newsroom.own_channel": 0.0},
            {"newsroom.own_channel": 4.0},
        ),
        (
            "spiral-of-silence", "conversation", "those who disagree with the climate fall silent",
            "who speaks does not depend on the climate",
            {"conversation.spiral": 0.0},
        ),
        (
            "doubt", "conversation", "a fan with a grievance praises less, before he turns",
            "fans praise as they feel, whatever their grievance",
            {"conversation.doubt": 0.0},
        ),
        (
            "own-goal", "conversation", "the fan circle attacks critics and becomes the news",
            "nobody attacks",
            {"conversation.attack": 0.0},
        ),
        (
            "rumour", "rumour", "a rumour goes from mouth to mouth until people tire of it",
            "nobody passes a rumour on",
            {"conversation.rumour_telling": 0.0},
            {"conversation.rumour_telling": 0.02},
        ),
        (
            "coverage", "people", "good news wins people who see it",
            "good news recruits nobody",
            {"people.coverage": 0.0},
        ),
        (
            "word-of-mouth", "people", "praise heard recruits",
            "praise recruits nobody",
            {"people.word_of_mouth": 0.0},
        ),
        (
            "showing-weakness", "people", "warmth multiplies exposure",
            "warmth adds nothing",
            {"people.warmth_gain": 0.0},
        ),
        (
            "climate-gain", "people", "praise is worth more in tailwind, blame in headwind",
            "praise and blame weigh the same in every climate",
            {"people.climate_gain": 0.0},
        ),
        (
            "perception", "people", "the climate colours the quality that people see",
            "quality is seen as it is",
            {"people.perception": 0.0},
        ),
        (
            "idealisation", "people", "fans idealise: passion feeds on passion",
            "no growth of passion in fans",
            {"people.idealisation": 0.0},
        ),
        (
            "expectation", "people", "exposure without candour raises expectations",
            "expectations follow product strength alone",
            {"people.hype": 0.0, "participation.expectation_gain": 0.0},
        ),
        (
            "loss-aversion", "people", "losses weigh more than gains",
            "losses and gains weigh the same",
            {"people.loss_weight": 1.0},
        ),
        (
            "perfect-idol", "people", "an idol is judged harder than an entrepreneur",
            "all are judged alike",
            {"people.idol_harshness": 0.0},
        ),
        (
            "shifting-standards", "people", "the more a fan idolises, the less he forgives",
            "a fault is the same to a cool fan and to one of full passion",
            {"people.shifting_standards": 0.0},
            {"people.shifting_standards": 4.0},
        ),
        (
            "shield", "people", "love turns blame away at first",
            "blame heard counts in full",
            {"people.shield": 0.0},
        ),
        (
            "fan-to-black", "people", "a fan whose grievance passes his threshold turns anti-fan",
            "nobody turns",
            {"people.turning": 0.0},
        ),
        (
            "passion-carryover", "people", "hostility is the passion of before, sign reversed",
            "everyone turns with the hostility of a fan of passion .5",
            {"people.carryover_own": 0.0},
        ),
        (
            "broken-trust", "people", "who turned once is hard to win again",
            "trust is whole again at once",
            {"people.scar": 0.0},
        ),
        (
            "alienation", "people", "the noise of the fan circle repels the silent majority",
            "nobody is repelled",
            {"people.alienation": 0.0},
        ),
        (
            "accomplishment", "people", "those who took part bring others who take part",
            "nobody takes part because others praise",
            {"participation.following": 0.0},
        ),
        (
            "tie-strength", "ties", "ties of people who take part together grow stronger",
            "ties stay as they are",
            {"participation.bonding": 0.0},
            {"participation.bonding": 1.0},
        ),
    )
)  # fmt: skip
SWITCHES: Final = {mechanism.name: mechanism for mechanism in MECHANISMS}


def replacements(names: Iterable[str]) -> dict[str, Any]:
    """Return the values (``group.name`` to value) that switch the named mechanisms off.

    Raises
    ------
    TarpeiaError
        For a name that is no mechanism.
    """
    values: dict[str, Any] = {}
    for name in names:
        if name not in SWITCHES:
            raise TarpeiaError(
                f"--without: no mechanism '{name}', {nearest(name, SWITCHES)} "
                "(tarpeia schedule lists them)"
            )
        values.update(SWITCHES[name].sets)
    return values
