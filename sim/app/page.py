"""The page as Solara shows it: one component in the browser, one open page a visitor."""

from __future__ import annotations

from typing import Any, Final

import ipyvue
import solara
import traitlets

from sim.app.charts import charts
from sim.app.component import component
from sim.app.controls import controls
from sim.app.open_page import OpenPage

TITLE: Final = "Tarpeia"


class Stage(ipyvue.VueTemplate):  # type: ignore[misc]
    """The component on this side: what it is told, by name, and whom it tells what is asked."""

    scene = traitlets.Dict().tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)
    course = traitlets.Dict().tag(sync=True)
    future = traitlets.Dict().tag(sync=True)
    charts: traitlets.List[Any] = traitlets.List().tag(sync=True)
    controls = traitlets.Dict().tag(sync=True)
    message = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)
    asked = traitlets.Callable()

    @traitlets.default("template")
    def _text(self) -> str:
        return component()

    def vue_act(self, action: Any) -> None:
        """Take what the visitor asks; called by the browser."""
        self.asked(action)


@solara.component
def Page() -> None:
    """Show one visitor's session."""
    solara.Title(TITLE)
    router = solara.use_router()
    page = solara.use_memo(lambda: OpenPage(router.search or ""), [])
    offered = solara.use_memo(controls, [])
    drawn = solara.use_memo(charts, [])
    turn, set_turn = solara.use_state(0)
    del turn

    def act(action: Any) -> None:
        page.act(action)
        set_turn(lambda number: number + 1)

    Stage.element(
        scene=page.scene,
        frame=page.frame,
        course={**page.course, "code": page.code},
        future=page.future,
        charts=drawn,
        controls=offered,
        message={"number": page.session.notice, "text": page.lost or page.session.message},
        file=page.session.file or {},
        asked=act,
    )


@solara.component
def Layout(children: Any) -> Any:
    """Show the page without Solara's own frame."""
    return solara.Div(children=children, style={"width": "100%"})
