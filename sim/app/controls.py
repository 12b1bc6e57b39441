"""What the page lets a visitor do: levers, events, scenarios and mechanisms."""

from __future__ import annotations

from typing import Any

from sim.app.asked import MOST_UPLOAD
from sim.model import layout
from sim.model.entries import ENTRIES
from sim.model.mechanisms import MECHANISMS
from sim.runs.course import HAPPENINGS
from sim.scenario.files import load, shipped


def model_params() -> dict[str, Any]:
    """Return the levers as Mesa's page takes them, by keyword of ``ReputationModel``."""
    found: dict[str, Any] = {}
    for name in layout.LEVERS:
        entry = ENTRIES[f"founder.{name}"]
        one: dict[str, Any] = {"value": entry.default, "label": name.capitalize()}
        if entry.choices:
            one |= {"type": "Select", "values": list(entry.choices)}
        else:
            one |= {"type": "SliderFloat", "min": entry.low, "max": entry.high, "step": 0.01}
        found[name] = one
    return found


def controls() -> dict[str, Any]:
    """Return what the page's controls offer, as the browser is told it."""
    levers = []
    for name, one in model_params().items():
        levers.append({"name": name, "meaning": ENTRIES[f"founder.{name}"].meaning, **one})
    return {
        "levers": levers,
        "happenings": list(HAPPENINGS),
        "mechanisms": [{"name": one.name, "meaning": one.meaning} for one in MECHANISMS],
        "scenarios": [{"name": name, "title": load(name).title} for name in shipped()],
        "most_upload": MOST_UPLOAD,
    }
