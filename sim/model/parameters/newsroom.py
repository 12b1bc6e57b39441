"""The media: incidents become public, stories, attention and habit."""

from __future__ import annotations

from sim.model.parameters.group import Group, number


class NewsroomSettings(Group):
    """Outlets, stories and attention."""

    outlets: int = number(20, 1, 50, "count", "media outlets")
    reach_tail: float = number(
        1.5, 1.05, 5, "exponent", "tail (of the survival function) of the outlets' reach"
    )
    slant_spread: float = number(0.3, 0, 0.9, "share", "spread of the outlets' slant")
    slant_herding: float = number(0.02, 0, 1, "1/day", "how fast slants follow the climate")
    appetite_fatigue: float = number(0.4, 0, 1, "share", "appetite that covering the story costs")
    appetite_recovery: float = number(0.2, 0.01, 1, "1/day", "how fast appetite comes back")
    disclosure: float = number(
        0.035, 0, 20, "1/severity", "disclosure of a fresh incident without attention"
    )
    scrutiny: float = number(0.005, 0, 5, "1/severity/story", "disclosure that attention adds")
    fame_weight: float = number(1.0, 0, 1, "share", "how far disclosure depends on fame")
    later_disclosure: float = number(
        0.02, 0, 1, "share", "of the first day's disclosure on each later day"
    )
    latent_days: float = number(365, 1, 3_650, "days", "after which a hidden incident is forgotten")
    story_scale: float = number(
        0.85, 0, 20, "stories/severity", "first-day stories of a public incident"
    )
    first_day_share: float = number(
        0.67,
        0.05,
        1,
        "share",
        "share of three days' excess that falls on the first day",
        "observed",
    )
    branching: float = number(
        0.6, 0, 0.95, "stories/story", "follow-ups of a story", "observed: .54 to .67; Hawkes 1971"
    )
    kernel: float = number(
        0.55, 0, 0.99, "1/day", "memory of the follow-ups", "observed: Hawkes fit, .55"
    )
    founder_stories: float = number(
        2.0, 0, 50, "stories/day", "good stories at full exposure", "observed: 2.09 titles a day"
    )
    attention_memory: float = number(
        0.35, 0, 0.95, "1/day", "what is left of attention a day later", "observed: halves in .66 d"
    )
    attention_posts: float = number(0.5, 0, 20, "stories", "attention from the founder's own posts")
    habituation_days: float = number(90, 2, 1_000, "days", "memory of habit")
    habituation_weight: float = number(
        1.0, 0, 1, "share", "how far people react to surprise, not level", "Wu & Huberman 2007"
    )
    reservoir_days: float = number(180, 2, 2_000, "days", "memory of the banked praise")
    reservoir_half: float = number(60, 0.1, 10_000, "stories", "banked praise of half effect")
    reservoir_gain: float = number(
        0.8,
        0,
        10,
        "ratio",
        "first stories that a full reservoir adds to an incident",
        "Rhee & Haunschild 2006",
    )
    own_channel: float = number(
        0.0, 0, 50, "stories/day", "reach of the firm's own channel at full exposure"
    )
    own_channel_naming: float = number(
        0.5, 0, 1, "share", "bad stories that find the founder if his channel were all reach"
    )
