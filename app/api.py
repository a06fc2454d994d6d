"""The endpoints for gradio_client and for anyone who calls the app from a program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.engine import ArgumentError, Engine
from app.images import ImageError, prepare
from app.uploads import uploaded
from model.config import SIDE


def to_image(pixels: NDArray[np.float32]) -> Image.Image:
    """784 values in [0, 1] as a 28x28 grey picture."""
    return Image.fromarray((pixels.reshape(SIDE, SIDE) * 255).round().astype(np.uint8))


def _pixels(engine: Engine, path: str | None, model_id: str) -> NDArray[np.float32]:
    """The picture as the model's data set has its own, (784,)."""
    data = engine.dataset_of(model_id)
    if path is None:
        raise ArgumentError("image must be a picture file; there was none.")
    try:
        picture = prepare(uploaded(path), as_is=not data.ink, centre=data.centre)
        return picture.reshape(-1)
    except ImageError as error:
        raise ArgumentError(f"image: {error}") from error


def endpoints(engine: Engine) -> list[Callable[..., Any]]:
    """/models, /encode, /decode, /reconstruct and /sample, as functions of plain values.

    Their docstrings are what the API page says of them. Each raises ArgumentError.
    """

    def models() -> list[dict[str, Any]]:
        """The models there are, and their measured figures in nats a picture."""
        return [
            {key: model[key] for key in ("id", "title", "kind", "dataset", "latent_dim", "metrics")}
            for model in engine.catalogue()
        ]

    def encode(image: str | None, model: str) -> dict[str, Any]:
        """The code of a picture: mu, and logvar, which is null for an autoencoder."""
        mu, logvar = engine.encode(_pixels(engine, image, model), model)
        return {"mu": mu.tolist(), "logvar": None if logvar is None else logvar.tolist()}

    def decode(z: list[float], model: str) -> Image.Image:
        """The 28x28 picture of one code: a list of as many numbers as the model has dimensions."""
        x_hat = engine.decode_pictures(z, model)
        if len(x_hat) != 1:
            raise ArgumentError("z must be one code: a flat list of numbers.")
        return to_image(x_hat[0])

    def reconstruct(
        image: str | None, model: str
    ) -> tuple[Image.Image, Image.Image, dict[str, Any]]:
        """What the model sees of a picture, its reconstruction, and a report in nats."""
        pixels = _pixels(engine, image, model)
        x_hat, report = engine.reconstruct(pixels, model)
        return to_image(pixels), to_image(x_hat), report

    def sample(model: str, n: float, seed: float) -> tuple[list[Image.Image], list[list[float]]]:
        """Pictures of n codes drawn from N(0, I), and the codes.

        N(0, I) is the prior of a VAE. An autoencoder has none: it is asked for codes that nothing
        taught it to decode, which is what the comparison shows.
        """
        pictures, z = engine.sample(model, n, seed)
        return [to_image(picture) for picture in pictures], z.tolist()

    return [models, encode, decode, reconstruct, sample]


def _with_gradio_errors(function: Callable[..., Any]) -> Callable[..., Any]:
    def answer(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except ArgumentError as error:
            raise gr.Error(str(error), print_exception=False) from error

    answer.__doc__ = function.__doc__
    return answer


def build(engine: Engine) -> None:
    """Add the endpoints to the Blocks around; nothing of them is seen on the page."""
    with gr.Row(visible=False):
        image = gr.File(label="image", type="filepath")
        model = gr.Textbox(label="model", value=next(iter(engine.ids()), None))
        z = gr.JSON(label="z")
        n = gr.Number(label="n", value=16)
        seed = gr.Number(label="seed", value=0)
        inputs: dict[str, list[Any]] = {
            "models": [],
            "encode": [image, model],
            "decode": [z, model],
            "reconstruct": [image, model],
            "sample": [model, n, seed],
        }
        outputs: dict[str, list[Any]] = {
            "models": [gr.JSON(label="models")],
            "encode": [gr.JSON(label="posterior")],
            "decode": [gr.Image(label="x_hat", format="png")],
            "reconstruct": [
                gr.Image(label="seen", format="png"),
                gr.Image(label="x_hat", format="png"),
                gr.JSON(label="report"),
            ],
            "sample": [gr.Gallery(label="images", format="png"), gr.JSON(label="z")],
        }
        for function in endpoints(engine):
            name = function.__name__
            gr.Button(name).click(
                _with_gradio_errors(function),
                inputs[name],
                outputs[name],
                api_name=name,
                concurrency_limit=2,
            )
