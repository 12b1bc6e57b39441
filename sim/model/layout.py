"""Where each quantity stands: the names of roles, levers, public mood and daily series.

The kernels address arrays by these integers and everyone else by the names, so that both come
from one list. All lists are append-only: a stored result keeps its meaning.
"""

from __future__ import annotations

from typing import Final, NamedTuple

# Roles of a person (int8).
SILENT: Final = 0
FAN: Final = 1
ANTI_FAN: Final = 2
ROLE_NAMES: Final = ("silent", "fan", "anti-fan")

# Marks of a person (bits of an int8).
OWNER: Final = 1
RESISTER: Final = 2
BETRAYED: Final = 4
SPENT: Final = 8
JOINED: Final = 16  # took part today
PRODUCT_SHIFT: Final = 5  # the two bits above: which product an owner has
PRODUCT_BITS: Final = 3 << PRODUCT_SHIFT
MARKS: Final = OWNER | RESISTER | BETRAYED | SPENT | JOINED | PRODUCT_BITS
MOST_PRODUCTS: Final = 4

# Stances of the founder.
STANCES: Final = ("none", "silent", "apologise", "deny", "compensate")
STANCE_NONE: Final = 0
STANCE_SILENT: Final = 1
STANCE_APOLOGISE: Final = 2
STANCE_DENY: Final = 3
STANCE_COMPENSATE: Final = 4

# Levers of the founder, moved by dated events and playbook rules.
LEVERS: Final = (
    "exposure",
    "candour",
    "image",
    "warmth",
    "distance",
    "stance",
    "participation",
    "replies",
)
EXPOSURE: Final = 0
CANDOUR: Final = 1
IMAGE: Final = 2
WARMTH: Final = 3
DISTANCE: Final = 4
STANCE: Final = 5
PARTICIPATION: Final = 6
REPLIES: Final = 7

# Public mood, founder and firm: one float64 each.
MOOD: Final = (
    "attention",
    "habituation",
    "climate",
    "coupling",
    "reservoir",
    "excitation_good",
    "excitation_bad",
    "excitation_gravity",
    "surprise",
    "bad_surprise",
    "good_surprise",
    "founder_blamed",
    "gravity",
    "strength",
    "public_expectation",
    "fleet",
    "launch",
    "sales_fast",
    "sales_slow",
    "success",
    "attack_stories",
    "answered",
    "market",
    "dose_good",
    "dose_bad",
    "reach_own",
    "faulty",
    "image_seen",
    "debt",
    "novelty",
    "benefit",
    "slighted",
)
ATTENTION: Final = 0
HABITUATION: Final = 1
CLIMATE: Final = 2
COUPLING: Final = 3
RESERVOIR: Final = 4
EXCITATION_GOOD: Final = 5
EXCITATION_BAD: Final = 6
EXCITATION_GRAVITY: Final = 7
SURPRISE: Final = 8
BAD_SURPRISE: Final = 9
GOOD_SURPRISE: Final = 10
FOUNDER_BLAMED: Final = 11
GRAVITY: Final = 12
STRENGTH: Final = 13
PUBLIC_EXPECTATION: Final = 14
FLEET: Final = 15
LAUNCH: Final = 16
SALES_FAST: Final = 17
SALES_SLOW: Final = 18
SUCCESS: Final = 19
ATTACK_STORIES: Final = 20
ANSWERED: Final = 21
MARKET: Final = 22
DOSE_GOOD: Final = 23
DOSE_BAD: Final = 24
REACH_OWN: Final = 25
FAULTY: Final = 26
IMAGE_SEEN: Final = 27
DEBT: Final = 28
NOVELTY: Final = 29
BENEFIT: Final = 30
SLIGHTED: Final = 31

# What a dated event adds to its day: columns of the calendar (days x 10, float64).
CALENDAR: Final = (
    "stories_good",
    "stories_bad",
    "stories_founder",
    "gravity_bad",
    "launch",
    "accidents",
    "disputes",
    "success",
    "rumours",
    "campaigns",
)
CALENDAR_GOOD: Final = 0
CALENDAR_BAD: Final = 1
CALENDAR_FOUNDER: Final = 2
CALENDAR_GRAVITY: Final = 3
CALENDAR_LAUNCH: Final = 4
CALENDAR_ACCIDENTS: Final = 5
CALENDAR_DISPUTES: Final = 6
CALENDAR_SUCCESS: Final = 7
CALENDAR_RUMOURS: Final = 8
CALENDAR_CAMPAIGNS: Final = 9

# Kinds of hidden incidents (int8), and the one element of an array that holds a count.
ACCIDENT: Final = 0
DISPUTE: Final = 1
COUNT: Final = 0

# What a rumour has made of a person (int8).
UNAWARE: Final = 0
SPREADING: Final = 1
BORED: Final = 2  # has believed it, and passes it on no more
REBUTTED: Final = 3  # knows better
TOLD: Final = 4  # today: passes it on from tomorrow on
DEEPEST: Final = 127  # generations of a rumour that are counted apart

# Voices that the strongest tie counts as.
MOST_STRENGTH: Final = 4


class Column(NamedTuple):
    """One daily series: its name, unit and meaning."""

    name: str
    unit: str
    meaning: str


SERIES: Final = (
    Column("fans", "people", "agents whose role is FAN"),
    Column("anti_fans", "people", "agents whose role is ANTI_FAN"),
    Column("silent", "people", "agents whose role is SILENT"),
    Column("fan_circle", "people", "fans whose passion is above the circle threshold"),
    Column("critics", "people", "owners with a grievance and without hostility"),
    Column("resisters", "people", "silent agents repelled by the fan circle"),
    Column("owners", "people", "agents who own the product"),
    Column("fan_share", "share", "fans / crowd"),
    Column("anti_fan_share", "share", "anti-fans / crowd"),
    Column("fan_circle_share", "share", "fan circle / crowd"),
    Column(
        "voiced_sentiment", "-1 to 1", "(praise - blame) / (praise + blame), by loudness spoken"
    ),
    Column(
        "private_sentiment", "-1 to 1", "(admiration - hostility) / (their sum), by what is felt"
    ),
    Column("climate", "-1 to 1", "slow balance of what is voiced, the silent counted"),
    Column("attention", "stories", "fast memory of the coverage, weighted by reach"),
    Column("habituation", "stories", "slow memory of the attention"),
    Column("surprise", "ratio", "attention above habit / (1 + habit)"),
    Column("stories_good", "stories", "good stories published today"),
    Column("stories_bad", "stories", "bad stories published today"),
    Column("stories_good_founder", "stories", "good stories that name the founder"),
    Column("stories_bad_founder", "stories", "bad stories that name the founder"),
    Column("accidents", "incidents", "accidents that happened today, known or not"),
    Column("accidents_public", "incidents", "accidents that became public today"),
    Column("disputes", "incidents", "quality disputes that arose today, known or not"),
    Column("disputes_public", "incidents", "quality disputes that became public today"),
    Column("latent", "incidents", "incidents that are still unknown to the public"),
    Column("fleet", "units", "units in use: owners x people an agent stands for"),
    Column("sales", "units", "units sold today"),
    Column("recruits", "people", "SILENT -> FAN today"),
    Column("fan_to_black", "people", "FAN -> ANTI_FAN today"),
    Column("cooled", "people", "FAN -> SILENT today"),
    Column("recovered", "people", "ANTI_FAN -> SILENT today"),
    Column("alienated", "people", "silent agents who became resisters today"),
    Column("passion_turned", "passion", "sum of the passion of today's fan-to-black, before"),
    Column("hostility_made", "passion", "sum of their hostility, after"),
    Column("voices_praise", "people", "agents who speak up for the founder"),
    Column("voices_blame", "people", "agents who speak up against the founder"),
    Column("attacks", "people", "fan-circle members who attack critics"),
    Column("praise", "loudness", "sum of the loudness of praise spoken"),
    Column("blame", "loudness", "sum of the loudness of blame spoken"),
    Column("participants", "people", "agents who take part today"),
    Column("mean_passion", "passion", "mean passion of the fans"),
    Column("mean_hostility", "passion", "mean hostility of the anti-fans"),
    Column("mean_expectation", "quality", "mean expectation of the fans"),
    Column("mean_grievance", "grievance", "mean grievance of the fans"),
    Column("coupling", "share", "how far the firm is its founder"),
    Column("reservoir", "stories", "praise banked in good coverage"),
    Column("success", "share", "recent sales against their habit, .5 = steady"),
    Column("strength", "quality", "product strength"),
    Column("perceived_strength", "quality", "product strength as the climate lets it look"),
    Column("demand_unanswered", "share", "share of today's calls on the founder left unanswered"),
    Column("exposure", "share", "lever: how visible the founder is"),
    Column("candour", "share", "lever: how far promises keep to the truth"),
    Column("image", "0 to 1", "lever: 0 idol to 1 entrepreneur"),
    Column("warmth", "share", "lever: nearness, showing weakness"),
    Column("distance", "share", "lever: distance from the fan circle"),
    Column("stance", "code", "lever: 0 none, 1 silent, 2 apologise, 3 deny, 4 compensate"),
    Column("participation", "share", "lever: how open the nodes of participation are"),
    Column("replies", "share", "lever: answers a day, as a share of the crowd"),
    Column("image_seen", "0 to 1", "the image as people see it"),
    Column("quality_debt", "share", "memory of growth faster than habit"),
    Column("novelty", "share", "how new taking part still is"),
    Column("benefit_seen", "share", "what people think they get out of taking part"),
    Column("slighted", "share", "invited calls on the founder that were left without an answer"),
    Column("reach_outlets", "stories", "reach of today's stories in the outlets"),
    Column("reach_own", "stories", "reach of the firm's own channel today"),
    Column("rumour_spreading", "people", "agents who pass a rumour on"),
    Column("rumour_believed", "people", "agents who believe the rumour, or tired of it believing"),
    Column("rumour_depth", "generations", "how many mouths the rumour has gone through at most"),
    Column("tie_strength", "voices", "mean strength of the ties"),
)
SERIES_NAMES: Final = tuple(column.name for column in SERIES)

(
    S_FANS, S_ANTI_FANS, S_SILENT, S_FAN_CIRCLE, S_CRITICS, S_RESISTERS, S_OWNERS,
    S_FAN_SHARE, S_ANTI_FAN_SHARE, S_FAN_CIRCLE_SHARE,
    S_VOICED, S_PRIVATE, S_CLIMATE, S_ATTENTION, S_HABITUATION, S_SURPRISE,
    S_STORIES_GOOD, S_STORIES_BAD, S_STORIES_GOOD_FOUNDER, S_STORIES_BAD_FOUNDER,
    S_ACCIDENTS, S_ACCIDENTS_PUBLIC, S_DISPUTES, S_DISPUTES_PUBLIC, S_LATENT,
    S_FLEET, S_SALES, S_RECRUITS, S_FAN_TO_BLACK, S_COOLED, S_RECOVERED, S_ALIENATED,
    S_PASSION_TURNED, S_HOSTILITY_MADE, S_VOICES_PRAISE, S_VOICES_BLAME, S_ATTACKS,
    S_PRAISE, S_BLAME, S_PARTICIPANTS, S_MEAN_PASSION, S_MEAN_HOSTILITY,
    S_MEAN_EXPECTATION, S_MEAN_GRIEVANCE, S_COUPLING, S_RESERVOIR, S_SUCCESS,
    S_STRENGTH, S_PERCEIVED, S_UNANSWERED, S_FIRST_LEVER,
) = range(51)  # fmt: skip
(
    S_IMAGE_SEEN,
    S_DEBT,
    S_NOVELTY,
    S_BENEFIT,
    S_SLIGHTED,
    S_REACH_OUTLETS,
    S_REACH_OWN,
    S_RUMOUR_SPREADING,
    S_RUMOUR_BELIEVED,
    S_RUMOUR_DEPTH,
    S_TIE_STRENGTH,
) = range(S_FIRST_LEVER + len(LEVERS), len(SERIES))

# What is heard, apart: rows of a chunk's hearing, and sums of a complete network.
PRAISE: Final = 0
BLAME: Final = 1
NOISE: Final = 2
HEARD: Final = 3

# Totals over people, summed as integers so that no order of summation shows.
(
    T_FANS, T_ANTI_FANS, T_CIRCLE, T_CRITICS, T_RESISTERS, T_OWNERS, T_BOUGHT,
    T_RECRUITS, T_TURNED, T_COOLED, T_RECOVERED, T_ALIENATED, T_PARTICIPANTS,
    T_ADMIRATION, T_HOSTILITY, T_EXPECTATION, T_GRIEVANCE, T_PASSION_TURNED,
    T_HOSTILITY_MADE, T_VOICES_PRAISE, T_VOICES_BLAME, T_ATTACKS, T_PRAISE, T_BLAME,
    TOTALS,
) = range(25)  # fmt: skip

# Carried from day to day: a block of people holds only how its part has changed.
STOCKS: Final = (T_FANS, T_ANTI_FANS, T_RESISTERS, T_OWNERS)

# A float joins a total as an integer count of 2**-20.
FIXED_POINT: Final = 1048576.0

# A grievance counts up to this in the totals, so that 30 million of them fit an int64.
MOST_COUNTED: Final = 10_000.0

# Loudness is an integer from 1 to 63. A day's hearing is one int64: praise in the lowest 22
# bits, blame in the next 22, noise in the top 19. Hence nobody may hear more than 65,535 people.
LOUDNESS_LEVELS: Final = 63
HEARD_BITS: Final = 22
HEARD_MASK: Final = (1 << HEARD_BITS) - 1
MOST_HEARD: Final = 65_535
ATTACK_NOISE_MOST: Final = 8
