"""The engine's one look at the weights folder: what is whole is served, the rest is named."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import pytest

from app.engine import ArgumentError, Engine
from app.snapshot import title
from model.config import ModelConfig
from model.data import load_dataset
from model.files import WEIGHTS

VAE, AE = "mnist-vae-2d", "mnist-ae-2d"


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A weights folder with the data sets, and two models that are each other's twin."""
    shutil.copytree(WEIGHTS / "data", tmp_path / "data")
    for name, twin in ((VAE, AE), (AE, VAE)):
        shutil.copytree(WEIGHTS / name, tmp_path / name)
        edit(tmp_path / name, twin=twin)
    return tmp_path


def edit(folder: Path, **fields: object) -> None:
    config = json.loads((folder / "config.json").read_text())
    config["model"] |= fields
    (folder / "config.json").write_text(json.dumps(config))


def test_a_folder_dropped_in_is_measured_at_the_start(weights: Path) -> None:
    """Only config and nets, as a training run elsewhere leaves them; the id is the folder's."""
    mine = weights / "mnist-ae-2d-mine"
    shutil.copytree(weights / AE, mine)
    recorded = json.loads((mine / "metrics.json").read_text())
    (mine / "metrics.json").unlink()
    (mine / "codes.safetensors").unlink()
    engine = Engine(weights)
    assert engine.ids() == [VAE, AE, mine.name]
    row = engine.catalogue()[2]
    assert row["title"] == "Autoencoder, 2 dimensions, MNIST (mine)"
    assert row["twin"] == VAE
    assert row["metrics"]["mse"] == pytest.approx(recorded["mse"], rel=1e-4)
    assert (mine / "codes.safetensors").is_file()
    assert "importance_weighted_bound" not in row["metrics"]


def test_a_folder_that_appears_while_serving_changes_nothing(weights: Path) -> None:
    engine = Engine(weights)
    before = engine.catalogue()
    late = weights / "mnist-vae-2d-late"
    shutil.copytree(weights / VAE, late)
    (late / "metrics.json").unlink()
    assert engine.catalogue() == before
    with pytest.raises(ArgumentError, match="model must be one of mnist-vae-2d, mnist-ae-2d; it"):
        engine.model(late.name)


def test_a_folder_that_breaks_while_serving_is_still_listed_and_named_when_asked(
    weights: Path,
) -> None:
    engine = Engine(weights)
    before = engine.catalogue()
    shutil.rmtree(weights / VAE)
    (weights / AE / "metrics.json").write_text("{")
    assert engine.catalogue() == before
    assert engine.decode([0, 0], AE).shape == (1, 784)
    with pytest.raises(ArgumentError, match="cannot be read now") as raised:
        engine.decode([0, 0], VAE)
    assert str(weights) not in str(raised.value)  # for a visitor, who need not know


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


BREAK = {
    "config.json": lambda f: (f / "config.json").write_text("{"),
    "latent_dim": lambda f: edit(f, latent_dim=3),
    "decoder.safetensors": lambda f: cut(f / "decoder.safetensors"),
    "no-such-data": lambda f: edit(f, dataset="no-such-data"),
    "metrics.json": lambda f: (f / "metrics.json").write_text("[]"),
    "NaN": lambda f: (f / "metrics.json").write_text('{"n": NaN}'),
    "mu_std": lambda f: (f / "metrics.json").write_text(
        (f / "metrics.json").read_text().replace('"mu_std": [', '"mu_std": [1,')
    ),
}


@pytest.mark.parametrize("what", BREAK)
def test_a_broken_folder_is_named_and_hides_no_other(
    weights: Path, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    BREAK[what](weights / VAE)
    with caplog.at_level(logging.WARNING):
        engine = Engine(weights)
    assert engine.ids() == [AE]
    assert [config.twin for config in engine.models] == [None]
    assert engine.catalogue()[0]["twin"] is None
    [(name, sentence)] = engine.broken
    assert name == VAE
    assert what in sentence or what == "latent_dim"
    assert f"{VAE} is left out" in caplog.text


def test_what_cannot_be_measured_is_named(weights: Path) -> None:
    (weights / VAE / "metrics.json").unlink()
    (weights / "data" / "mnist" / "pictures.safetensors.gz").unlink()
    engine = Engine(weights)
    assert engine.ids() == [AE]
    [(name, sentence)] = engine.broken
    assert name == VAE
    assert "pictures.safetensors.gz" in sentence


def test_no_models_at_all(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    assert engine.ids() == []
    assert engine.models == engine.broken == ()
    assert engine.catalogue() == []
    assert engine.datasets == {}
    for call in (
        lambda: engine.encode([0.0] * 784, VAE),
        lambda: engine.decode([0, 0], VAE),
        lambda: engine.decode_pictures([0, 0], VAE),
        lambda: engine.reconstruct([0.0] * 784, VAE),
        lambda: engine.sample(VAE, 1, 0),
        lambda: engine.metrics(VAE),
    ):
        with pytest.raises(ArgumentError, match="no models in the weights folder"):
            call()


def test_what_is_handed_out_is_a_copy(weights: Path) -> None:
    engine = Engine(weights)
    engine.catalogue()[0]["metrics"]["kl_per_dim"].clear()
    engine.metrics(VAE).clear()
    assert len(engine.catalogue()[0]["metrics"]["kl_per_dim"]) == 2
    json.dumps(engine.catalogue(), allow_nan=False)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (ModelConfig(id="mnist-vae-2d"), "VAE, 2 dimensions, MNIST"),
        (
            ModelConfig(id="mnist-ae-10d-wide", kind="ae", latent_dim=10),
            "Autoencoder, 10 dimensions, MNIST (wide)",
        ),
        (ModelConfig(id="mnist-vae-1d", latent_dim=1), "VAE, 1 dimension, MNIST"),
        (ModelConfig(id="copy of it"), "VAE, 2 dimensions, MNIST (copy of it)"),
    ],
)
def test_titles(config: ModelConfig, expected: str) -> None:
    assert title(config, load_dataset("mnist")) == expected
