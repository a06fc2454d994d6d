"""What a weights folder holds at one moment: its whole models, data sets, figures, experiments."""

from __future__ import annotations

import json
import logging
import math
from dataclasses import dataclass, replace
from pathlib import Path
from types import NoneType
from typing import Any

from safetensors import SafetensorError, safe_open

from model.checkpoint import load, survey
from model.checksums import differing
from model.config import ModelConfig
from model.data import DataError, Dataset, load_asset, load_dataset
from model.evaluate import CODES, METRICS, complete
from model.fields import describe, fits
from model.files import SUMS

EXPERIMENTS = "experiments"  # the folder of what the experiments measured, a file each
RANGES = ("mu_min", "mu_max", "mu_std")  # one number a dimension
UNUSABLE = (OSError, ValueError, DataError, RuntimeError)  # what a bad folder makes torch or us say
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Examples:
    """The pictures that a data set offers, in the order of its dataset.json."""

    pixels: bytes  # (n, 784), a byte a pixel
    labels: tuple[int, ...]


@dataclass(frozen=True)
class Snapshot:
    """The models that can be used, and what is wrong with the others."""

    models: tuple[ModelConfig, ...]  # VAEs first; a twin that is left out is None
    datasets: dict[str, Dataset]  # of these models, by id
    examples: dict[str, Examples]  # of these data sets
    metrics: dict[str, dict[str, Any]]  # what each model's metrics.json holds, by its id
    experiments: dict[str, Path]  # what each experiment measured, by its name
    broken: tuple[tuple[str, str], ...]  # (folder or file name, what is wrong and what to do)


def take(weights: Path) -> Snapshot:
    """Survey the folder, and measure the models in it that have no figures yet.

    Raises nothing for a broken folder: it is logged and left out, and hides no other.
    """
    found = survey(weights)
    broken = list(found.broken)
    differ, unread = _compared(weights)
    broken += unread
    # The page draws posteriors as they are when diagonal; an experiment has measured the others.
    usable = [config for config in found.models if config.posterior == "diagonal"]
    metrics: dict[str, dict[str, Any]] = {}
    datasets: dict[str, Dataset] = {}
    examples: dict[str, Examples] = {}
    for config in usable:
        try:
            if changed := differ.get(config.id) or differ.get(f"data/{config.dataset}"):
                raise ValueError(changed)
            if (name := config.dataset) not in datasets:
                datasets[name], examples[name] = _whole_dataset(name, weights)
            metrics[config.id] = _measured(config, datasets[config.dataset], weights)
        except UNUSABLE as error:
            broken.append((config.id, str(error)))
    # Of the others no model is shown, but an experiment's figures may be of it.
    named = {config.id for config in usable} | dict(broken).keys()
    broken += [(name, differ[name]) for name in sorted(differ.keys() - named) if "/" not in name]
    experiments, unread = _experiments(weights / EXPERIMENTS, differ)
    broken += unread
    for name, sentence in broken:
        log.warning("%s is left out: %s", name, sentence)
    models = tuple(
        config if config.twin in metrics else replace(config, twin=None)
        for config in usable
        if config.id in metrics
    )
    used = {config.dataset for config in models}
    return Snapshot(
        models=models,
        datasets={name: data for name, data in datasets.items() if name in used},
        examples={name: found for name, found in examples.items() if name in used},
        metrics=metrics,
        experiments=experiments,
        broken=tuple(broken),
    )


def _compared(weights: Path) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What is wrong with files that are not as shipped, by folder, and with the list of these.

    A file of ``EXPERIMENTS`` is by its own name: it hides no other.
    """
    try:
        found = differing(weights)
    except ValueError as error:
        return {}, [(SUMS, str(error))]
    return {
        name if name.startswith(f"{EXPERIMENTS}/") else name.rpartition("/")[0]: sentence
        for name, sentence in found.items()
    }, []


def _experiments(
    folder: Path, differ: dict[str, str]
) -> tuple[dict[str, Path], list[tuple[str, str]]]:
    """The files that hold what was measured, by name, and what is wrong with the others."""
    whole: dict[str, Path] = {}
    broken: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.json")):
        if path.name.startswith("."):
            continue
        name = f"{folder.name}/{path.name}"
        try:
            if name in differ:
                raise ValueError(differ[name])
            _check_experiment(path)
            whole[path.stem] = path
        except (ValueError, OSError) as error:
            broken.append((name, str(error)))
    return whole, broken


def _check_experiment(path: Path) -> None:
    """Raise ValueError unless the file says what was measured, how, and by which command."""
    mend = f"measure it anew: python -m model.experiments {path.stem}"
    try:
        found = json.loads(
            path.read_text(encoding="utf-8"), parse_constant=_finite, parse_float=_finite
        )
    except ValueError as error:
        raise ValueError(f"{path} cannot be read ({error}); {mend}") from error
    kinds = {"name": str, "command": str, "protocol": dict, "figures": dict}
    for name, kind in kinds.items():
        if not isinstance(found, dict) or not isinstance(found.get(name), kind):
            raise ValueError(f"{path} has no {name}; {mend}")


def _whole_dataset(dataset_id: str, weights: Path) -> tuple[Dataset, Examples]:
    """A data set whose pictures are as it describes them; DataError otherwise."""
    pictures, labels = load_asset(dataset_id, weights)
    data = load_dataset(dataset_id, weights)
    chosen = list(data.examples)
    pixels = (pictures[chosen] * 255).round().byte().numpy().tobytes()
    return data, Examples(pixels, tuple(labels[chosen].tolist()))


def title(config: ModelConfig, data: Dataset) -> str:
    """What a person reads in the chooser, with what is special about the id in parentheses."""
    kind = "VAE" if config.is_variational else "Autoencoder"
    dimensions = f"{config.latent_dim} dimension{'' if config.latent_dim == 1 else 's'}"
    special = variant(config)
    return f"{kind}, {dimensions}, {data.title}" + (f" ({special})" if special else "")


def variant(config: ModelConfig) -> str:
    """What a model's id says beyond its data set, kind and size."""
    usual = f"{config.dataset}-{config.kind}-{config.latent_dim}d"
    return config.id.removeprefix(usual).removeprefix("-")


def _measured(config: ModelConfig, data: Dataset, weights: Path) -> dict[str, Any]:
    """The figures of a model whose files are whole; measured, once, where they are missing.

    Raises one of UNUSABLE, whose message says what is wrong.
    """
    folder = weights / config.id
    if not all((folder / name).is_file() for name in (METRICS, CODES)):
        log.warning("Measuring %s once; this takes some seconds.", config.id)
        complete(config.id, weights)
    load(config.id, weights)
    _check_codes(folder / CODES, config, data)
    return _read_metrics(folder / METRICS, config)


def _check_codes(path: Path, config: ModelConfig, data: Dataset) -> None:
    """Raise ValueError unless the file's header describes codes of the model; no code is read."""
    n, d = data.n, config.latent_dim
    needed = {"mu": (n, d), "labels": (n,), "components": (d, d), "component_variance": (d,)}
    mend = f"delete it, and the next start makes it anew from {config.id}."
    try:
        with safe_open(path, framework="pt") as file:
            found = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise ValueError(f"{path} cannot be read ({error}); {mend}") from error
    for name, shape in needed.items():
        if found.get(name) != shape:
            raise ValueError(f"{path}: {name} must be of {shape}; {mend}")


def _read_metrics(path: Path, config: ModelConfig) -> dict[str, Any]:
    """What metrics.json holds; ValueError unless each figure is of its type and finite."""
    mend = f"delete it, and the next start measures {config.id} anew."
    try:
        # A figure that is not a number is not JSON either, and would stop the page.
        metrics = json.loads(
            path.read_text(encoding="utf-8"), parse_constant=_finite, parse_float=_finite
        )
    except ValueError as error:
        raise ValueError(f"{path} cannot be read ({error}); {mend}") from error
    if not isinstance(metrics, dict):
        raise ValueError(f"{path} is no object; {mend}")
    number, whole = (float, int) if config.is_variational else (NoneType, NoneType)
    figures = {"n": int, "reconstruction_nats": float, "mse": float}
    figures |= {"kl_nats": number, "neg_elbo": number, "active_units": whole}
    for name, kind in figures.items():
        if name not in metrics or not fits(metrics[name], kind):
            raise ValueError(f"{path}: {name} must be {describe(kind)}; {mend}")
    for name in (*RANGES, *(("kl_per_dim",) if config.is_variational else ())):
        values = metrics.get(name)
        numbers = [v for v in values if fits(v, float)] if isinstance(values, list) else []
        if values != numbers or len(numbers) != config.latent_dim:
            raise ValueError(f"{path}: {name} must be {config.latent_dim} finite numbers; {mend}")
    if "loss_quantiles" in metrics and not _are_quantiles(metrics["loss_quantiles"]):
        raise ValueError(f"{path}: loss_quantiles must be rising levels with their nats; {mend}")
    for name in ("neighbour_distance", "floor_nats"):  # older folders have no floor
        if metrics.get(name) is not None and not fits(metrics[name], float):
            raise ValueError(f"{path}: {name} must be {describe(float)} or null; {mend}")
    return metrics


def _are_quantiles(found: object) -> bool:
    """Whether these are {"levels": rising shares, "nats": as many rising numbers}."""
    if not isinstance(found, dict) or set(found) != {"levels", "nats"}:
        return False
    lists = list(found.values())
    if not all(
        isinstance(values, list) and all(fits(v, float) for v in values) for values in lists
    ):
        return False
    return len(lists[0]) == len(lists[1]) > 0 and all(values == sorted(values) for values in lists)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is not a finite number")
    return number
