"""What holds by chance: claims judged in worlds where nothing acts that could bear them out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.claims.claim import Claim
from sim.claims.judge import ClaimVerdict
from sim.claims.pairs import claim_scenarios, seeds_of, worlds_of
from sim.claims.trial import judge_worlds
from sim.model.mechanisms import SWITCHES

EVERYTHING: Final = tuple(SWITCHES)


def own_mechanisms(claim: Claim) -> tuple[str, ...]:
    """Return all mechanisms that any of a claim's ablated worlds lacks."""
    return tuple(dict.fromkeys(name for off in claim.ablations for name in off))


def try_nothing(
    claim: Claim,
    seed: int,
    replicates: int,
    off: Sequence[str] = EVERYTHING,
    workers: int | None = None,
) -> ClaimVerdict:
    """Judge a claim in worlds with all of ``off`` off, the ablated ones of other luck.

    What holds there holds by chance.
    """
    scenarios = claim_scenarios(claim, off=off)
    seeds = seeds_of(claim, seed, replicates)
    worlds = list(worlds_of(scenarios, seeds, workers, unpaired=True))
    return judge_worlds(claim, worlds)[1]


def most_by_chance(trials: int, alpha: float, surely: float = 0.999) -> int:
    """Return the most successes that so many trials of chance ``alpha`` have, but for one in 1,000.

    The binomial distribution's quantile.
    """
    below, count, probability = 0.0, 0, (1.0 - alpha) ** trials
    while below + probability < surely:
        below += probability
        count += 1
        probability *= (trials - count + 1) / count * alpha / (1.0 - alpha)
    return count
