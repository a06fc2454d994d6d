"""The list of models. A new model is a row here and a folder in weights/."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from model.config import ModelConfig, TrainConfig


@dataclass(frozen=True)
class Row:
    model: ModelConfig
    train: TrainConfig


_D2 = TrainConfig(epochs=250)
# Two hidden layers at d = 10: deeper nets leave dimensions unused there. At d = 2 dropout and more
# weight decay raised the test -ELBO by about a nat at 60 epochs.
_D10 = TrainConfig(epochs=250, dropout=0.1, weight_decay=0.05)

# Grey clothes are no coin tosses: the encoder sees them as they are. After 60 epochs the test loss
# has all but settled, and all models together are trained in under three hours.
_FASHION_D2, _FASHION_D10 = (
    replace(settings, binarise=False, epochs=60) for settings in (_D2, _D10)
)

ROWS: tuple[Row, ...] = (
    Row(ModelConfig(id="mnist-vae-2d", latent_dim=2, twin="mnist-ae-2d"), _D2),
    Row(
        ModelConfig(id="mnist-vae-10d", latent_dim=10, hidden=(512, 512), twin="mnist-ae-10d"), _D10
    ),
    Row(ModelConfig(id="mnist-ae-2d", kind="ae", latent_dim=2, twin="mnist-vae-2d"), _D2),
    Row(
        ModelConfig(
            id="mnist-ae-10d", kind="ae", latent_dim=10, hidden=(512, 512), twin="mnist-vae-10d"
        ),
        _D10,
    ),
    Row(
        ModelConfig(id="fashion-vae-2d", dataset="fashion", latent_dim=2, twin="fashion-ae-2d"),
        _FASHION_D2,
    ),
    Row(
        ModelConfig(
            id="fashion-vae-10d",
            dataset="fashion",
            latent_dim=10,
            hidden=(512, 512),
            twin="fashion-ae-10d",
        ),
        _FASHION_D10,
    ),
    Row(
        ModelConfig(
            id="fashion-ae-2d", dataset="fashion", kind="ae", latent_dim=2, twin="fashion-vae-2d"
        ),
        _FASHION_D2,
    ),
    Row(
        ModelConfig(
            id="fashion-ae-10d",
            dataset="fashion",
            kind="ae",
            latent_dim=10,
            hidden=(512, 512),
            twin="fashion-vae-10d",
        ),
        _FASHION_D10,
    ),
)


# The nets of the experiments are smaller and are trained for less long, all of them alike.
_SMALL = (192, 192)
_SHORT = TrainConfig(epochs=25)
# From an autoencoder with noise to the collapse of the last dimension, which lies between 24 and 32
# at d = 2.
_BETAS = {2: (0, 0.01, 0.1, 0.5, 1, 2, 4, 8, 12, 16, 24, 32), 10: (0, 0.25, 1, 4, 16)}
_FEW = (100, 300, 1000, 10_000)  # training pictures


def _small(d: int, variant: str, family: str, **other: Any) -> ModelConfig:
    return ModelConfig(
        id=f"mnist-vae-{d}d-{variant}", latent_dim=d, hidden=_SMALL, family=family, **other
    )


ROWS += tuple(
    Row(_small(d, f"beta-{beta}", "beta", beta=float(beta)), _SHORT)
    for d, betas in _BETAS.items()
    for beta in betas
)
ROWS += tuple(
    Row(
        _small(2, f"{n}-pictures-beta-{beta}", "few", beta=float(beta)),
        replace(_SHORT, pictures=n),
    )
    for n in _FEW
    for beta in (0, 1)
)
ROWS += tuple(
    Row(_small(d, "full-covariance", "covariance", posterior="full"), _SHORT) for d in (2, 10)
)
ROWS += (
    Row(_small(2, "mse", "likelihood", likelihood="gaussian"), _SHORT),
    Row(
        _small(2, "mse-learned-variance", "likelihood", likelihood="gaussian"),
        replace(_SHORT, learn_variance=True),
    ),
    # The mean over pixels in place of their sum divides the reconstruction by 784: beta = 784.
    Row(_small(2, "averaged", "likelihood", beta=784.0), _SHORT),
)


def row(model_id: str) -> Row:
    """The row of one model. Raises KeyError naming the ids there are."""
    for candidate in ROWS:
        if candidate.model.id == model_id:
            return candidate
    raise KeyError(f"No model {model_id!r}; there are {', '.join(r.model.id for r in ROWS)}.")


if __name__ == "__main__":
    for listed in ROWS:
        print(listed.model.id)
