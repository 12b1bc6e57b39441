"""Undirected random networks with a given law of degrees: what the published limits are about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError
from sim.model.randomness import Decision, uniforms
from sim.network.network import Network


def from_pairs(one: NDArray[np.int64], other: NDArray[np.int64], people: int) -> Network:
    """Return the network in which both of each pair hear each other.

    Parameters
    ----------
    one, other : int64 (pairs,)
        Pairs with oneself are dropped, repeated pairs merged.
    people : int
    """
    apart = one != other
    low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
    code = np.sort(low * people + high)
    code = code[np.concatenate([[True], code[1:] != code[:-1]])] if code.size else code
    low, high = code // people, code % people
    both = np.sort(np.concatenate([low * people + high, high * people + low]))
    offsets = np.zeros(people + 1, dtype=np.int64)
    np.cumsum(np.bincount(both // people, minlength=people), out=offsets[1:])
    return Network(offsets, (both % people).astype(np.int32), False)


def poisson(people: int, mean_degree: float, seed: int) -> Network:
    """Return an undirected graph of N z / 2 pairs, each of two people drawn evenly.

    Its degrees are Poisson of mean ``mean_degree`` in the limit (Erdos & Renyi 1959).
    """
    pairs = round(people * mean_degree / 2.0)
    luck = uniforms(seed, Decision.NETWORK_PAIRING, 2 * pairs)
    ends = np.minimum((luck * people).astype(np.int64), people - 1)
    return from_pairs(ends[:pairs], ends[pairs:], people)


def power_law_weights(exponent: float, least: int, most: int) -> NDArray[np.float64]:
    """Return P(degree = k) in proportion to k^-exponent for k = least..most, float64."""
    weight = np.arange(least, most + 1, dtype=np.float64) ** -exponent
    return np.asarray(weight / weight.sum())


def power_law(people: int, exponent: float, seed: int, least: int = 2, most: int = 1000) -> Network:
    """Return a configuration graph of power-law degrees (Molloy & Reed 1995; Newman 2002).

    Degrees follow k^-exponent on least..most by even quantiles dealt out by luck, so that the
    realised law is the same for every seed; stubs are paired by luck; pairs with oneself and
    repeated pairs are dropped.

    Raises
    ------
    TarpeiaError
        If there are not more people than the greatest degree.
    """
    if people <= most:
        raise TarpeiaError(f"people: {people} is not allowed, allowed is more than {most}")
    cumulative = np.cumsum(power_law_weights(exponent, least, most))
    even = (np.arange(people) + 0.5) / people
    degree = least + np.minimum(np.searchsorted(cumulative, even), most - least)
    order = np.argsort(uniforms(seed, Decision.NETWORK_AUDIENCE, people), kind="stable")
    stubs = np.repeat(order, degree).astype(np.int64)
    stubs = stubs[: stubs.size // 2 * 2]
    luck = uniforms(seed, Decision.NETWORK_PAIRING, stubs.size)
    stubs = stubs[np.argsort(luck, kind="stable")]
    half = stubs.size // 2
    return from_pairs(stubs[:half], stubs[half:], people)
