"""A model's folder in weights/: reading it, writing it, and finding all of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from model.config import ModelConfig, TrainConfig, load_config, save_config
from model.network import Autoencoder, build

WEIGHTS = Path(__file__).resolve().parent.parent / "weights"


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file beside ``path``, then rename it: all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)  # mkstemp's 0600 would hide the file from another user's server
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def available(weights: Path = WEIGHTS) -> list[str]:
    """The ids of every folder in ``weights`` that holds a model, VAEs first, small d first."""
    configs = [load_config(path) for path in weights.glob("*/config.json")]
    configs.sort(key=lambda c: (c.dataset, not c.is_variational, c.latent_dim, c.id))
    return [config.id for config in configs]


def load(model_id: str, weights: Path = WEIGHTS) -> Autoencoder:
    """Load a model for evaluation, in float32 from its float16 file.

    Args:
        model_id: the name of its folder.
        weights: the folder of folders.

    Raises:
        FileNotFoundError: when there is no such folder, or a file of it is missing.
        ValueError: when a file is damaged or does not fit the configuration.
    """
    folder = weights / model_id
    if not (folder / "config.json").is_file():
        raise FileNotFoundError(
            f"No model {model_id!r} in {weights}; there are {', '.join(available(weights))}. "
            f"`python -m model.train {model_id}` makes one that is in model/registry.py."
        )
    config = load_config(folder / "config.json")
    model = build(config)
    for name in ("encoder", "decoder"):
        path = folder / f"{name}.safetensors"
        try:
            tensors = {key: value.float() for key, value in load_file(path).items()}
            getattr(model, name).load_state_dict(tensors)
        except (SafetensorError, RuntimeError) as error:
            raise ValueError(
                f"{path} is damaged or does not fit its config.json ({error}); restore the file."
            ) from error
    return model.eval().requires_grad_(False)


def save(
    model: Autoencoder, config: ModelConfig, train: TrainConfig, weights: Path = WEIGHTS
) -> Path:
    """Write config.json and the float16 safetensors pair; returns the folder."""
    folder = weights / config.id
    for name in ("encoder", "decoder"):
        tensors = {
            key: value.detach().to(torch.float16).contiguous()
            for key, value in getattr(model, name).state_dict().items()
        }
        write_atomically(folder / f"{name}.safetensors", partial(save_file, tensors))
    write_atomically(folder / "config.json", lambda path: save_config(path, config, train))
    return folder
