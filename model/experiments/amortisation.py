"""The amortisation gap: how much less a posterior costs that a gradient finds for each picture.

The encoder answers for every picture with one net, and guesses. From its guess (mu, ln sigma^2)
Adam goes down -ELBO through the decoder, which stays as it is; as the page's button does.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from model.experiments.lab import Experiment, Lab, generator
from model.network import Autoencoder
from model.objective import kl_per_dim, reconstruction_nats

MODELS = ("mnist-vae-2d", "mnist-vae-10d")
PICTURES = 1000  # of each set
PART = 100  # that are measured between two notes
STEPS = 160
DRAWS = 4  # of a step; half of them are the others' mirror images
JUDGES = 64  # of a weighing
SOME = 8  # of these at once
RATES = (0.25, 0.1)  # of the first step, in sigma of the guess and in ln sigma^2
BETAS = (0.9, 0.99)  # Adam's

Posterior = tuple[Tensor, Tensor]  # mu and ln sigma^2, both (N, d)


def neg_elbo(model: Autoencoder, x: Tensor, posterior: Posterior, epsilon: Tensor) -> Tensor:
    """-ELBO (N,) of pictures x (N, 784) by draws epsilon (K, N, d)."""
    mu, logvar = posterior
    z = mu + torch.exp(0.5 * logvar) * epsilon
    nats = reconstruction_nats(model.decode(z), x, model.config).mean(0)
    return nats + kl_per_dim(mu, logvar).sum(-1)


@torch.inference_mode()
def weighed(model: Autoencoder, x: Tensor, posterior: Posterior, source: torch.Generator) -> Tensor:
    """-ELBO (N,), a few draws at a time: all at once take gigabytes."""
    parts = []
    for _ in range(JUDGES // SOME):
        epsilon = torch.randn((SOME, *posterior[0].shape), generator=source)
        parts.append(neg_elbo(model, x, posterior, epsilon))
    return torch.stack(parts).mean(0)


def improved(model: Autoencoder, x: Tensor, guess: Posterior, steps: int = STEPS) -> Posterior:
    """Where Adam comes to from a guess; each picture for itself."""
    source = generator()
    centre, sigma = guess[0], torch.exp(0.5 * guess[1])
    moved = torch.zeros_like(centre).requires_grad_()  # from the guess, in its sigma
    logvar = guess[1].clone().requires_grad_()
    leaves = (moved, logvar)
    adam = torch.optim.Adam([{"params": leaf} for leaf in leaves], betas=BETAS)
    for step in range(steps):
        for group, rate in zip(adam.param_groups, RATES, strict=True):
            group["lr"] = 0.5 * rate * (1 + math.cos(math.pi * step / steps))
        half = torch.randn((DRAWS // 2, *centre.shape), generator=source)
        posterior = (centre + sigma * moved, logvar)
        loss = neg_elbo(model, x, posterior, torch.cat([half, -half])).sum()
        moved.grad, logvar.grad = torch.autograd.grad(loss, leaves)
        adam.step()
    return (centre + sigma * moved).detach(), logvar.detach()


def measure_part(model: Autoencoder, x: Tensor) -> dict[str, Tensor]:
    """-ELBO of pictures x (N, 784) at the encoder's guess and at the end, by the same draws."""
    with torch.no_grad():
        mu, logvar = model.encode(x)
    assert logvar is not None
    guess = (mu, logvar)
    # Each end is weighed by draws that no step went by.
    seed = generator().initial_seed() + 1
    judged = [
        weighed(model, x, posterior, torch.Generator().manual_seed(seed))
        for posterior in (guess, improved(model, x, guess))
    ]
    return {"guess": judged[0], "improved": judged[1]}


def summary(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Means over all pictures, and the standard error of the gap's."""
    guess, end = (
        torch.tensor([nats for part in parts for nats in part[name]], dtype=torch.float64)
        for name in ("guess", "improved")
    )
    gaps = guess - end
    return {
        "guess": guess.mean(),
        "improved": end.mean(),
        "gap": gaps.mean(),
        "error": gaps.std() / len(gaps) ** 0.5,
        "quantiles": gaps.quantile(torch.tensor([0.05, 0.5, 0.95], dtype=torch.float64)),
    }


def measure(lab: Lab) -> dict[str, Any]:
    there = {row.model.id for row in lab.rows("main")}
    ids = [model_id for model_id in MODELS if model_id in there]
    todo = [
        (model_id, name, start)
        for model_id in ids
        for name in ("test", "train")
        for start in range(0, PICTURES, PART)
    ]
    parts: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for model_id, name, start in lab.watched(todo, f"each {PART} pictures of one model"):
        model = lab.model(model_id)
        dataset = model.config.dataset
        pictures = lab.shown(dataset)[0] if name == "test" else lab.training(dataset)
        x = pictures[start : start + PART]
        key = f"{model_id} {name} {start}"
        found = lab.part(key, lambda model=model, x=x: measure_part(model, x))  # type: ignore[misc]
        parts.setdefault((model_id, name), []).append(found)
    return {
        "models": {
            model_id: {name: summary(parts[model_id, name]) for name in ("test", "train")}
            for model_id in ids
        }
    }


EXPERIMENT = Experiment(
    name="amortisation",
    protocol={
        "pictures": PICTURES,
        "steps": STEPS,
        "draws": DRAWS,
        "judges": JUDGES,
        "rates": RATES,
        "sets": f"the first {PICTURES} shipped test pictures, and the first {PICTURES} training "
        "pictures, in grey as they are",
        "improved": f"mu and ln sigma^2 of each picture, from the encoder's guess by {STEPS} steps "
        f"of Adam at {DRAWS} new draws each; its rates are {RATES[0]} sigma and {RATES[1]}, and "
        "fall to 0 by half a cosine",
        "weighed": f"guess and end by the same {JUDGES} draws, by which no step went",
        "gap": "nats a picture; error is the standard error of its mean",
    },
    measure=measure,
)
