"""An empty page of Gradio, the floor of what a page in Gradio costs: `… tests.bench.empty PORT`."""

from __future__ import annotations

import sys

import gradio as gr


def build() -> gr.Blocks:
    with gr.Blocks(title="Nothing") as demo:
        gr.Markdown("Nothing.")
    return demo


if __name__ == "__main__":
    build().launch(server_port=int(sys.argv[1]), quiet=True, ssr_mode=False, run_history=False)
