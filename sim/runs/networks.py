"""Networks that a process has made lately, shared by its runs and only read."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from sim.engine.world import allocate
from sim.network.network import Network
from sim.scenario.scenario import Scenario

# Networks kept for the next runs of a process: so many bytes, at least the last.
NETWORK_BYTES: Final = 1_500_000_000


class Networks:
    """The networks a process has made lately, shared by its threads and only read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Network] = OrderedDict()

    def of(self, scenario: Scenario) -> Network:
        """Return the network of a scenario's crowd; made by the first who asks."""
        key = crowd_of(scenario)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            # Days, luck and levers are not in a network: a run of one day makes it.
            network = allocate(scenario).network
            self._held[key] = network
            while len(self._held) > 1 and self._bytes() > NETWORK_BYTES:
                self._held.popitem(last=False)
            return network

    def _bytes(self) -> int:
        return sum(n.offsets.nbytes + n.audience.nbytes for n in self._held.values())


def crowd_of(scenario: Scenario) -> str:
    """Return what decides a network: its settings, the traits it goes by, the crowd's seed."""
    crowd = scenario.effective.crowd
    traits = (crowd.people, crowd.susceptibility_low, crowd.susceptibility_high)
    return f"{scenario.network_settings!r} {traits} {scenario.crowd_seed}"


NETWORKS: Final = Networks()


def lucky(scenario: Scenario, seed: int, crowd: int) -> Scenario:
    """Return a scenario with another luck; both seeds are known to be good."""
    run = scenario.run.model_copy(update={"seed": seed, "crowd_seed": crowd})
    return scenario.model_copy(update={"run": run})
