"""The groups of arrays and numbers that the time loop is handed, made from a world.

They are views, made anew whenever the loop is called, so that none goes stale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.world import World
from sim.model.day.groups import Agenda, Desk, Given, Public, Ties, Voices, Work


def given_of(world: World) -> Given:
    """Return what the run is given."""
    return Given(
        seed=np.uint64(world.seed),
        parameters=world.values,
        weight=world.weight,
        people=world.people,
    )


def agenda_of(world: World) -> Agenda:
    """Return what is dated or ruled beforehand."""
    return Agenda(book=world.book, calendar=world.calendar)


def ties_of(world: World) -> Ties:
    """Return who hears whom."""
    return Ties(
        complete=world.network.complete,
        offsets=world.network.offsets,
        audience=world.network.audience,
        strength=world.strength,
    )


def public_of(world: World) -> Public:
    """Return what is known or said in public, and what the firm keeps to itself."""
    return Public(
        levers=world.levers,
        mood=world.mood,
        outlets=world.outlets,
        latent=world.latent,
        rumour=world.rumour,
        totals=world.totals,
        series=world.series,
    )


def voices_of(world: World) -> Voices:
    """Return what each person says, also eight voices a number."""
    voice = world.crowd.voice
    return Voices(each=voice, eights=voice[: world.people // 8 * 8].view(np.int64))


def work_of(world: World, bounds: NDArray[np.int64], desks: Desk) -> Work:
    """Return how the people are shared among threads, and room to work in.

    Parameters
    ----------
    world : World
    bounds : int64 (blocks + 1,)
        Where each block of people begins.
    desks : Desk
        One row a block, see ``desks_of``.
    """
    return Work(bounds=bounds, voice_eights=voices_of(world).eights, hall=world.hall, desks=desks)
