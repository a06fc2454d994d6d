"""A folder of anyone's pictures as a data set: `python -m model.train --pictures DIR --name cats`.

The same folder gives the same pictures in the same order, so that training can go on; a tenth of
them is held out and written to weights/data, where the app finds it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from model.config import PIXELS, ModelConfig, TrainConfig
from model.data import asset_path, load_asset, load_dataset, write_pictures
from model.fetch import DataError
from model.files import write_shipped
from model.flags import replaced
from model.picture_files import read_picture
from model.registry import Row

SPLIT_SEED = 0
HELD_OUT = 10  # one of so many pictures is held out
FEWEST = 20  # pictures; with fewer there is nothing to hold out and nothing to learn
MOST_CLASSES = 256
EXAMPLES = 10
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OwnPictures:
    """The pictures of a folder, in two halves; images (N, 28, 28) and labels (N,), both uint8."""

    classes: tuple[str, ...]
    train: Tensor  # images; training needs no labels
    test: tuple[Tensor, Tensor]


def model_id(arguments: argparse.Namespace) -> str:
    """What the flags call the model: NAME-vae-10d."""
    given = {"kind": ModelConfig.kind, "latent_dim": ModelConfig.latent_dim} | vars(arguments)
    return f"{arguments.name}-{given['kind']}-{given['latent_dim']}d"


def prepare(arguments: argparse.Namespace, checkpoint: Path) -> tuple[Row, Tensor]:
    """Read the folder, write its held-out tenth, and say how to train on the rest.

    Args:
        arguments: the command line; ``folder`` and ``name`` are what this is about.
        checkpoint: of the model's run; a folder without one was not written by this run.

    Returns:
        the row, and the pictures (N, 784) in [0, 1] to train on.

    Raises:
        DataError: when the folder does not hold enough pictures.
        ValueError: when the name cannot be one or is another's, or a flag is out of its range.
    """
    _check_name(arguments.name)
    written = arguments.weights / model_id(arguments)
    if written.exists() and not checkpoint.exists():
        raise ValueError(
            f"{written} is there and would be overwritten; choose another --name, or delete it."
        )
    pictures = gather(arguments.folder, arguments.name)
    row = row_for(arguments, len(pictures.train))
    write(pictures, arguments.name, arguments.weights)
    return row, pictures.train.reshape(-1, PIXELS).float() / 255


def row_for(arguments: argparse.Namespace, n: int) -> Row:
    """How a model of n pictures is trained, its fields replaced by the flags that were given."""
    given = vars(arguments)
    own = ModelConfig(id=model_id(arguments), dataset=arguments.name, hidden=(512, 512))
    model = replaced(own, arguments)
    other = "ae" if model.kind == "vae" else "vae"
    twin = given.get("twin", f"{arguments.name}-{other}-{model.latent_dim}d")
    # Of few pictures smaller batches, or there would be no steps; all that keeps from learning by
    # heart is wanted. Grey pictures are no coin tosses: the encoder sees them as they are.
    settings = TrainConfig(
        batch_size=max(1, min(256, n // 16)), dropout=0.1, weight_decay=0.05, binarise=False
    )
    return Row(dataclasses.replace(model, twin=twin), replaced(settings, arguments))


def gather(folder: Path, name: str) -> OwnPictures:
    """All pictures under a folder that Pillow can read, each of its sub-folders a class.

    Pictures beside the sub-folders, and all where there are none, are of the class ``name``. What
    cannot be read is named in the log and left out; what begins with a dot is not looked at.

    Raises DataError when there is no such folder, or it holds too few pictures or too many classes.
    """
    if not folder.is_dir():
        raise DataError(f"{folder} is no folder; --pictures names one that holds pictures.")
    images, of = [], []
    for path in tqdm(_files(folder), desc=f"pictures of {folder}", unit="file", disable=None):
        try:
            images.append(read_picture(path))
        except ValueError as error:
            log.warning("%s is left out: %s", path, error)
            continue
        parts = path.relative_to(folder).parts
        of.append(parts[0] if len(parts) > 1 else name)
    if len(images) < FEWEST:
        raise DataError(
            f"{folder} holds {len(images) or 'no'} picture{'' if len(images) == 1 else 's'} that "
            f"can be read, and {FEWEST} or more are needed. Put more there, or name another folder."
        )
    classes = tuple(sorted(set(of)))
    if len(classes) > MOST_CLASSES:
        raise DataError(
            f"{folder} has {len(classes)} sub-folders, and each is a class; {MOST_CLASSES} are the "
            f"most. Put some together, or name a folder with fewer."
        )
    labels = np.array([classes.index(each) for each in of], dtype=np.uint8)
    return _split(np.stack(images), labels, classes)


def _files(folder: Path) -> list[Path]:
    """All files under a folder, by their names; not what begins with a dot, nor what is in it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    shown = (
        path
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    return sorted(shown, key=lambda path: path.relative_to(folder).as_posix())


def _split(images: np.ndarray, labels: np.ndarray, classes: tuple[str, ...]) -> OwnPictures:
    """Hold out a tenth of each class, drawn by a fixed seed, and mix the classes."""
    random = np.random.RandomState(SPLIT_SEED)  # its numbers are promised never to change
    mixed = random.permutation(len(labels))
    by_class = mixed[np.argsort(labels[mixed], kind="stable")]
    is_held_out = np.zeros(len(labels), dtype=bool)
    is_held_out[by_class[::HELD_OUT]] = True
    test, train = mixed[is_held_out[mixed]], mixed[~is_held_out[mixed]]
    return OwnPictures(
        classes=classes,
        train=torch.from_numpy(images[train]),
        test=(torch.from_numpy(images[test]), torch.from_numpy(labels[test])),
    )


def write(pictures: OwnPictures, name: str, weights: Path) -> None:
    """Write weights/data/NAME, unless the very same is there.

    Raises ValueError when another data set of that name is there.
    """
    images, labels = pictures.test
    description = {
        "title": name,
        "classes": list(pictures.classes),
        "n": len(labels),
        "examples": _examples(labels.tolist()),
        "centre": "box",
        "ink": False,
        "source": None,
    }
    path = asset_path(name, weights).parent / "dataset.json"
    if path.exists():  # written last: without it a folder is one that was broken off
        if _is_there(pictures, name, weights):
            return
        raise ValueError(
            f"{path.parent} holds other pictures; choose another --name, or delete that folder "
            f"and the models that were trained on it."
        )
    write_pictures(name, images, labels, weights)
    text = json.dumps(description, indent=2, ensure_ascii=False) + "\n"
    write_shipped(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def _is_there(pictures: OwnPictures, name: str, weights: Path) -> bool:
    """Whether the data set NAME that is there is of these pictures."""
    images, labels = pictures.test
    data = load_dataset(name, weights)
    found, found_labels = load_asset(name, weights)
    return (
        data.source is None
        and data.classes == pictures.classes
        and torch.equal((found * 255).round().byte(), images.reshape(-1, PIXELS))
        and torch.equal(found_labels, labels.long())
    )


def _examples(labels: list[int]) -> list[int]:
    """Indices of at most EXAMPLES pictures: the first of each class, then the first of all."""
    firsts = [labels.index(label) for label in sorted(set(labels))]
    others = [index for index in range(len(labels)) if index not in firsts]
    return (firsts + others)[:EXAMPLES]


def _check_name(name: str) -> None:
    """Raise ValueError unless ``name`` can name a folder."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise ValueError(
            f"--name names a folder: letters, digits, '-', '_' and '.'; it was {name!r}."
        )
