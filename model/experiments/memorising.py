"""C8: does the KL keep a net from memorising? Few pictures, with and without it."""

from __future__ import annotations

import json
from typing import Any

import torch
from torch import Tensor

from model.config import ModelConfig
from model.experiments.lab import Experiment, Lab, decoded, generator, posterior_draws
from model.experiments.sampling import gaussian, prior
from model.experiments.scores import copying_z, nearest
from model.history import HISTORY
from model.objective import loss_terms

N_SAMPLES = 1000
N_SHOWN = 8


@torch.inference_mode()
def reconstruction(lab: Lab, config: ModelConfig, pictures: Tensor) -> tuple[float, float]:
    """The mean reconstruction and KL of pictures (N, 784), in nats a picture."""
    source, model = generator(), lab.model(config.id)
    terms = [loss_terms(model, x, generator=source) for x in pictures.split(1000)]
    nats = torch.cat([r for r, _ in terms]).double().mean().item()
    return nats, torch.cat([kl for _, kl in terms]).double().sum(1).mean().item()


def net(lab: Lab, config: ModelConfig, n: int) -> dict[str, Any]:
    """One net: how well it rebuilds what it saw and what it did not, and what it draws."""
    seen, unseen = lab.training(config.dataset)[:n], lab.shown(config.dataset)[0]
    train, test = reconstruction(lab, config, seen), reconstruction(lab, config, unseen)
    # At beta = 0 nothing ties the codes to the prior: what fits them best is the fairer law.
    law = (
        prior(config.latent_dim)
        if config.beta
        else gaussian(posterior_draws(lab.model(config.id), seen)[0])
    )
    samples = decoded(lab.model(config.id), law.draw(N_SAMPLES, generator()))
    distances, which = nearest(samples, seen)
    own, _ = nearest(unseen[:N_SAMPLES], seen)
    # Means are smooth, and what is smooth lies near to everything: as many pictures that the net
    # has not seen say how near.
    to_unseen, _ = nearest(samples, unseen[:n])
    history = json.loads((lab.weights / config.id / HISTORY).read_text())
    return {
        "id": config.id,
        "n": n,
        "beta": config.beta,
        "train": {"reconstruction_nats": train[0], "kl_nats": train[1]},
        "test": {"reconstruction_nats": test[0], "kl_nats": test[1]},
        "gap": test[0] - train[0],
        "curves": {k: history[k]["reconstruction_nats"] for k in ("train", "test")},
        "best_test": min(history["test"]["reconstruction_nats"]),
        "copying_z": copying_z(distances, own),
        "distance": distances.median(),
        "held_out_distance": own.median(),
        "nearer_to_seen": (distances < to_unseen).double().mean(),
        "samples": [
            {
                "distance": distances[i],
                "sample": (255 * samples[i]).round().int(),
                "nearest": (255 * seen[which[i]]).round().int(),
            }
            for i in range(N_SHOWN)
        ],
    }


def measure(lab: Lab) -> dict[str, Any]:
    rows = lab.rows("few")
    nets = []
    for row in lab.watched(rows, "nets"):
        n = row.train.pictures
        assert n is not None
        nets.append(lab.part(row.model.id, lambda row=row, n=n: net(lab, row.model, n)))  # type: ignore[misc]
    return {"nets": nets, "epochs": rows[0].train.epochs}


EXPERIMENT = Experiment(
    name="memorising",
    protocol={
        "nets": "784-192-192-2 and back, 5,850 steps of 256 pictures each, however few there are",
        "train": "all pictures the net was trained on",
        "test": "all shipped test pictures",
        "terms": "nats a picture, one z ~ q(z|x) each",
        "gap": "test minus train reconstruction",
        "samples": f"{N_SAMPLES} of z ~ N(0, I); at beta = 0 of the Gaussian of the net's codes",
        "copying": "Mann-Whitney U of the samples' and as many test pictures' distances to the "
        "nearest training picture, as a z-score (arXiv 2004.05675); below -3 they lie nearer",
        "nearer_to_seen": "the share of samples that lie nearer to a training picture than to any "
        "of as many test pictures; 0.5 by chance",
        "width": 192,
        "steps": 5850,
        "batch": 256,
        "n_samples": N_SAMPLES,
    },
    measure=measure,
)
