"""What a model is and how it was trained: frozen dataclasses that travel beside the weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal["vae", "ae"]
Likelihood = Literal["bernoulli", "gaussian"]
Activation = Literal["silu", "relu", "gelu"]

PIXELS = 784
SIDE = 28


@dataclass(frozen=True, kw_only=True)
class ModelConfig:
    """The network and the objective it was trained for: all that is needed to rebuild it."""

    id: str
    dataset: str = "mnist"
    kind: Kind = "vae"
    latent_dim: int = 2
    hidden: tuple[int, ...] = (512, 512, 512)  # the encoder's widths; the decoder mirrors them
    activation: Activation = "silu"  # smooth, and one exp in the browser
    likelihood: Likelihood = "bernoulli"
    beta: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in ("vae", "ae"):
            raise ValueError(f"{self.id}: kind must be 'vae' or 'ae', not {self.kind!r}.")
        if self.likelihood not in ("bernoulli", "gaussian"):
            raise ValueError(
                f"{self.id}: likelihood must be 'bernoulli' or 'gaussian', not {self.likelihood!r}."
            )
        if self.activation not in ("silu", "relu", "gelu"):
            raise ValueError(
                f"{self.id}: activation must be 'silu', 'relu' or 'gelu', not {self.activation!r}."
            )
        if self.latent_dim < 1 or not self.hidden or min(self.hidden) < 1:
            raise ValueError(f"{self.id}: latent_dim and every hidden width must be at least 1.")

    @property
    def is_variational(self) -> bool:
        return self.kind == "vae"


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """How a model was trained. One seed fixes the run on one machine and thread count."""

    epochs: int = 200
    batch_size: int = 256
    learning_rate: float = 2e-3  # the peak of the one-cycle schedule
    weight_decay: float = 0.01  # on matrices only
    dropout: float = 0.0  # on the encoder's hidden units
    kl_warmup: float = 0.1  # the share of the steps over which beta rises from 0
    binarise: bool = True  # the encoder sees pictures binarised afresh; the targets stay grey
    ema_decay: float = 0.9995  # the shipped weights are an exponential moving average
    clip_norm: float = 200.0  # about the median norm at d = 2, far above it at d = 10
    bfloat16: bool = True  # twice as fast where the processor multiplies bfloat16
    seed: int = 0


def save_config(path: Path, model: ModelConfig, train: TrainConfig) -> None:
    """Write config.json: ``{"model": …, "train": …}``."""
    path.write_text(json.dumps({"model": asdict(model), "train": asdict(train)}, indent=2) + "\n")


def load_config(path: Path) -> ModelConfig:
    """Read the model's half of config.json.

    Raises ValueError, naming the file and the mend, when it is not a configuration.
    """
    try:
        fields: dict[str, Any] = json.loads(path.read_text())["model"]
        return ModelConfig(**{**fields, "hidden": tuple(fields["hidden"])})
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path} does not describe a model ({error}); compare it with a shipped config.json."
        ) from error
