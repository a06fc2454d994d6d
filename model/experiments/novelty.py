"""C5, C8: are samples new, or copies of training pictures?"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from model.experiments.lab import SEED, Experiment, Lab, decoded, generator, posterior_draws
from model.experiments.sampling import mixture, prior
from model.experiments.scores import copying_in_cells, copying_z, nearest

N = 2000  # samples, and held-out pictures
CELLS = 10
LEAST = 20  # samples and held-out pictures in a cell
BINS = 40
SHARES = (0.0, 0.25, 0.5, 0.95)  # of the samples are nearer than the examples that are shown


def cells_of(pictures: Tensor) -> Tensor:
    """The centres (CELLS, 784) of k-means over pictures (N, 784), found in 20 steps."""
    start = torch.randperm(len(pictures), generator=generator())[:CELLS]
    centres = pictures[start]
    for _ in range(20):
        which = torch.cdist(pictures, centres).argmin(1)
        sums = torch.zeros_like(centres).index_add_(0, which, pictures)
        counts = which.bincount(minlength=CELLS).clamp_min(1)
        centres = sums / counts[:, None]
    return centres


def samples_of(lab: Lab, model_id: str) -> Tensor:
    """N pictures of a model: of z ~ N(0, I), or of an autoencoder's mixture, as it has no prior."""
    model = lab.model(model_id)
    if model.config.is_variational:
        law = prior(model.config.latent_dim)
    else:
        law = mixture(posterior_draws(model, lab.training(model.config.dataset))[0])
    return decoded(model, law.draw(N, generator()))


def distances_of(lab: Lab, dataset_id: str) -> dict[str, Tensor]:
    """Of held-out pictures: the distance to the nearest training picture, and the cell of each."""
    training = lab.training(dataset_id)
    held_out = lab.shown(dataset_id)[0][:N]
    centres = cells_of(training)
    distances, which = nearest(held_out, training)
    return {
        "distances": distances,
        "nearest": which,
        "cells": torch.cdist(held_out, centres).argmin(1),
        "centres": centres,
    }


def compared(samples: Tensor, training: Tensor, held_out: dict[str, Tensor]) -> dict[str, Any]:
    """Samples (N, 784) against training and held-out pictures."""
    distances, which = nearest(samples, training)
    cells = torch.cdist(samples, held_out["centres"]).argmin(1)
    tested = copying_in_cells(
        distances, cells, held_out["distances"], held_out["cells"], least=LEAST
    )
    return {
        "median": distances.median(),
        "quantiles": distances.quantile(torch.tensor([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])),
        "z": copying_z(distances, held_out["distances"]),
        "z_in_cells": tested["z"],
        "z_in_cells_error": tested["error"],
        "cells": tested["cells"],
        "distances": distances,
        "nearest": which,
    }


def rebuilt_of(lab: Lab, model_id: str) -> Tensor:
    """The distance (N,) of each held-out picture's x_hat to the nearest training picture.

    They are as smooth as samples, and cannot be copies: the model has not seen what they are of.
    """
    model = lab.model(model_id)
    held_out = lab.shown(model.config.dataset)[0][:N]
    z, _ = posterior_draws(model, held_out)
    return nearest(decoded(model, z), lab.training(model.config.dataset))[0]


def histogram(distances: Tensor, edges: Tensor) -> list[int]:
    """How many distances (N,) lie between each pair of edges (BINS + 1,), the ends included."""
    inside = distances.clamp(edges[0], edges[-1])
    return torch.histogram(inside.contiguous(), edges).hist.int().tolist()


def examples(samples: Tensor, found: dict[str, Any], training: Tensor) -> list[dict[str, Any]]:
    """Samples (N, 784) at SHARES of the distances, and the training pictures nearest; uint8."""
    order = found["distances"].argsort()
    shown = [order[int(share * (len(order) - 1))] for share in SHARES]
    return [
        {
            "distance": found["distances"][i],
            "sample": (255 * samples[i]).round().int(),
            "nearest": (255 * training[found["nearest"][i]]).round().int(),
        }
        for i in shown
    ]


def measure_dataset(lab: Lab, dataset_id: str, ids: list[str]) -> dict[str, Any]:
    training = lab.training(dataset_id)
    held_out = distances_of(lab, dataset_id)
    own = held_out["distances"]
    edges = torch.linspace(0, 1.6 * own.quantile(0.99).item(), BINS + 1)
    models = {}
    for model_id in lab.watched(ids, dataset_id):
        samples = samples_of(lab, model_id)
        found = compared(samples, training, held_out)
        rebuilt = rebuilt_of(lab, model_id)
        models[model_id] = {
            **{k: v for k, v in found.items() if k not in ("distances", "nearest")},
            "histogram": histogram(found["distances"], edges),
            "examples": examples(samples, found, training),
            "rebuilt": {
                "median": rebuilt.median(),
                "z": copying_z(rebuilt, own),  # against the held-out pictures themselves
                "z_samples": copying_z(found["distances"], rebuilt),
                "histogram": histogram(rebuilt, edges),
            },
        }
    return {
        "edges": edges,
        "held_out": {
            "median": own.median(),
            "histogram": histogram(own, edges),
            "examples": examples(lab.shown(dataset_id)[0][:N], held_out, training),
        },
        "models": models,
    }


def measure(lab: Lab) -> dict[str, Any]:
    ids: dict[str, list[str]] = {}
    for row in lab.rows("main"):
        ids.setdefault(row.model.dataset, []).append(row.model.id)
    return {
        "n": N,
        "shares": SHARES,
        "datasets": {
            dataset_id: lab.part(
                dataset_id,
                lambda dataset_id=dataset_id: measure_dataset(  # type: ignore[misc]
                    lab, dataset_id, ids[dataset_id]
                ),
            )
            for dataset_id in ids
        },
    }


EXPERIMENT = Experiment(
    name="novelty",
    protocol={
        "n": N,
        "k": CELLS,
        "least": LEAST,
        "samples": f"{N} of each model: z ~ N(0, I), an autoencoder's from a mixture of 10",
        "held out": f"the first {N} test pictures",
        "rebuilt": "each held-out picture decoded from one z ~ q(z|x)",
        "distance": "Euclidean, over 784 pixels, to the nearest of all training pictures",
        "test": "Mann-Whitney U of the two sets of distances, as a z-score (arXiv 2004.05675)",
        "cells": f"k-means with {CELLS} cells over the training pictures, seed {SEED}; a cell "
        f"counts with {LEAST} samples and {LEAST} held-out pictures; by chance the mean over cells "
        "varies by its error",
    },
    measure=measure,
)
