"""The app: `python -m app`, `python app/main.py` and a Hugging Face Space run the same."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # `python app/main.py` puts app/ there, and not the root
    sys.path.insert(0, str(ROOT))

import gradio as gr  # noqa: E402
import torch  # noqa: E402

from app import api, bridge  # noqa: E402
from app.engine import Engine  # noqa: E402
from app.images import MAX_BYTES  # noqa: E402
from app.tabs import map as map_tab  # noqa: E402
from app.tabs import reconstruct, sliders  # noqa: E402
from model.checkpoint import WEIGHTS  # noqa: E402

HOUR = 3600
ENGINES = [("this browser", "browser"), ("PyTorch, server", "server")]


def build_demo(weights: Path = WEIGHTS) -> gr.Blocks:
    """The page and its endpoints, for the models in ``weights``.

    Raises ValueError when a folder there is damaged, DataError when the test pictures are missing.
    """
    engine = Engine(weights)
    engine.measure_new()
    bridge.allow_files(engine)
    catalogue = engine.catalogue()

    with gr.Blocks(title="Latent Explorer", delete_cache=(HOUR, HOUR), fill_width=True) as demo:
        with gr.Row(elem_id="top"):
            gr.Markdown(
                "# Latent Explorer\nA variational autoencoder you can touch.", elem_id="title"
            )
            chooser = gr.Dropdown(
                [(model["title"], model["id"]) for model in catalogue],
                value=catalogue[0]["id"],
                label="Model",
                elem_id="model",
                filterable=False,
                scale=0,
                min_width=290,
            )
            computed = gr.Radio(
                ENGINES,
                value="browser",
                label="Computed by",
                elem_id="engine",
                scale=0,
                min_width=320,
            )
        follower = bridge.bridge(engine)
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Reconstruct", id="reconstruct"):
                reconstruct.build()
            with gr.Tab("Map", id="map"):
                map_tab.build()
            with gr.Tab("Sliders", id="sliders"):
                native = sliders.build(catalogue)

        chooser.change(
            None,
            chooser,
            native,
            js=bridge.call("modelChosen", len(native)),
            api_visibility="private",
        )
        computed.change(
            None, computed, None, js=bridge.call("engineChosen"), api_visibility="private"
        )
        follower.select(
            None,
            None,
            native,
            js=bridge.call("slidersFollow", len(native)),
            api_visibility="private",
        )
        api.build(engine)
    return demo


def theme() -> gr.themes.Base:
    """System fonts: nothing is fetched from outside."""
    sans = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
    mono = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")
    return gr.themes.Default(primary_hue="violet", neutral_hue="slate", font=sans, font_mono=mono)


def launch_options() -> dict[str, Any]:
    """What launch() is given, here and in the tests."""
    return {
        "theme": theme(),
        "css_paths": bridge.WEB / "style.css",
        "max_file_size": MAX_BYTES,
        "ssr_mode": False,  # needs Node, and renders nothing sooner on a page like this
        "run_history": False,  # would keep a record of what visitors send
        "footer_links": ["api", "gradio"],
        "show_error": True,
    }


def main() -> None:
    """Serve on loopback, or where GRADIO_SERVER_NAME says; a Space serves on all interfaces."""
    torch.set_num_threads(1)  # the nets are small: more threads only wait for each other
    in_space = bool(os.environ.get("SPACE_ID"))
    port = os.environ.get("PORT") or os.environ.get("GRADIO_SERVER_PORT")
    build_demo().launch(
        server_name=os.environ.get("GRADIO_SERVER_NAME")
        or ("0.0.0.0" if in_space else "127.0.0.1"),
        server_port=int(port) if port else None,
        **launch_options(),
    )


if __name__ == "__main__":
    main()
