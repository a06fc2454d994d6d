"""Anyone's pictures: one command from a folder to a model that the app shows."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from app.snapshot import take
from model.checkpoint import survey
from model.data import load_asset, load_dataset
from model.fetch import DataError
from model.files import WEIGHTS
from model.flags import parse
from model.own_pictures import gather, prepare, row_for
from model.train import main


def put_pictures(folder: Path, count: int, seed: int = 0) -> list[np.ndarray]:
    """That many noisy PNG files, 28x28, named so that their order is not that of their numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.RandomState(seed)
    pictures = [random.randint(0, 256, (28, 28)).astype(np.uint8) for _ in range(count)]
    for k, picture in enumerate(pictures):
        Image.fromarray(picture).save(folder / f"{k}.png")
    return pictures


@pytest.fixture
def cats(tmp_path: Path) -> Path:
    """Two classes of 24 and 16 pictures."""
    put_pictures(tmp_path / "pictures" / "tabby", 24)
    put_pictures(tmp_path / "pictures" / "black", 16, seed=1)
    return tmp_path / "pictures"


def command(folder: Path, tmp_path: Path, *more: str) -> list[str]:
    return [
        *("--pictures", str(folder), "--name", "cats", "--latent-dim", "3", "--epochs", "2"),
        *("--hidden", "16", "--no-bfloat16", "--weights", str(tmp_path / "weights")),
        *("--runs", str(tmp_path / "runs"), *more),
    ]


def test_a_folder_becomes_a_model_and_its_twin_that_the_app_lists(
    cats: Path, tmp_path: Path
) -> None:
    main(command(cats, tmp_path))
    main(command(cats, tmp_path, "--kind", "ae"))
    snapshot = take(tmp_path / "weights")
    assert snapshot.broken == ()
    assert [(c.id, c.dataset, c.twin) for c in snapshot.models] == [
        ("cats-vae-3d", "cats", "cats-ae-3d"),
        ("cats-ae-3d", "cats", "cats-vae-3d"),
    ]
    data = snapshot.datasets["cats"]
    assert (data.title, data.classes, data.n, data.ink) == ("cats", ("black", "tabby"), 4, False)
    assert data.source is None
    metrics = snapshot.metrics["cats-vae-3d"]
    assert (metrics["n"], metrics["importance_weighted_bound"]["n"]) == (4, 4)


def test_it_goes_on_where_it_was_broken_off_and_trains_the_same(
    cats: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model import train as module

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    main(command(cats, whole))
    train_epoch = module.train_epoch
    epochs: list[int] = []

    def once(*arguments: object) -> None:
        if epochs:
            raise KeyboardInterrupt
        train_epoch(*arguments)  # type: ignore[arg-type]
        epochs.append(1)

    monkeypatch.setattr(module, "train_epoch", once)
    with pytest.raises(SystemExit, match="same command goes on"):
        main(command(cats, broken))
    monkeypatch.undo()
    main(command(cats, broken))
    name = "weights/cats-vae-3d/decoder.safetensors"
    assert (broken / name).read_bytes() == (whole / name).read_bytes()


def levels(images: Tensor) -> set[bytes]:
    return {image.numpy().tobytes() for image in images}


def test_each_picture_is_in_one_half_and_a_tenth_of_each_class_is_held_out(tmp_path: Path) -> None:
    there = put_pictures(tmp_path / "a", 60) + put_pictures(tmp_path / "b", 40, seed=1)
    own = gather(tmp_path, "cats")
    test, labels = own.test
    assert own.classes == ("a", "b")
    assert (len(own.train), len(test)) == (90, 10)
    assert labels.bincount().tolist() == [6, 4]
    assert levels(own.train) | levels(test) == {picture.tobytes() for picture in there}
    assert {p.tobytes() for p in there[60:]} >= levels(test[labels == 1])
    assert len(set(labels[:5].tolist())) == 2  # the classes are mixed


def test_the_same_folder_gives_the_same_pictures_wherever_it_lies(
    cats: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "elsewhere"
    for path in sorted(cats.rglob("*.png"), reverse=True):  # written in another order
        target = copied / path.relative_to(cats)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    first, second = gather(cats, "cats"), gather(copied, "cats")
    assert torch.equal(first.train, second.train)
    assert torch.equal(first.test[0], second.test[0])


def test_what_cannot_be_read_is_named_and_left_out(
    cats: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = gather(cats, "cats")
    (cats / "notes.txt").write_text("my cats")
    (cats / "tabby" / "broken.png").write_bytes(b"\x89PNG")
    (cats / ".thumbnails").mkdir()
    shutil.copy(cats / "tabby" / "0.png", cats / ".thumbnails" / "0.png")
    (cats / ".hidden.png").write_bytes(b"no picture")
    with caplog.at_level(logging.WARNING):
        after = gather(cats, "cats")
    assert torch.equal(after.train, before.train)
    named = [record.getMessage() for record in caplog.records]
    assert len(named) == 2
    assert "notes.txt is left out: it is no picture that Pillow can read" in named[0]
    assert "broken.png is left out" in named[1]


def test_without_sub_folders_there_is_one_class_and_beside_them_another(tmp_path: Path) -> None:
    put_pictures(tmp_path, 30)
    assert gather(tmp_path, "cats").classes == ("cats",)
    put_pictures(tmp_path / "dogs" / "large", 30)
    assert gather(tmp_path, "cats").classes == ("cats", "dogs")


def test_too_few_or_none_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere is no folder; --pictures names one"):
        gather(tmp_path / "nowhere", "cats")
    with pytest.raises(DataError, match=r"holds no pictures that can be read, and 20"):
        gather(tmp_path, "cats")
    put_pictures(tmp_path, 1)
    with pytest.raises(DataError, match=r"holds 1 picture that can be read, and 20 or more"):
        gather(tmp_path, "cats")
    put_pictures(tmp_path, 19)
    with pytest.raises(DataError, match=r"holds 19 pictures that can be read"):
        gather(tmp_path, "cats")


def test_too_many_classes_say_what_to_do(tmp_path: Path) -> None:
    for k in range(257):
        put_pictures(tmp_path / str(k), 1)
    with pytest.raises(DataError, match="257 sub-folders, and each is a class; 256 are the most"):
        gather(tmp_path, "cats")


def test_a_name_of_a_shipped_data_set_is_refused_and_nothing_is_written(
    cats: Path, tmp_path: Path
) -> None:
    weights = tmp_path / "weights"
    shutil.copytree(WEIGHTS / "data", weights / "data")
    before = {path: path.read_bytes() for path in weights.rglob("*") if path.is_file()}
    words = [w if w != "cats" else "mnist" for w in command(cats, tmp_path)]
    with pytest.raises(SystemExit, match=r"data/mnist holds other pictures; choose another --name"):
        main(words)
    assert {path: path.read_bytes() for path in weights.rglob("*") if path.is_file()} == before


def test_other_pictures_under_the_same_name_are_refused(cats: Path, tmp_path: Path) -> None:
    main(command(cats, tmp_path))
    put_pictures(cats / "tabby", 30, seed=5)
    for more in ((), ("--kind", "ae")):
        with pytest.raises(SystemExit, match=r"data/cats holds other pictures"):
            main(command(cats, tmp_path, *more))


def test_a_model_that_another_run_wrote_is_not_overwritten(cats: Path, tmp_path: Path) -> None:
    main(command(cats, tmp_path))
    shutil.rmtree(tmp_path / "runs")
    with pytest.raises(SystemExit, match=r"cats-vae-3d is there and would be overwritten"):
        main(command(cats, tmp_path))


@pytest.mark.parametrize("name", ["", "../x", ".cats", "my cats", "a/b"])
def test_a_name_that_can_be_no_folder_is_refused(cats: Path, tmp_path: Path, name: str) -> None:
    words = [w if w != "cats" else name for w in command(cats, tmp_path)]
    with pytest.raises(SystemExit, match=r"--name names a folder"):
        main(words)
    assert not (tmp_path / "weights").exists()


def test_a_flag_out_of_its_range_is_refused_before_anything_is_written(
    cats: Path, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match="latent_dim must be"):
        main([*command(cats, tmp_path), "--latent-dim", "0"])
    assert not (tmp_path / "weights").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "name a model of"),
        (["--pictures", "x"], "needs --name NAME"),
        (["mnist-vae-2d", "--name", "x"], "--name is for --pictures"),
        (["mnist-vae-2d", "--pictures", "x", "--name", "x"], "it is --name that names"),
        (["--pictures", "x", "--name", "x", "--as", "y"], "it is --name that names"),
        (["--pictures", "x", "--name", "x", "--dataset", "y"], "it is --name that names"),
    ],
)
def test_what_does_not_go_together_is_said(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(words)
    assert says in capsys.readouterr().err


def test_few_pictures_are_trained_on_in_small_batches_and_flags_have_the_last_word() -> None:
    words = ["--pictures", "x", "--name", "cats", "--latent-dim", "10"]
    assert [row_for(parse(words), n).train.batch_size for n in (18, 500, 60_000)] == [1, 31, 256]
    row = row_for(parse([*words, "--batch-size", "7", "--twin", "other"]), 500)
    assert (row.model.id, row.model.twin, row.train.batch_size) == ("cats-vae-10d", "other", 7)
    assert row.train.pictures is None


def test_what_is_written_is_what_is_read(cats: Path, tmp_path: Path) -> None:
    arguments = parse(command(cats, tmp_path))
    _, pictures = prepare(arguments, tmp_path / "none.pt")
    assert pictures.shape == (36, 784)
    weights = tmp_path / "weights"
    data = load_dataset("cats", weights)
    images, labels = load_asset("cats", weights)
    assert torch.equal((images * 255).round().byte().reshape(-1, 28, 28), gather(cats, "x").test[0])
    assert sorted(data.examples) == list(range(4))
    assert {int(labels[index]) for index in data.examples[:2]} == {0, 1}
    assert survey(weights).broken == ()
    # One that was broken off between its two files is written anew.
    described = weights / "data" / "cats" / "dataset.json"
    before = json.loads(described.read_text())
    described.unlink()
    prepare(arguments, tmp_path / "none.pt")
    assert json.loads(described.read_text()) == before
