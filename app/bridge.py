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


def on_load(host: str, config: str) -> str:
    """js_on_load that starts the page: ``host`` is its module and ``config`` its JSON, as URLs.

    A failure is shown, not swallowed.
    """
    return f"""(async () => {{
  const at = (url) => new URL(url, document.baseURI);
  const told = async (url) => {{
    const answer = await fetch(at(url));
    if (!answer.ok) throw new Error(`${{answer.status}} ${{answer.statusText}}`);
    return answer.json();
  }};
  try {{
    const [web, config] = await Promise.all([
      import(at({json.dumps(host)})),
      told({json.dumps(config)}),
    ]);
    await web.start(element, config, server, upload);
  }} catch (error) {{
    element.textContent = `This page could not start (${{error.message}}). Reload it; if ` +
      `it stays so, use a current Firefox, Chrome or Safari.`;
  }}
}})()"""


def page(engine: Engine, files: PublicFiles) -> gr.HTML:
    """The page: the place where app/web/page.js mounts all of it, and the server's functions.

    ``files`` then has the name of each that the page is told of, and of its configuration: that is
    neither a prop, which Gradio copies at every event, nor in the script, which it searches for
    names of events a dozen times at every call of the API.
    """
    config = json.dumps(configuration(engine, files.url_of))
    return gr.HTML(
        html_template='<div class="lx lx-root"></div>',
        js_on_load=on_load(
            files.url_of(HOST), files.url_of_text("configuration.json", config.encode())
        ),
        server_functions=server_functions(engine),
        elem_id="page",
        apply_default_css=False,
    )
