"""The one table of parameters, and that every row of it matters."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sim
from sim.model.entries import ENTRIES, FLAT, Entry, Parameters, values
from sim.model.mechanisms import MECHANISMS, SWITCHES
from sim.model.start import START_ENTRIES
from sim.scenario.playbook import Event
from sim.scenario.scenario import Scenario

# Where a parameter acts only under some lever or network, the world in which it must matter.
# Extensions are off by default: here they are all on.
_EVERYTHING: dict[str, Any] = {
    **{name: value for mechanism in MECHANISMS for name, value in mechanism.on.items()},
    "start.fans": 0.25,
    "start.anti_fans": 0.05,
    "start.fleet": 6e5,
    "start.resisters": 0.1,
    "start.attention": 1.0,
    "start.reservoir": 20.0,
    "product.hazard": 1e-6,
    "product.demand": 2e-4,
    "founder.participation": 0.5,
    "crowd.people": 900,
    "run.days": 150,
    "network.communities": 6,
    "people.circle": 0.4,
    "people.trust_healing": 0.05,
    "product.products": 3,
    "conversation.rumour_seeds": 0.01,
    "participation.beneficial": 0.6,
    "participation.taking_part": 0.05,
    "participation.bonding": 0.5,
    "founder.replies": 0.1,
}
_EVENTS = (
    Event(date=dt.date(2026, 1, 20), kind="launch event", valence="+", excess=40.0),
    Event(date=dt.date(2026, 2, 10), kind="market", valence="-", excess=2.0, severity=5.0),
    Event(date=dt.date(2026, 2, 15), kind="participation campaign", valence="+"),
    Event(date=dt.date(2026, 2, 20), kind="founder conduct", valence="-", excess=20.0),
    Event(date=dt.date(2026, 3, 1), kind="rumour"),
    Event(date=dt.date(2026, 3, 8), kind="founder denial", set={"stance": "deny"}, for_days=5),
    Event(date=dt.date(2026, 4, 1), kind="founder appearance", set={"image": 0.7}),
)
_CONTEXTS: dict[str, dict[str, Any]] = {
    "founder.apology_relief": {"founder.stance": "apologise"},
    "founder.apology_naming": {"founder.stance": "apologise"},
    "founder.denial_doubt": {"founder.stance": "deny"},
    "founder.denial_offence": {"founder.stance": "deny"},
    "founder.compensation_relief": {"founder.stance": "compensate"},
    "network.rewiring": {"network.kind": "watts-strogatz"},
    "people.gain": {
        "founder.candour": 1.0,
        "start.expectation": 0.3,
        "people.expectation_rate": 0.0,
    },
    "product.severity_cap": {"product.hazard": 1e-5},
    "product.passion_demand": {"product.demand": 2e-3},
    "newsroom.latent_days": {"newsroom.disclosure": 0.01, "newsroom.scrutiny": 0.001},
    "founder.distance": {"people.circle": 0.3},
    "participation.bond_most": {"participation.taking_part": 1.0, "participation.bonding": 1.0},
}
_CHANGED: dict[str, Any] = {
    "founder.stance": "silent",
    "crowd.threshold_law": "normal",
    "crowd.seeding": "readiest",
    "network.kind": "erdos-renyi",
    "newsroom.latent_days": 5.0,
    "crowd.people": 901,
    "people.threshold": 0.1,
    "people.critic": 0.02,
}


def world_of(changes: dict[str, Any]) -> Scenario:
    """Return the world with its events and some values changed."""
    return Scenario(events=_EVENTS).with_values(changes)


def other_value(entry: Entry) -> Any:
    """Return another allowed value, far enough to matter."""
    if entry.name in _CHANGED:
        return _CHANGED[entry.name]
    if entry.kind == "bool":
        return not entry.default
    assert entry.low is not None
    assert entry.high is not None
    candidates = [entry.default * 0.5, entry.default * 2.0, entry.high, entry.low]
    for value in candidates:
        if entry.low <= value <= entry.high and value != entry.default:
            return round(value) if entry.kind == "int" else value
    raise AssertionError(entry.name)


@pytest.fixture(scope="module")
def digests() -> dict[str, str]:
    return {}


def _digest(digests: dict[str, str], changes: dict[str, Any]) -> str:
    key = repr(sorted(changes.items(), key=str))
    if key not in digests:
        digests[key] = sim.run(world_of(changes)).digest
    return digests[key]


@pytest.mark.parametrize(
    "name", [n for n in (*ENTRIES, *START_ENTRIES) if n not in ("network.file",)]
)
def test_every_parameter_changes_the_result(name: str, digests: dict[str, str]) -> None:
    entry = ENTRIES.get(name) or START_ENTRIES[name]
    world = {**_EVERYTHING, **_CONTEXTS.get(name, {})}
    changed = {**world, name: other_value(entry)}
    if changed[name] == world.get(name):
        changed[name] = entry.default
    assert _digest(digests, world) != _digest(digests, changed)


@pytest.mark.parametrize("name", list(SWITCHES))
def test_every_switch_changes_the_result(name: str, digests: dict[str, str]) -> None:
    off = world_of(_EVERYTHING).without([name])
    assert sim.run(off).digest != _digest(digests, _EVERYTHING)


def test_every_switch_sets_known_parameters_within_bounds() -> None:
    for mechanism in MECHANISMS:
        assert mechanism.off
        assert mechanism.meaning
        known = {k: v for k, v in mechanism.sets.items() if k in ENTRIES}
        Scenario().with_values(mechanism.sets)
        assert len(known) + sum(k in START_ENTRIES for k in mechanism.sets) == len(mechanism.sets)


def test_extensions_are_off_by_default_and_say_how_they_are_put_on() -> None:
    extensions = [mechanism for mechanism in MECHANISMS if mechanism.on]
    assert extensions
    for mechanism in extensions:
        assert mechanism.on.keys() == mechanism.sets.keys()
        for name, value in mechanism.sets.items():
            assert ENTRIES[name].default == value != mechanism.on[name]
        Scenario().with_values(mechanism.on)


def test_every_row_is_complete_and_flat_names_are_unique() -> None:
    assert len(FLAT) == len(ENTRIES)
    for entry in (*ENTRIES.values(), *START_ENTRIES.values()):
        assert entry.meaning
        assert entry.unit
        assert entry.source
        if entry.kind in ("int", "float") and not isinstance(entry.default, tuple):
            assert entry.low is not None
            assert entry.high is not None
            assert entry.low <= entry.default <= entry.high


def test_kernels_see_every_number_once() -> None:
    seen = values(Parameters())
    for name, entry in ENTRIES.items():
        if entry.kind in ("int", "float", "bool") and not name.startswith("network."):
            assert getattr(seen, name.split(".")[1]) == float(entry.default)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "0.5", True, None, [0.5], -0.1, 1.1])
def test_a_bad_value_is_refused_with_what_is_allowed(value: Any) -> None:
    with pytest.raises(sim.TarpeiaError, match=r"founder\.exposure: .* a number from 0 to 1"):
        Scenario().with_values({"founder.exposure": value})


def test_an_unknown_name_brings_the_nearest() -> None:
    with pytest.raises(sim.TarpeiaError, match=r"did you mean 'founder\.exposure'"):
        Scenario().with_values({"founder.exposre": 0.5})
