"""What a weights folder holds at one moment: its whole models, their data sets and figures."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from model.checkpoint import load, survey
from model.config import ModelConfig
from model.data import DataError, Dataset, load_dataset
from model.evaluate import evaluate

FIGURES = ("n", "reconstruction_nats", "kl_nats", "neg_elbo", "kl_per_dim", "active_units", "mse")
RANGES = ("mu_min", "mu_max", "mu_std")  # one number a dimension
UNUSABLE = (OSError, ValueError, DataError, RuntimeError)  # what a bad folder makes torch or us say
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """The models that can be used, and what is wrong with the others."""

    models: tuple[ModelConfig, ...]  # VAEs first; a twin that is left out is None
    datasets: dict[str, Dataset]  # of these models, by id
    metrics: dict[str, dict[str, Any]]  # what each model's metrics.json holds, by its id
    broken: tuple[tuple[str, str], ...]  # (folder name, what is wrong and what to do)


def take(weights: Path) -> Snapshot:
    """Survey the folder, and measure the models in it that have no figures yet.

    Raises nothing for a broken folder: it is logged and left out, and hides no other.
    """
    found = survey(weights)
    broken = list(found.broken)
    metrics: dict[str, dict[str, Any]] = {}
    datasets: dict[str, Dataset] = {}
    for config in found.models:
        try:
            datasets[config.dataset] = load_dataset(config.dataset, weights)
            metrics[config.id] = _measured(config, weights)
        except UNUSABLE as error:
            broken.append((config.id, str(error)))
    for name, sentence in broken:
        log.warning("%s is left out: %s", name, sentence)
    models = tuple(
        config if config.twin in metrics else replace(config, twin=None)
        for config in found.models
        if config.id in metrics
    )
    used = {config.dataset for config in models}
    return Snapshot(
        models=models,
        datasets={name: data for name, data in datasets.items() if name in used},
        metrics=metrics,
        broken=tuple(broken),
    )


def title(config: ModelConfig, data: Dataset) -> str:
    """What a person reads in the chooser, with what is special about the id in parentheses."""
    kind = "VAE" if config.is_variational else "Autoencoder"
    dimensions = f"{config.latent_dim} dimension{'' if config.latent_dim == 1 else 's'}"
    usual = f"{config.dataset}-{config.kind}-{config.latent_dim}d"
    variant = config.id.removeprefix(usual).removeprefix("-")
    return f"{kind}, {dimensions}, {data.title}" + (f" ({variant})" if variant else "")


def _measured(config: ModelConfig, weights: Path) -> dict[str, Any]:
    """The figures of a model whose files are whole; measured, once, where they are missing.

    Raises one of UNUSABLE, whose message says what is wrong.
    """
    folder = weights / config.id
    if not all((folder / name).is_file() for name in ("metrics.json", "codes.safetensors")):
        log.warning("Measuring %s once; this takes some seconds.", config.id)
        evaluate(config.id, weights, bound=False)
    load(config.id, weights)
    path = folder / "metrics.json"
    mend = f"delete it, and the next start measures {config.id} anew."
    try:
        # A figure that is not a number is not JSON either, and would stop the page.
        metrics = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except ValueError as error:
        raise ValueError(f"{path} cannot be read ({error}); {mend}") from error
    if not isinstance(metrics, dict) or not set(FIGURES + RANGES) <= set(metrics):
        raise ValueError(f"{path} lacks some of {', '.join(FIGURES + RANGES)}; {mend}")
    for name in (*RANGES, *(("kl_per_dim",) if config.is_variational else ())):
        if not isinstance(metrics[name], list) or len(metrics[name]) != config.latent_dim:
            raise ValueError(f"{path}: {name} must have {config.latent_dim} numbers; {mend}")
    return metrics


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")
