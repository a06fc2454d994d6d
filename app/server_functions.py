"""What the page asks of the server when its own engine cannot answer, or is told not to.

Gradio runs these outside its queue and its limits, and anyone can call them with anything: each
checks what it is given before it computes or copies anything.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import inspect
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine import ArgumentError, Engine, check_whole
from app.errors import told
from app.uploads import prepare_upload
from model.data import DataError, load_asset

MOST_AT_ONCE = 2  # pictures read at a time: one of 100 megapixels takes up to 400 MB
log = logging.getLogger(__name__)


def server_functions(engine: Engine) -> list[Callable[[Any], Any]]:
    """encode, decode, picture and prepare, for gr.HTML(server_functions=…).

    Each takes its arguments as one list, and gives plain JSON (of decode the logits (N, 784) as
    base64 of their bytes, little end first), or {"error": …} as ToldError
    writes it for arguments that are not such; it raises nothing. What goes wrong in the code itself
    is logged, and answered without its words.
    """

    @functools.cache
    def pictures_of(dataset_id: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        pictures, labels = load_asset(dataset_id, engine.weights)
        # As bytes, which is what they were: 7.8 MB for 10,000, where floats take 31.
        return (pictures * 255).round().byte().numpy(), labels.byte().numpy()

    def encode(model_id: str, pixels: list[float]) -> dict[str, Any]:
        mu, logvar = engine.encode(pixels, model_id)
        return {"mu": mu.tolist(), "logvar": None if logvar is None else logvar.tolist()}

    def decode(model_id: str, z: list[list[float]]) -> dict[str, str]:
        # Writing 50,000 numbers out, and reading them, takes longer than computing them.
        logits = engine.decode(z, model_id).astype("<f4", copy=False)
        return {"float32": base64.b64encode(logits.tobytes()).decode()}

    def picture(dataset_id: str, index: int) -> dict[str, Any]:
        if not isinstance(dataset_id, str) or dataset_id not in engine.datasets:
            raise ArgumentError(f"data set must be one of {', '.join(engine.datasets) or 'none'}.")
        place = check_whole("index", index, 0, engine.datasets[dataset_id].n - 1)
        try:
            pictures, labels = pictures_of(dataset_id)
        except DataError as error:
            log.warning("Pictures of %s cannot be read any more: %s", dataset_id, error)
            raise ArgumentError(
                f"The pictures of {dataset_id} cannot be read on the server; restore its folder.",
                "picturesGone",
                dataset=dataset_id,
            ) from error
        return {"pixels": (pictures[place] / 255).tolist(), "label": int(labels[place])}

    # Threads of its own: who waits for a picture to be read holds up no other request.
    reading = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="prepare")

    async def prepare(path: str) -> dict[str, Any]:
        return await asyncio.get_running_loop().run_in_executor(reading, prepare_upload, path)

    return [_guarded(function) for function in (encode, decode, picture, prepare)]


def _guarded(function: Callable[..., Any]) -> Callable[[Any], Any]:
    names = list(inspect.signature(function).parameters)

    def check(arguments: Any) -> None:
        if not isinstance(arguments, list) or len(arguments) != len(names):
            raise ArgumentError(f"{function.__name__} takes {' and '.join(names)}.")

    def answer(arguments: Any) -> Any:
        try:
            check(arguments)
            return function(*arguments)
        except Exception as error:
            return {"error": told(error).as_json()}

    async def answer_later(arguments: Any) -> Any:
        try:
            check(arguments)
            return await function(*arguments)
        except Exception as error:
            return {"error": told(error).as_json()}

    guarded = answer_later if inspect.iscoroutinefunction(function) else answer
    # Gradio calls it by this name; functools.wraps would also show it the inner parameters.
    guarded.__name__ = function.__name__
    return guarded
