"""The loaded models, on the server. No Gradio in here; every array is float32."""

from __future__ import annotations

import copy
import logging
import reprlib
import threading
from dataclasses import replace
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from app.errors import ToldError
from app.snapshot import UNUSABLE, take, title, variant
from model.checkpoint import load
from model.config import PIXELS, ModelConfig
from model.data import Dataset
from model.files import WEIGHTS
from model.network import Autoencoder
from model.objective import kl_per_dim, reconstruction_nats

MAX_BATCH = 64
MAX_CODE = 1e4  # beyond this a code is a mistake, and float32 products grow meaningless
MAX_SEED = 2**63 - 1
log = logging.getLogger(__name__)


class ArgumentError(ToldError, ValueError):
    """A bad argument; the message names it and says what it must be."""


class Engine:
    """The models of one weights folder as it was at the start, each loaded when it is first used.

    A folder that appears, changes or breaks afterwards changes nothing in what is offered; a model
    that is another by the time of its first use is refused, and one that was used stays as it was.
    A folder that is broken at the start is logged, named in ``broken`` and left out.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Survey the folder, and measure the models in it that have no figures yet."""
        self.weights = weights
        snapshot = take(weights)
        self.models = snapshot.models
        self.datasets = snapshot.datasets
        self.examples = snapshot.examples
        self.experiments = snapshot.experiments
        self.broken = snapshot.broken
        self._metrics = snapshot.metrics
        self._loaded: dict[str, Autoencoder] = {}
        self._lock = threading.Lock()

    def ids(self) -> list[str]:
        """The models there are, VAEs first."""
        return [config.id for config in self.models]

    def model(self, model_id: str) -> Autoencoder:
        """Raises ArgumentError when there is none, or it changed or broke since the start."""
        config = self._config(model_id)
        with self._lock:
            if model_id not in self._loaded:
                self._loaded[model_id] = self._load(config)
            return self._loaded[model_id]

    def dataset_of(self, model_id: str) -> Dataset:
        """What the model was trained on. Raises ArgumentError when there is no such model."""
        return self.datasets[self._config(model_id).dataset]

    def metrics(self, model_id: str) -> dict[str, Any]:
        """What metrics.json held. Raises ArgumentError when there is no such model."""
        return copy.deepcopy(self._metrics[self._config(model_id).id])

    def catalogue(self) -> list[dict[str, Any]]:
        """What the browser needs to know of each model: its shape and its measured figures."""
        return [
            {
                "id": config.id,
                "title": title(config, self.datasets[config.dataset]),
                "variant": variant(config),
                "family": config.family,
                "twin": config.twin,
                "dataset": config.dataset,
                "kind": config.kind,
                "latent_dim": config.latent_dim,
                "hidden": list(config.hidden),
                "activation": config.activation,
                "likelihood": config.likelihood,
                "variance": config.variance,
                "beta": config.beta,
                "metrics": self.metrics(config.id),
            }
            for config in self.models
        ]

    @torch.inference_mode()
    def encode(
        self, picture: ArrayLike, model_id: str
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """mu and logvar (None for an autoencoder), each (d,), of 784 pixels in [0, 1].

        Raises ArgumentError for pixels or a model that are not such.
        """
        x = torch.from_numpy(check_pixels(picture)[None])  # (1, 784)
        mu, logvar = self.model(model_id).encode(x)
        return mu[0].numpy(), None if logvar is None else logvar[0].numpy()

    @torch.inference_mode()
    def decode(self, z: ArrayLike, model_id: str) -> NDArray[np.float32]:
        """The logits (N, 784) of codes (N, d). Raises ArgumentError for codes that are not such."""
        model = self.model(model_id)
        codes = check_codes(z, model.config.latent_dim)
        return model.decode(torch.from_numpy(codes)).numpy()

    def decode_pictures(self, z: ArrayLike, model_id: str) -> NDArray[np.float32]:
        """x_hat (N, 784) in [0, 1] of codes (N, d); raises what ``decode`` does."""
        return _x_hat(torch.from_numpy(self.decode(z, model_id))).numpy()

    @torch.inference_mode()
    def reconstruct(
        self, picture: ArrayLike, model_id: str, seed: int = 0
    ) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """x_hat (784,) from mu, and the report of the API, its nats at one sampled z.

        Raises ArgumentError for pixels, a model or a seed that are not such.
        """
        x = torch.from_numpy(check_pixels(picture)[None])
        seed = check_whole("seed", seed, 0, MAX_SEED)
        model = self.model(model_id)
        mu, logvar = model.encode(x)
        generator = torch.Generator().manual_seed(seed)
        logits = model.decode(model.sample_posterior(mu, logvar, generator=generator))
        nats = reconstruction_nats(logits, x, model.config).item()
        x_hat = _x_hat(model.decode(mu))
        kl = None if logvar is None else kl_per_dim(mu, logvar)[0]
        report = {
            "mu": mu[0].tolist(),
            "logvar": None if logvar is None else logvar[0].tolist(),
            "reconstruction_nats": nats,
            "kl_nats": None if kl is None else kl.sum().item(),
            "kl_per_dim": None if kl is None else kl.tolist(),
            "neg_elbo": None if kl is None else nats + kl.sum().item(),
            "mse": (x_hat - x).square().mean().item(),
        }
        return x_hat[0].numpy(), report

    @torch.inference_mode()
    def sample(
        self, model_id: str, n: float, seed: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """x_hat (n, 784) of z (n, d) drawn from N(0, I), and z.

        An autoencoder answers too, though nothing taught it that law: that is the lesson. Raises
        ArgumentError for a model, an n or a seed that are not such.
        """
        model = self.model(model_id)
        count = check_whole("n", n, 1, MAX_BATCH)
        generator = torch.Generator().manual_seed(check_whole("seed", seed, 0, MAX_SEED))
        z = torch.randn(count, model.config.latent_dim, generator=generator)
        return _x_hat(model.decode(z)).numpy(), z.numpy()

    def _load(self, config: ModelConfig) -> Autoencoder:
        try:
            model = load(config.id, self.weights)
        except UNUSABLE as error:
            log.warning("%s cannot be loaded any more: %s", config.id, error)
            raise ArgumentError(
                f"model {config.id} was there when the server started and cannot be read "
                f"now; choose another, or restore its folder.",
                "modelGone",
                model=config.id,
            ) from error
        # The snapshot drops a twin that is not there.
        if replace(model.config, twin=config.twin) != config:
            log.warning("%s has changed since the start; start again to offer it.", config.id)
            raise ArgumentError(
                f"model {config.id} has changed since the server started; choose another, or "
                f"start the server again.",
                "modelChanged",
                model=config.id,
            )
        return model

    def _config(self, model_id: object) -> ModelConfig:
        if not self.models:
            raise ArgumentError(
                "There are no models in the weights folder. Make one with `python -m model.train "
                "mnist-vae-2d`, or put a model's folder there, and start the app again."
            )
        for config in self.models:
            if config.id == model_id:
                return config
        raise ArgumentError(
            f"model must be one of {', '.join(self.ids())}; it was {_shown(model_id)}."
        )


def check_pixels(picture: ArrayLike) -> NDArray[np.float32]:
    """784 numbers in [0, 1] as float32, or ArgumentError."""
    pixels = _numbers(picture, PIXELS)
    if pixels.shape != (1, PIXELS) or not (np.all(pixels >= 0) and np.all(pixels <= 1)):
        raise ArgumentError(f"picture must be {PIXELS} numbers from 0 to 1.")
    return pixels[0].astype(np.float32)


def check_codes(z: ArrayLike, latent_dim: int) -> NDArray[np.float32]:
    """(N, latent_dim) finite float32 with N at most MAX_BATCH, or ArgumentError."""
    codes = _numbers(z, latent_dim)
    if not 1 <= len(codes) <= MAX_BATCH or not np.all(np.abs(codes) <= MAX_CODE):
        raise ArgumentError(
            f"z must be {latent_dim} numbers between -{MAX_CODE:g} and {MAX_CODE:g}, "
            f"or a list of at most {MAX_BATCH} such."
        )
    return codes.astype(np.float32)


def check_whole(name: str, value: object, low: int, high: int) -> int:
    """A whole number from low to high, whether it came as 3 or 3.0; ArgumentError otherwise."""
    if _is_number(value) and low <= value <= high and value == int(value):  # type: ignore
        return int(value)  # type: ignore[call-overload]
    raise ArgumentError(
        f"{name} must be a whole number from {low} to {high}; it was {_shown(value)}."
    )


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _numbers(values: ArrayLike, width: int) -> NDArray[np.float64]:
    """One row of that many numbers, or at most MAX_BATCH of them, as (N, width); else (0, width).

    Neither true nor "1" is a number. What does not fit is refused before it is copied.
    """
    nothing = np.empty((0, width))
    if isinstance(values, np.ndarray):
        is_plain = values.dtype.kind in "fiu" and values.shape[-1:] == (width,) and values.ndim <= 2
        return values.astype(np.float64).reshape(-1, width) if is_plain else nothing
    if not isinstance(values, (list, tuple)) or not values:
        return nothing
    rows = values if isinstance(values[0], (list, tuple)) else [values]
    if len(rows) > MAX_BATCH:
        return nothing
    for row in rows:
        if not isinstance(row, (list, tuple)) or len(row) != width or not all(map(_is_number, row)):
            return nothing
    try:
        return np.array(rows, dtype=np.float64)
    except OverflowError:  # a whole number beyond all floats
        return nothing


def _shown(value: object) -> str:
    try:
        return reprlib.repr(value)
    except ValueError:  # Python refuses to write out very long whole numbers
        return "a number too long to show"


def _x_hat(logits: Tensor) -> Tensor:
    return torch.sigmoid(logits)  # unlike 1 / (1 + exp(-logits)), it never overflows
