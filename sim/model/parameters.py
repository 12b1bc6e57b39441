"""The groups of the model's numbers: default, unit, bounds, meaning, source of each, once.

``sim.model.entries`` makes the one table of them. Sources: a citation, ``observed``
(docs/patterns.md, calibrating patterns), ``definition`` or ``assumption`` (chosen in the range
that the model's design states).
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.model.layout import ATTACK_NOISE_MOST, MOST_PRODUCTS, MOST_STRENGTH

Stance = Literal["none", "silent", "apologise", "deny", "compensate"]
NetworkKind = Literal[
    "audience", "erdos-renyi", "barabasi-albert", "watts-strogatz", "complete", "file"
]
Incidents = Literal["dated", "random", "both"]
ThresholdLaw = Literal["lognormal", "normal"]
Seeding = Literal["ready", "readiest", "random", "neighbours"]


def _number(
    default: float, low: float, high: float, unit: str, meaning: str, source: str = "assumption"
) -> Any:
    """Declare a number with its bounds (inclusive), unit, meaning and source."""
    extra: dict[str, Any] = {"unit": unit, "source": source}
    return Field(default, ge=low, le=high, description=meaning, json_schema_extra=extra)


def _choice(default: Any, meaning: str, source: str = "definition") -> Any:
    """Declare a choice or a yes/no."""
    extra: dict[str, Any] = {"unit": "choice", "source": source}
    return Field(default, description=meaning, json_schema_extra=extra)


class Group(BaseModel):
    """A group of parameters: frozen, no unknown names, no NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


class Crowd(Group):
    """Who is there."""

    people: int = _number(20_000, 1, 30_000_000, "agents", "agents in the crowd")
    population: float = _number(24e6, 1, 8e9, "people", "real people the crowd stands for")
    susceptibility_low: float = _number(
        0.85, 0.2, 1e9, "shape", "Kumaraswamy a of susceptibility: low values, many near zero"
    )
    susceptibility_high: float = _number(
        2.5, 0.2, 20, "shape", "Kumaraswamy b of susceptibility: high values, few near one"
    )
    threshold_spread: float = _number(
        0.35, 0, 1.5, "log sd", "lognormal spread of the grievance threshold over people"
    )
    threshold_law: ThresholdLaw = _choice(
        "lognormal",
        "spread of thresholds: lognormal by luck, or normal by even quantiles (sd / mean)",
        "Granovetter 1978",
    )
    activity_spread: float = _number(
        2.5,
        0,
        4,
        "log sd",
        "lognormal spread of how much a person writes",
        "observed: 5 % write about 80 %",
    )
    seeding: Seeding = _choice(
        "ready",
        "who is a fan at the start: easily won and lucky, the most easily won, anyone, or people "
        "who know each other",
    )


class NetworkSettings(Group):
    """Who hears whom."""

    kind: NetworkKind = _choice("audience", "how the network is made")
    audience: float = _number(20, 0, 2_000, "people", "mean number of people who hear a person")
    tail: float = _number(
        2.3,
        2.05,
        5,
        "exponent",
        "tail (of the density) of the audience sizes",
        "Clauset, Shalizi & Newman 2009",
    )
    communities: int = _number(40, 1, 100_000, "count", "communities in the crowd")
    community_ties: float = _number(0.7, 0, 1, "share", "ties that stay within the community")
    homophily: float = _number(
        0.5,
        0,
        1,
        "share",
        "ties within the community that go to the like-minded",
        "McPherson, Smith-Lovin & Cook 2001",
    )
    clustering: float = _number(0.1, 0, 0.9, "share", "ties closed over a common neighbour")
    rewiring: float = _number(
        0.1, 0, 1, "share", "Watts-Strogatz rewiring", "Watts & Strogatz 1998"
    )
    file: str = _choice("", "edge list, GraphML or Parquet file when kind is 'file'")


class Founder(Group):
    """The founder's levers as they stand when nothing else is said, and what they do."""

    exposure: float = _number(0.6, 0, 1, "share", "how visible the founder is")
    candour: float = _number(0.3, 0, 1, "share", "how far promises keep to the truth")
    image: float = _number(0.2, 0, 1, "0 to 1", "0 an idol, 1 an entrepreneur")
    warmth: float = _number(0.6, 0, 1, "share", "nearness, showing weakness")
    distance: float = _number(0.0, 0, 1, "share", "distance kept from the fan circle")
    stance: Stance = _choice("none", "answer to trouble: none, silent, apologise, deny, compensate")
    participation: float = _number(0.1, 0, 1, "share", "how open the nodes of participation are")
    replies: float = _number(0.01, 0, 1, "crowd/day", "answers a day, as a share of the crowd")
    coupling_ceiling: float = _number(1.0, 0, 1, "share", "how far the firm can become its founder")
    coupling_rate: float = _number(
        0.01, 0.001, 0.2, "1/day", "how fast coupling follows exposure over exposure + brand"
    )
    apology_relief: float = _number(
        0.4, 0, 1, "share", "offence an apology takes away", "Coombs 2007"
    )
    apology_naming: float = _number(
        0.3, 0, 1, "share", "stories that name the founder because he apologises"
    )
    denial_doubt: float = _number(
        0.2, 0, 1, "share", "people who do not believe the news when denied"
    )
    denial_offence: float = _number(
        0.5, 0, 3, "share", "offence a denial adds for the others", "Coombs 2007"
    )
    compensation_relief: float = _number(
        0.8, 0, 1, "share", "disappointment that compensation takes away (never the broken trust)"
    )
    reply_gain: float = _number(
        0.5, 0, 2, "share", "charm that answers add in full tailwind and take in full headwind"
    )
    reply_invitation: float = _number(
        0.0, 0, 20, "ratio", "calls that each promised answer invites"
    )
    reply_capacity: float = _number(
        1.0, 0.0001, 1, "crowd/day", "answers that can be given a day at most"
    )
    slight: float = _number(
        0.0, 0, 2, "share", "charm that invited calls left without an answer take"
    )
    image_rate: float = _number(1.0, 0.001, 1, "1/day", "how fast a new image is seen; 1: at once")


class Product(Group):
    """The firm, what it sells and what goes wrong."""

    strength: float = _number(0.6, 0, 1, "quality", "product strength")
    brand: float = _number(0.4, 0.01, 2, "share", "strength of the brand beside the founder")
    hazard: float = _number(1e-7, 0, 1e-4, "1/unit/day", "serious accidents a unit and day")
    defects: float = _number(5e-7, 0, 1e-3, "1/unit/day", "quality disputes a unit and day")
    protection: float = _number(
        0.5, 0, 1, "share", "share of incidents that full product strength prevents"
    )
    severity_tail: float = _number(
        1.9,
        1.05,
        5,
        "exponent",
        "tail (of the density) of the severity of incidents",
        "assumption: 1.7 to 2.4",
    )
    severity_cap: float = _number(30, 1.5, 1_000, "severity", "greatest severity (least is 1)")
    heavy_tail: bool = _choice(True, "severity is Pareto; off: all incidents have its mean")
    fleet_at_risk: bool = _choice(
        True, "incidents grow with the fleet; off: a fixed fleet of 1 % of the population"
    )
    demand: float = _number(
        1e-5, 0, 0.05, "1/person/day", "purchases a person without passion, full strength"
    )
    passion_demand: float = _number(7, 0, 100, "ratio", "how much more a person of passion 1 buys")
    climate_demand: float = _number(0.5, 0, 1, "ratio", "how far purchases follow the climate")
    buzz_demand: float = _number(1.0, 0, 20, "ratio", "how much good coverage adds to purchases")
    launch_demand: float = _number(8, 0, 200, "ratio", "how much a fresh launch adds to purchases")
    launch_memory: float = _number(0.93, 0, 0.999, "1/day", "what is left of a launch a day later")
    success_fast: float = _number(14, 1, 365, "days", "memory of recent sales")
    success_slow: float = _number(180, 2, 2_000, "days", "memory of habitual sales")
    success_weight: float = _number(
        0.85, 0, 1, "share", "how far charm needs success", "essay 1, after Le Bon 1895"
    )
    market_memory: float = _number(0.95, 0, 0.999, "1/day", "memory of good or bad market news")
    products: int = _number(1, 1, MOST_PRODUCTS, "count", "products on sale at a time")
    separate_products: bool = _choice(
        True, "a fault concerns the owners of one product, a launch is one's; off: of all"
    )
    focus: float = _number(
        0.3, 0, 2, "exponent", "strength that dividing the effort costs: x products^-focus"
    )
    promise_demand: float = _number(
        0.0, 0, 20, "1/quality", "how much promises above product strength add to purchases"
    )
    debt_gain: float = _number(
        0.0, 0, 50, "ratio", "disputes that a full quality debt adds, of hasty growth"
    )
    debt_days: float = _number(180, 2, 2_000, "days", "memory of the quality debt")


class Newsroom(Group):
    """Outlets, stories and attention."""

    outlets: int = _number(20, 1, 50, "count", "media outlets")
    reach_tail: float = _number(
        1.5, 1.05, 5, "exponent", "tail (of the survival function) of the outlets' reach"
    )
    slant_spread: float = _number(0.3, 0, 0.9, "share", "spread of the outlets' slant")
    slant_herding: float = _number(0.02, 0, 1, "1/day", "how fast slants follow the climate")
    appetite_fatigue: float = _number(0.4, 0, 1, "share", "appetite that covering the story costs")
    appetite_recovery: float = _number(0.2, 0.01, 1, "1/day", "how fast appetite comes back")
    disclosure: float = _number(
        0.035, 0, 20, "1/severity", "disclosure of a fresh incident without attention"
    )
    scrutiny: float = _number(0.005, 0, 5, "1/severity/story", "disclosure that attention adds")
    fame_weight: float = _number(1.0, 0, 1, "share", "how far disclosure depends on fame")
    later_disclosure: float = _number(
        0.02, 0, 1, "share", "of the first day's disclosure on each later day"
    )
    latent_days: float = _number(
        365, 1, 3_650, "days", "after which a hidden incident is forgotten"
    )
    story_scale: float = _number(
        0.85, 0, 20, "stories/severity", "first-day stories of a public incident"
    )
    first_day_share: float = _number(
        0.67,
        0.05,
        1,
        "share",
        "share of three days' excess that falls on the first day",
        "observed",
    )
    branching: float = _number(
        0.6, 0, 0.95, "stories/story", "follow-ups of a story", "observed: .54 to .67; Hawkes 1971"
    )
    kernel: float = _number(
        0.55, 0, 0.99, "1/day", "memory of the follow-ups", "observed: Hawkes fit, .55"
    )
    founder_stories: float = _number(
        2.0, 0, 50, "stories/day", "good stories at full exposure", "observed: 2.09 titles a day"
    )
    attention_memory: float = _number(
        0.35, 0, 0.95, "1/day", "what is left of attention a day later", "observed: halves in .66 d"
    )
    attention_posts: float = _number(
        0.5, 0, 20, "stories", "attention from the founder's own posts"
    )
    habituation_days: float = _number(90, 2, 1_000, "days", "memory of habit")
    habituation_weight: float = _number(
        1.0, 0, 1, "share", "how far people react to surprise, not level", "Wu & Huberman 2007"
    )
    reservoir_days: float = _number(180, 2, 2_000, "days", "memory of the banked praise")
    reservoir_half: float = _number(60, 0.1, 10_000, "stories", "banked praise of half effect")
    reservoir_gain: float = _number(
        0.8,
        0,
        10,
        "ratio",
        "first stories that a full reservoir adds to an incident",
        "Rhee & Haunschild 2006",
    )
    own_channel: float = _number(
        0.0, 0, 50, "stories/day", "reach of the firm's own channel at full exposure"
    )
    own_channel_naming: float = _number(
        0.5, 0, 1, "share", "bad stories that find the founder if his channel were all reach"
    )


class Conversation(Group):
    """Who speaks, and the climate of opinion."""

    speaking: float = _number(
        0.25, 0, 5, "1/day", "rate of speaking at full passion, neutral climate"
    )
    surprise_voice: float = _number(2.0, 0, 20, "ratio", "how much surprise loosens tongues")
    doubt: float = _number(
        1.0, 0, 1, "share", "how far a fan's grievance takes away from what he says in praise"
    )
    voice_ending: float = _number(
        0.0, 0, 1, "1/day", "chance that a fan who was heard has said all he had to say"
    )
    spiral: float = _number(
        1.6,
        0,
        10,
        "logit",
        "how far agreement with the climate decides who speaks",
        "Noelle-Neumann 1974",
    )
    background: float = _number(
        0.005, 1e-6, 1, "crowd", "loudness of the silent in the climate, as a share of the crowd"
    )
    media_voice: float = _number(
        0.0045,
        0,
        1,
        "crowd/story",
        "how much of the crowd a story outweighs in the climate",
        "Noelle-Neumann 1974",
    )
    climate_memory: float = _number(0.925, 0, 0.999, "1/day", "memory of the climate")
    attack: float = _number(
        0.01, 0, 1, "1/day", "fan-circle members who attack critics when threatened", "Kumar 2018"
    )
    attack_noise: int = _number(
        5, 1, ATTACK_NOISE_MOST, "voices", "how many ordinary voices of noise an attack is"
    )
    own_goal: float = _number(
        1.0, 0, 100, "stories", "bad stories next day when one in a thousand attacks"
    )
    rumour_telling: float = _number(
        0.0,
        0,
        1,
        "1/tie/day",
        "chance that a listener is told and believes; 0: no rumours",
        "Daley & Kendall 1964",
    )
    rumour_seeds: float = _number(
        0.001, 0, 1, "crowd", "people who have a rumour on the day of a dated one"
    )
    rumour_partisanship: float = _number(
        0.5, 0, 1, "share", "belief that full passion takes away, and full hostility adds"
    )
    rumour_fading: float = _number(0.1, 0, 1, "1/day", "who passes it on loses interest")
    rumour_rebuttal: float = _number(
        0.1, 0, 1, "1/day", "people whom a founder in full view reaches when he denies"
    )
    rumour_weight: float = _number(0.3, 0, 10, "grievance", "grievance that believing brings")


class People(Group):
    """How a person changes in a day."""

    circle: float = _number(0.7, 0.05, 1, "passion", "a fan above this belongs to the fan circle")
    recruitment: float = _number(0.0045, 0, 1, "1/day", "recruitment by full charm", "Bass 1969")
    coverage: float = _number(0.02, 0, 1, "1/day", "recruitment by good news seen", "Bass 1969")
    word_of_mouth: float = _number(
        0.004, 0, 1, "1/voice", "recruitment by one voice of praise", "Bass 1969"
    )
    heard_half: float = _number(
        0.1, 0.001, 100, "voices", "voices of full loudness at which what is heard counts half"
    )
    hearing_share: bool = _choice(
        False,
        "blame counts as its share of what is heard (complex contagion); off: as a sum",
        "Watts 2002",
    )
    first_passion: float = _number(0.3, 0.06, 1, "passion", "passion of a new fan")
    leave: float = _number(
        0.07, 0.001, 0.5, "passion", "below this a fan or anti-fan is silent again"
    )
    warmth_gain: float = _number(
        0.5, 0, 3, "ratio", "what warmth adds to exposure", "Horton & Wohl 1956"
    )
    idealisation: float = _number(0.035, 0, 1, "1/day", "growth of passion, times s (1 - s)")
    refusal: float = _number(
        0.8, 0, 1, "share", "idealisation that an entrepreneur's image refuses"
    )
    admiration_decay: float = _number(0.0043, 0, 1, "1/day", "fading of admiration")
    hostility_decay: float = _number(
        0.025, 0, 1, "1/day", "fading of hostility, half-life 15 to 60 d"
    )
    hostility_echo: float = _number(0.35, 0, 1, "share", "fading that blame heard holds up")
    expectation_rate: float = _number(0.02, 0, 1, "1/day", "how fast expectation moves")
    hype: float = _number(
        0.8, 0, 2, "quality", "what exposure without candour promises", "Oliver 1980"
    )
    perception: float = _number(0.15, 0, 1, "quality", "how far the climate colours quality")
    shifting_standards: float = _number(
        0.0, 0, 10, "ratio", "how much worse a fault is to a fan of full passion for an idol"
    )
    loss_weight: float = _number(
        2.0, 1, 5, "ratio", "losses against gains", "Kahneman & Tversky 1979: 1.5 to 3"
    )
    gain: float = _number(0.02, 0, 1, "1/day", "passion from a product better than expected")
    fault: float = _number(0.1, 0, 1, "quality", "offence of a fault apart from expectations")
    idol_harshness: float = _number(0.5, 0, 5, "ratio", "how much harder a perfect idol is judged")
    news_half: float = _number(
        1.6, 0.01, 1_000, "surprise", "surprise at which half the crowd sees the news"
    )
    news_weight: float = _number(0.9, 0, 10, "grievance", "grievance a seen story brings")
    blame_weight: float = _number(0.13, 0, 10, "grievance/day", "grievance from blame heard")
    shield: float = _number(
        0.5, 0, 1, "share", "grievance that love turns away", "Ahluwalia, Burnkrant & Unnava 2000"
    )
    grievance_memory: float = _number(
        0.94, 0, 0.999, "1/day", "what is left of a grievance a day later"
    )
    threshold: float = _number(0.19, 0.001, 1e9, "grievance", "grievance at which a cool fan turns")
    threshold_passion: float = _number(
        0.23, 0, 10, "grievance", "what full passion adds to it", "Gregoire, Tripp & Legoux 2009"
    )
    turning: float = _number(
        0.075, 0, 1, "1/day", "chance that a fan past his threshold turns on a day; 0: nobody turns"
    )
    carryover: float = _number(
        0.9,
        0.1,
        1,
        "share",
        "passion that survives the turn, sign reversed (psi)",
        "assumption: .5 to 1",
    )
    carryover_own: float = _number(
        1.0,
        0,
        1,
        "share",
        "how far hostility is one's own passion; 0: everyone's is that of s = .5",
    )
    critic: float = _number(0.15, 0.001, 1e9, "grievance", "an owner above this is a critic")
    scar: float = _number(0.3, 0, 1, "share", "susceptibility that broken trust takes")
    trust_healing: float = _number(0.008, 0, 1, "1/day", "healing of broken trust")
    alienation: float = _number(0.02, 0, 1, "1/voice", "silent people repelled by a voice of noise")
    resistance: float = _number(0.7, 0, 1, "share", "recruitment and purchases a resister refuses")
    resistance_fading: float = _number(0.01, 0, 1, "1/day", "fading of resistance")
    climate_gain: float = _number(
        0.7,
        0,
        5,
        "log ratio",
        "praise grows by exp(+gain x climate), blame by exp(-gain x climate)",
    )


class Participation(Group):
    """Taking part (essay 2)."""

    taking_part: float = _number(0.002, 0, 1, "1/day", "takes part unasked when nodes are open")
    following: float = _number(0.1, 0, 1, "1/day", "takes part because others praise")
    passion_gain: float = _number(
        0.1, 0, 1, "passion", "what taking part adds to passion, times 1 - s"
    )
    expectation_gain: float = _number(0.02, 0, 1, "quality", "what taking part adds to expectation")
    co_creation: float = _number(
        0.02, 0, 1, "1/day", "product strength gained when the whole crowd takes part, times 1 - q"
    )
    worth_weight: float = _number(
        0.0, 0, 1, "share", "how far taking part depends on what it is worth"
    )
    simple: float = _number(1.0, 0, 1, "share", "how easy it is to take part")
    beneficial: float = _number(1.0, 0, 1, "share", "what those who take part get out of it")
    interesting: float = _number(1.0, 0, 1, "share", "how interesting it is while it is new")
    authentic: float = _number(1.0, 0, 1, "share", "how real what one takes part in is")
    benefit_learning: float = _number(
        0.02, 0, 1, "1/day", "how fast people learn what they get out of it"
    )
    novelty_fading: float = _number(
        0.01, 0, 1, "1/day", "fading of the novelty where nodes are wide open"
    )
    renewal: float = _number(0.0, 0, 1, "1/day", "how fast continuous improvement renews it")
    bonding: float = _number(
        0.0,
        0,
        1,
        "1/day",
        "chance that a tie of two who took part today grows stronger",
        "Granovetter 1973",
    )
    bond_most: int = _number(
        3, 1, MOST_STRENGTH, "voices", "how many voices the strongest tie counts as"
    )
