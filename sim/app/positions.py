"""Where people stand on the page: a force-directed layout of who hears whom, made once a network.

A large crowd is drawn by a sample, evenly taken, so that every community has its share in it.
"""

from __future__ import annotations

import random
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.network.network import Network
from sim.runs.networks import crowd_of
from sim.scenario.scenario import Scenario

MOST_DRAWN: Final = 2_000
MOST_TIES_DRAWN: Final = 2_500
MOST_TIES_LAID: Final = 40_000
ROUNDS: Final = 100
# Ties of people with nobody in common pull this much; with everybody in common, by 1 more.
LEAST_PULL: Final = 0.05
MOST_HELD: Final = 32  # layouts, a tenth of a megabyte each
FIELD: Final = 1_000  # positions are whole numbers from 0 to this


@dataclass(frozen=True)
class Positions:
    """The people drawn and where.

    Attributes
    ----------
    who : int64 (drawn,)
        Their numbers in the crowd, ascending.
    x, y : int64 (drawn,)
        Place on a square field, 0 to 1000.
    ties : int64 (ties, 2)
        Some of the ties between them, by place in ``who``.
    """

    who: NDArray[np.int64]
    x: NDArray[np.int64]
    y: NDArray[np.int64]
    ties: NDArray[np.int64]


def drawn(people: int) -> NDArray[np.int64]:
    """Return who is drawn of a crowd: everyone, or 2,000 evenly taken, int64 (drawn,)."""
    if people <= MOST_DRAWN:
        return np.arange(people, dtype=np.int64)
    return np.arange(MOST_DRAWN, dtype=np.int64) * people // MOST_DRAWN


def ties_between(network: Network, who: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the ties between some people, each once, int64 (ties, 2), by place in ``who``."""
    if network.complete:
        return np.zeros((0, 2), dtype=np.int64)
    people = network.offsets.shape[0] - 1
    place = np.full(people, -1, dtype=np.int64)
    place[who] = np.arange(len(who))
    speaker = np.repeat(np.arange(people), np.diff(network.offsets))
    one, other = place[speaker], place[network.audience]
    both = (one >= 0) & (other >= 0) & (one != other)
    low, high = np.minimum(one, other)[both], np.maximum(one, other)[both]
    code = np.unique(low * len(who) + high)
    return np.stack([code // len(who), code % len(who)], axis=1)


def thinned(ties: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return at most so many ties, evenly taken."""
    return ties[:: max(1, -(-len(ties) // most))]


def overlap(ties: NDArray[np.int64], people: int) -> NDArray[np.float64]:
    """Return the share of friends in common of the ends of each tie, float64 (ties,), 0 to 1."""
    from scipy.sparse import csr_array

    one, other = ties[:, 0], ties[:, 1]
    row, column = np.concatenate([one, other]), np.concatenate([other, one])
    known = csr_array((np.ones(len(row), dtype=np.int32), (row, column)), shape=(people, people))
    friends = np.diff(known.indptr)
    common = np.asarray(known[one].multiply(known[other]).sum(axis=1)).ravel()
    return np.asarray(common / np.maximum(1, np.minimum(friends[one], friends[other])))


def lay(network: Network) -> Positions:
    """Return where the people of a network are drawn; the same network gives the same places.

    Fruchterman and Reingold (1991), by igraph; ties pull as much as their ends have friends in
    common (assumption), so that communities stand apart.
    """
    import igraph

    people = len(network.offsets) - 1
    who = drawn(people)
    ties = thinned(ties_between(network, who), MOST_TIES_LAID)
    igraph.set_random_number_generator(random.Random(1))
    graph = igraph.Graph(n=len(who), edges=ties.tolist())
    if len(ties):
        pull = (LEAST_PULL + overlap(ties, len(who))).tolist()
        found = np.array(graph.layout("fr", niter=ROUNDS, grid=False, weights=pull).coords)
    else:
        found = np.array(graph.layout("sphere").coords)[:, :2]
    spread = np.argsort(np.argsort(found, axis=0), axis=0) / max(1, len(who) - 1)
    low, high = found.min(axis=0), found.max(axis=0)
    square = (found - low) / np.where(high > low, high - low, 1.0)
    # Half by place, half by rank: what stands far out does not press the others together.
    place = np.rint(FIELD * (0.5 * square + 0.5 * spread)).astype(np.int64)
    some = thinned(ties, MOST_TIES_DRAWN)
    return Positions(who, place[:, 0], place[:, 1], some)


class Layouts:
    """The layouts of this process, each made once, shared by sessions and only read.

    Parameters
    ----------
    most : int
        Layouts held; the one longest unused makes room.
    """

    def __init__(self, most: int = MOST_HELD) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Positions] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def of(self, scenario: Scenario, network: Network) -> Positions:
        """Return the layout of a scenario's network; made where it is not held."""
        crowd = crowd_of(scenario)
        with self._lock:
            found = self._held.get(crowd)
        # Two at once may make the same one: better than to wait in line.
        made = lay(network) if found is None else found
        with self._lock:
            found = self._held.setdefault(crowd, made)
            self._held.move_to_end(crowd)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return found


LAYOUTS: Final = Layouts()
