"""Nothing on a figure is cut or covered, and each has what it needs to be read."""

from __future__ import annotations

import pytest
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from sim.plots import text
from sim.plots.overview import KINDS, overview
from sim.plots.page import PANELS
from tests.plots.drawn import PAGES, by_gid, drawn_texts, everything_said
from tests.plots.made_runs import EDGES, make_run

HARD = ("one day with an event", "nothing at all", "ten years", "long words", "many reasons")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edge", "kind"),
    [(edge, kind) for edge in EDGES for kind in (PAGES if edge in HARD else ["overview"])],
)
def test_nothing_is_cut_or_covered(edge: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = KINDS[kind](EDGES[edge])
    width, height = figure.canvas.get_width_height()
    texts = drawn_texts(figure, monkeypatch)
    assert len(texts) > 5
    for drawn, box in texts:
        name = f"{drawn.get_text()!r} at {box}"
        assert min(box.x0, box.y0, width - box.x1, height - box.y1) >= 0, name
        assert drawn.get_fontsize() >= text.SMALL, name
        assert "nan" not in drawn.get_text().lower().replace("finan", ""), name
    for k, (drawn, box) in enumerate(texts):
        for other, its_box in texts[:k]:
            over_x = min(box.x1, its_box.x1) - max(box.x0, its_box.x0)
            over_y = min(box.y1, its_box.y1) - max(box.y0, its_box.y0)
            # A text's box is as high as its font: letters without descent leave two pixels.
            assert over_x < 1.5 or over_y < 3, f"{drawn.get_text()!r} over {other.get_text()!r}"


@pytest.mark.slow
@pytest.mark.parametrize("edge", ["everything at once", "forty events", "long words"])
def test_titles_keys_and_flags_keep_off_the_panels(edge: str) -> None:
    run = {**EDGES, "everything at once": make_run(700, 12)}[edge]
    figure = overview(run)
    figure.canvas.draw()
    bodies = [ax.get_window_extent() for ax in figure.axes if ax.get_label() != "flags"]
    above = [t.get_window_extent() for t in [*by_gid(figure, "flag-"), *by_gid(figure, "note")]]
    for name in PANELS:
        ax = next(ax for ax in figure.axes if ax.get_label() == name)
        title = next(t for t in ax.findobj(Text) if t.get_text() == ax.get_title(loc="left"))  # type: ignore[attr-defined]
        above += [title.get_window_extent(), ax.get_legend().get_window_extent()]  # type: ignore[union-attr]
    assert len(above) > 12
    for box in above:
        assert not any(Bbox.intersection(box, body) for body in bodies)


@pytest.mark.parametrize("kind", PAGES)
def test_every_kind_has_its_panels_title_key_and_units(kind: str) -> None:
    figure = KINDS[kind](make_run(700, 5))
    names = list(PANELS) if kind == "overview" else [kind]
    panels = {ax.get_label(): ax for ax in figure.axes if ax.get_label() in PANELS}
    assert list(panels) == names
    for name, ax in panels.items():
        assert ax.get_title(loc="left"), name
        assert ax.get_ylabel(), name
        assert ax.get_legend() is not None, name
        assert ax.has_data(), name
    shared = {tuple(ax.get_xlim()) for ax in figure.axes if ax.get_label() != "flags"}
    assert len(shared) == 1
    assert "A trial" in everything_said(figure)
    assert "What is seen?" in everything_said(figure)
    assert "seed 1; 1,000 people, each standing for 1,200; 700 days" in everything_said(figure)
