"""An empty page of Gradio, and an endpoint that does nothing: the floor of what Gradio costs.

`python -m tests.bench.empty PORT`.
"""

from __future__ import annotations

import sys

import gradio as gr


def nothing() -> int:
    return 0


def build() -> gr.Blocks:
    with gr.Blocks(title="Nothing") as demo:
        gr.Markdown("Nothing.")
        gr.api(nothing, api_name="nothing")
    return demo


if __name__ == "__main__":
    build().launch(server_port=int(sys.argv[1]), quiet=True, ssr_mode=False, run_history=False)
