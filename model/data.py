"""Data sets: each is a folder in weights/data with a description and the pictures it ships.

`python -m model.data` fetches the originals and writes the pictures of all of them anew.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from safetensors.torch import save as save_safetensors
from torch import Tensor

from model.class_files import ClassFiles
from model.config import PIXELS, SIDE
from model.fetch import DataError, Source, ensure
from model.fields import check_types, from_json, require
from model.files import DATA, WEIGHTS, write_shipped


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A set of 28x28 grey pictures, as its dataset.json describes it.

    Raises ValueError when a field is not of its type or out of its range.
    """

    id: str  # the name of its folder
    title: str
    classes: tuple[str, ...]
    n: int  # the pictures that are shipped
    examples: tuple[int, ...]  # which of them to offer; a page opens with the first
    centre: Literal["mass", "box"]  # by which a picture is placed in the frame
    ink: bool  # drawn as ink on paper, so that dark on light and light on dark are the same
    source: Source | ClassFiles | None  # None when only the shipped pictures are there
    rank: int = 100  # the lower, the earlier it is offered; a page opens with the first

    def __post_init__(self) -> None:
        check_types(self, self.id)
        classes_fit = bool(self.classes) and len(set(self.classes)) == len(self.classes) <= 256
        examples_fit = (
            bool(self.examples)
            and len(set(self.examples)) == len(self.examples)
            and all(0 <= example < self.n for example in self.examples)
        )
        for ok, name, must in (
            (bool(self.title), "title", "what the data set is called"),
            (classes_fit, "classes", "1 to 256 names, each once"),
            (self.n >= 1, "n", "1 or more"),
            (examples_fit, "examples", f"one index or more, each once, from 0 to {self.n - 1}"),
        ):
            require(ok, self, self.id, name, must)


def load_dataset(dataset_id: str, weights: Path = WEIGHTS) -> Dataset:
    """The description of one data set.

    Raises DataError, naming the ids there are, or what is wrong in the file.
    """
    ids = _ids(weights)
    if dataset_id not in ids:
        raise DataError(
            f"No data set {dataset_id!r}: there are {', '.join(ids) or 'none'} in "
            f"{weights / 'data'}. Put its folder there, with dataset.json and its pictures."
        )
    path = weights / "data" / dataset_id / "dataset.json"
    try:
        return from_json(Dataset, json.loads(path.read_text(encoding="utf-8")), id=dataset_id)
    except (ValueError, OSError, RecursionError) as error:
        raise DataError(
            f"{path} does not describe a data set ({error}); compare it with a shipped one."
        ) from error


def datasets(weights: Path = WEIGHTS) -> tuple[Dataset, ...]:
    """All data sets, by id. Raises DataError as load_dataset does."""
    return tuple(load_dataset(dataset_id, weights) for dataset_id in _ids(weights))


def _ids(weights: Path) -> list[str]:
    return sorted(path.parent.name for path in weights.glob("data/*/dataset.json"))


def asset_path(dataset_id: str, weights: Path = WEIGHTS) -> Path:
    """The pictures that the app shows: a gzipped safetensors file of images and labels."""
    return weights / "data" / dataset_id / "pictures.safetensors.gz"


def write_asset(data: Dataset, folder: Path, weights: Path = WEIGHTS) -> Path:
    """Write the test pictures (N, 28, 28) and labels (N,), both uint8, as one small file.

    Raises DataError when ``folder`` does not hold the originals, or has no source.
    """
    if data.source is None:
        raise DataError(f"{data.id} has no originals: its dataset.json names no source.")
    return write_pictures(data.id, *data.source.read(folder, "test"), weights)


def write_pictures(
    dataset_id: str, images: Tensor, labels: Tensor, weights: Path = WEIGHTS
) -> Path:
    """Write the pictures (N, 28, 28) and labels (N,) of a data set, both uint8."""
    content = gzip.compress(
        save_safetensors({"images": images, "labels": labels}), compresslevel=9, mtime=0
    )
    path = asset_path(dataset_id, weights)
    write_shipped(path, lambda temporary: temporary.write_bytes(content))
    return path


def load_asset(dataset_id: str, weights: Path = WEIGHTS) -> tuple[Tensor, Tensor]:
    """The shipped pictures (N, 784) float32 in [0, 1], and labels (N,) int64.

    Raises DataError when the file is missing, damaged, or not what dataset.json describes.
    """
    data, path = load_dataset(dataset_id, weights), asset_path(dataset_id, weights)
    mend = "restore it, or make it with `python -m model.data`."
    try:
        tensors = load_safetensors(gzip.decompress(path.read_bytes()))
        images, labels = tensors["images"], tensors["labels"]
    except (OSError, EOFError, zlib.error, SafetensorError, KeyError) as error:
        raise DataError(f"{path} cannot be read ({error}); {mend}") from error
    for name, tensor, shape in (
        ("images", images, (data.n, SIDE, SIDE)),
        ("labels", labels, (data.n,)),
    ):
        if tensor.shape != shape or tensor.dtype != torch.uint8:
            raise DataError(
                f"{path}: {name} are {tensor.dtype} of {tuple(tensor.shape)} and must be "
                f"torch.uint8 of {shape}; {mend}"
            )
    if labels.max() >= len(data.classes):
        raise DataError(
            f"{path}: a label is {labels.max()}, and {data.id} has {len(data.classes)} classes; "
            f"name the others in its dataset.json."
        )
    return images.reshape(-1, PIXELS).float() / 255, labels.long()


def main() -> None:
    parser = argparse.ArgumentParser(description="Fetch the data sets and write their pictures.")
    parser.add_argument(
        "--data", type=Path, default=DATA, help="where a folder of originals a data set lies"
    )
    arguments = parser.parse_args()
    try:
        for data in datasets():
            if data.source is None:
                print(f"{data.title}: nothing to fetch, its dataset.json names no source")
                continue
            ensure(data.source, arguments.data / data.id)
            print(f"{data.title}: wrote {write_asset(data, arguments.data / data.id)}")
    except DataError as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    main()
