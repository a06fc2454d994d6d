"""A model's folder in weights/: reading it, writing it, and finding all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from model.config import ModelConfig, TrainConfig, load_config, save_config
from model.fetch import DataError
from model.files import WEIGHTS, write_shipped
from model.network import Autoencoder, build

NETS = ("encoder", "decoder")
RESERVED = ("data", "experiments")  # folders in weights/ that hold no model


@dataclass(frozen=True)
class Survey:
    """What a weights folder holds: the models, and what is wrong with the other folders."""

    models: tuple[ModelConfig, ...]
    broken: tuple[tuple[str, str], ...]  # (folder name, what is wrong and what to do)


def survey(weights: Path = WEIGHTS) -> Survey:
    """Look at every folder in ``weights`` that holds a model: by data set, VAEs and small d first.

    A broken folder hides no other. A twin that is not there, or not of the same data set, is
    None in what is returned.
    """
    models, broken = [], []
    ranks: dict[str, int] = {}
    for folder in sorted(weights.glob("*")):
        try:
            if _holds_model(folder):
                config, rank = _inspect(folder)
                models.append(config)
                ranks[config.dataset] = rank
        except (ValueError, OSError, DataError) as error:
            broken.append((folder.name, str(error)))
    models.sort(
        key=lambda c: (ranks[c.dataset], c.dataset, not c.is_variational, c.latent_dim, c.id)
    )
    datasets = {config.id: config.dataset for config in models}
    return Survey(
        models=tuple(
            config
            if config.twin != config.id and datasets.get(config.twin or "") == config.dataset
            else replace(config, twin=None)
            for config in models
        ),
        broken=tuple(broken),
    )


def available(weights: Path = WEIGHTS) -> list[str]:
    """The ids of the models that ``weights`` holds whole, in the survey's order."""
    return [config.id for config in survey(weights).models]


def _holds_model(folder: Path) -> bool:
    """Whether a folder is meant as a model: one of its files is there."""
    if folder.name in RESERVED or folder.name.startswith(".") or not folder.is_dir():
        return False
    return any((folder / f).exists() for f in ("config.json", *map(_file_name, NETS)))


def _file_name(net: str) -> str:
    return f"{net}.safetensors"


def _inspect(folder: Path) -> tuple[ModelConfig, int]:
    """The model, and the rank of its data set.

    Raises ValueError or DataError, with the mend, when a part of the model is not there.
    """
    from model.data import load_dataset  # not above: `python -m model.data` would import it twice

    config = load_config(folder / "config.json")
    for path in (folder / _file_name(net) for net in NETS):
        if not path.is_file():
            raise ValueError(f"{path} is missing; put it there, or delete the folder.")
    return config, load_dataset(config.dataset, folder.parent).rank


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
    with torch.device("meta"):  # nothing is drawn for weights that the file brings
        model = build(config)
    for net in NETS:
        path = folder / _file_name(net)
        try:
            tensors = {key: value.float() for key, value in load_file(path).items()}
            getattr(model, net).load_state_dict(tensors, assign=True)
        except (SafetensorError, RuntimeError) as error:
            raise ValueError(
                f"{path} is damaged or does not fit its config.json ({error}); restore the file."
            ) from error
    return model.eval().requires_grad_(False)


def save(
    model: Autoencoder, config: ModelConfig, train: TrainConfig, weights: Path = WEIGHTS
) -> Path:
    """Write the float16 safetensors pair, then config.json; returns the folder.

    Raises ValueError, and writes nothing, when a weight is not finite in float16.
    """
    folder = weights / config.id
    nets = {net: _half(getattr(model, net).state_dict()) for net in NETS}
    for net, tensors in nets.items():
        for key, value in tensors.items():
            if not value.isfinite().all():
                raise ValueError(
                    f"{config.id}: {net} {key} holds what float16 cannot (it is infinite or not a "
                    f"number), so nothing is written. Lower learning_rate and train afresh."
                )
    for net, tensors in nets.items():
        write_shipped(folder / _file_name(net), partial(save_file, tensors))
    write_shipped(folder / "config.json", lambda path: save_config(path, config, train))
    return folder


def _half(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {k: v.detach().to(torch.float16).contiguous() for k, v in tensors.items()}
