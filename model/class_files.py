"""Originals as a JSON file a class, ``{"data": [row, …]}``, a row a picture of 784 grey levels."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from model.config import PIXELS, SIDE
from model.fetch import DataError, Split, check_md5, read_file
from model.fields import check_types, require

ORDER_SEED = 0  # of the classes in each round; another would make other bytes


@dataclass(frozen=True, kw_only=True)
class ClassFile:
    """The pictures of one class: a file, and the MD5 of the levels of each half, as bytes."""

    name: str
    test_md5: str
    train_md5: str

    def __post_init__(self) -> None:
        check_types(self, "source")


@dataclass(frozen=True, kw_only=True)
class ClassFiles:
    """Where the originals come from: of each class the first rows are to test, the last to train.

    Raises ValueError when a field is not of its type or out of its range.
    """

    format: Literal["json-classes"]
    npm_package: str
    test: int  # pictures a class
    train: int  # pictures a class
    files: tuple[ClassFile, ...]  # in the order of the classes

    def __post_init__(self) -> None:
        check_types(self, "source")
        require(self.test >= 1, self, "source", "test", "1 or more")
        require(self.train >= 1, self, "source", "train", "1 or more")
        require(bool(self.files), self, "source", "files", "one a class")

    def names(self, split: Split | None = None) -> tuple[str, ...]:
        """All files, whatever the split: each holds both."""
        return tuple(file.name for file in self.files)

    def verify(self, folder: Path, name: str) -> None:
        """Raise DataError unless the file of that name has the original pictures."""
        for file in self.files:
            if file.name == name:
                self._halves(folder, file)

    def read(self, folder: Path, split: Split) -> tuple[Tensor, Tensor]:
        """The images (N, 28, 28) and labels (N,) of "train" or "test", both uint8.

        The classes take turns, in an order drawn for each round: every prefix has all of them.

        Raises DataError when a file is absent, or has not the original pictures.
        """
        rows = np.stack([self._halves(folder, file)[split] for file in self.files], axis=1)
        n, classes = rows.shape[:2]
        # RandomState and not a Generator: its numbers are promised never to change.
        order = np.random.RandomState(ORDER_SEED).random_sample((n, classes)).argsort(1)
        images = np.take_along_axis(rows, order[:, :, None], axis=1).reshape(-1, SIDE, SIDE)
        return torch.from_numpy(images), torch.from_numpy(order.ravel().astype(np.uint8))

    def _halves(self, folder: Path, file: ClassFile) -> dict[Split, np.ndarray]:
        """The levels (n, 784) uint8 of each half of a class, verified."""
        content, mend = read_file(folder, file.name)
        path = folder / file.name
        levels = _levels(content, path, mend)
        halves: dict[Split, np.ndarray] = {
            "test": levels[: self.test],
            "train": levels[-self.train :],
        }
        check_md5(halves["test"].tobytes(), file.test_md5, f"{path} (test)", mend)
        check_md5(halves["train"].tobytes(), file.train_md5, f"{path} (train)", mend)
        return halves


def _levels(content: bytes, path: Path, mend: str) -> np.ndarray:
    """The levels (n, 784) uint8 of a file, its empty rows dropped; DataError when it has others."""
    try:
        rows = [row for row in json.loads(content)["data"] if row != []]
        levels = np.array(rows, dtype=np.uint8)
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
        raise DataError(f"{path} does not hold grey levels as JSON ({error}). {mend}") from error
    if levels.ndim != 2 or levels.shape[1] != PIXELS:
        raise DataError(
            f"{path} holds {levels.shape}; rows of {PIXELS} grey levels are needed. {mend}"
        )
    return levels
