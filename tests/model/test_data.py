"""A data set is a folder: what its description says is what it holds."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save

from model.class_files import ClassFiles
from model.data import asset_path, datasets, load_asset, load_dataset, write_asset
from model.fetch import DataError, Source
from model.files import ROOT
from tests.model.small import description, idx, put_dataset, put_idx, random_pictures


def test_the_shipped_pictures_are_mnists_byte_for_byte() -> None:
    images, labels = load_asset("mnist")
    images = (images * 255).round().to(torch.uint8).reshape(-1, 28, 28)
    source = load_dataset("mnist").source
    assert isinstance(source, Source)
    for values, file in ((images, source.test_images), (labels.byte(), source.test_labels)):
        assert hashlib.md5(idx(values), usedforsecurity=False).hexdigest() == file.md5


def test_mnist_offers_one_example_of_each_digit_and_opens_with_a_three() -> None:
    mnist = load_dataset("mnist")
    assert [d.id for d in datasets()] == ["fashion", "mnist"]
    assert (mnist.title, mnist.n, mnist.centre, mnist.ink) == ("MNIST", 10_000, "mass", True)
    assert mnist.rank < load_dataset("fashion").rank
    assert mnist.classes == tuple("0123456789")
    assert mnist.examples[0] == 30
    labels = load_asset("mnist")[1]
    assert labels[30] == 3
    assert sorted(labels[list(mnist.examples)].tolist()) == list(range(10))


def test_the_shipped_clothes_are_the_packages_byte_for_byte() -> None:
    images, labels = load_asset("fashion")
    levels = (images * 255).round().to(torch.uint8)
    source = load_dataset("fashion").source
    assert isinstance(source, ClassFiles)
    for label, file in enumerate(source.files):
        mine = levels[labels == label].numpy().tobytes()
        assert hashlib.md5(mine, usedforsecurity=False).hexdigest() == file.test_md5


def test_fashion_offers_one_example_of_each_class_and_every_round_has_all() -> None:
    fashion = load_dataset("fashion")
    assert (fashion.title, fashion.n, fashion.centre) == ("Fashion-MNIST", 10_000, "box")
    assert not fashion.ink
    labels = load_asset("fashion")[1]
    assert sorted(labels[list(fashion.examples)].tolist()) == list(range(10))
    assert fashion.classes[labels[fashion.examples[0]]] == "sneaker"
    assert (labels.reshape(-1, 10).sort(1).values == torch.arange(10)).all()
    assert len({tuple(some) for some in labels.reshape(-1, 10).tolist()}) > 900  # orders


def test_a_new_data_set_is_a_folder(tmp_path: Path) -> None:
    """Two classes, three pictures, and no original anywhere."""
    images, labels = random_pictures(3, classes=2)
    put_dataset(tmp_path, images, labels, title="Two kinds", centre="mass", ink=True)
    data = load_dataset("small", tmp_path)
    assert (data.id, data.title, data.n, data.source) == ("small", "Two kinds", 3, None)
    assert data.classes == ("class 0", "class 1")
    assert datasets(tmp_path) == (data,)
    loaded, loaded_labels = load_asset("small", tmp_path)
    assert torch.equal((loaded * 255).round().byte().reshape(3, 28, 28), images)
    assert torch.equal(loaded_labels, labels.long())
    with pytest.raises(DataError, match="no originals"):
        write_asset(data, tmp_path, tmp_path)


def test_what_is_written_from_the_originals_is_loaded(tmp_path: Path) -> None:
    images, labels = random_pictures(4)
    originals = tmp_path / "originals"
    files = (put_idx(originals, "images", images), put_idx(originals, "labels", labels))
    source = Source(
        npm_package="none@0",
        train_images=files[0],
        train_labels=files[1],
        test_images=files[0],
        test_labels=files[1],
    )
    put_dataset(tmp_path, *random_pictures(3), n=4, source=asdict(source))
    data = load_dataset("small", tmp_path)
    assert data.source == source
    path = write_asset(data, originals, tmp_path)
    assert path == asset_path("small", tmp_path)
    loaded, loaded_labels = load_asset("small", tmp_path)
    assert torch.equal((loaded * 255).round().byte().reshape(4, 28, 28), images)
    assert torch.equal(loaded_labels, labels.long())
    before = path.read_bytes()
    write_asset(data, originals, tmp_path)
    assert path.read_bytes() == before  # no time of day in it


def test_an_unknown_data_set_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"'cifar': there are fashion, mnist in .*Put its folder there"
    ):
        load_dataset("cifar")
    with pytest.raises(DataError, match="there are none in"):
        load_asset("cifar", tmp_path)
    assert datasets(tmp_path) == ()


CLASSES: dict[str, Any] = {
    "format": "json-classes",
    "npm_package": "none@0",
    "test": 1,
    "train": 1,
    "files": [{"name": "0.json", "test_md5": "", "train_md5": ""}],
}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "title must be"),
        ({"classes": []}, "classes must be 1 to 256 names, each once"),
        ({"classes": ["a", "a"]}, "classes must be 1 to 256 names, each once"),
        ({"classes": list(range(10))}, "classes must be a list of texts"),
        ({"n": 0}, "n must be 1 or more"),
        ({"n": "3"}, "n must be a whole number"),
        ({"examples": []}, "examples must be one index or more"),
        ({"examples": [3]}, "examples must be .* from 0 to 2"),
        ({"examples": [-1]}, "examples must be .* from 0 to 2"),
        ({"examples": [1, 1]}, "examples must be .* each once"),
        ({"centre": "middle"}, "centre must be 'mass' or 'box', not 'middle'"),
        ({"ink": 1}, "ink must be true or false, not 1"),
        ({"source": "here"}, "an object is needed in place of 'here'"),
        ({"source": {}}, "npm_package.* is missing"),
        ({"source": {"format": "zip"}}, "format must be 'idx' or 'json-classes', not 'zip'"),
        ({"source": {"format": ["idx"]}}, "format must be 'idx' or 'json-classes', not"),
        ({"source": {"format": "json-classes"}}, "files, npm_package, test, train is missing"),
        ({"source": CLASSES | {"files": [1]}}, "an object is needed in place of 1"),
        ({"source": CLASSES | {"files": 1}}, "files must be a list of objects, not 1"),
        ({"source": CLASSES | {"files": []}}, "files must be one a class"),
        ({"source": CLASSES | {"test": 0}}, "test must be 1 or more"),
        ({"colour": 1}, "unknown field colour; the fields are title"),
    ],
)
def test_a_wrong_description_says_what_is_wrong(
    wrong: dict[str, Any], says: str, tmp_path: Path
) -> None:
    put_dataset(tmp_path, *random_pictures(3), **wrong)
    with pytest.raises(DataError, match=rf"dataset\.json does not describe.*{says}.*compare it"):
        load_dataset("small", tmp_path)


@pytest.mark.parametrize("name", ["data", "registry", "train", "evaluate"])
def test_the_commands_start_without_a_warning(name: str) -> None:
    command = [sys.executable, "-W", "error::RuntimeWarning", "-m", f"model.{name}", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


fields = st.sampled_from([*description(3, 3), "unknown"])
values = (
    st.integers(-2, 300)
    | st.floats()
    | st.booleans()
    | st.none()
    | st.text(max_size=4)
    | st.lists(st.integers(-2, 5) | st.text(max_size=4), max_size=4)
    | st.dictionaries(st.text(max_size=4), st.integers(), max_size=2)
)


@given(changes=st.dictionaries(fields, values), gone=st.sets(fields))
def test_any_description_is_one_or_a_data_error(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, Any], gone: set[str]
) -> None:
    weights = tmp_path_factory.getbasetemp() / "any-data"
    content = {k: v for k, v in (description(3, 3) | changes).items() if k not in gone}
    (weights / "data" / "small").mkdir(parents=True, exist_ok=True)
    (weights / "data" / "small" / "dataset.json").write_text(json.dumps(content))
    says = ""
    try:
        data = load_dataset("small", weights)
    except DataError as error:
        says = str(error)
    if says:
        assert "dataset.json" in says
    else:
        assert all(0 <= example < data.n for example in data.examples)
        assert len(data.classes) >= 1


@given(at=st.integers(0, 2000), flip=st.integers(1, 255), end=st.integers(0, 2600))
def test_a_damaged_asset_is_a_data_error_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, at: int, flip: int, end: int
) -> None:
    weights = tmp_path_factory.getbasetemp() / "damaged"
    images, labels = random_pictures(3)
    if not weights.exists():
        put_dataset(weights, images, labels)
    content = bytearray(gzip.compress(save({"images": images, "labels": labels})))
    content[at] ^= flip
    asset_path("small", weights).write_bytes(content[:end])
    says = ""
    try:
        loaded, _ = load_asset("small", weights)
    except DataError as error:
        says = str(error)
    if says:
        assert "pictures.safetensors.gz" in says
    else:  # gzip's own header has bytes that mean nothing
        assert torch.equal((loaded * 255).round().byte().reshape(3, 28, 28), images)


def test_pictures_that_are_not_as_described_are_refused(tmp_path: Path) -> None:
    images, labels = random_pictures(3)
    put_dataset(tmp_path, images, labels, n=4)
    with pytest.raises(DataError, match=r"images are .*\(3, 28, 28\).*\(4, 28, 28\)"):
        load_asset("small", tmp_path)
    put_dataset(tmp_path, images, labels.float(), name="float")
    with pytest.raises(DataError, match=r"labels are torch\.float32"):
        load_asset("float", tmp_path)
    put_dataset(tmp_path, images, labels, name="few", classes=["a", "b"])
    with pytest.raises(DataError, match=r"a label is 2, and few has 2 classes"):
        load_asset("few", tmp_path)
