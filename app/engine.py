"""The loaded models, on the server. No Gradio in here; every array is float32."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from model.checkpoint import WEIGHTS, available, load
from model.config import PIXELS, load_config
from model.data import dataset
from model.evaluate import evaluate
from model.network import Autoencoder
from model.objective import kl_per_dim, reconstruction_nats

MAX_BATCH = 64
MAX_CODE = 1e4  # beyond this a code is a mistake, and float32 products grow meaningless
log = logging.getLogger(__name__)


class ArgumentError(ValueError):
    """A bad argument; the message names it and says what it must be."""


class Engine:
    """Encodes and decodes with the models of one weights folder, each loaded once, when needed."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self.weights = weights
        self._models: dict[str, Autoencoder] = {}
        self._lock = threading.Lock()

    def ids(self) -> list[str]:
        """The models there are, VAEs first."""
        return available(self.weights)

    def model(self, model_id: str) -> Autoencoder:
        """Raises ArgumentError when there is no such model."""
        with self._lock:
            if model_id not in self._models:
                if model_id not in self.ids():
                    raise ArgumentError(
                        f"model must be one of {', '.join(self.ids())}; it was {model_id!r}."
                    )
                self._models[model_id] = load(model_id, self.weights)
            return self._models[model_id]

    def measure_new(self) -> None:
        """Measure each model whose folder lacks metrics or codes: one that was just dropped in."""
        for model_id in self.ids():
            folder = self.weights / model_id
            if not all((folder / n).is_file() for n in ("metrics.json", "codes.safetensors")):
                log.warning("Measuring %s once; this takes about half a minute.", model_id)
                evaluate(model_id, self.weights)

    def catalogue(self) -> list[dict[str, Any]]:
        """What the browser needs to know of each model: its shape and its measured figures."""
        rows = []
        for model_id in self.ids():
            folder = self.weights / model_id
            config = load_config(folder / "config.json")
            metrics = json.loads((folder / "metrics.json").read_text())
            data = dataset(config.dataset)
            kind = "VAE" if config.is_variational else "Autoencoder"
            variant = model_id.removeprefix(
                f"{config.dataset}-{config.kind}-{config.latent_dim}d"
            ).removeprefix("-")
            rows.append(
                {
                    "id": model_id,
                    "title": f"{kind}, {config.latent_dim} dimensions, {data.title}"
                    + (f" ({variant})" if variant else ""),
                    "dataset": config.dataset,
                    "classes": data.classes,
                    "kind": config.kind,
                    "latent_dim": config.latent_dim,
                    "hidden": config.hidden,
                    "activation": config.activation,
                    "likelihood": config.likelihood,
                    "beta": config.beta,
                    "metrics": metrics,
                }
            )
        return rows

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

    @torch.inference_mode()
    def reconstruct(
        self, picture: ArrayLike, model_id: str, seed: int = 0
    ) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """x_hat (784,) from mu, and the report of the API, its nats at one sampled z."""
        x = torch.from_numpy(check_pixels(picture)[None])
        model = self.model(model_id)
        mu, logvar = model.encode(x)
        generator = torch.Generator().manual_seed(seed)
        logits = model.decode(model.sample_posterior(mu, logvar, generator=generator))
        nats = reconstruction_nats(logits, x, model.config.likelihood).item()
        x_hat = torch.sigmoid(model.decode(mu))
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
        self, model_id: str, n: int, seed: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """x_hat (n, 784) of z (n, d) drawn from N(0, I), and z.

        An autoencoder answers too, though nothing taught it that law: that is the lesson.
        """
        model = self.model(model_id)
        if not 1 <= n <= MAX_BATCH:
            raise ArgumentError(f"n must be a whole number from 1 to {MAX_BATCH}; it was {n}.")
        if not 0 <= seed < 2**63:
            raise ArgumentError(f"seed must be a whole number from 0; it was {seed}.")
        generator = torch.Generator().manual_seed(seed)
        z = torch.randn(n, model.config.latent_dim, generator=generator)
        return torch.sigmoid(model.decode(z)).numpy(), z.numpy()


def check_pixels(picture: ArrayLike) -> NDArray[np.float32]:
    """784 finite numbers in [0, 1] as float32, or ArgumentError."""
    try:
        pixels = np.array(picture, dtype=np.float32).reshape(-1)
    except (TypeError, ValueError):
        pixels = np.empty(0, dtype=np.float32)
    if pixels.shape != (PIXELS,) or not (np.all(pixels >= 0) and np.all(pixels <= 1)):
        raise ArgumentError(f"picture must be {PIXELS} numbers from 0 to 1.")
    return pixels


def check_codes(z: ArrayLike, latent_dim: int) -> NDArray[np.float32]:
    """(N, latent_dim) finite float32 with N at most MAX_BATCH, or ArgumentError."""
    try:
        codes = np.array(z, dtype=np.float32)
    except (TypeError, ValueError, OverflowError):
        codes = np.empty((0, 0), dtype=np.float32)
    codes = codes[None] if codes.ndim == 1 else codes
    fits = codes.ndim == 2 and codes.shape[1] == latent_dim and 1 <= len(codes) <= MAX_BATCH
    if not fits or not np.all(np.abs(codes) <= MAX_CODE):
        raise ArgumentError(
            f"z must be {latent_dim} numbers between -{MAX_CODE:g} and {MAX_CODE:g}, "
            f"or a list of at most {MAX_BATCH} such."
        )
    return codes
