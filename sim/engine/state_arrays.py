"""The arrays of a state by name: what a day reads or writes, with type and shape of each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.engine.crowd import Crowd
from sim.engine.state_rules import HEARD
from sim.engine.world import HIDDEN_INCIDENTS, Latent, Outlets, Rumour, World
from sim.model import layout
from sim.model.entries import values
from sim.network.network import Network
from sim.scenario.scenario import Scenario

GROUPS: Final[dict[str, Any]] = {
    "crowd": Crowd,
    "outlets": Outlets,
    "latent": Latent,
    "rumour": Rumour,
}

SINGLE: Final = {
    "book.remaining": np.int64,
    "mood": np.float64,
    "levers": np.float64,
    "hall": np.int64,
    "totals": np.int64,
    "series": np.float64,
    "strength": np.int8,
}

TEXTS: Final = ("meta", "scenario", "checksum")

Arrays = dict[str, NDArray[Any]]


class Meta(NamedTuple):
    """What a file says of itself."""

    format: str
    version: str
    kernels: str
    day: int
    complete: bool
    ties: int


class Shape(NamedTuple):
    """What an array of a file must be."""

    kind: np.dtype[Any]
    shape: tuple[int, ...]


def arrays_of(world: World) -> Arrays:
    """Return the arrays of a state by name, as in ``crowd.role`` or ``mood``; no copies.

    All that a day reads or writes, but the network and what follows from the scenario alone.
    """
    found: Arrays = {}
    for group in GROUPS:
        fields = getattr(world, group)._asdict()
        found |= {f"{group}.{name}": array for name, array in fields.items()}
    found |= {name: getattr(world, name) for name in SINGLE if "." not in name}
    return {**found, "book.remaining": world.book.remaining}


def world_of(scenario: Scenario, network: Network, arrays: Mapping[str, NDArray[Any]]) -> World:
    """Return the world of a scenario with the arrays of a state."""
    p = values(scenario.effective)
    parts: dict[str, Any] = {
        group: fields(**{name: arrays[f"{group}.{name}"] for name in fields._fields})
        for group, fields in GROUPS.items()
    }
    parts |= {name: arrays[name] for name in SINGLE if "." not in name}
    return World(
        scenario=scenario,
        values=p,
        seed=scenario.run.seed,
        weight=p.population / scenario.effective.crowd.people,
        network=network,
        book=scenario.book()._replace(remaining=arrays["book.remaining"]),
        calendar=scenario.calendar(),
        **parts,
    )


def digest_of(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the SHA-256 over names, types, shapes and bytes of arrays."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.data)
    return digest.digest()


def shapes_of(scenario: Scenario, meta: Meta) -> dict[str, Shape]:
    """Return what the arrays of a file must be."""
    parameters = scenario.effective
    people = parameters.crowd.people
    lengths = {
        "crowd": people,
        "outlets": parameters.newsroom.outlets,
        "latent": HIDDEN_INCIDENTS,
        "book.remaining": len(scenario.playbook),
        "mood": len(layout.MOOD),
        "levers": len(layout.LEVERS),
        "hall": 3,
        "totals": layout.TOTALS,
        "rumour": people if parameters.conversation.rumour_telling > 0.0 else 0,
        "strength": meta.ties if parameters.participation.bonding > 0.0 else 0,
    }
    found = {}
    for group, fields in GROUPS.items():
        for name, hint in get_type_hints(fields).items():
            (kind,) = get_args(get_args(hint)[1])  # of NDArray[np.int8]: np.int8
            length = 1 if name == "filled" else lengths[group]
            found[f"{group}.{name}"] = Shape(np.dtype(kind), (length,))
    del found[HEARD]
    for name, kind in SINGLE.items():
        shape = (meta.day, len(layout.SERIES)) if name == "series" else (lengths[name],)
        found[name] = Shape(np.dtype(kind), shape)
    if not meta.complete:
        found["network.offsets"] = Shape(np.dtype(np.int64), (people + 1,))
        found["network.audience"] = Shape(np.dtype(np.int32), (meta.ties,))
    return found
