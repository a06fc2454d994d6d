"""The curves of a training run: each term by epoch, on training and on held-out pictures."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from model.files import write_shipped
from model.network import Autoencoder
from model.objective import loss_terms

HISTORY = "history.json"
AT_MOST = 2000  # pictures of each kind, measured after each epoch
BATCH = 500
SEED = 0
Terms = dict[str, list[float]]


def _no_terms() -> Terms:
    return {"reconstruction_nats": [], "kl_nats": []}


@dataclass
class History:
    """Nats a picture after each epoch, of the averaged model, without dropout and binarising.

    An autoencoder's kl_nats are 0. ``seconds`` is the processors' time that the epochs took,
    without the measuring: whatever else ran, and on one thread the time of one core.
    """

    train: Terms = field(default_factory=_no_terms)
    test: Terms = field(default_factory=_no_terms)
    seconds: float = 0.0

    def record(self, model: Autoencoder, pictures: Tensor, held_out: Tensor | None) -> None:
        """Add an epoch, measured on the first AT_MOST of each; pictures are (N, 784) in [0, 1]."""
        for terms, x in ((self.train, pictures), (self.test, held_out)):
            if x is not None:
                reconstruction, kl = _mean_terms(model, x[:AT_MOST])
                terms["reconstruction_nats"].append(reconstruction)
                terms["kl_nats"].append(kl)

    def write(self, folder: Path, *, n_train: int, n_test: int) -> None:
        """Write history.json into a model's folder; how many pictures were measured is said."""
        content = {
            "seconds": round(self.seconds, 1),
            "threads": torch.get_num_threads(),
            "n_train": min(n_train, AT_MOST),
            "n_test": min(n_test, AT_MOST),
            "train": _rounded(self.train),
            "test": _rounded(self.test),
        }
        text = json.dumps(content) + "\n"
        write_shipped(folder / HISTORY, lambda path: path.write_text(text))


@torch.inference_mode()
def _mean_terms(model: Autoencoder, x: Tensor) -> tuple[float, float]:
    generator = torch.Generator().manual_seed(SEED)  # the run's own random numbers stay untouched
    total = torch.zeros(2, dtype=torch.float64)
    for batch in x.split(BATCH):
        reconstruction, kl = loss_terms(model, batch, generator=generator)
        total += torch.stack((reconstruction.double().sum(), kl.double().sum()))
    reconstruction_nats, kl_nats = (total / len(x)).tolist()
    return reconstruction_nats, kl_nats


def _rounded(terms: Terms) -> Terms:
    return {name: [round(value, 3) for value in values] for name, values in terms.items()}
