"""Who speaks, climate of opinion, rumours, answers."""

from __future__ import annotations

from sim.model.layout import ATTACK_NOISE_MOST
from sim.model.parameters.group import Group, number


class ConversationSettings(Group):
    """Who speaks, and the climate of opinion."""

    speaking: float = number(
        0.25, 0, 5, "1/day", "rate of speaking at full passion, neutral climate"
    )
    surprise_voice: float = number(2.0, 0, 20, "ratio", "how much surprise loosens tongues")
    doubt: float = number(
        1.0, 0, 1, "share", "how far a fan's grievance takes away from what he says in praise"
    )
    voice_ending: float = number(
        0.0, 0, 1, "1/day", "chance that a fan who was heard has said all he had to say"
    )
    spiral: float = number(
        1.6,
        0,
        10,
        "logit",
        "how far agreement with the climate decides who speaks",
        "Noelle-Neumann 1974",
    )
    background: float = number(
        0.005, 1e-6, 1, "crowd", "loudness of the silent in the climate, as a share of the crowd"
    )
    media_voice: float = number(
        0.0045,
        0,
        1,
        "crowd/story",
        "how much of the crowd a story outweighs in the climate",
        "Noelle-Neumann 1974",
    )
    climate_memory: float = number(0.925, 0, 0.999, "1/day", "memory of the climate")
    attack: float = number(
        0.01, 0, 1, "1/day", "fan-circle members who attack critics when threatened", "Kumar 2018"
    )
    attack_noise: int = number(
        5, 1, ATTACK_NOISE_MOST, "voices", "how many ordinary voices of noise an attack is"
    )
    own_goal: float = number(
        1.0, 0, 100, "stories", "bad stories next day when one in a thousand attacks"
    )
    rumour_telling: float = number(
        0.0,
        0,
        1,
        "1/tie/day",
        "chance that a listener is told and believes; 0: no rumours",
        "Daley & Kendall 1964",
    )
    rumour_seeds: float = number(
        0.001, 0, 1, "crowd", "people who have a rumour on the day of a dated one"
    )
    rumour_partisanship: float = number(
        0.5, 0, 1, "share", "belief that full passion takes away, and full hostility adds"
    )
    rumour_fading: float = number(0.1, 0, 1, "1/day", "who passes it on loses interest")
    rumour_rebuttal: float = number(
        0.1, 0, 1, "1/day", "people whom a founder in full view reaches when he denies"
    )
    rumour_weight: float = number(0.3, 0, 10, "grievance", "grievance that believing brings")
