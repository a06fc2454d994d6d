"""What every experiment needs: models, pictures, a classifier, and a place for its figures."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor
from tqdm import tqdm

from model.checkpoint import available, load
from model.classifier import Classifier, load_classifier
from model.data import load_asset, load_dataset
from model.evaluate import BATCH
from model.fetch import DataError, ensure, load_pictures
from model.figures import rounded
from model.files import DATA, RUNS, WEIGHTS, write_atomically, write_shipped
from model.network import Autoencoder
from model.objective import draw_and_kl
from model.registry import ROWS, Row

T = TypeVar("T")
SEED = 0
DIGITS = 5  # that a figure is written with


@dataclass(frozen=True)
class Experiment:
    """One module's contribution: what it measures, and how that is said."""

    name: str
    protocol: dict[str, Any]  # what was done, in words and numbers
    measure: Callable[[Lab], dict[str, Any]]


class Lab:
    """Models and pictures by name, read once, and a note of each part that is done.

    A part that was measured before an interruption, on the very same nets, is not measured again.
    """

    def __init__(
        self,
        name: str,
        weights: Path = WEIGHTS,
        data: Path = DATA,
        runs: Path = RUNS,
        *,
        quiet: bool = False,
    ) -> None:
        self.name = name
        self.weights = weights
        self.data = data
        self.quiet = quiet
        self._notes = runs / "experiments" / f"{name}.json"
        self.model = cache(self._model)
        self.shown = cache(self._shown)
        self.training = cache(self._training)
        self.classifier = cache(self._classifier)

    def rows(self, family: str) -> list[Row]:
        """The registry's rows of a family whose models are there; the others are left out.

        Raises DataError when none is.
        """
        there = set(available(self.weights))
        found = [row for row in ROWS if row.model.family == family and row.model.id in there]
        if not found:
            raise DataError(f"{self.weights} holds no model of the family {family}: `make train`.")
        return found

    def _model(self, model_id: str) -> Autoencoder:
        return load(model_id, self.weights)

    def _shown(self, dataset_id: str) -> tuple[Tensor, Tensor]:
        return load_asset(dataset_id, self.weights)

    def _training(self, dataset_id: str) -> Tensor:
        source = load_dataset(dataset_id, self.weights).source
        if source is None:
            raise DataError(f"{dataset_id} has no training pictures: dataset.json has no source.")
        ensure(source, self.data / dataset_id, "train")
        return load_pictures(source, self.data / dataset_id, "train")

    def _classifier(self, dataset_id: str) -> Classifier:
        return load_classifier(dataset_id, self.weights)

    @cached_property
    def _stamp(self) -> str:
        """Of all nets: parts that were measured on others are not gone on with."""
        digest = hashlib.sha256()
        for path in sorted(self.weights.glob("**/*coder.safetensors")):
            digest.update(path.relative_to(self.weights).as_posix().encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    @cached_property
    def _done(self) -> dict[str, Any]:
        notes = json.loads(self._notes.read_text()) if self._notes.is_file() else {}
        return notes["parts"] if notes.get("nets") == self._stamp else {}

    def part(self, key: str, measure: Callable[[], T]) -> T:
        """What ``measure`` gives, as JSON; measured once, also over an interruption."""
        if key not in self._done:
            self._done[key] = rounded(measure(), DIGITS)
            text = json.dumps({"nets": self._stamp, "parts": self._done})
            write_atomically(self._notes, lambda path: path.write_text(text))
        return self._done[key]

    def watched(self, items: Iterable[T], what: str) -> Iterator[T]:
        """The items, with a progress bar."""
        return iter(tqdm(list(items), desc=f"{self.name}: {what}", disable=self.quiet))

    def write(self, experiment: Experiment, figures: dict[str, Any]) -> Path:
        """Write the experiment's file, and forget the notes."""
        content = {
            "name": self.name,
            "command": f"python -m model.experiments {self.name}",
            "protocol": experiment.protocol,
            "seed": SEED,
            "versions": {"python": platform.python_version(), "torch": torch.__version__},
            "figures": rounded(figures, DIGITS),
        }
        path = self.weights / "experiments" / f"{self.name}.json"
        text = json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n"
        write_shipped(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))
        self._notes.unlink(missing_ok=True)
        return path


def generator() -> torch.Generator:
    """A source of random numbers of its own for each part, so that the order changes nothing."""
    return torch.Generator().manual_seed(SEED)


@torch.inference_mode()
def posterior_draws(model: Autoencoder, pictures: Tensor) -> tuple[Tensor, Tensor]:
    """One z ~ q(z|x) for each picture (N, 784), and the KL by dimension; both (N, d)."""
    source = generator()
    parts = [draw_and_kl(model, x, generator=source) for x in pictures.split(BATCH)]
    return torch.cat([z for z, _ in parts]), torch.cat([kl for _, kl in parts])


@torch.inference_mode()
def decoded(model: Autoencoder, z: Tensor) -> Tensor:
    """x_hat (N, 784) in [0, 1] of codes (N, d): means, no pixel is drawn."""
    return torch.cat([torch.sigmoid(model.decode(part)) for part in z.split(BATCH)])
