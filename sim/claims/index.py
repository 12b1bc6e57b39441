"""All claims, in the order of docs/claims.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sim.claims.claim import Claim
from sim.claims.records import (
    accidents,
    fan_circle_rise,
    fan_circle_turn,
    fan_circle_zeal,
    founder_and_firm,
    founder_image,
    founder_sales,
    newsroom,
    participation,
    promises,
    public_face,
    replies_and_rumours,
    seeding,
    stepping_back,
    traffic,
    two_faces,
    word_of_mouth,
    worship,
)
from sim.errors import TarpeiaError, nearest

THEMES: Final[dict[str, tuple[Claim, ...]]] = {
    "The law of large numbers": (
        accidents.BASE_EFFECT,
        accidents.FAT_TAIL,
        newsroom.TOPIC_EFFECT,
        newsroom.HITCHHIKING,
        newsroom.SCRUTINY,
        accidents.CORNER_OVERTAKING,
    ),
    "The founder and the firm": (
        founder_and_firm.FOUNDER_IS_FIRM,
        founder_sales.BUY_THE_PERSON,
        founder_and_firm.LEVERAGE,
        founder_sales.MATCH,
        founder_and_firm.SPILLOVER,
        worship.WORSHIP_DANGER,
        worship.SUCCESS_FIRST,
        public_face.ONE_MAN_PR,
        public_face.PERFECT_IDOL,
        public_face.SHOWING_WEAKNESS,
    ),
    "The fan circle": (
        fan_circle_rise.REFLEXIVITY,
        fan_circle_rise.DEVOTION_SLIDE,
        fan_circle_rise.SOW_FANS,
        fan_circle_rise.FAN_CIRCLE_PLATFORM,
        fan_circle_turn.FAN_TO_BLACK,
        fan_circle_turn.MAKERS_AND_KILLERS,
        fan_circle_turn.HARDCORE_INSTABILITY,
        fan_circle_zeal.OWN_GOAL,
        fan_circle_zeal.REPELLED_MAJORITY,
        fan_circle_zeal.KEEP_AWAY,
    ),
    "The two faces of opinion": (
        two_faces.BANDWAGON,
        two_faces.TWO_FACED_OPINION,
        two_faces.NO_STABLE_CORE,
        two_faces.TELEPHOTO,
        traffic.CONSERVATION,
        traffic.SAME_CAUSE,
        traffic.SHORT_REIGN,
        traffic.RETALIATION_CYCLE,
        replies_and_rumours.WISHING_POOL,
        replies_and_rumours.RUMOUR,
    ),
    "What a founder can do": (
        promises.EXPECTATION,
        promises.BETRAYAL,
        promises.LOW_KEY,
        stepping_back.RETREAT,
        stepping_back.BRAND_FIRST,
        founder_image.IMAGE_ANCHOR,
        founder_image.REFUSE_ALTAR,
    ),
    "Participation": (
        participation.PARTICIPATION,
        participation.CO_CREATION,
        participation.MUTUAL_BENEFIT,
        participation.INTERACTION_DESIGN,
        participation.ACCOMPLISHMENT_LOOP,
        seeding.STORM_EFFECT,
        seeding.EMPLOYEES_FIRST,
        seeding.NO_PAID_PROMOTION,
        word_of_mouth.TIE_STRENGTH,
        word_of_mouth.EXPLOSIVE_PRODUCT,
        word_of_mouth.BEING_FANS,
        word_of_mouth.SELF_MEDIA,
    ),
}
CLAIMS: Final[dict[str, Claim]] = {claim.id: claim for some in THEMES.values() for claim in some}
# What the essays also say, and what no model of a crowd can try.
OUTSIDE: Final = (
    "flat organisation",
    "being first in a category as such",
    "F codes",
    "the eras of consumption",
    "governance of the firm",
)


def chosen_claims(names: Iterable[str]) -> list[Claim]:
    """Return the claims of some ids, in their order; all when none is named.

    Raises
    ------
    TarpeiaError
        For an id that is no claim, or is named twice.
    """
    wanted = list(names)
    for name in wanted:
        if name not in CLAIMS:
            raise TarpeiaError(f"claims: no claim '{name[:60]}', {nearest(name, CLAIMS)}")
    if len(set(wanted)) < len(wanted):
        raise TarpeiaError("claims: one is named twice, allowed is once")
    return [claim for name, claim in CLAIMS.items() if not wanted or name in wanted]
