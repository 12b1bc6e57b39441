"""Which corner of the space leads to collapse: a shallow tree of rules, through scikit-learn."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError, missing
from sim.experiments.results import SweepResult
from sim.scenario.kinds import invalid

DEPTH: Final = 3
LEAF: Final = 0.03
_CONDITION: Final = re.compile(
    r"\s*(?P<outcome>[a-z_.\[\]:0-9]+?)\s*(?P<sign><=|>=|<|>)\s*(?P<bound>[-+]?\d*\.?\d+)\s*"
)


class Region(NamedTuple):
    """One corner of the space.

    Attributes
    ----------
    rules : tuple of str
        As in ``founder.exposure > 0.61``.
    share : float
        Of all points that lie in it.
    density : float
        Share of its worlds that collapse.
    coverage : float
        Share of all collapses that happen in it.
    """

    rules: tuple[str, ...]
    share: float
    density: float
    coverage: float


def condition_of(text: str) -> tuple[str, str, float]:
    """Return outcome, sign and bound of a condition as ``falls >= 1``.

    Raises
    ------
    TarpeiaError
        When it is none.
    """
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise invalid("collapse", text, "a condition as in 'falls >= 1'")
    return found["outcome"], found["sign"], float(found["bound"])


def collapsed(result: SweepResult, condition: str) -> NDArray[np.float64]:
    """Return the share of each point's worlds that meet a condition, float64 (points,).

    Parameters
    ----------
    condition : str
        ``outcome > number``, as in ``falls >= 1``.

    Raises
    ------
    TarpeiaError
        When it is no condition, or the sweep has no such outcome.
    """
    outcome, sign, bound = condition_of(condition)
    values = result.values(outcome)
    compare = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}
    met = compare[sign](values, bound)
    there = np.isfinite(values)
    return np.asarray((met & there).sum(axis=1) / np.maximum(1, there.sum(axis=1)))


def regions(result: SweepResult, condition: str) -> list[Region]:
    """Return the leaves of a tree of at most three rules, the densest in collapses first.

    Parameters
    ----------
    result : SweepResult
        With factors that are numbers.
    condition : str
        See ``collapsed``.

    Raises
    ------
    TarpeiaError
        Without scikit-learn, or when no factor is a number.

    Notes
    -----
    A regression tree (Breiman et al. 1984) on the share of worlds that collapse.
    """
    try:
        from sklearn.tree import DecisionTreeRegressor
    except ImportError:
        raise missing("regions", "scikit-learn", "analysis") from None

    share = collapsed(result, condition)
    names = [
        name
        for name in result.sweep.factors
        if all(isinstance(p.get(name), int | float) for p in result.sweep.points)
    ]
    if not names:
        raise TarpeiaError("regions: nothing that is varied is a number")
    space = np.array([[float(point[name]) for name in names] for point in result.sweep.points])
    least = max(2, round(LEAF * len(space)))
    tree = DecisionTreeRegressor(max_depth=DEPTH, min_samples_leaf=least, random_state=0)
    grown = tree.fit(space, share).tree_
    found: list[Region] = []
    _leaves(grown, 0, (), names, float(share.sum()), found)
    return sorted(found, key=lambda region: (-region.density, -region.share))


def _leaves(
    tree: Any,
    node: int,
    rules: tuple[str, ...],
    names: list[str],
    total: float,
    found: list[Region],
) -> None:
    """Collect the leaves below a node."""
    if tree.children_left[node] < 0:
        count, density = int(tree.n_node_samples[node]), float(tree.value[node].ravel()[0])
        share = count / int(tree.n_node_samples[0])
        coverage = float(density * count / total) if total > 0 else 0.0
        found.append(Region(rules, share, density, coverage))
        return
    name, at = names[tree.feature[node]], float(tree.threshold[node])
    _leaves(tree, tree.children_left[node], (*rules, f"{name} <= {at:.3g}"), names, total, found)
    _leaves(tree, tree.children_right[node], (*rules, f"{name} > {at:.3g}"), names, total, found)
