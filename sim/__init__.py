"""Tarpeia: how a celebrated founder's reputation rises, turns and recovers.

    import sim
    scenario = sim.load("scenarios/xiaomi-su7.toml").with_values({"founder.exposure": 0.4})
    run = sim.run(scenario, seed=1)
    run.daily

Names are loaded when first used, so that importing ``sim`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.version import __version__

if TYPE_CHECKING:
    from sim.engine.saved_state import load_state as load_state
    from sim.engine.saved_state import save_state as save_state
    from sim.errors import TarpeiaError as TarpeiaError
    from sim.experiments.compare import compare as compare
    from sim.experiments.plans import Plan as Plan
    from sim.experiments.results import read as load_sweep
    from sim.experiments.sensitivity import sensitivity as sensitivity
    from sim.experiments.sweep import sweep as sweep
    from sim.mesa.model import ReputationModel as ReputationModel
    from sim.runs.many import replicates as replicates
    from sim.runs.run import Run as Run
    from sim.runs.run import load_run as load_run
    from sim.runs.simulate import run as run
    from sim.scenario.files import load as load
    from sim.scenario.scenario import Scenario as Scenario

_HOMES = {
    "run": "sim.runs.simulate",
    "TarpeiaError": "sim.errors",
    "compare": "sim.experiments.compare",
    "Plan": "sim.experiments.plans",
    "load_sweep": "sim.experiments.results:read",
    "sensitivity": "sim.experiments.sensitivity",
    "sweep": "sim.experiments.sweep",
    "ReputationModel": "sim.mesa.model",
    "Run": "sim.runs.run",
    "load_run": "sim.runs.run",
    "Scenario": "sim.scenario.scenario",
    "load": "sim.scenario.files",
    "load_state": "sim.engine.saved_state",
    "save_state": "sim.engine.saved_state",
    "replicates": "sim.runs.many",
}
__all__ = [
    "Plan",
    "ReputationModel",
    "Run",
    "Scenario",
    "TarpeiaError",
    "__version__",
    "compare",
    "load",
    "load_run",
    "load_state",
    "load_sweep",
    "replicates",
    "run",
    "save_state",
    "sensitivity",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    home, _, other = _HOMES[name].partition(":")
    return getattr(import_module(home), other or name)


def __dir__() -> list[str]:
    return __all__
