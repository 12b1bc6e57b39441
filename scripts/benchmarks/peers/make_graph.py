"""Make the graph for the peers: Erdos-Renyi, in CSR form, with a shuffled list of people.

python scripts/benchmarks/peers/make_graph.py --people 10000 --degree 10 --seed 1 graph.npz

Every two people are in contact with the same probability, so that the mean degree is as asked. The
file holds ``offsets`` (int64, one more than people), ``neighbours`` (int32, both directions, sorted
within a person) and ``infected`` (int32, all people in random order: the first ones start ill).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def pairs(rng: np.random.Generator, people: int, degree: float) -> NDArray[np.int64]:
    """Return distinct pairs of people, each as lower times people plus higher."""
    possible = people * (people - 1) // 2
    wanted = int(rng.binomial(possible, degree / (people - 1)))
    found = np.empty(0, dtype=np.int64)
    while len(found) < wanted:
        one, other = rng.integers(people, size=(2, wanted - len(found) + people // 10 + 10))
        codes = np.minimum(one, other) * people + np.maximum(one, other)
        found = np.unique(np.concatenate([found, codes[one != other]]))
    return rng.permutation(found)[:wanted]


def main() -> None:
    """Make the graph that the command line asks for."""
    parser = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("graph", type=Path, help="the file to write, .npz")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--degree", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    people: int = arguments.people
    if not 0 <= arguments.degree <= people - 1:
        parser.error("the mean degree must lie between 0 and people - 1")

    rng = np.random.default_rng(arguments.seed)
    codes = pairs(rng, people, arguments.degree)
    both = np.sort(np.concatenate([codes, codes % people * people + codes // people]))
    degrees = np.bincount(both // people, minlength=people)
    np.savez(
        arguments.graph,
        offsets=np.concatenate([[0], np.cumsum(degrees)]).astype(np.int64),
        neighbours=(both % people).astype(np.int32),
        infected=rng.permutation(people).astype(np.int32),
    )
    print(f"{arguments.graph}: {people} people, {len(codes)} contacts")


if __name__ == "__main__":
    main()
