"""Gradio as a host of the views: a gr.HTML a view, files by URL, events by name.

The other half is app/web/hosts/gradio.js.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import gradio as gr

from app.configuration import MODEL_FILES, PLOTLY, configuration, model_path
from app.engine import Engine
from app.server_functions import server_functions
from model.data import asset_path

WEB = Path(__file__).resolve().parent / "web"
HOST = WEB / "hosts" / "gradio.js"


def file_url(path: Path) -> str:
    """Where Gradio serves a static file, relative to the page; safe for any name.

    Links are not followed: Gradio does that, and serves what ``allow_files`` lets it.
    """
    return f"gradio_api/file={quote(str(path.absolute()))}"


def allow_files(engine: Engine) -> None:
    """Let the server hand out what the browser needs, and nothing else of the project.

    Each file is named too, or one that is a link out of the weights folder would be refused.
    """
    models = [
        model_path(engine, model_id, name) for model_id in engine.ids() for name in MODEL_FILES
    ]
    pictures = [asset_path(dataset_id, engine.weights) for dataset_id in engine.datasets]
    gr.set_static_paths([WEB, engine.weights, PLOTLY, *models, *pictures])


def call(function: str, *arguments: object) -> str:
    """JavaScript for an event's js=: call a function of app/web/hosts/gradio.js.

    Gradio passes the inputs' values; ``arguments`` follow them.
    """
    extra = "".join(f", {json.dumps(argument)}" for argument in arguments)
    return (
        f"async (...values) => (await import(new URL({json.dumps(file_url(HOST))}, "
        f"document.baseURI))).{function}(...values{extra})"
    )


def on_load(statement: str) -> str:
    """js_on_load that imports the host as ``web``; a failure is shown, not swallowed."""
    return f"""(async () => {{
  try {{
    const web = await import(new URL({json.dumps(file_url(HOST))}, document.baseURI));
    {statement}
  }} catch (error) {{
    element.textContent = `This part could not start (${{error.message}}). Reload the page; if ` +
      `it stays so, use a current Firefox, Chrome or Safari.`;
  }}
}})()"""


def view(name: str, label: str, *, hidden: bool = False) -> gr.HTML:
    """A place for the view of that name, which is its elem_id too; see app/web/page.js."""
    role = 'role="status"' if name in ("status", "problems") else 'role="group"'
    place = (
        f'<div data-view="{name}" class="lx" {role} aria-label="{label}"'
        f"{' hidden' if hidden else ''}></div>"
    )
    return gr.HTML(
        html_template=place,
        js_on_load=on_load(f"await web.mount({json.dumps(name)}, element);"),
        elem_id=name,
        elem_classes="lx-host",
        apply_default_css=False,
    )


def bridge(engine: Engine) -> gr.HTML:
    """The invisible part of the page: it starts the session, and holds the server's functions."""
    # The configuration is code and not a prop: Gradio copies all props at every event.
    config = json.dumps(configuration(engine, file_url))
    return gr.HTML(
        html_template="<div hidden></div>",
        js_on_load=on_load(f"web.start({config}, server);"),
        server_functions=server_functions(engine),
        elem_id="bridge",
        elem_classes="lx-host",
        apply_default_css=False,
    )
