"""The instrument of the experiments: a classifier a data set, independent of every VAE.

`python -m model.classifier DATASET` trains it and writes classifier.safetensors and classifier.json
into the data set's folder. Interrupt it whenever; the same command goes on.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from model.config import PIXELS, SIDE, Activation
from model.data import load_asset, load_dataset
from model.fetch import DataError, ensure
from model.fields import check_types, from_json, require
from model.files import DATA, RUNS, WEIGHTS, write_atomically, write_shipped
from model.network import MLP

FILE, DESCRIPTION = "classifier.safetensors", "classifier.json"
BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class ClassifierConfig:
    """The net, and how it is trained; pictures are distorted at random while it is.

    Raises ValueError when a field is not of its type or out of its range.
    """

    hidden: tuple[int, ...] = (256, 128)
    activation: Activation = "silu"
    epochs: int = 40
    batch_size: int = 256
    learning_rate: float = 3e-3  # the peak of the one-cycle schedule
    weight_decay: float = 0.02
    dropout: float = 0.1
    label_smoothing: float = 0.02  # so that a confidence is not 1 where nothing was learnt
    shift: float = 2.0  # pixels, at most, each way
    turn: float = 0.2  # radians, at most
    stretch: float = 0.12  # of the size, at most, and of the slant
    flip: bool = False  # left to right, every second time
    seed: int = 0

    def __post_init__(self) -> None:
        check_types(self, "classifier")
        for ok, name, must in (
            (bool(self.hidden) and min(self.hidden) >= 1, "hidden", "one width or more, each >= 1"),
            (self.epochs >= 1, "epochs", "1 or more"),
            (self.batch_size >= 1, "batch_size", "1 or more"),
            (self.learning_rate > 0, "learning_rate", "above 0"),
            (0 <= self.dropout < 1, "dropout", "from 0 to below 1"),
        ):
            require(ok, self, "classifier", name, must)


# Clothes lie straight and fill the frame; a shoe may point either way.
CONFIGS = {
    "mnist": ClassifierConfig(),
    "fashion": ClassifierConfig(shift=1.0, turn=0.05, stretch=0.05, flip=True),
}


class Classifier(nn.Module):
    """x -> logits of the classes; the last hidden layer is the features of a Fréchet distance."""

    def __init__(self, config: ClassifierConfig, n_classes: int) -> None:
        super().__init__()
        self.config = config
        widths = (PIXELS, *config.hidden, n_classes)
        self.net = MLP(widths, config.activation, config.dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Map pictures (N, 784) in [0, 1] to logits (N, classes)."""
        return self.net(x)

    def features(self, x: Tensor) -> Tensor:
        """Map pictures (N, 784) in [0, 1] to the last hidden layer, (N, hidden[-1])."""
        for layer in self.net.layers[:-1]:
            x = self.net.activation(layer(x))
        return x


def load_classifier(dataset_id: str, weights: Path = WEIGHTS) -> Classifier:
    """The shipped classifier of a data set, in float32.

    Raises DataError when it is missing or damaged.
    """
    folder = weights / "data" / dataset_id
    classes = load_dataset(dataset_id, weights).classes
    try:
        content = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        config = from_json(ClassifierConfig, content["config"])
        classifier = Classifier(config, len(classes))
        tensors = {key: value.float() for key, value in load_file(folder / FILE).items()}
        classifier.net.load_state_dict(tensors)
    except (OSError, ValueError, KeyError, TypeError, SafetensorError, RuntimeError) as error:
        raise DataError(
            f"{folder / FILE} cannot be used ({error}); make it with "
            f"`python -m model.classifier {dataset_id}`."
        ) from error
    return classifier.eval().requires_grad_(False)


@torch.inference_mode()
def accuracy(classifier: Classifier, pictures: Tensor, labels: Tensor) -> float:
    """The share of pictures (N, 784) whose likeliest class is their label (N,)."""
    found = torch.cat([classifier(x).argmax(1) for x in pictures.split(BATCH)])
    return (found == labels).double().mean().item()


def distorted(x: Tensor, config: ClassifierConfig) -> Tensor:
    """Pictures (N, 784), each shifted, turned, stretched and slanted a little at random."""
    n = len(x)
    angle = config.turn * (2 * torch.rand(n) - 1)
    stretch = 1 + config.stretch * (2 * torch.rand(n, 2) - 1)
    slant = config.stretch * (2 * torch.rand(n) - 1)
    shift = config.shift * (2 * torch.rand(n, 2) - 1) / (SIDE / 2)  # the frame is from -1 to 1
    if config.flip:
        stretch[:, 0] *= torch.where(torch.rand(n) < 0.5, -1.0, 1.0)
    cos, sin = angle.cos(), angle.sin()
    rows = torch.stack(
        (
            torch.stack((cos * stretch[:, 0], slant - sin, shift[:, 0]), -1),
            torch.stack((sin, cos * stretch[:, 1], shift[:, 1]), -1),
        ),
        1,
    )  # (N, 2, 3)
    grid = F.affine_grid(rows, [n, 1, SIDE, SIDE], align_corners=False)
    moved = F.grid_sample(x.view(n, 1, SIDE, SIDE), grid, align_corners=False)
    return moved.view(n, PIXELS)


class Fit:
    """Everything that changes while a classifier is trained."""

    def __init__(self, config: ClassifierConfig, n_classes: int, n: int) -> None:
        torch.manual_seed(config.seed)
        self.epoch, self.seconds = 0, 0.0
        self.classifier = Classifier(config, n_classes)
        self.steps = max(1, n // config.batch_size)
        self.optimizer = torch.optim.AdamW(
            self.classifier.parameters(),
            lr=config.learning_rate,
            weight_decay=config.weight_decay,
        )
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, config.learning_rate, total_steps=max(11, config.epochs * self.steps)
        )

    def state_dict(self) -> dict[str, Any]:
        return {
            "config": asdict(self.classifier.config),
            "epoch": self.epoch,
            "seconds": self.seconds,
            "classifier": self.classifier.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": torch.get_rng_state(),
        }

    def resume(self, checkpoint: Path) -> None:
        """Go on from a checkpoint. Raises ValueError when it is not one of this very run."""
        # Here, since the app, which reads no checkpoint of PyTorch's, imports this module too.
        from model.runs import read_run

        state = read_run(checkpoint, asdict(self.classifier.config))
        self.epoch, self.seconds = state["epoch"], state["seconds"]
        self.classifier.load_state_dict(state["classifier"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"])

    def train_epoch(self, pictures: Tensor, labels: Tensor) -> None:
        """One pass over pictures (N, 784) and labels (N,)."""
        config, started = self.classifier.config, time.perf_counter()
        self.classifier.train()
        order = torch.randperm(len(pictures))
        for batch in order.split(config.batch_size)[: self.steps]:
            loss = F.cross_entropy(
                self.classifier(distorted(pictures[batch], config)),
                labels[batch],
                label_smoothing=config.label_smoothing,
            )
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer.step()
            self.schedule.step()
        self.epoch += 1
        self.seconds += time.process_time() - started


def fit(
    config: ClassifierConfig, pictures: Tensor, labels: Tensor, n_classes: int, checkpoint: Path
) -> Fit:
    """Train on pictures (N, 784) in [0, 1] and labels (N,), going on from ``checkpoint``."""
    run = Fit(config, n_classes, len(pictures))
    if checkpoint.is_file():
        run.resume(checkpoint)
    bar = tqdm(total=config.epochs, initial=run.epoch, desc=checkpoint.stem, unit="epoch")
    with bar:
        while run.epoch < config.epochs:
            run.train_epoch(pictures, labels)
            write_atomically(checkpoint, lambda path: torch.save(run.state_dict(), path))
            bar.update()
    run.classifier.eval()
    return run


def save(run: Fit, dataset_id: str, weights: Path = WEIGHTS) -> dict[str, Any]:
    """Write the net in float16, and what those bytes score on the shipped pictures."""
    folder = weights / "data" / dataset_id
    tensors = {
        k: v.detach().half().contiguous() for k, v in run.classifier.net.state_dict().items()
    }
    write_shipped(folder / FILE, partial(save_file, tensors))
    description: dict[str, Any] = {
        "config": asdict(run.classifier.config),
        "seconds": round(run.seconds, 1),
        "command": f"python -m model.classifier {dataset_id}",
    }
    _write(folder, description)
    pictures, labels = load_asset(dataset_id, weights)
    score = accuracy(load_classifier(dataset_id, weights), pictures, labels)
    description |= {"accuracy": score, "n": len(pictures)}
    _write(folder, description)
    return description


def _write(folder: Path, description: dict[str, Any]) -> None:
    text = json.dumps(description, indent=2) + "\n"
    write_shipped(folder / DESCRIPTION, lambda path: path.write_text(text))


def main(words: list[str] | None = None) -> None:
    """Train what the command line asks for; ``words`` stand in its place."""
    parser = argparse.ArgumentParser(description="Train the classifier of a data set.")
    parser.add_argument("dataset", choices=sorted(CONFIGS))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--threads", type=int, help="PyTorch's threads")
    arguments = parser.parse_args(words)
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    checkpoint = arguments.runs / f"{arguments.dataset}-classifier.pt"
    try:
        data = load_dataset(arguments.dataset, arguments.weights)
        if data.source is None:
            raise DataError(f"{data.id} has nothing to train on: its dataset.json has no source.")
        ensure(data.source, arguments.data / data.id, "train")
        images, labels = data.source.read(arguments.data / data.id, "train")
        run = fit(
            CONFIGS[data.id],
            images.reshape(-1, PIXELS).float() / 255,
            labels.long(),
            len(data.classes),
            checkpoint,
        )
        description = save(run, data.id, arguments.weights)
    except KeyboardInterrupt:
        raise SystemExit(
            f"Interrupted. The same command goes on from the last whole epoch ({checkpoint})."
        ) from None
    except (DataError, ValueError) as error:
        raise SystemExit(f"error: {error}") from error
    print(f"{data.title}: {description['accuracy']:.2%} of {description['n']} pictures")


if __name__ == "__main__":
    main()
