"""The plain way in Gradio: each slider event runs Python, which answers with a gr.Image.

The same decoder and the same sliders as the app; `python -m tests.bench.plain PORT`.
"""

from __future__ import annotations

import sys

import gradio as gr
import numpy as np
import torch

from app.engine import Engine

MODEL = "mnist-vae-2d"


def build() -> gr.Blocks:
    engine = Engine()

    def decode(*z: float) -> np.ndarray:
        logits = engine.decode(z, MODEL)[0].reshape(28, 28)
        return (255 / (1 + np.exp(-logits))).astype(np.uint8)

    with gr.Blocks(title="The plain way") as demo:
        sliders = [gr.Slider(-4, 4, value=0, step=0.01, label=f"z{k + 1}") for k in range(2)]
        image = gr.Image(height=320, width=320, elem_id="picture")
        for slider in sliders:
            # always_last: the last position of a drag is decoded, and not the first
            slider.input(decode, sliders, image, trigger_mode="always_last", queue=False)
    return demo


if __name__ == "__main__":
    torch.set_num_threads(1)
    build().launch(server_port=int(sys.argv[1]), quiet=True)
