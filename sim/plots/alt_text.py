"""."""

from __future__ import annotations

import numpy as np

from sim.model import layout
from sim.plots import days, text
from sim.plots.events import shown_events
from sim.plots.page import CASE_NOTE
from sim.runs.falls import falls
from sim.runs.run import Run


def alt_text(run: Run) -> str:
    """Return one paragraph that tells what the overview shows, for those who cannot see it."""
    frame = run.table
    x = days.days_of(frame)
    crowd = np.maximum(sum(days.values(frame, n) for n in ("fans", "anti_fans", "silent")), 1.0)
    fans = days.values(frame, "fans") / crowd
    against = days.values(frame, "anti_fans") / crowd
    resisters = days.values(frame, "resisters") / crowd
    told = [
        f"{text.one_line(run.scenario.title).rstrip('.')}.",
        f"{text.counted(len(x), 'day', 'days')} from {text.day_name(x[0])} "
        f"to {text.day_name(x[-1])}, "
        f"{text.whole(run.scenario.effective.crowd.people)} simulated people, "
        f"seed {run.scenario.run.seed}.",
    ]
    if run.scenario.hypothetical:
        told.append(f"Hypothetical: {text.one_line('; '.join(run.scenario.hypothetical))}.")
    told.append(
        f"Fans go from {text.share(fans[0])} to {text.share(fans[-1])} of the crowd, at most "
        f"{text.share(fans.max())} on {text.day_name(x[int(fans.argmax())])}; "
        f"anti-fans are at most {text.share(against.max())} "
        f"and end at {text.share(against[-1])}; resisters end at {text.share(resisters[-1])}."
    )
    fallen = falls(days.values(frame, "fan_share"))
    when = ", ".join(f"{text.day_name(x[a])} to {text.day_name(x[b])}" for a, b in fallen[:4])
    more = f" and {len(fallen) - 4} more" if len(fallen) > 4 else ""
    told.append(
        f"The fan share falls {text.counted(len(fallen), 'time', 'times')}: {when}{more}."
        if fallen
        else "The fan share never falls below 60 % of its peak."
    )
    voiced, private = (
        days.values(frame, "voiced_sentiment"),
        days.values(frame, "private_sentiment"),
    )
    climate = days.values(frame, "climate")
    told.append(
        f"Voiced sentiment is {text.signed(voiced.mean())} on average and private sentiment "
        f"{text.signed(private.mean())}; the climate of opinion moves between "
        f"{text.signed(climate.min())} and {text.signed(climate.max())}."
    )
    level = days.values(frame, "attention")
    told.append(
        f"Attention is at most {text.brief(level.max())} "
        f"on {text.day_name(x[int(level.argmax())])}; "
        f"{text.whole(days.values(frame, 'stories_good').sum())} good and "
        f"{text.whole(days.values(frame, 'stories_bad').sum())} bad stories appear."
    )
    total = {name: float(days.values(frame, name).sum()) for name in layout.SERIES_NAMES}
    told.append(
        f"The fleet ends at {text.brief(days.values(frame, 'fleet')[-1])} units; of "
        f"{text.counted(total['accidents'], 'accident', 'accidents')} and "
        f"{text.counted(total['disputes'], 'dispute', 'disputes')}, "
        f"{text.whole(total['accidents_public'])} and {text.whole(total['disputes_public'])} "
        "become public."
    )
    told.append(
        f"{text.whole(total['recruits'])} people become fans, "
        f"{text.whole(total['fan_to_black'])} turn from fan to anti-fan, "
        f"{text.whole(total['cooled'])} fans cool and "
        f"{text.whole(total['recovered'])} anti-fans recover; the turning carries "
        f"{text.brief(total['passion_turned'])} of admiration into "
        f"{text.brief(total['hostility_made'])} of hostility."
    )
    coupling = days.values(frame, "coupling")
    moved = [name for name in layout.LEVERS if np.ptp(days.values(frame, name)) > 1e-9]
    told.append(
        f"Coupling of firm and founder goes from {coupling[0]:.2f} to {coupling[-1]:.2f}; "
        + (f"these levers move: {', '.join(moved)}." if moved else "no lever moves.")
    )
    events = shown_events(run)
    if events:
        told.append(f"{text.counted(len(events), 'dated event is', 'dated events are')} marked.")
    if run.scenario.run.case:
        told.append(CASE_NOTE)
    return " ".join(told)
