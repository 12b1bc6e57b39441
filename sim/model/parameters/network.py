"""Who hears whom: how the network is made."""

from __future__ import annotations

from typing import Literal

from sim.model.parameters.group import Group, choice, number

NetworkKind = Literal[
    "audience", "erdos-renyi", "barabasi-albert", "watts-strogatz", "complete", "file"
]


class NetworkSettings(Group):
    """Who hears whom."""

    kind: NetworkKind = choice("audience", "how the network is made")
    audience: float = number(20, 0, 2_000, "people", "mean number of people who hear a person")
    tail: float = number(
        2.3,
        2.05,
        5,
        "exponent",
        "tail (of the density) of the audience sizes",
        "Clauset, Shalizi & Newman 2009",
    )
    communities: int = number(40, 1, 100_000, "count", "communities in the crowd")
    community_ties: float = number(0.7, 0, 1, "share", "ties that stay within the community")
    homophily: float = number(
        0.5,
        0,
        1,
        "share",
        "ties within the community that go to the like-minded",
        "McPherson, Smith-Lovin & Cook 2001",
    )
    clustering: float = number(0.1, 0, 0.9, "share", "ties closed over a common neighbour")
    rewiring: float = number(0.1, 0, 1, "share", "Watts-Strogatz rewiring", "Watts & Strogatz 1998")
    file: str = choice("", "edge list, GraphML or Parquet file when kind is 'file'")
