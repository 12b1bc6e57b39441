"""Networks of heavy-tailed audiences, with communities, the like-minded, and closure."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.model.parameters.network import NetworkSettings
from sim.model.randomness import Decision, uniforms
from sim.network.audience_kernels import AudiencePlan, lay_audiences, scratch, stream_key
from sim.network.network import Network

LARGEST_SHARE: Final = 0.1  # of the crowd that one person can reach in an audience network

LARGEST_RATIO: Final = 3.0  # ... or, in a small crowd, this many mean audiences


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
    if mean > 0.999 * most:  # everyone, then
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
    np.minimum(whole, people - 1, out=whole)
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


def plan_of(
    settings: NetworkSettings, people: int, seed: int, predisposition: NDArray[np.float32]
) -> AudiencePlan:
    """Return what the rows of a network are drawn from; arguments as in ``audience_network``."""
    offsets = np.zeros(people + 1, np.int64)
    np.cumsum(audience_sizes(people, settings.audience, settings.tail, seed), out=offsets[1:])
    bounds = community_bounds(people, settings.communities, seed)
    community = np.repeat(np.arange(bounds.size - 1, dtype=np.int32), np.diff(bounds))
    line = np.lexsort((predisposition, community)).astype(np.int32)
    place = np.empty(people, np.int32)
    place[line] = np.arange(people, dtype=np.int32)
    return AudiencePlan(
        offsets=offsets,
        community=community,
        bounds=bounds,
        line=line,
        place=place,
        window=max(1, math.ceil(settings.audience)),
        outside=1.0 - settings.community_ties,
        far=1.0 - settings.community_ties * settings.homophily,
        plain=1.0 - settings.clustering,
        kinds_key=stream_key(seed, Decision.NETWORK_REWIRE),
        again_key=stream_key(seed, Decision.NETWORK_TIE),
        target_key=stream_key(seed, Decision.NETWORK_TARGET),
        closure_key=stream_key(seed, Decision.NETWORK_CLOSURE),
    )


def audience_network(
    settings: NetworkSettings, people: int, seed: int, predisposition: NDArray[np.float32]
) -> Network:
    """Return a network of heavy-tailed audiences with communities, homophily and closure.

    A share ``community_ties`` of a person's ties stays in the person's own community, and of
    these a share ``homophily`` goes to people who stand near on the line of the community's
    people in order of predisposition: within as many places to either side as the mean audience
    is large (but no more than a tenth of the community, and no fewer than there are such ties).
    All else is uniform. Of each of these three kinds a share ``clustering`` is closed: it goes
    to a friend's friend, the friend being of the same kind and the second tie within the
    friend's community (among the like-minded for the third kind); one tie of each kind stays
    open. Duplicates are drawn again, so that the sizes are exact; where a community is too small
    for an audience, the rest goes elsewhere.

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
    plan = plan_of(settings, people, seed, predisposition)
    audience = np.empty(int(plan.offsets[-1]), np.int32)
    with np.errstate(over="ignore"):
        lay_audiences(plan, audience, *scratch(plan.offsets))
    return Network(plan.offsets, audience, False)
