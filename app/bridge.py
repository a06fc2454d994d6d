"""What passes between Python and app/web: files by URL, one configuration, server functions.

The browser decodes by itself; the server functions answer when it cannot, or when asked to by
the engine switch. Gradio runs them outside its queue, so each checks its arguments and is small.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
import plotly

from app.engine import MAX_BATCH, ArgumentError, Engine
from app.figures import map_figure
from app.tabs.sliders import slider_rows
from model.data import asset_path, load_asset

WEB = Path(__file__).resolve().parent / "web"
PLOTLY = Path(plotly.__file__).resolve().parent / "package_data" / "plotly.min.js"
SELECT = "'select'"  # the event that the bridge fires; gr.HTML looks for its name in js_on_load


def file_url(path: Path) -> str:
    """Where Gradio serves a static file, relative to the page."""
    return f"gradio_api/file={path.resolve()}"


def allow_files(engine: Engine) -> None:
    """Let the server hand out what the browser needs, and nothing else of the project."""
    gr.set_static_paths([WEB, engine.weights, PLOTLY])


def call(function: str, *arguments: object) -> str:
    """JavaScript for an event's js=: call a function of app/web/gradio.js.

    Gradio passes the inputs' values; ``arguments`` follow them.
    """
    extra = "".join(f", {json.dumps(argument)}" for argument in arguments)
    module = json.dumps(file_url(WEB / "gradio.js"))
    return (
        f"async (...values) => (await import(new URL({module}, document.baseURI)))"
        f".{function}(...values{extra})"
    )


def on_load(statement: str) -> str:
    """js_on_load that imports app/web/gradio.js as ``web``; a failure is shown, not swallowed."""
    module = json.dumps(file_url(WEB / "gradio.js"))
    return f"""(async () => {{
  try {{
    const web = await import(new URL({module}, document.baseURI));
    {statement}
  }} catch (error) {{
    element.textContent = `This part could not start (${{error.message}}). Reload the page; if ` +
      `it stays so, use a current Firefox, Chrome or Safari.`;
  }}
}})()"""


def view(name: str, elem_id: str, label: str) -> gr.HTML:
    """A place for the view of that name; see app/web/gradio.js."""
    place = f'<div data-view="{name}" class="lx" role="group" aria-label="{label}"></div>'
    return gr.HTML(
        html_template=place,
        js_on_load=on_load(f"await web.mountView({json.dumps(name)}, element);"),
        elem_id=elem_id,
        elem_classes="lx-host",
        apply_default_css=False,
    )


def configuration(engine: Engine) -> dict[str, Any]:
    """Everything the browser is told at the start."""
    models = engine.catalogue()
    data_id = models[0]["dataset"]
    return {
        "models": [model | {"sliders": slider_rows(model)} for model in models],
        "weights": file_url(engine.weights),
        "plotly": file_url(PLOTLY),
        "testset": file_url(asset_path(data_id, engine.weights)),
        "testsetSize": models[0]["metrics"]["n"],
        "mapFigure": map_figure(models[0]["classes"]),
        "maxBatch": MAX_BATCH,
    }


def server_functions(engine: Engine) -> list[Callable[..., Any]]:
    """encode, decode and picture, as app/web/gradio.js calls them."""

    def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def answer(arguments: list[Any]) -> Any:
            try:
                return function(*arguments)
            except (ArgumentError, TypeError) as error:
                return {"error": str(error)}

        # Gradio counts the parameters of what it calls; without this it would see the inner ones.
        del answer.__wrapped__
        return answer

    @functools.lru_cache(maxsize=4)
    def test_set(data_id: str) -> tuple[Any, Any]:
        return load_asset(data_id, engine.weights)

    @guarded
    def encode(model_id: str, pixels: list[float]) -> dict[str, Any]:
        mu, logvar = engine.encode(pixels, model_id)
        return {"mu": mu.tolist(), "logvar": None if logvar is None else logvar.tolist()}

    @guarded
    def decode(model_id: str, z: list[list[float]]) -> list[list[float]]:
        return engine.decode(z, model_id).tolist()

    @guarded
    def picture(data_id: str, index: int) -> dict[str, Any]:
        if data_id not in {model["dataset"] for model in engine.catalogue()}:
            raise ArgumentError(f"There is no data set {data_id!r}.")
        pictures, labels = test_set(data_id)
        if not isinstance(index, int) or not 0 <= index < len(labels):
            raise ArgumentError(f"index must be a whole number from 0 to {len(labels) - 1}.")
        return {"pixels": pictures[index].tolist(), "label": int(labels[index])}

    return [encode, decode, picture]


def bridge(engine: Engine) -> gr.HTML:
    """The invisible half of the page; its one visible part is a line for notices."""
    return gr.HTML(
        html_template='<div data-notice class="lx lx-notice" role="status" hidden></div>',
        # The configuration is code and not a prop: Gradio copies all props at every event.
        js_on_load=on_load(
            f"""const config = {json.dumps(configuration(engine))};
    const slidersFollow = () => trigger({SELECT});
    web.mountBridge(element, {{ config, server, slidersFollow }});"""
        ),
        server_functions=server_functions(engine),
        elem_id="bridge",
        elem_classes="lx-host",
        apply_default_css=False,
    )
