"""The plain way in Gradio: each slider event runs Python, which answers with a gr.Image.

The same models and the same sliders as the app; `python -m tests.bench.plain PORT`.
"""

from __future__ import annotations

import sys

import gradio as gr
import numpy as np
import torch
from PIL import Image

from app.engine import Engine

MODEL = "mnist-vae-2d"
SIDE = 28


def build() -> gr.Blocks:
    engine = Engine()

    def decode(*z: float) -> np.ndarray:
        logits = engine.decode(z, MODEL)[0].reshape(SIDE, SIDE)
        return (255 / (1 + np.exp(-logits))).astype(np.uint8)

    def reconstruct(photo: np.ndarray) -> np.ndarray:
        small = np.asarray(Image.fromarray(photo).resize((SIDE, SIDE)))
        x_hat, _ = engine.reconstruct(1 - small.reshape(-1) / 255, MODEL)
        return (255 * x_hat.reshape(SIDE, SIDE)).astype(np.uint8)

    with gr.Blocks(title="The plain way") as demo:
        sliders = [gr.Slider(-4, 4, value=0, step=0.01, label=f"z{k + 1}") for k in range(2)]
        image = gr.Image(height=320, width=320, elem_id="picture")
        for slider in sliders:
            # always_last: the last position of a drag is decoded, and not the first
            slider.input(decode, sliders, image, trigger_mode="always_last", queue=False)
        photo = gr.Image(image_mode="L", label="A photo")
        photo.upload(reconstruct, photo, image)
    return demo


if __name__ == "__main__":
    torch.set_num_threads(1)
    build().launch(server_port=int(sys.argv[1]), quiet=True)
