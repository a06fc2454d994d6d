"""Sliders: the decoder alone, one slider a latent dimension."""

from __future__ import annotations

import gradio as gr

from app import bridge


def build() -> None:
    gr.Markdown(
        "**Drag a slider and watch the picture change.** The dimensions that tell most come first.",
        elem_classes="lx-lead",
    )
    with gr.Row(elem_id="sliders-row"):
        with gr.Column(scale=2, min_width=300, elem_id="slider-column"):
            bridge.view("sliders", "One slider a dimension")
        with gr.Column(scale=3, min_width=320):
            bridge.view("strips", "The decoded picture and the traversals")
    bridge.view("walk", "Walk from one picture to another")
