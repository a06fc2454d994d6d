"""Gradio as the page's host: one gr.HTML that holds it, files by URL, functions by name.

The other half is app/web/hosts/gradio.js.
"""

from __future__ import annotations

import json

import gradio as gr

from app.configuration import configuration
from app.engine import Engine
from app.front.files import PublicFiles
from app.server_functions import server_functions
from app.web_files import WEB

HOST = WEB / "hosts" / "gradio.js"


def on_load(host: str, statement: str) -> str:
    """js_on_load that imports the host's module as ``web``; a failure is shown, not swallowed."""
    return f"""(async () => {{
  try {{
    const web = await import(new URL({json.dumps(host)}, document.baseURI));
    {statement}
  }} catch (error) {{
    element.textContent = `This page could not start (${{error.message}}). Reload it; if ` +
      `it stays so, use a current Firefox, Chrome or Safari.`;
  }}
}})()"""


def page(engine: Engine, files: PublicFiles) -> gr.HTML:
    """The page: the place where app/web/page.js mounts all of it, and the server's functions.

    ``files`` then has the name of each that the page is told of.
    """
    # The configuration is code and not a prop: Gradio copies all props at every event.
    config = json.dumps(configuration(engine, files.url_of))
    return gr.HTML(
        html_template='<div class="lx lx-root"></div>',
        js_on_load=on_load(
            files.url_of(HOST), f"await web.start(element, {config}, server, upload);"
        ),
        server_functions=server_functions(engine),
        elem_id="page",
        apply_default_css=False,
    )
