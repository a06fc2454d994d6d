"""The corpus: so many digits of each kind, always the same, from MNIST's test pictures."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.data import load_asset
from tests.pictures.kinds import KINDS

SEED = 8


@dataclass(frozen=True)
class Example:
    """A photo, and the test picture (28, 28) in [0, 1] that was written on it, with its label."""

    image: Image.Image
    picture: NDArray[np.float64]
    label: int


def examples(kind: str, n: int = 60) -> Iterator[Example]:
    """The first n photos of a kind; the digits differ from kind to kind."""
    pictures, labels = load_asset("mnist")
    kind_seed = zlib.crc32(kind.encode())
    chosen = np.random.default_rng([SEED, kind_seed]).permutation(len(labels))
    for i, index in enumerate(chosen[:n]):
        picture = pictures[index].reshape(28, 28).numpy().astype(np.float64)
        rng = np.random.default_rng([SEED, kind_seed, i])
        yield Example(KINDS[kind](picture, rng), picture, int(labels[index]))
