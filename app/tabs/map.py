"""Map: the codes of all test pictures, and any point among them decoded."""

from __future__ import annotations

import gradio as gr

from app import bridge


def build() -> None:
    gr.Markdown(
        "**Click or drag anywhere on the map.** Each dot is a test picture's μ; the point you "
        "hold is decoded as you move. Rest on a dot to see its picture; click a digit in the "
        "legend to hide it.",
        elem_classes="lx-lead",
    )
    bridge.view("map", "map", "The map of codes")
