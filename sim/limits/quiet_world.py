"""The world in which nothing happens but what a limit is about, and how it is run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from sim.engine.engine import Engine
from sim.engine.world import World, allocate
from sim.network.network import Network
from sim.scenario.scenario import Scenario

# The longest run, in days.
LONGEST: Final = 36_500

# Nothing happens: no news, no charm, no purchases, no change of heart; all people are alike.
QUIET: Final[Mapping[str, Any]] = {
    "crowd.susceptibility_low": 1e9, "crowd.threshold_spread": 0.0, "crowd.activity_spread": 0.0,
    "founder.exposure": 1.0, "founder.warmth": 0.0, "founder.participation": 0.0,
    "founder.replies": 0.0, "founder.coupling_ceiling": 0.0, "founder.reply_gain": 0.0,
    "product.hazard": 0.0, "product.defects": 0.0, "product.demand": 0.0,
    "product.protection": 0.0, "product.success_weight": 0.0,
    "newsroom.outlets": 1, "newsroom.slant_spread": 0.0, "newsroom.slant_herding": 0.0,
    "newsroom.disclosure": 0.0, "newsroom.scrutiny": 0.0, "newsroom.branching": 0.0,
    "newsroom.founder_stories": 0.0, "newsroom.attention_posts": 0.0,
    "conversation.speaking": 5.0, "conversation.surprise_voice": 0.0, "conversation.spiral": 0.0,
    "conversation.doubt": 0.0, "conversation.attack": 0.0,
    "people.circle": 1.0, "people.recruitment": 0.0, "people.coverage": 0.0,
    "people.word_of_mouth": 0.0, "people.first_passion": 1.0, "people.leave": 0.001,
    "people.warmth_gain": 0.0, "people.idealisation": 0.0, "people.admiration_decay": 0.0,
    "people.hostility_decay": 0.0, "people.gain": 0.0, "people.perception": 0.0,
    "people.news_weight": 0.0, "people.blame_weight": 0.0, "people.shield": 0.0,
    "people.turning": 0.0, "people.carryover": 1.0, "people.alienation": 0.0,
    "people.climate_gain": 0.0,
    "start.fans": 0.0, "start.anti_fans": 0.0, "start.passion": 1.0, "start.hostility": 1.0,
    "start.climate": 0.0, "start.attention": 0.0, "start.coupling": 0.0,
}  # fmt: skip


def quiet(changes: Mapping[str, Any], seed: int = 1) -> Scenario:
    """Return the scenario in which nothing happens but what ``changes`` bring."""
    return Scenario().with_values({**QUIET, **changes, "run.seed": seed})


def _copied(parts: Any) -> Any:
    """Return a named tuple of arrays with copies of them."""
    return type(parts)(*(part.copy() for part in parts))


def again(world: World, seed: int) -> World:
    """Return the same first morning with other luck, without building it anew.

    Good where the state of the first morning does not depend on luck. The network is shared.
    """
    return replace(
        world,
        seed=seed,
        crowd=_copied(world.crowd),
        outlets=_copied(world.outlets),
        latent=_copied(world.latent),
        rumour=_copied(world.rumour),
        strength=world.strength.copy(),
        book=world.scenario.book(),
        mood=world.mood.copy(),
        levers=world.levers.copy(),
        hall=world.hall.copy(),
        totals=world.totals.copy(),
        series=np.zeros_like(world.series),
    )


def run_once(scenario: Scenario, network: Network | None = None) -> Engine:
    """Return the engine of a scenario after its last day."""
    engine = Engine(allocate(scenario, network))
    engine.run()
    return engine


def run_until_quiet(engine: Engine, column: int, piece: int = 20) -> None:
    """Run until a series stays at zero for a whole piece of days, or to the end."""
    while engine.day < engine.days:
        first = engine.day
        engine.advance(piece)
        if not engine.world.series[first : engine.day, column].any() and first > 0:
            return
