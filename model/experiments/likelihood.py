"""C11: BCE, MSE, a learned variance, and the mean in place of the sum."""

from __future__ import annotations

from typing import Any

import torch

from model.config import PIXELS
from model.evaluate import encode_all, measure
from model.experiments.lab import Experiment, Lab, decoded, generator
from model.experiments.sampling import prior, scored
from model.registry import row

NETS = {
    "bce": "mnist-vae-2d-beta-1",
    "mse": "mnist-vae-2d-mse",
    "learned": "mnist-vae-2d-mse-learned-variance",
    "averaged": "mnist-vae-2d-averaged",
}
N_SAMPLES = 10_000
SHARP = 0.1  # a pixel this far from black and from white is grey


@torch.inference_mode()
def net(lab: Lab, model_id: str) -> dict[str, Any]:
    model = lab.model(model_id)
    pictures, _ = lab.shown(model.config.dataset)
    mu, _ = encode_all(model, pictures)
    metrics = measure(model, pictures, mu)
    x_hat = decoded(model, mu)
    config = model.config
    # -ln p of a Gaussian is |x - x_hat|^2 / (2 s^2): against plain squared errors it is this beta.
    as_beta = 2 * config.variance * config.beta if config.likelihood == "gaussian" else None
    samples = decoded(model, prior(config.latent_dim).draw(N_SAMPLES, generator()))
    return {
        "id": model_id,
        "likelihood": config.likelihood,
        "variance": config.variance if config.likelihood == "gaussian" else None,
        "beta": config.beta,
        "beta_of_squared_error": as_beta,
        **{k: metrics[k] for k in ("reconstruction_nats", "kl_nats", "kl_per_dim", "mse")},
        "active_units": metrics["active_units"],
        "grey": ((x_hat > SHARP) & (x_hat < 1 - SHARP)).float().mean(),
        "grey_pictures": ((pictures > SHARP) & (pictures < 1 - SHARP)).float().mean(),
        "samples": scored(lab, config.dataset, samples),
    }


def measure_all(lab: Lab) -> dict[str, Any]:
    return {
        "factor": PIXELS,
        "nets": {
            name: lab.part(model_id, lambda model_id=model_id: net(lab, model_id))  # type: ignore[misc]
            for name, model_id in lab.watched(NETS.items(), "nets")
        },
    }


EXPERIMENT = Experiment(
    name="likelihood",
    protocol={
        "nets": "784-192-192-2 and back, 25 epochs, beta = 1, alike but for the likelihood",
        "mse": "a Gaussian of variance 0.05 a pixel",
        "learned": "a Gaussian whose variance is the batches' MSE (arXiv 2006.13202)",
        "averaged": "the BCE as a mean over pixels: the same as beta = 784",
        "terms": "nats a picture over all shipped test pictures; those of a density, a Gaussian's, "
        "may be below 0 and compare with no BCE",
        "grey": f"the share of x_hat's pixels between {SHARP} and {1 - SHARP}, from mu",
        "epochs": row(NETS["mse"]).train.epochs,
        "variance": row(NETS["mse"]).model.variance,
        "grey_from": SHARP,
        "grey_to": 1 - SHARP,
        "samples": N_SAMPLES,
    },
    measure=measure_all,
)
