"""Measuring a shipped model: `python -m model.evaluate ID` rewrites metrics.json and the codes.

Everything here is computed from the float16 files, the same bytes that the app serves.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor
from tqdm import tqdm

from model.checkpoint import available, load
from model.data import load_asset
from model.fetch import DataError
from model.files import WEIGHTS, is_listed, write_atomically, write_shipped
from model.history import HISTORY
from model.network import Autoencoder
from model.objective import floor_nats, importance_weighted_bound, loss_terms

BATCH = 1000
IW_SAMPLES = 500
IW_BATCH = 10  # pictures; 5,000 codes are then decoded at once, 16 MB a tensor
QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)  # of the pictures' losses, that are kept
NEAR = 0.99  # the share of codes that have another within neighbour_distance
ACTIVE_VARIANCE = 0.01  # of mu over the data (Burda et al., arXiv 1509.00519, section 5.2)
SEED = 0
METRICS, CODES = "metrics.json", "codes.safetensors"


def encode_all(model: Autoencoder, pictures: Tensor) -> tuple[Tensor, Tensor | None]:
    """mu and logvar (None for an autoencoder) of pictures (N, 784), each (N, d)."""
    parts = [model.encode(batch) for batch in pictures.split(BATCH)]
    mu = torch.cat([mu for mu, _ in parts])
    logvars = [logvar for _, logvar in parts if logvar is not None]
    return mu, torch.cat(logvars) if logvars else None


def spread(mu: Tensor) -> Tensor:
    """The unbiased standard deviation (d,) of codes (N, d); zero where there is one code only."""
    return mu.std(0) if len(mu) > 1 else torch.zeros_like(mu[0])


def neighbour_distance(mu: Tensor) -> float | None:
    """Within this distance 99 of 100 codes (N, d) have another; None where there is one code only.

    Farther than that from all of them is where the codes are too thin for the decoder to have
    learnt what lies there: the density as the nearest neighbour estimates it is under a threshold.
    """
    if len(mu) < 2:
        return None
    # The nearest of each code is the code itself.
    nearest = [
        torch.cdist(batch, mu.double()).kthvalue(2, 1).values for batch in mu.double().split(BATCH)
    ]
    return torch.cat(nearest).quantile(NEAR).item()


def principal_components(codes: Tensor) -> tuple[Tensor, Tensor]:
    """The principal axes of codes (N, d), computed in float64.

    Returns:
        components (d, d), one unit row an axis, largest variance first, each with its largest
        entry positive; and the variance (d,) along each.
    """
    centred = (codes - codes.mean(0)).double()
    variance, vectors = torch.linalg.eigh(centred.T @ centred / max(1, len(codes) - 1))
    components = vectors.flip(1).T
    largest = components.gather(1, components.abs().argmax(1, keepdim=True))
    return (components * largest.sign()).float(), variance.flip(0).clamp_min(0).float()


def measure(model: Autoencoder, pictures: Tensor, mu: Tensor) -> dict:
    """The metrics of pictures (N, 784) whose codes are mu (N, d); see metrics.json.

    reconstruction_nats is at one sampled z a picture, floor_nats is what it would be with
    x_hat = x, and the same for every model of the data set; mse is the mean over pixels of
    (x - x_hat)^2 with x_hat decoded from mu; loss_quantiles tells how a picture's own loss, which
    is its reconstruction plus its KL, is spread over the pictures. What a model does not define
    is None.
    """
    generator = torch.Generator().manual_seed(SEED)
    terms, squared = [], 0.0
    for x, mu_batch in zip(pictures.split(BATCH), mu.split(BATCH), strict=True):
        terms.append(loss_terms(model, x, generator=generator))
        squared += (x - torch.sigmoid(model.decode(mu_batch))).double().square().sum().item()
    nats = torch.cat([nats for nats, _ in terms]).double()  # (N,)
    each = torch.cat([kl for _, kl in terms]).double()  # (N, d)
    reconstruction, loss = nats.mean().item(), nats + each.sum(1)
    variational = model.config.is_variational
    kl = each.mean(0) if variational else None
    active = int((spread(mu).square() > ACTIVE_VARIANCE).sum()) if variational else None
    quantiles = loss.quantile(torch.tensor(QUANTILES, dtype=torch.float64))
    return {
        "reconstruction_nats": reconstruction,
        "floor_nats": floor_nats(pictures.double(), model.config).mean().item(),
        "kl_nats": None if kl is None else kl.sum().item(),
        "neg_elbo": None if kl is None else reconstruction + kl.sum().item(),
        "kl_per_dim": None if kl is None else kl.tolist(),
        "loss_quantiles": {"levels": list(QUANTILES), "nats": quantiles.tolist()},
        "active_units": active,
        "mse": squared / pictures.numel(),
        "mu_min": mu.amin(0).tolist(),
        "mu_max": mu.amax(0).tolist(),
        "mu_std": spread(mu).tolist(),
        "neighbour_distance": neighbour_distance(mu),
    }


def measure_bound(model: Autoencoder, pictures: Tensor) -> float:
    """The importance-weighted bound on pictures (N, 784), nats a picture; shows its progress."""
    generator = torch.Generator().manual_seed(SEED)
    bounds = []
    with tqdm(total=len(pictures), desc=f"bound of {model.config.id}", unit="picture") as bar:
        for x in pictures.split(IW_BATCH):
            bounds.append(
                importance_weighted_bound(model, x, samples=IW_SAMPLES, generator=generator)
            )
            bar.update(len(x))
    return torch.cat(bounds).double().mean().item()


def code_tensors(mu: Tensor, labels: Tensor) -> dict[str, Tensor]:
    """What the map needs of codes (N, d) and labels (N,).

    mu in float16, the principal axes and their variance in float32, labels in uint8.
    """
    components, component_variance = principal_components(mu)
    tensors = {
        "mu": mu.half(),
        "labels": labels.to(torch.uint8),
        "components": components,
        "component_variance": component_variance,
    }
    return {key: value.contiguous() for key, value in tensors.items()}


@torch.inference_mode()
def evaluate(model_id: str, weights: Path = WEIGHTS, *, bound: bool = True) -> dict[str, Any]:
    """Measure a model on its data set's shipped pictures; write metrics.json and the codes.

    Args:
        model_id: the name of its folder.
        weights: the folder of folders.
        bound: whether to measure a VAE's importance-weighted bound too, which takes minutes.

    Returns:
        What metrics.json now holds.

    Raises:
        FileNotFoundError, ValueError: from loading the model.
        DataError: when the pictures are missing.
    """
    model = load(model_id, weights)
    pictures, labels = load_asset(model.config.dataset, weights)
    mu, _ = encode_all(model, pictures)
    folder = weights / model_id
    metrics = _figures(model, pictures, mu, bound=bound, folder=folder)
    _write(folder, metrics, code_tensors(mu, labels), write_shipped)
    return metrics


@torch.inference_mode()
def complete(model_id: str, weights: Path = WEIGHTS) -> None:
    """Write metrics.json, without the bound, and the codes, each only where it is missing.

    A folder that SHA256SUMS does not list stays someone's own, to be changed at will.

    Raises what ``evaluate`` does.
    """
    folder = weights / model_id
    has_metrics, has_codes = ((folder / name).is_file() for name in (METRICS, CODES))
    if has_metrics and has_codes:
        return
    model = load(model_id, weights)
    pictures, labels = load_asset(model.config.dataset, weights)
    mu, _ = encode_all(model, pictures)
    _write(
        folder,
        None if has_metrics else _figures(model, pictures, mu, bound=False, folder=folder),
        None if has_codes else code_tensors(mu, labels),
        write_shipped if is_listed(folder) else write_atomically,
    )


def _figures(
    model: Autoencoder, pictures: Tensor, mu: Tensor, *, bound: bool, folder: Path
) -> dict[str, Any]:
    """What metrics.json holds; see ``measure``."""
    metrics = measure(model, pictures, mu)
    if (folder / HISTORY).is_file():
        metrics["train_seconds"] = json.loads((folder / HISTORY).read_text())["seconds"]
    if bound and model.config.is_variational:
        metrics["importance_weighted_bound"] = {
            "nats": measure_bound(model, pictures),
            "samples": IW_SAMPLES,
            "n": len(pictures),
        }
    return metrics | {
        "n": len(pictures),
        "seed": SEED,
        "measured_with": {
            "command": f"python -m model.evaluate {model.config.id}",
            "torch": torch.__version__,
            "weights": "float16 files, computed in float32",
            "pictures": f"all that weights/data/{model.config.dataset} ships, grey, unaltered",
        },
    }


def _write(
    folder: Path,
    metrics: dict[str, Any] | None,
    codes: dict[str, Tensor] | None,
    write: Callable[[Path, Callable[[Path], object]], None],
) -> None:
    if metrics is not None:
        text = json.dumps(metrics, indent=2) + "\n"
        write(folder / METRICS, lambda path: path.write_text(text))
    if codes is not None:
        write(folder / CODES, lambda path: save_file(codes, path))


def main() -> None:
    parser = argparse.ArgumentParser(description="Recompute metrics.json of a shipped model.")
    parser.add_argument("id", help=f"one of {', '.join(available())}")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    try:
        metrics = evaluate(arguments.id, arguments.weights)
    except (FileNotFoundError, ValueError, DataError) as error:
        raise SystemExit(f"error: {error}") from error
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main()
