"""Who hears whom: seeded generators into rows (CSR).

A tie of person ``i`` to person ``j`` says that ``j`` hears ``i``; the audience of ``i`` are all
who hear it. Every generator is a pure function of its arguments and the seed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError
from sim.model.layout import MOST_HEARD
from sim.model.parameters.network import NetworkSettings
from sim.network.audience import audience_network, audience_sizes, community_bounds
from sim.network.classic import barabasi_albert, complete, erdos_renyi, watts_strogatz
from sim.network.files import load
from sim.network.network import Network
from sim.network.statistics import most_heard, people_of, statistics

MOST_TIES: Final = 4_000_000_000  # 16 GB

__all__ = [
    "Network",
    "audience_network",
    "audience_sizes",
    "barabasi_albert",
    "build",
    "community_bounds",
    "complete",
    "erdos_renyi",
    "load",
    "people_of",
    "statistics",
    "watts_strogatz",
]


def build(
    settings: NetworkSettings, people: int, seed: int, predisposition: NDArray[np.float32]
) -> Network:
    """Return the network that the settings ask for.

    Parameters
    ----------
    settings : NetworkSettings
        Kind and shape; ``audience`` is clipped to ``people - 1``.
    people : int
        Number of people, at least 1.
    seed : int
        Run seed, 0 to 2**64 - 1.
    predisposition : ndarray, shape (people,), float32
        Who is like-minded: people close in it. Only the kind ``audience`` looks at it.

    Returns
    -------
    Network

    Raises
    ------
    TarpeiaError
        Too many ties to hold, too many people heard by one, or a fault in the file.
    """
    expected = people * min(settings.audience, people - 1)
    if settings.kind not in ("complete", "file") and expected > MOST_TIES:
        raise TarpeiaError(
            f"network.audience: {settings.audience:g} for {people:,} people makes "
            f"{expected:,.0f} ties, too many to hold; use a value that makes at most {MOST_TIES:,}"
        )
    if settings.kind == "complete":
        return complete(people)
    if settings.kind == "file":
        if not settings.file:
            raise TarpeiaError(
                "network.file: missing although network.kind is 'file'; "
                "use the path of an edge list, a GraphML or a Parquet file"
            )
        return load(settings.file, people)
    if settings.kind == "erdos-renyi":
        return erdos_renyi(people, settings.audience, seed)
    if settings.kind == "barabasi-albert":
        return barabasi_albert(people, settings.audience, seed)
    if settings.kind == "watts-strogatz":
        return watts_strogatz(people, settings.audience, settings.rewiring, seed)
    network = audience_network(settings, people, seed, predisposition)
    if people > MOST_HEARD and most_heard(network) > MOST_HEARD:
        raise TarpeiaError(
            f"network.audience: {settings.audience:g} makes someone hear more than "
            f"{MOST_HEARD:,} people; use a smaller audience or less clustering"
        )
    return network
