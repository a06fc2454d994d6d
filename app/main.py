"""The app: `python -m app`, `python app/main.py` and a Hugging Face Space run the same."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # `python app/main.py` puts app/ there, and not the root
    sys.path.insert(0, str(ROOT))

import gradio as gr  # noqa: E402
import torch  # noqa: E402

from app import api, bridge, spaces_gpu, tools  # noqa: E402, F401 (spaces_gpu is there to be found)
from app.engine import Engine  # noqa: E402
from app.front import Demo, middleware  # noqa: E402
from app.front.files import PublicFiles  # noqa: E402
from app.limits import HOUR, LIMITS  # noqa: E402
from app.reading.opening import MAX_BYTES  # noqa: E402
from app.uploads import sweep_runs, sweeping  # noqa: E402
from model.checkpoint import WEIGHTS  # noqa: E402

UPLOADS = "latent-explorer-"  # how the names of the runs' folders begin
# Gradio reads these. It writes statistics of its last 10,000 calls after each call, with pandas,
# for a monitor that is closed here: some 20 ms of each call.
QUIET = {"GRADIO_ANALYTICS_MAX_EVENTS": "1", "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9)}


def build_demo(weights: Path = WEIGHTS) -> Demo:
    """The page and its endpoints, for the models in ``weights`` as they are now.

    To be launched with ``launch_options()``: the page asks for its files as these serve them.
    A folder that is no whole model is left out, logged, and named on the page.
    """
    engine = Engine(weights)
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    with Demo(
        title="Latent Explorer",
        delete_cache=(round(LIMITS.sweep_every_s), round(LIMITS.answer_age_s)),
        fill_width=True,
    ) as demo:
        demo.public = PublicFiles(engine.weights)
        page = bridge.page(engine, demo.public)
        api.build(engine)
    demo.tools = tools.lazy_server(engine) if tools.are_possible() else None
    # Gradio draws it at random, and reloads a page that meets another: a replica of the same page
    # is none, nor is this one started again.
    demo.app_id = int(hashlib.sha256(str(page.js_on_load).encode()).hexdigest()[:13], 16)
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
        "max_file_size": MAX_BYTES,
        "state_session_capacity": LIMITS.sessions,
        "enable_monitoring": False,
        "mcp_server": False,  # the app has its own (app/tools.py)
        "app_kwargs": {"lifespan": sweeping(LIMITS), "middleware": middleware()},
        "ssr_mode": False,  # needs Node, and renders nothing sooner on a page like this
        "run_history": False,  # would keep a record of what visitors send
        "footer_links": [],  # the page's own help names Gradio and the endpoints
        "show_error": False,  # an error of ours is shown all the same, and no other
    }


def ended() -> threading.Event:
    """An event that SIGTERM or SIGINT sets; a second one ends the process at once.

    A handler that raises would do so wherever the main thread is, and what swallows the error there
    keeps the app running for ever.
    """
    event = threading.Event()

    def end(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        event.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    return event


def main() -> None:
    """Serve on loopback, or where GRADIO_SERVER_NAME says; a Space serves on all interfaces."""
    end = ended()
    torch.set_num_threads(1)  # the nets are small: more threads only wait for each other
    in_space = bool(os.environ.get("SPACE_ID"))
    port = os.environ.get("PORT") or os.environ.get("GRADIO_SERVER_PORT")
    sweep_runs(Path(tempfile.gettempdir()), UPLOADS, max_age_s=24 * HOUR)
    with tempfile.TemporaryDirectory(prefix=UPLOADS, ignore_cleanup_errors=True) as uploads:
        # Gradio's own folder is shared by every Gradio app of the machine, and is never emptied.
        os.environ.setdefault("GRADIO_TEMP_DIR", uploads)
        demo = build_demo()
        demo.launch(
            server_name=os.environ.get("GRADIO_SERVER_NAME")
            or ("0.0.0.0" if in_space else "127.0.0.1"),
            server_port=int(port) if port else None,
            prevent_thread_lock=True,
            **launch_options(),
        )
        while not end.wait(1):  # without a limit Windows would hear no signal
            pass
        demo.close(verbose=False)


if __name__ == "__main__":
    main()
