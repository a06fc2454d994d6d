"""C7, C9, C12: the beta ladder, from an autoencoder with noise to a posterior that is the prior."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from model.config import ModelConfig
from model.evaluate import encode_all, measure
from model.experiments.lab import Experiment, Lab, decoded, generator, posterior_draws
from model.experiments.sampling import prior, scored
from model.experiments.scores import information

N_INFORMATION = 2000  # pictures whose draws are looked at; q(z) is made of all of them
N_SAMPLES = 10_000


def ladder(lab: Lab, d: int) -> list[ModelConfig]:
    """The rungs of one latent size, beta rising."""
    rungs = [row.model for row in lab.rows("beta") if row.model.latent_dim == d]
    return sorted(rungs, key=lambda config: config.beta)


def aligning(codes: Tensor, to: Tensor) -> Tensor:
    """Q (d, d), an order of the axes and their signs, that brings codes (N, d) nearest to others.

    The least |codes Q - to|^2 over signed permutations. A turn would bring them nearer still, but
    the axes are the net's own: along them its posteriors are diagonal, and KL is a sum over them.
    """
    from scipy.optimize import linear_sum_assignment

    products = codes.double().T @ to.double()
    own, other = linear_sum_assignment(products.abs().numpy(), maximize=True)
    found = torch.zeros(products.shape)
    found[own, other] = torch.where(products[own, other] < 0, -1.0, 1.0)
    return found


@torch.inference_mode()
def rung(lab: Lab, config: ModelConfig) -> dict[str, Any]:
    """What one net costs, carries and draws."""
    model = lab.model(config.id)
    pictures, _ = lab.shown(config.dataset)
    mu, logvar = encode_all(model, pictures)
    assert logvar is not None
    metrics = measure(model, pictures, mu)
    z, kl = posterior_draws(model, pictures)
    split = information(model, pictures, z[:N_INFORMATION], kl)
    samples = decoded(model, prior(config.latent_dim).draw(N_SAMPLES, generator()))
    return {
        "id": config.id,
        "beta": config.beta,
        **{k: metrics[k] for k in ("reconstruction_nats", "kl_nats", "kl_per_dim", "mse")},
        "active_units": metrics["active_units"],
        "sigma": torch.exp(0.5 * logvar).median(0).values,
        "mu_std": metrics["mu_std"],
        "information": split["information"],
        "aggregate": split["aggregate"],
        "samples": scored(lab, config.dataset, samples),
    }


@torch.inference_mode()
def frames(lab: Lab, configs: list[ModelConfig]) -> dict[str, Tensor]:
    """For each rung the order and signs of its axes by its neighbour's, outwards from beta = 1."""
    codes = {c.id: encode_all(lab.model(c.id), lab.shown(c.dataset)[0])[0] for c in configs}
    middle = min(range(len(configs)), key=lambda i: abs(configs[i].beta - 1))
    d = configs[0].latent_dim
    found = {configs[middle].id: torch.eye(d)}
    for way in (range(middle - 1, -1, -1), range(middle + 1, len(configs))):
        before = middle
        for i in way:
            own, other = configs[i].id, configs[before].id
            found[own] = aligning(codes[own], codes[other] @ found[other])
            before = i
    return found


def measure_ladder(lab: Lab, d: int) -> list[dict[str, Any]]:
    configs = ladder(lab, d)
    found = frames(lab, configs)
    return [
        lab.part(config.id, lambda config=config: rung(lab, config)) | {"frame": found[config.id]}  # type: ignore[misc]
        for config in lab.watched(configs, f"d = {d}")
    ]


def measure_all(lab: Lab) -> dict[str, Any]:
    return {
        "cap": torch.tensor(10_000.0).log(),
        "ladders": {d: measure_ladder(lab, d) for d in (2, 10) if ladder(lab, d)},
    }


EXPERIMENT = Experiment(
    name="beta",
    protocol={
        "nets": "784-192-192-d and back, 25 epochs, all alike but for beta; one seed each",
        "terms": "nats a picture over all shipped test pictures, one z ~ q(z|x) each",
        "active": "dimensions whose mu varies by more than 0.01 over the pictures",
        "information": f"I(x; z) by {N_INFORMATION} draws against the mixture of all 10,000 "
        "posteriors; it cannot be found above ln 10,000 = 9.21 nats",
        "aggregate": "KL(q(z) || p(z)) = the KL minus the information (Hoffman and Johnson 2016)",
        "alignment": "each net's axes are put in the order and direction in which its cloud is "
        "nearest to its neighbour's, from beta = 1 outwards; nothing is turned",
        "samples": f"{N_SAMPLES} of z ~ N(0, I); Fréchet distance as in `sampling`",
        "width": 192,
        "epochs": 25,
        "pictures": 10_000,
        "cap": 9.21,
        "active_variance": 0.01,
        "information_draws": N_INFORMATION,
    },
    measure=measure_all,
)
