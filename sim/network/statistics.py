"""What a network looks like: mean and tail of the audiences, clustering, homophily."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.model.compiled import kernel
from sim.model.randomness import Decision, uniform
from sim.network.audience_kernels import anyone_but, contains, stream_key
from sim.network.network import Network

_SAMPLED: Final = 20_000  # people whose listeners are looked at for the clustering
_PAIRS: Final = 10  # of listeners of each


def people_of(network: Network) -> int:
    """Return how many people a network has."""
    return network.offsets.shape[0] - 1


def most_heard(network: Network) -> int:
    """Return the most people that anyone hears."""
    if network.complete:
        return people_of(network) - 1
    heard = np.zeros(people_of(network), np.int32)
    count_heard(network.audience, heard)
    return int(heard.max())


def statistics(
    network: Network,
    predisposition: NDArray[np.float32],
    bounds: NDArray[np.int64] | None = None,
) -> dict[str, float]:
    """Return what a network looks like.

    Parameters
    ----------
    network : Network
    predisposition : ndarray, shape (people,), float32
    bounds : ndarray, shape (communities + 1,), int64, optional
        As ``community_bounds`` returns them: adds ``community_share``.

    Returns
    -------
    dict of str to float
        ``people``, ``ties``; ``mean_audience`` and ``largest_audience`` (people);
        ``top_share``, the share of all ties that the top 1 % of audiences hold; ``clustering``,
        the chance that two who hear the same person are tied, averaged over people heard by
        two or more (at most 20,000 people, 10 pairs each, always the same ones);
        ``reciprocity``, the share of ties that are heard back; ``assortativity``, the
        correlation of predisposition over ties (0 where it does not vary); ``most_heard``, the
        most people that anyone hears; ``community_share``, the share of ties that stay within
        the community.
    """
    people = people_of(network)
    if network.complete:
        return _of_complete(people, predisposition, bounds)
    sizes = np.sort(np.diff(network.offsets))
    ties = int(network.offsets[-1])
    sources = np.repeat(np.arange(people, dtype=np.int32), np.diff(network.offsets))
    with np.errstate(over="ignore"):
        looked, closed = sample_closed(
            stream_key(0, Decision.NETWORK_CLOSURE, day=1),
            network.offsets,
            network.audience,
            min(people, _SAMPLED),
            _PAIRS,
        )
    result = {
        "people": float(people),
        "ties": float(ties),
        "mean_audience": ties / people,
        "largest_audience": float(sizes[-1]),
        "top_share": float(sizes[-math.ceil(people / 100) :].sum()) / max(ties, 1),
        "clustering": closed / max(looked, 1),
        "reciprocity": count_returned(network.offsets, network.audience) / max(ties, 1),
        "assortativity": _correlation(predisposition[sources], predisposition[network.audience]),
        "most_heard": float(most_heard(network)),
    }
    if bounds is not None:
        community = np.repeat(np.arange(bounds.size - 1, dtype=np.int32), np.diff(bounds))
        same = np.count_nonzero(community[sources] == community[network.audience])
        result["community_share"] = int(same) / max(ties, 1)
    return result


def _of_complete(
    people: int, predisposition: NDArray[np.float32], bounds: NDArray[np.int64] | None
) -> dict[str, float]:
    """Return the same of a network in which everyone hears everyone."""
    everyone = float(people - 1)
    row = {"people": float(people), "ties": people * everyone, "mean_audience": everyone}
    row |= {"largest_audience": everyone, "top_share": math.ceil(people / 100) / people}
    row |= {"clustering": float(people > 2), "reciprocity": float(people > 1)}
    varies = predisposition.min() < predisposition.max()
    row |= {"assortativity": -1.0 / everyone if varies else 0.0, "most_heard": everyone}
    if bounds is not None:
        own = np.diff(bounds)
        row["community_share"] = float((own * (own - 1)).sum()) / max(row["ties"], 1.0)
    return row


def _correlation(x: NDArray[np.float32], y: NDArray[np.float32]) -> float:
    """Return the correlation of two arrays, 0 where one of them does not vary."""
    if x.size == 0 or x.min() == x.max() or y.min() == y.max():
        return 0.0
    return float(np.corrcoef(x.astype(np.float64), y.astype(np.float64))[0, 1])


@kernel
def count_heard(audience: Any, heard: Any) -> None:
    """Count, into ``heard`` (int32, zeros), how many people each person hears."""
    for tie in range(audience.shape[0]):
        heard[audience[tie]] += 1


@kernel
def count_returned(offsets: Any, audience: Any) -> int:
    """Return how many ties are heard back."""
    returned = 0
    for i in range(offsets.shape[0] - 1):
        for tie in range(offsets[i], offsets[i + 1]):
            other = audience[tie]
            row = audience[offsets[other] : offsets[other + 1]]
            returned += 1 if contains(row, row.shape[0], i) else 0
    return returned


@kernel
def sample_closed(
    key: Any, offsets: Any, audience: Any, sampled: int, pairs: int
) -> tuple[int, int]:
    """Return how many pairs of listeners of one person were looked at, and how many are tied."""
    people = offsets.shape[0] - 1
    looked, closed = 0, 0
    for n in range(sampled):
        i = n * people // sampled
        row = audience[offsets[i] : offsets[i + 1]]
        if row.shape[0] < 2:
            continue
        for pair in range(pairs):
            number = 2 * (n * pairs + pair)
            one = int(uniform(key, number) * row.shape[0])
            two = anyone_but(one, 0, row.shape[0], uniform(key, number + 1))
            a, b = int(row[one]), int(row[two])
            row_a = audience[offsets[a] : offsets[a + 1]]
            row_b = audience[offsets[b] : offsets[b + 1]]
            tied = contains(row_a, row_a.shape[0], b) or contains(row_b, row_b.shape[0], a)
            closed += 1 if tied else 0
            looked += 1
    return looked, closed


@kernel
def closed_by_strength(offsets: Any, audience: Any, strength: Any) -> tuple[int, int]:
    """Return twice the strength of all pairs of listeners of one person, and of those tied."""
    whole, closed = 0, 0
    for i in range(offsets.shape[0] - 1):
        for one in range(offsets[i], offsets[i + 1]):
            a = int(audience[one])
            row_a = audience[offsets[a] : offsets[a + 1]]
            for two in range(one + 1, offsets[i + 1]):
                b = int(audience[two])
                row_b = audience[offsets[b] : offsets[b + 1]]
                both = int(strength[one]) + int(strength[two])
                whole += both
                if contains(row_a, row_a.shape[0], b) or contains(row_b, row_b.shape[0], a):
                    closed += both
    return whole, closed


def weighted_clustering(network: Network, strength: NDArray[np.int8]) -> float:
    """Return the clustering by strength of ties: the mean over pairs of listeners of one person.

    A pair counts as the mean strength of its two ties, and is closed if one of the two hears the
    other. With equal strengths it is the plain transitivity. 0 where there are no pairs.

    Parameters
    ----------
    network : Network
    strength : int8 (ties,)

    References
    ----------
    Barrat, A., Barthelemy, M., Pastor-Satorras, R. & Vespignani, A. (2004). The architecture of
    complex weighted networks. PNAS 101(11), 3747-3752.
    """
    whole, closed = closed_by_strength(network.offsets, network.audience, strength)
    return closed / whole if whole else 0.0
