"""Map: the codes of all test pictures, and any point among them decoded."""

from __future__ import annotations

import gradio as gr

from app import bridge


def build() -> None:
    gr.Markdown(
        "**Click or drag anywhere on the map** to decode that point. Each dot is a test picture, "
        "placed by its code: rest on one to see it, click a class in the legend to hide its dots.",
        elem_classes="lx-lead",
    )
    bridge.view("map", "The map of codes")
