"""What must hold of a state between two days: the kernels, which check nothing, rely on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.engine.world import HIDDEN_INCIDENTS, World, stocks_of
from sim.errors import TarpeiaError
from sim.model import layout
from sim.model.entries import ENTRIES
from sim.network.network import Network
from sim.network.statistics import most_heard

# Greater than any quantity can become within the bounds of the parameters (a grievance: 1.6e11),
# small enough that a sum of it over a few million people is still a number.
LARGEST: Final = 1e12
HEARD: Final = "crowd.heard"  # empty between two days, and not saved
_SHARES: Final = (
    "climate",
    "coupling",
    "founder_blamed",
    "strength",
    "success",
    "answered",
    "image_seen",
    "debt",
    "novelty",
    "benefit",
    "slighted",
)
_LOWEST_MOOD: Final = np.array(
    [{"climate": -1.0, "market": -np.inf}.get(name, 0.0) for name in layout.MOOD]
)
_HIGHEST_MOOD: Final = np.array([1.0 if name in _SHARES else np.inf for name in layout.MOOD])
_HIGHEST_LEVERS: Final = np.array(
    [ENTRIES[f"founder.{name}"].high or len(layout.STANCES) - 1 for name in layout.LEVERS]
)

Rules = Iterator[tuple[str, bool, str]]


def state_rules(world: World, day: int) -> Rules:
    """Yield what must hold of a state between two days: array, whether it holds, the rule.

    Whatever a kernel uses as an index, a count or a share is among them; ``check`` has the rest.
    Arrays have their types and shapes already.

    Parameters
    ----------
    world : World
    day : int
        Days that have been run.
    """
    crowd, outlets, latent = world.crowd, world.outlets, world.latent
    products = world.values.products
    which = (crowd.marks & layout.PRODUCT_BITS) >> layout.PRODUCT_SHIFT
    days, loudest = world.series.shape[0], layout.LOUDNESS_LEVELS
    incidents = 2 * HIDDEN_INCIDENTS * days - 1
    hidden = latent.severity[: max(0, int(latent.filled[layout.COUNT]))]
    bounds: tuple[tuple[str, NDArray[Any], Any, Any], ...] = (
        ("crowd.role", crowd.role, layout.SILENT, layout.ANTI_FAN),
        ("crowd.marks", crowd.marks, 0, layout.MARKS),
        ("crowd.marks", which, 0, products - 1),
        ("crowd.voice", crowd.voice, -loudest, 127),
        (HEARD, crowd.heard, 0, 0),
        ("crowd.susceptibility", crowd.susceptibility, 0, 1),
        ("crowd.threshold", crowd.threshold, -np.inf, np.inf),
        ("crowd.expectation", crowd.expectation, -np.inf, np.inf),
        ("crowd.grievance", crowd.grievance, 0, np.inf),
        ("crowd.activity", crowd.activity, 0, np.inf),
        ("outlets.reach", outlets.reach, 0, np.inf),
        ("outlets.slant", outlets.slant, -1, 1),
        ("outlets.appetite", outlets.appetite, 0, 1),
        ("outlets.stories", outlets.stories, 0, 0),
        ("rumour.state", world.rumour.state, layout.UNAWARE, layout.REBUTTED),
        ("rumour.depth", world.rumour.depth, 0, layout.DEEPEST),
        ("strength", world.strength, 1, world.values.bond_most),
        ("latent.filled", latent.filled, 0, HIDDEN_INCIDENTS),
        ("latent.severity", hidden, 1, world.values.severity_cap),
        ("latent.kind", latent.kind, 0, 1),
        ("latent.age", latent.age, 0, days),
        ("latent.identity", latent.identity, 0, incidents),
        ("book.remaining", world.book.remaining, 0, world.book.rule_days - 1),
        ("mood", world.mood, _LOWEST_MOOD, _HIGHEST_MOOD),
        ("mood", world.mood[layout.FAULTY : layout.FAULTY + 1], 0, products - 1),
        ("levers", world.levers, 0, _HIGHEST_LEVERS),
        ("hall", world.hall, 0, np.inf),
        ("totals", world.totals[: layout.T_PARTICIPANTS + 1], 0, world.people),
        ("series", world.series[day:], 0, 0),
    )
    for name, array, low, high in bounds:
        rule = "each in its bounds" if isinstance(high, np.ndarray) else f"{low:g} to {high:g}"
        yield name, _within(array, low, high), rule


def count_rules(world: World, day: int) -> Rules:
    """Yield what a recount of the people must give, as ``state_rules``."""
    columns = {
        layout.T_FANS: layout.S_FANS,
        layout.T_ANTI_FANS: layout.S_ANTI_FANS,
        layout.T_RESISTERS: layout.S_RESISTERS,
        layout.T_OWNERS: layout.S_OWNERS,
    }
    for total, who in stocks_of(world.crowd):
        column = columns[total]
        count = int(np.count_nonzero(who))
        yield "totals", int(world.totals[total]) == count, f"a recount gives {count}"
        last = float(world.series[day - 1, column]) if day else count
        yield "series", last == count, f"a recount gives {count}"


def network_rules(network: Network, people: int) -> Rules:
    """Yield what must hold of a network, as ``state_rules``; each rests on those before it.

    Parameters
    ----------
    network : Network
        ``offsets`` of shape (people + 1,).
    people : int
    """
    offsets, audience = network.offsets, network.audience
    name = "network.offsets"
    yield name, offsets[0] == 0 and offsets[-1] == audience.size, "from 0 to the number of ties"
    yield name, bool(np.all(offsets[1:] >= offsets[:-1])), "never falling"
    name = "network.audience"
    yield name, _within(audience, 0, people - 1), f"0 to {people - 1}"
    ascending = audience[1:] > audience[:-1]
    begins = offsets[(offsets > 0) & (offsets < audience.size)]
    ascending[begins - 1] = True
    yield name, bool(ascending.all()), "ascending in a row"
    most = most_heard(network)
    yield name, most <= layout.MOST_HEARD, f"nobody hears more than {layout.MOST_HEARD:,}"


def _within(array: NDArray[Any], low: Any, high: Any) -> bool:
    """Tell whether all values are within bounds and none is out of all proportion, or no number."""
    return bool(np.all((array >= low) & (array <= high) & (np.abs(array) <= LARGEST)))


def check_state(world: World, day: int) -> None:
    """Check a state between two days.

    Raises
    ------
    TarpeiaError
        Naming the first array that breaks its rule, and the rule.
    """
    if not world.network.complete:
        for name, holds, rule in network_rules(world.network, world.people):
            if not holds:
                raise TarpeiaError(f"{name}: breaks its rule, {rule}; the state is damaged")
    for name, holds, rule in (*state_rules(world, day), *count_rules(world, day)):
        if not holds:
            raise TarpeiaError(f"{name}: breaks its rule, {rule}; the state is damaged")
    check(world)


def check(world: World) -> None:
    """Check the invariants of the state; meant for tests and for saved states.

    Raises
    ------
    TarpeiaError
        Naming the first array that breaks its rule.
    """
    crowd = world.crowd
    if not np.all((crowd.role >= layout.SILENT) & (crowd.role <= layout.ANTI_FAN)):
        raise TarpeiaError("world.role: breaks its rule; the state is damaged")
    rules = (
        ("passion", np.all((crowd.passion >= -1.0) & (crowd.passion <= 1.0))),
        ("passion", np.all(np.sign(crowd.passion) == np.array([0, 1, -1])[crowd.role])),
        ("expectation", np.all(np.isfinite(crowd.expectation))),
        ("grievance", np.all(np.isfinite(crowd.grievance) & (crowd.grievance >= 0.0))),
        ("mood", np.all(np.isfinite(world.mood))),
        ("climate", abs(world.mood[layout.CLIMATE]) <= 1.0),
        ("series", np.all(np.isfinite(world.series))),
    )
    for name, holds in rules:
        if not holds:
            raise TarpeiaError(f"world.{name}: breaks its rule; the state is damaged")
