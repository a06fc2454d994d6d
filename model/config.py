"""What a model is and how it was trained: frozen dataclasses that travel beside the weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from model.fields import check_types, from_json, require

Kind = Literal["vae", "ae"]
Likelihood = Literal["bernoulli", "gaussian"]
Posterior = Literal["diagonal", "full"]
Activation = Literal["silu", "relu", "gelu"]

PIXELS = 784
SIDE = 28
WIDEST = 4096  # a wider layer is a slip in a file, and would fill the memory before it is noticed


@dataclass(frozen=True, kw_only=True)
class ModelConfig:
    """The network and the objective it was trained for: all that is needed to rebuild it.

    Raises ValueError when a field is not of its type or out of its range.
    """

    id: str  # the name of the model's folder
    dataset: str = "mnist"  # the name of a folder in weights/data
    kind: Kind = "vae"
    latent_dim: int = 2
    hidden: tuple[int, ...] = (512, 512, 512)  # the encoder's widths; the decoder mirrors them
    activation: Activation = "silu"  # smooth, and one exp in the browser
    likelihood: Likelihood = "bernoulli"
    variance: float = 0.05  # of one pixel, if gaussian: about the MSE a 2-D code leaves on MNIST
    posterior: Posterior = "diagonal"  # the covariance of a VAE's q(z|x)
    beta: float = 1.0
    family: str = "main"  # or the name of a series, which a chooser shows as one
    twin: str | None = None  # the id of the model to compare with

    def __post_init__(self) -> None:
        check_types(self, self.id)
        widths_fit = bool(self.hidden) and all(1 <= width <= WIDEST for width in self.hidden)
        for ok, name, must in (
            (bool(self.dataset), "dataset", "the name of a folder in weights/data"),
            (1 <= self.latent_dim <= WIDEST, "latent_dim", f"from 1 to {WIDEST}"),
            (widths_fit, "hidden", f"one width or more, each from 1 to {WIDEST}"),
            (self.variance > 0, "variance", "above 0"),
            (self.beta >= 0, "beta", "0 or more"),
            (bool(self.family), "family", "'main' or the name of a series"),
        ):
            require(ok, self, self.id, name, must)

    @property
    def is_variational(self) -> bool:
        return self.kind == "vae"


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """How a model was trained. One seed fixes the run on one machine and thread count.

    Raises ValueError when a field is not of its type or out of its range.
    """

    epochs: int = 200  # each as many steps as a pass over all pictures, however few are trained on
    pictures: int | None = None  # only the first so many
    batch_size: int = 256
    learning_rate: float = 2e-3  # the peak of the one-cycle schedule
    weight_decay: float = 0.01  # on matrices only
    dropout: float = 0.0  # on the encoder's hidden units
    kl_warmup: float = 0.1  # the share of the steps over which beta rises from 0
    learn_variance: bool = False  # a gaussian's, with the weights (Rybkin et al., arXiv 2006.13202)
    binarise: bool = True  # the encoder sees pictures binarised afresh; the targets stay grey
    ema_decay: float = 0.9995  # the shipped weights are an exponential moving average
    clip_norm: float = 200.0  # about the median norm at d = 2, far above it at d = 10
    bfloat16: bool = True  # twice as fast where the processor multiplies bfloat16
    seed: int = 0

    def __post_init__(self) -> None:
        check_types(self, "training")
        for ok, name, must in (
            (self.epochs >= 1, "epochs", "1 or more"),
            (self.pictures is None or self.pictures >= 1, "pictures", "1 or more, or none"),
            (self.batch_size >= 1, "batch_size", "1 or more"),
            (self.learning_rate > 0, "learning_rate", "above 0"),
            (self.weight_decay >= 0, "weight_decay", "0 or more"),
            (0 <= self.dropout < 1, "dropout", "from 0 to below 1"),
            (0 <= self.kl_warmup <= 1, "kl_warmup", "from 0 to 1"),
            (0 <= self.ema_decay < 1, "ema_decay", "from 0 to below 1"),
            (self.clip_norm > 0, "clip_norm", "above 0"),
            (0 <= self.seed < 2**63, "seed", "from 0 to below 2**63"),
        ):
            require(ok, self, "training", name, must)


def save_config(path: Path, model: ModelConfig, train: TrainConfig) -> None:
    """Write config.json: ``{"model": …, "train": …}``; the id is the folder's name."""
    fields = asdict(model)
    del fields["id"]
    path.write_text(json.dumps({"model": fields, "train": asdict(train)}, indent=2) + "\n")


def load_config(path: Path) -> ModelConfig:
    """Read the model's half of config.json; its id is the name of the folder it lies in.

    Raises ValueError, naming the file and the mend, when it is not a configuration.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        fields = content.get("model") if isinstance(content, dict) else content
        if isinstance(fields, dict):
            fields.pop("id", None)  # an older file has one; a copied folder's would be wrong
        return from_json(ModelConfig, fields, id=path.parent.name)
    except (ValueError, OSError, RecursionError) as error:
        raise ValueError(
            f"{path} does not describe a model ({error}); compare it with a shipped config.json."
        ) from error
