"""Gradio as the page's host: one gr.HTML that holds it, files by URL, functions by name.

The other half is app/web/hosts/gradio.js.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import gradio as gr

from app.configuration import configuration
from app.engine import Engine
from app.server_functions import server_functions
from app.web_files import WEB, version

HOST = WEB / "hosts" / "gradio.js"


def file_url(path: Path) -> str:
    """Where Gradio serves a static file, relative to the page; safe for any name.

    A file of the page's own is in a folder that its version names (``app.caching``), and so is all
    that it imports. Links are not followed: Gradio does that, and serves what ``allow_files`` lets.
    """
    path = path.absolute()
    if path.is_relative_to(WEB):
        path = WEB / f"~{version()}" / path.relative_to(WEB)
    return f"gradio_api/file={quote(str(path))}"


def allow_files(engine: Engine) -> None:
    """Let the server hand out what the browser needs, and nothing else of the project.

    Each file that the page is told of is named, or one that is a link out of the weights folder
    would be refused.
    """
    named: list[Path] = []

    def url_of(path: Path) -> str:
        named.append(path)
        return ""

    configuration(engine, url_of)
    gr.set_static_paths([WEB, engine.weights, *named])


def on_load(statement: str) -> str:
    """js_on_load that imports the host as ``web``; a failure is shown, not swallowed."""
    return f"""(async () => {{
  try {{
    const web = await import(new URL({json.dumps(file_url(HOST))}, document.baseURI));
    {statement}
  }} catch (error) {{
    element.textContent = `This page could not start (${{error.message}}). Reload it; if ` +
      `it stays so, use a current Firefox, Chrome or Safari.`;
  }}
}})()"""


def page(engine: Engine) -> gr.HTML:
    """The page: the place where app/web/page.js mounts all of it, and the server's functions."""
    # The configuration is code and not a prop: Gradio copies all props at every event.
    config = json.dumps(configuration(engine, file_url))
    return gr.HTML(
        html_template='<div class="lx lx-root"></div>',
        js_on_load=on_load(f"await web.start(element, {config}, server, upload);"),
        server_functions=server_functions(engine),
        elem_id="page",
        apply_default_css=False,
    )
