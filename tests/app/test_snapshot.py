"""The engine's one look at the weights folder: what is whole is served, the rest is named."""

from __future__ import annotations

import gzip
import json
import logging
import shutil
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save, save_file

from app.engine import ArgumentError, Engine
from app.snapshot import title
from model.checksums import write_all
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
    assert row["variant"] == "mine"
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


@pytest.mark.parametrize("name", ["mnist-vae-10d", AE])
def test_another_model_in_a_folder_is_not_taken_for_the_one_of_the_start(
    weights: Path, name: str
) -> None:
    """As many numbers as the catalogue says, or none: never another model's answer."""
    engine = Engine(weights)
    before = engine.catalogue()
    shutil.rmtree(weights / VAE)
    shutil.copytree(WEIGHTS / name, weights / VAE)
    assert engine.catalogue() == before
    with pytest.raises(ArgumentError, match="has changed since the server started") as raised:
        engine.encode([0.0] * 784, VAE)
    assert str(weights) not in str(raised.value)


def test_a_twin_that_is_left_out_is_no_change(weights: Path) -> None:
    shutil.rmtree(weights / AE)
    engine = Engine(weights)
    assert engine.catalogue()[0]["twin"] is None
    assert engine.encode([0.0] * 784, VAE)[0].shape == (2,)


def test_codes_that_are_missing_come_back_and_the_figures_stay(weights: Path) -> None:
    shipped = (weights / VAE / "metrics.json").read_bytes()
    (weights / VAE / "codes.safetensors").unlink()
    engine = Engine(weights)
    assert (weights / VAE / "metrics.json").read_bytes() == shipped
    assert engine.metrics(VAE)["importance_weighted_bound"]["samples"] == 500
    assert engine.broken == ()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def figure(folder: Path, name: str, text: str) -> None:
    """Put the JSON ``text`` in place of a figure, as no Python writes it: 1e999, for one."""
    path = folder / "metrics.json"
    metrics = json.loads(path.read_text()) | {name: "in its place"}
    path.write_text(json.dumps(metrics).replace('"in its place"', text))


def codes(folder: Path, **other: torch.Tensor | None) -> None:
    path = folder / "codes.safetensors"
    tensors = load_file(path) | other
    save_file({name: value for name, value in tensors.items() if value is not None}, path)


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
    "mu_max": lambda f: figure(f, "mu_max", '["a", null]'),
    "mu_min": lambda f: figure(f, "mu_min", "[0, true]"),
    "loss_quantiles": lambda f: figure(
        f, "loss_quantiles", '{"levels": [0.5, 0.9], "nats": [2, 1]}'
    ),
    "floor_nats": lambda f: figure(f, "floor_nats", '"low"'),
    "neighbour_distance": lambda f: figure(f, "neighbour_distance", '"near"'),
    "kl_per_dim": lambda f: figure(f, "kl_per_dim", "null"),
    "kl_nats": lambda f: figure(f, "kl_nats", "true"),
    "neg_elbo": lambda f: figure(f, "neg_elbo", "null"),
    "mse": lambda f: figure(f, "mse", '"small"'),
    "active_units": lambda f: figure(f, "active_units", "1.5"),
    "read (1e999": lambda f: figure(f, "kl_nats", "1e999"),
    "-1e999": lambda f: figure(f, "measured_with", '{"hours": -1e999}'),
    "codes.safetensors": lambda f: (f / "codes.safetensors").write_bytes(b"junk"),
    "codes.safetensors cannot be read": lambda f: cut(f / "codes.safetensors"),
    "mu must be": lambda f: codes(f, mu=torch.zeros(10000, 3)),
    "labels must be": lambda f: codes(f, labels=torch.zeros(3)),
    "components must be": lambda f: codes(f, components=None),
    "unknown field layers; the fields are": lambda f: edit(f, layers=3),
    "hidden must be": lambda f: edit(f, hidden=[10**9]),
    "can't decode": lambda f: (f / "config.json").write_bytes(b"\xff\xfe{"),
    "recursion": lambda f: (f / "config.json").write_text("[" * 10**5),
    # Of a net of other widths, a photo, and a header that says it is longer than any file.
    "size mismatch": lambda f: shutil.copy(
        WEIGHTS / "mnist-vae-2d-mse" / "decoder.safetensors", f / "decoder.safetensors"
    ),
    "encoder.safetensors is damaged": lambda f: Image.new("L", (9, 9)).save(
        f / "encoder.safetensors", format="png"
    ),
    "decoder.safetensors is damaged": lambda f: (f / "decoder.safetensors").write_bytes(
        b"\xff" * 7 + b"\x7f{}"
    ),
    "is missing; put it there": lambda f: in_place_of(f / "encoder.safetensors"),
}


def in_place_of(path: Path) -> None:
    """A folder where a file should be."""
    path.unlink()
    path.mkdir()


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


def test_pictures_among_the_models_are_passed_over(weights: Path) -> None:
    """A photo beside them, in one of them, and a folder of photos."""
    (weights / "holiday").mkdir()
    for folder in (weights, weights / VAE, weights / "holiday", weights / "experiments"):
        folder.mkdir(exist_ok=True)
        Image.new("L", (9, 9)).save(folder / "photo.png")
    engine = Engine(weights)
    assert engine.ids() == [VAE, AE]
    assert engine.broken == ()


def flip(path: Path) -> None:
    """Change a bit that no parser sees: a weight's last, or a digit's."""
    content = path.read_bytes()
    path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])


@pytest.mark.parametrize("name", ["decoder.safetensors", "codes.safetensors", "history.json"])
def test_a_file_that_is_not_as_shipped_is_named_and_its_model_left_out(
    weights: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    write_all(weights)
    shutil.copytree(weights / VAE, weights / "mine")  # nobody shipped it: it may be as it is
    flip(weights / VAE / name)
    flip(weights / "mine" / "decoder.safetensors")
    with caplog.at_level(logging.WARNING):
        engine = Engine(weights)
    assert engine.ids() == ["mine", AE]
    [(folder, sentence)] = engine.broken
    assert folder == VAE
    assert f"{name} has another SHA-256" in sentence
    assert f"{VAE} is left out" in caplog.text


def test_pictures_that_are_not_as_shipped_leave_out_their_models(weights: Path) -> None:
    write_all(weights)
    path = weights / "data" / "mnist" / "pictures.safetensors.gz"
    content = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(content, compresslevel=1))  # whole, and yet not those
    engine = Engine(weights)
    assert [name for name, _ in engine.broken] == [VAE, AE]
    assert all("another SHA-256" in sentence for _, sentence in engine.broken)


def test_what_was_measured_and_an_experiments_own_model_are_compared_too(weights: Path) -> None:
    full = "mnist-vae-2d-full-covariance"
    shutil.copytree(WEIGHTS / full, weights / full)
    shutil.copytree(WEIGHTS / "experiments", weights / "experiments")
    write_all(weights)
    beta = weights / "experiments" / "beta.json"
    beta.write_text(beta.read_text() + "\n")
    flip(weights / full / "encoder.safetensors")
    engine = Engine(weights)
    assert engine.ids() == [VAE, AE]
    assert [name for name, _ in engine.broken] == [full, "experiments/beta.json"]
    assert "beta" not in engine.experiments
    assert len(engine.experiments) > 3


def test_a_list_of_checksums_that_is_none_is_named_and_hides_no_model(weights: Path) -> None:
    (weights / "SHA256SUMS").write_bytes(b"\xff\n")
    engine = Engine(weights)
    assert engine.ids() == [VAE, AE]
    [(name, sentence)] = engine.broken
    assert name == "SHA256SUMS"
    assert "python -m model.checksums" in sentence


def test_what_cannot_be_measured_is_named(weights: Path) -> None:
    (weights / VAE / "metrics.json").unlink()
    (weights / "data" / "mnist" / "pictures.safetensors.gz").unlink()
    engine = Engine(weights)
    assert engine.ids() == []
    assert [name for name, _ in engine.broken] == [VAE, AE]
    assert all("pictures.safetensors.gz" in sentence for _, sentence in engine.broken)


@pytest.mark.parametrize("damage", ["deleted", "junk", "cut", "of another data set"])
def test_models_whose_pictures_cannot_be_shown_are_named(weights: Path, damage: str) -> None:
    """All else is there: the figures, the codes and the nets."""
    shutil.copytree(weights / "data" / "mnist", weights / "data" / "other")
    edit(weights / AE, dataset="other")
    pictures = weights / "data" / "mnist" / "pictures.safetensors.gz"
    if damage == "deleted":
        pictures.unlink()
    elif damage == "junk":
        pictures.write_bytes(b"junk")
    elif damage == "cut":
        cut(pictures)
    else:
        few = {
            "images": torch.zeros(3, 28, 28, dtype=torch.uint8),
            "labels": torch.zeros(3, dtype=torch.uint8),
        }
        pictures.write_bytes(gzip.compress(save(few)))
    engine = Engine(weights)
    assert engine.ids() == [AE]
    assert list(engine.datasets) == ["other"]
    [(name, sentence)] = engine.broken
    assert name == VAE
    assert "pictures.safetensors.gz" in sentence
    assert "restore it" in sentence


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
