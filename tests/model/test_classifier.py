"""The instrument: distorted at random, resumable, written as it is measured."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

import model.classifier as classifying
from model.classifier import Classifier, ClassifierConfig, accuracy, distorted, load_classifier
from model.data import load_asset
from model.fetch import DataError
from tests.model.small import put_dataset

STILL = ClassifierConfig(
    hidden=(16,), epochs=3, batch_size=50, shift=0.0, turn=0.0, stretch=0.0, dropout=0.0
)


def weights(net: Classifier) -> Tensor:
    return torch.cat([p.flatten() for p in net.parameters()])


def test_no_distortion_leaves_a_picture_as_it_is(pictures: Tensor) -> None:
    assert torch.allclose(distorted(pictures[:20], STILL), pictures[:20], atol=1e-5)


def test_a_flip_mirrors_about_half_of_the_pictures(pictures: Tensor) -> None:
    torch.manual_seed(0)
    x = pictures[:200]
    found = distorted(x, replace(STILL, flip=True))
    mirrored = x.view(-1, 28, 28).flip(2).reshape(-1, 784)
    as_it_was, turned = ((found - y).abs().amax(1) < 1e-4 for y in (x, mirrored))
    assert bool((as_it_was | turned).all())
    assert 70 < int(turned.sum()) < 130


def test_a_shift_moves_by_at_most_so_many_pixels(pictures: Tensor) -> None:
    torch.manual_seed(0)
    dot = torch.zeros(300, 28, 28)
    dot[:, 14, 14] = 1.0
    moved = distorted(dot.reshape(-1, 784), replace(STILL, shift=3.0)).view(-1, 28, 28)
    at = torch.arange(28.0)
    x = moved.sum(1) @ at / moved.sum((1, 2)) - 14
    assert x.abs().max() <= 3.01
    assert x.std() == pytest.approx(3 / 3**0.5, rel=0.1)


def test_interrupted_and_resumed_equals_uninterrupted(
    tmp_path: Path, pictures: Tensor, labels: Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = pictures[:300], labels[:300]
    config = replace(STILL, shift=1.0, dropout=0.2)
    whole = classifying.fit(config, x, y, 10, tmp_path / "whole.pt")
    epoch = classifying.Fit.train_epoch

    def interrupted(self: classifying.Fit, *arguments: Tensor) -> None:
        if self.epoch == 2:
            raise KeyboardInterrupt
        epoch(self, *arguments)

    monkeypatch.setattr(classifying.Fit, "train_epoch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        classifying.fit(config, x, y, 10, tmp_path / "broken.pt")
    monkeypatch.setattr(classifying.Fit, "train_epoch", epoch)
    torch.manual_seed(99)
    resumed = classifying.fit(config, x, y, 10, tmp_path / "broken.pt")
    assert torch.equal(weights(resumed.classifier), weights(whole.classifier))


def test_a_damaged_or_foreign_checkpoint_is_named(
    tmp_path: Path, pictures: Tensor, labels: Tensor
) -> None:
    (tmp_path / "run.pt").write_bytes(b"no checkpoint")
    with pytest.raises(ValueError, match=r"run\.pt is no whole checkpoint; delete it"):
        classifying.fit(STILL, pictures[:100], labels[:100], 10, tmp_path / "run.pt")
    (tmp_path / "run.pt").unlink()
    classifying.fit(STILL, pictures[:100], labels[:100], 10, tmp_path / "run.pt")
    with pytest.raises(ValueError, match="another configuration"):
        classifying.fit(
            replace(STILL, seed=1), pictures[:100], labels[:100], 10, tmp_path / "run.pt"
        )


def test_what_is_said_is_what_the_written_bytes_score(tmp_path: Path, pictures: Tensor) -> None:
    images = (255 * pictures[:60]).round().byte().view(-1, 28, 28)
    put_dataset(tmp_path, images, (torch.arange(60) % 3).to(torch.uint8))
    x, y = load_asset("small", tmp_path)
    said = classifying.save(classifying.fit(STILL, x, y, 3, tmp_path / "run.pt"), "small", tmp_path)
    read = load_classifier("small", tmp_path)
    assert said["accuracy"] == accuracy(read, x, y)
    assert json.loads(json.dumps(said)) == json.loads(
        (tmp_path / "data" / "small" / "classifier.json").read_text()
    )
    assert read.features(x).shape == (60, 16)
    assert torch.allclose(read(x), read.net.layers[-1](read.features(x)), atol=1e-5)
    (tmp_path / "data" / "small" / "classifier.safetensors").write_bytes(b"junk")
    with pytest.raises(DataError, match=r"python -m model\.classifier small"):
        load_classifier("small", tmp_path)
