"""What people feel and do: recruitment, idealisation, grievance, turning, purchase."""

from __future__ import annotations

from sim.model.parameters.group import Group, choice, number


class PeopleSettings(Group):
    """How a person changes in a day."""

    circle: float = number(0.7, 0.05, 1, "passion", "a fan above this belongs to the fan circle")
    recruitment: float = number(0.0045, 0, 1, "1/day", "recruitment by full charm", "Bass 1969")
    coverage: float = number(0.02, 0, 1, "1/day", "recruitment by good news seen", "Bass 1969")
    word_of_mouth: float = number(
        0.004, 0, 1, "1/voice", "recruitment by one voice of praise", "Bass 1969"
    )
    heard_half: float = number(
        0.1, 0.001, 100, "voices", "voices of full loudness at which what is heard counts half"
    )
    hearing_share: bool = choice(
        False,
        "blame counts as its share of what is heard (complex contagion); off: as a sum",
        "Watts 2002",
    )
    first_passion: float = number(0.3, 0.06, 1, "passion", "passion of a new fan")
    leave: float = number(
        0.07, 0.001, 0.5, "passion", "below this a fan or anti-fan is silent again"
    )
    warmth_gain: float = number(
        0.5, 0, 3, "ratio", "what warmth adds to exposure", "Horton & Wohl 1956"
    )
    idealisation: float = number(0.035, 0, 1, "1/day", "growth of passion, times s (1 - s)")
    refusal: float = number(0.8, 0, 1, "share", "idealisation that an entrepreneur's image refuses")
    admiration_decay: float = number(0.0043, 0, 1, "1/day", "fading of admiration")
    hostility_decay: float = number(
        0.025, 0, 1, "1/day", "fading of hostility, half-life 15 to 60 d"
    )
    hostility_echo: float = number(0.35, 0, 1, "share", "fading that blame heard holds up")
    expectation_rate: float = number(0.02, 0, 1, "1/day", "how fast expectation moves")
    hype: float = number(
        0.8, 0, 2, "quality", "what exposure without candour promises", "Oliver 1980"
    )
    perception: float = number(0.15, 0, 1, "quality", "how far the climate colours quality")
    shifting_standards: float = number(
        0.0, 0, 10, "ratio", "how much worse a fault is to a fan of full passion for an idol"
    )
    loss_weight: float = number(
        2.0, 1, 5, "ratio", "losses against gains", "Kahneman & Tversky 1979: 1.5 to 3"
    )
    gain: float = number(0.02, 0, 1, "1/day", "passion from a product better than expected")
    fault: float = number(0.1, 0, 1, "quality", "offence of a fault apart from expectations")
    idol_harshness: float = number(0.5, 0, 5, "ratio", "how much harder a perfect idol is judged")
    news_half: float = number(
        1.6, 0.01, 1_000, "surprise", "surprise at which half the crowd sees the news"
    )
    news_weight: float = number(0.9, 0, 10, "grievance", "grievance a seen story brings")
    blame_weight: float = number(0.13, 0, 10, "grievance/day", "grievance from blame heard")
    shield: float = number(
        0.5, 0, 1, "share", "grievance that love turns away", "Ahluwalia, Burnkrant & Unnava 2000"
    )
    grievance_memory: float = number(
        0.94, 0, 0.999, "1/day", "what is left of a grievance a day later"
    )
    threshold: float = number(0.19, 0.001, 1e9, "grievance", "grievance at which a cool fan turns")
    threshold_passion: float = number(
        0.23, 0, 10, "grievance", "what full passion adds to it", "Gregoire, Tripp & Legoux 2009"
    )
    turning: float = number(
        0.075, 0, 1, "1/day", "chance that a fan past his threshold turns on a day; 0: nobody turns"
    )
    carryover: float = number(
        0.9,
        0.1,
        1,
        "share",
        "passion that survives the turn, sign reversed (psi)",
        "assumption: .5 to 1",
    )
    carryover_own: float = number(
        1.0,
        0,
        1,
        "share",
        "how far hostility is one's own passion; 0: everyone's is that of s = .5",
    )
    critic: float = number(0.15, 0.001, 1e9, "grievance", "an owner above this is a critic")
    scar: float = number(0.3, 0, 1, "share", "susceptibility that broken trust takes")
    trust_healing: float = number(0.008, 0, 1, "1/day", "healing of broken trust")
    alienation: float = number(0.02, 0, 1, "1/voice", "silent people repelled by a voice of noise")
    resistance: float = number(0.7, 0, 1, "share", "recruitment and purchases a resister refuses")
    resistance_fading: float = number(0.01, 0, 1, "1/day", "fading of resistance")
    climate_gain: float = number(
        0.7,
        0,
        5,
        "log ratio",
        "praise grows by exp(+gain x climate), blame by exp(-gain x climate)",
    )
