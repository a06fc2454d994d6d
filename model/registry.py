"""The list of models. A new model is a row here and a folder in weights/."""

from __future__ import annotations

from dataclasses import dataclass, replace

from model.config import ModelConfig, TrainConfig


@dataclass(frozen=True)
class Row:
    model: ModelConfig
    train: TrainConfig


_D2 = TrainConfig(epochs=250)
# Two hidden layers at d = 10: deeper nets leave dimensions unused there. At d = 2 dropout and more
# weight decay raised the test -ELBO by about a nat at 60 epochs.
_D10 = TrainConfig(epochs=250, dropout=0.1, weight_decay=0.05)

# Grey clothes are no coin tosses: the encoder sees them as they are.
_FASHION_D2, _FASHION_D10 = (replace(settings, binarise=False) for settings in (_D2, _D10))

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


def row(model_id: str) -> Row:
    """The row of one model. Raises KeyError naming the ids there are."""
    for candidate in ROWS:
        if candidate.model.id == model_id:
            return candidate
    raise KeyError(f"No model {model_id!r}; there are {', '.join(r.model.id for r in ROWS)}.")


if __name__ == "__main__":
    for listed in ROWS:
        print(listed.model.id)
