"""Who hears whom: seeded generators into rows (CSR).

A tie of person ``i`` to person ``j`` says that ``j`` hears ``i``; the audience of ``i`` are all
who hear it. Every generator is a pure function of its arguments and the seed.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim import network_kernels as kernels
from sim.errors import TarpeiaError
from sim.layout import MOST_HEARD
from sim.network_files import load
from sim.network_kernels import Network, Plan
from sim.parameters import NetworkSettings
from sim.randomness import Decision, stream, uniforms

MOST_TIES: Final = 4_000_000_000  # 16 GB
LARGEST_SHARE: Final = 0.1  # of the crowd that one person can reach in an audience network
LARGEST_RATIO: Final = 3.0  # ... or, in a small crowd, this many mean audiences
_SAMPLED: Final = 20_000  # people whose listeners are looked at for the clustering
_PAIRS: Final = 10  # of listeners of each

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
            f"{expected:,.0f} ties, allowed are at most {MOST_TIES:,}"
        )
    if settings.kind == "complete":
        return complete(people)
    if settings.kind == "file":
        if not settings.file:
            raise TarpeiaError(
                "network.file: empty although network.kind is 'file', "
                "allowed is the path of an edge list, a GraphML or a Parquet file"
            )
        return load(settings.file, people)
    if settings.kind == "erdos-renyi":
        return erdos_renyi(people, settings.audience, seed)
    if settings.kind == "barabasi-albert":
        return barabasi_albert(people, settings.audience, seed)
    if settings.kind == "watts-strogatz":
        return watts_strogatz(people, settings.audience, settings.rewiring, seed)
    network = audience_network(settings, people, seed, predisposition)
    if people > MOST_HEARD and _most_heard(network) > MOST_HEARD:
        raise TarpeiaError(
            f"network.audience: {settings.audience:g} makes someone hear more than "
            f"{MOST_HEARD:,} people, allowed is a smaller audience"
        )
    return network


def people_of(network: Network) -> int:
    """Return how many people a network has."""
    return network.offsets.shape[0] - 1


def complete(people: int) -> Network:
    """Return the network in which everyone hears everyone, held implicitly.

    Parameters
    ----------
    people : int

    Returns
    -------
    Network
        Offsets all zero, audience empty, ``complete`` true.
    """
    return Network(np.zeros(people + 1, np.int64), np.empty(0, np.int32), True)


def audience_sizes(people: int, mean: float, tail: float, seed: int) -> NDArray[np.int64]:
    """Return heavy-tailed audience sizes.

    The sizes are the quantiles of a Pareto law between a least size, chosen so that the mean
    comes out, and a greatest: a tenth of the crowd or three times the mean, whichever is more.
    They are the same for every seed (so no seed gets a crowd with twice the ties); the seed
    says who gets which.

    Parameters
    ----------
    people : int
    mean : float
        Mean size, in people; clipped to ``people - 1``.
    tail : float
        Exponent of the density, above 2.
    seed : int

    Returns
    -------
    ndarray, shape (people,), int64
        People who hear each person, 0 to ``people - 1``.

    References
    ----------
    Clauset, A., Shalizi, C. R. & Newman, M. E. J. (2009). Power-law distributions in empirical
    data. SIAM Review 51(4), 661-703.
    """
    mean = min(mean, people - 1)
    most = min(people - 1, max(LARGEST_SHARE * people, LARGEST_RATIO * mean))
    if mean <= 0:
        return np.zeros(people, np.int64)
    if mean >= most:
        return np.full(people, round(mean), np.int64)
    low, high = 0.0, float(most)
    for _ in range(200):
        least = 0.5 * (low + high)
        if _pareto_mean(least, most, tail) < mean:
            low = least
        else:
            high = least
    share = (least / most) ** (tail - 1)
    quantiles = (np.arange(people) + 0.5) / people
    sizes = least * (1.0 - quantiles * (1.0 - share)) ** (-1.0 / (tail - 1))
    # Rounded so that the running sum is never off by more than a half.
    sizes *= mean * people / sizes.sum()
    np.minimum(sizes, most, out=sizes)
    whole = np.diff(np.floor(np.cumsum(sizes) + 0.5), prepend=0.0).astype(np.int64)
    given = np.empty(people, np.int64)
    given[np.argsort(uniforms(seed, Decision.NETWORK_AUDIENCE, people), kind="stable")] = whole
    return given


def _pareto_mean(least: float, most: float, tail: float) -> float:
    """Return the mean of the Pareto law of density x**-tail between two sizes."""
    a = tail - 1.0
    ratio = least / most
    return a / (a - 1.0) * least * (1.0 - ratio ** (a - 1.0)) / (1.0 - ratio**a)


def community_bounds(people: int, communities: int, seed: int) -> NDArray[np.int64]:
    """Return where the communities begin: blocks of consecutive people, of unequal size.

    Sizes are in proportion to 1 / (1/4 + a uniform number), so that the largest is about five
    times the smallest; each has at least one person.

    Parameters
    ----------
    people : int
    communities : int
        Clipped to ``people``.
    seed : int

    Returns
    -------
    ndarray, shape (communities + 1,), int64
        First person of each community, then ``people``.
    """
    communities = min(communities, people)
    weights = 1.0 / (0.25 + uniforms(seed, Decision.NETWORK_COMMUNITY, communities))
    shares = np.cumsum(weights)
    shares /= shares[-1]
    ends = np.floor(shares * (people - communities) + 0.5).astype(np.int64)
    return np.concatenate([[0], ends + np.arange(1, communities + 1)])


def audience_network(
    settings: NetworkSettings, people: int, seed: int, predisposition: NDArray[np.float32]
) -> Network:
    """Return a network of heavy-tailed audiences with communities, homophily and closure.

    A share ``clustering`` of a person's ties goes to a friend's friend. Of the others a share
    ``community_ties`` stays in the person's own community, and of these a share ``homophily``
    goes to people who stand near on the line of the community's people in order of
    predisposition: within as many places to either side as the audience, or the mean audience,
    is large. All else is uniform. Duplicates are drawn again, so that the sizes are exact; where
    a community is too small for an audience, the rest goes elsewhere.

    Parameters
    ----------
    settings : NetworkSettings
    people : int
    seed : int
    predisposition : ndarray, shape (people,), float32

    Returns
    -------
    Network

    Raises
    ------
    ValueError
        ``predisposition`` has another length.

    References
    ----------
    McPherson, M., Smith-Lovin, L. & Cook, J. M. (2001). Birds of a feather: homophily in social
    networks. Annual Review of Sociology 27, 415-444.

    Holme, P. & Kim, B. J. (2002). Growing scale-free networks with tunable clustering. Physical
    Review E 65, 026107.
    """
    if predisposition.shape != (people,):
        raise ValueError(f"predisposition: shape {predisposition.shape}, not ({people},)")
    offsets = np.zeros(people + 1, np.int64)
    np.cumsum(audience_sizes(people, settings.audience, settings.tail, seed), out=offsets[1:])
    bounds = community_bounds(people, settings.communities, seed)
    community = np.repeat(np.arange(bounds.size - 1, dtype=np.int32), np.diff(bounds))
    line = np.lexsort((predisposition, community)).astype(np.int32)
    place = np.empty(people, np.int32)
    place[line] = np.arange(people, dtype=np.int32)
    plan = Plan(
        offsets,
        _plain_ties(np.diff(offsets), settings.clustering, seed),
        community,
        bounds,
        line,
        place,
        window=max(1, math.ceil(settings.audience)),
        near=settings.community_ties * settings.homophily,
        inside=settings.community_ties,
        closure=settings.clustering,
        tie_key=_key(seed, Decision.NETWORK_TIE),
        target_key=_key(seed, Decision.NETWORK_TARGET),
        closure_key=_key(seed, Decision.NETWORK_CLOSURE),
    )
    audience = np.empty(int(offsets[-1]), np.int32)
    with np.errstate(over="ignore"):
        kernels.lay_audiences(plan, audience)
    return Network(offsets, audience, False)


def _plain_ties(
    sizes: NDArray[np.int64], clustering: float, seed: int
) -> NDArray[np.int32]:
    """Return how many ties of each person are not closed over a friend: all of one's only."""
    draws = uniforms(seed, Decision.NETWORK_REWIRE, sizes.size)
    closed = np.floor(clustering * sizes + draws).astype(np.int64)
    return np.maximum(sizes - closed, np.minimum(sizes, 1)).astype(np.int32)


def erdos_renyi(people: int, audience: float, seed: int) -> Network:
    """Return a directed random network: everyone hears everyone else with one probability.

    Parameters
    ----------
    people : int
    audience : float
        Mean audience, in people; clipped to ``people - 1``.
    seed : int

    Returns
    -------
    Network

    References
    ----------
    Gilbert, E. N. (1959). Random graphs. Annals of Mathematical Statistics 30(4), 1141-1144.

    Batagelj, V. & Brandes, U. (2005). Efficient generation of large random networks. Physical
    Review E 71, 036113.
    """
    offsets = np.zeros(people + 1, np.int64)
    audience = min(audience, people - 1)
    if audience <= 0:
        return Network(offsets, np.empty(0, np.int32), False)
    # A chance of 1 has no logarithm of missing: the float below 1 misses nobody either.
    log_miss = math.log1p(-min(audience / (people - 1), 1.0 - 2.0**-53))
    key = _key(seed, Decision.NETWORK_TIE)
    with np.errstate(over="ignore"):
        kernels.lay_random(key, log_miss, False, offsets, np.empty(0, np.int32))
        ties = np.empty(int(offsets[-1]), np.int32)
        kernels.lay_random(key, log_miss, True, offsets, ties)
    return Network(offsets, ties, False)


def barabasi_albert(people: int, audience: float, seed: int) -> Network:
    """Return a network grown by preferential attachment, every tie heard both ways.

    Each newcomer ties to ``m`` people in proportion to their ties, the first newcomer to ``m``
    people without any.

    Parameters
    ----------
    people : int
    audience : float
        Mean audience, in people: ``m`` is half of it, rounded, at least 1 (none at all for an
        audience of 0) and less than ``people``. The mean is ``2 m (people - m) / people``.
    seed : int

    Returns
    -------
    Network
        Nobody has more than ``MOST_HEARD`` ties.

    References
    ----------
    Barabasi, A.-L. & Albert, R. (1999). Emergence of scaling in random networks. Science
    286(5439), 509-512.
    """
    width = min(max(1, math.floor(audience / 2 + 0.5)), people - 1) if audience > 0 else 0
    ends = np.empty((people - width, width), np.int32)
    if width > 0:
        with np.errstate(over="ignore"):
            kernels.grow(
                _key(seed, Decision.NETWORK_TARGET),
                ends,
                np.zeros(people, np.int64),
                np.zeros(people, np.int32),
            )
    return _both_ways(people, width, ends)


def watts_strogatz(people: int, audience: float, rewiring: float, seed: int) -> Network:
    """Return a small world, every tie heard both ways: a ring, some of whose ties go anywhere.

    Parameters
    ----------
    people : int
    audience : float
        Audience on the ring, in people: rounded to an even number, at least 2 (none at all for
        an audience of 0) and less than ``people``.
    rewiring : float
        Share of the ties that get a random end.
    seed : int

    Returns
    -------
    Network

    References
    ----------
    Watts, D. J. & Strogatz, S. H. (1998). Collective dynamics of 'small-world' networks. Nature
    393, 440-442.
    """
    width = min(max(1, math.floor(audience / 2 + 0.5)), (people - 1) // 2) if audience > 0 else 0
    ends = np.empty((people, width), np.int32)
    with np.errstate(over="ignore"):
        kernels.rewire(_key(seed, Decision.NETWORK_REWIRE), rewiring, ends)
    return _both_ways(people, 0, ends)


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
        everyone = float(people - 1)
        row = {"people": float(people), "ties": people * everyone, "mean_audience": everyone}
        row |= {"largest_audience": everyone, "top_share": math.ceil(people / 100) / people}
        row |= {"clustering": float(people > 2), "reciprocity": float(people > 1)}
        row |= {"assortativity": -1.0 / max(everyone, 1.0), "most_heard": everyone}
        if bounds is not None:
            own = np.diff(bounds)
            row["community_share"] = float((own * (own - 1)).sum()) / max(row["ties"], 1.0)
        return row
    sizes = np.sort(np.diff(network.offsets))
    ties = int(network.offsets[-1])
    sources = np.repeat(np.arange(people, dtype=np.int32), np.diff(network.offsets))
    with np.errstate(over="ignore"):
        looked, closed = kernels.sample_closed(
            _key(0, Decision.NETWORK_CLOSURE, day=1),
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
        "reciprocity": kernels.count_returned(network.offsets, network.audience) / max(ties, 1),
        "assortativity": _correlation(predisposition[sources], predisposition[network.audience]),
        "most_heard": float(_most_heard(network)),
    }
    if bounds is not None:
        community = np.repeat(np.arange(bounds.size - 1, dtype=np.int32), np.diff(bounds))
        same = np.count_nonzero(community[sources] == community[network.audience])
        result["community_share"] = same / max(ties, 1)
    return result


def _correlation(x: NDArray[np.float32], y: NDArray[np.float32]) -> float:
    """Return the correlation of two arrays, 0 where one of them does not vary."""
    if x.size == 0 or x.min() == x.max() or y.min() == y.max():
        return 0.0
    return float(np.corrcoef(x.astype(np.float64), y.astype(np.float64))[0, 1])


def _most_heard(network: Network) -> int:
    """Return the most people that anyone hears."""
    heard = np.zeros(people_of(network), np.int32)
    kernels.count_heard(network.audience, heard)
    return int(heard.max())


def _both_ways(people: int, first: int, ends: NDArray[np.int32]) -> Network:
    """Return the network of ties heard both ways; row ``r`` of ``ends`` is that of first + r."""
    offsets = np.zeros(people + 1, np.int64)
    kernels.count_ends(first, ends, offsets)
    audience = np.empty(int(offsets[-1]), np.int32)
    kernels.lay_ends(first, ends, offsets, offsets[:-1].copy(), audience)
    return Network(offsets, audience, False)


def _key(seed: int, decision: Decision, day: int = 0) -> Any:
    """Return the key (uint64) of a stream."""
    with np.errstate(over="ignore"):
        return np.uint64(stream(np.uint64(seed), int(decision), day))
