"""The endpoints for gradio_client and for anyone who calls the app from a program."""

from __future__ import annotations

import functools
import inspect
import io
from collections.abc import Callable
from pathlib import Path
from types import GenericAlias
from typing import Any, get_args, get_origin, get_type_hints

import gradio as gr
import numpy as np
from gradio.components.gallery import GalleryImage
from gradio.data_classes import FileData
from gradio.processing_utils import hash_bytes
from gradio.utils import get_upload_folder
from numpy.typing import NDArray
from PIL import Image

from app.engine import ArgumentError, Engine
from app.errors import told
from app.images import prepare
from app.reading.opening import ImageError
from app.uploads import uploaded
from model.config import SIDE
from model.files import write_atomically

# What the functions take and give, as it goes over HTTP.
OVER_HTTP: dict[Any, Any] = {
    str | None: FileData | None,
    Image.Image: FileData,
    list[Image.Image]: list[GalleryImage],
}


def to_image(pixels: NDArray[np.float32]) -> Image.Image:
    """784 values in [0, 1] as a 28x28 grey picture."""
    return Image.fromarray((pixels.reshape(SIDE, SIDE) * 255).round().astype(np.uint8))


def _seen(
    engine: Engine, path: str | None, model_id: str, file_of: Callable[[str], Path]
) -> tuple[NDArray[np.float32], bool]:
    """The picture as the model's data set has its own, (784,), and whether its reading is sure."""
    data = engine.dataset_of(model_id)
    if not isinstance(path, str):
        raise ArgumentError("image must be a picture file; there was none.")
    try:
        seen = prepare(file_of(path), as_is=not data.ink, centre=data.centre)
        return seen.picture.reshape(-1), seen.sure
    except ImageError as error:
        raise ArgumentError(f"image: {error}") from error


def endpoints(
    engine: Engine, file_of: Callable[[str], Path] = uploaded
) -> list[Callable[..., Any]]:
    """/models, /encode, /decode, /reconstruct and /sample, as functions of plain values.

    Their docstrings are what the API page and the tools (app/tools.py) say of them. Each raises
    ArgumentError. ``file_of`` finds the file of a picture that a caller names, or raises it too.
    """
    usual = next(iter(engine.ids()), "")

    def models() -> list[dict[str, Any]]:
        """The models there are, and their measured figures in nats a picture."""
        return [
            {key: model[key] for key in ("id", "title", "kind", "dataset", "latent_dim", "metrics")}
            for model in engine.catalogue()
        ]

    def encode(image: str | None, model: str = usual) -> dict[str, Any]:
        """The code of a picture: mu, and logvar, which is null for an autoencoder.

        "sure" is false where it is not clear what in the photo is meant: crop it to that.

        Args:
            image: a picture of what the model's data set shows, such as a photo of one digit.
            model: the id of a model, as models lists them.
        """
        pixels, sure = _seen(engine, image, model, file_of)
        mu, logvar = engine.encode(pixels, model)
        code = {"mu": mu.tolist(), "logvar": None if logvar is None else logvar.tolist()}
        return code | {"sure": sure}

    def decode(z: list[float], model: str = usual) -> Image.Image:
        """The 28x28 picture of one code: a list of as many numbers as the model has dimensions.

        Args:
            z: the code; most of a VAE's lie between -3 and 3 in each dimension.
            model: the id of a model, as models lists them.
        """
        x_hat = engine.decode_pictures(z, model)
        if len(x_hat) != 1:
            raise ArgumentError("z must be one code: a flat list of numbers.")
        return to_image(x_hat[0])

    def reconstruct(
        image: str | None, model: str = usual
    ) -> tuple[Image.Image, Image.Image, dict[str, Any]]:
        """What the model sees of a picture, its reconstruction, and a report in nats.

        "sure" in the report is false where it is not clear what in the photo is meant.

        Args:
            image: a picture of what the model's data set shows, such as a photo of one digit.
            model: the id of a model, as models lists them.
        """
        pixels, sure = _seen(engine, image, model, file_of)
        x_hat, report = engine.reconstruct(pixels, model)
        return to_image(pixels), to_image(x_hat), report | {"sure": sure}

    def sample(
        model: str = usual, n: float = 16, seed: float = 0
    ) -> tuple[list[Image.Image], list[list[float]]]:
        """Pictures of n codes drawn from N(0, I), and the codes.

        N(0, I) is the prior of a VAE. An autoencoder has none: it is asked for codes that nothing
        taught it to decode, which is what the comparison shows.

        Args:
            model: the id of a model, as models lists them.
            n: how many, from 1 to 64.
            seed: a whole number, 0 or more; the same one draws the same codes.
        """
        pictures, z = engine.sample(model, n, seed)
        return [to_image(picture) for picture in pictures], z.tolist()

    return [models, encode, decode, reconstruct, sample]


def _received(value: Any) -> Any:
    """An argument as it came: of a file its path, which may be any that a stranger wrote."""
    return value.get("path") if isinstance(value, dict) else value


def _sent(value: Any) -> Any:
    """An answer as it goes: a picture as a file of Gradio's cache."""
    if isinstance(value, Image.Image):
        return FileData(path=str(_kept(value)), mime_type="image/png").model_dump()
    if isinstance(value, tuple):
        return tuple(map(_sent, value))
    if isinstance(value, list) and value and isinstance(value[0], Image.Image):
        return [{"image": _sent(picture), "caption": None} for picture in value]
    return value


def _kept(picture: Image.Image) -> Path:
    """The picture as a file of Gradio's folder, where Gradio itself would put one of this content.

    Its own function writes over what is there, and another caller may be sent the same picture at
    that moment: it would come cut off.
    """
    picture.save(file := io.BytesIO(), format="PNG")
    content = file.getvalue()
    path = Path(get_upload_folder()) / hash_bytes(content) / "image.png"
    write_atomically(path, lambda temporary: temporary.write_bytes(content))
    return path


def _over_http(kind: Any) -> Any:
    if get_origin(kind) is tuple:
        return GenericAlias(tuple, tuple(map(_over_http, get_args(kind))))
    return OVER_HTTP.get(kind, kind)


def _served(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as Gradio calls it: with files for pictures, errors as its own, and typed so."""

    @functools.wraps(function)
    def answer(*arguments: Any) -> Any:
        try:
            return _sent(function(*map(_received, arguments)))
        except Exception as error:
            raise gr.Error(str(told(error)), print_exception=False) from error

    hints = {name: _over_http(kind) for name, kind in get_type_hints(function).items()}
    parameters = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(function).parameters.items()
    ]
    answer.__annotations__ = hints
    answer.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        parameters, return_annotation=hints["return"]
    )
    return answer


def build(engine: Engine) -> None:
    """Add the endpoints to the Blocks around: functions only, nothing that the page must draw."""
    for function in endpoints(engine):
        gr.api(_served(function), api_name=function.__name__, concurrency_limit=2)
