"""What a weights folder holds: every good model is found, and what is broken is named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

import model
from model.checkpoint import Survey, available, load, save, survey
from model.config import ModelConfig
from model.files import WEIGHTS
from model.network import build
from tests.model.small import SETTINGS, put_dataset, random_pictures, small_config


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder with mnist-vae-2d, its twin, and their data set."""
    for name in ("mnist-vae-2d", "mnist-ae-2d", "data"):
        shutil.copytree(WEIGHTS / name, tmp_path / name)
    return tmp_path


def only_broken(found: Survey) -> tuple[str, str]:
    assert len(found.broken) == 1
    return found.broken[0]


def test_the_shipped_models_are_whole_vaes_first_small_first() -> None:
    found = survey()
    assert found.broken == ()
    assert [c.id for c in found.models if c.family == "main"][:4] == [
        "mnist-vae-2d",
        "mnist-vae-10d",
        "mnist-ae-2d",
        "mnist-ae-10d",
    ]
    assert {c.id: c.twin for c in found.models}["mnist-vae-10d"] == "mnist-ae-10d"


def test_data_sets_come_by_their_rank_and_then_by_their_name(weights: Path) -> None:
    images, labels = random_pictures(3)
    for name, other in (("a", {}), ("first", {"rank": 0}), ("b", {})):
        put_dataset(weights, images, labels, name, **other)
        config = small_config(id=f"{name}-vae-2d", dataset=name)
        save(build(config), config, SETTINGS, weights)
    assert available(weights) == [
        *("first-vae-2d", "mnist-vae-2d", "mnist-ae-2d"),
        *("a-vae-2d", "b-vae-2d"),
    ]


def test_a_copied_folder_is_a_model_of_its_own(weights: Path) -> None:
    shutil.copytree(weights / "mnist-vae-2d", weights / "x")
    assert available(weights) == ["mnist-vae-2d", "x", "mnist-ae-2d"]
    assert load("x", weights).config.id == "x"


def test_a_copied_folder_whose_file_still_names_the_old_id_is_found(weights: Path) -> None:
    path = shutil.copytree(weights / "mnist-vae-2d", weights / "x") / "config.json"
    content = json.loads(path.read_text())
    content["model"]["id"] = "mnist-vae-2d"
    path.write_text(json.dumps(content))
    assert available(weights) == ["mnist-vae-2d", "x", "mnist-ae-2d"]


def test_a_broken_configuration_hides_no_good_model(weights: Path) -> None:
    (weights / "mnist-ae-2d" / "config.json").write_text("{")
    assert available(weights) == ["mnist-vae-2d"]
    name, says = only_broken(survey(weights))
    assert name == "mnist-ae-2d"
    assert "config.json does not describe a model" in says
    assert "compare it with a shipped config.json" in says


@pytest.mark.parametrize("missing", ["encoder.safetensors", "decoder.safetensors", "config.json"])
def test_a_missing_file_is_named(weights: Path, missing: str) -> None:
    (weights / "mnist-ae-2d" / missing).unlink()
    assert available(weights) == ["mnist-vae-2d"]
    name, says = only_broken(survey(weights))
    assert name == "mnist-ae-2d"
    assert missing in says
    with pytest.raises((FileNotFoundError, ValueError), match=r"mnist-ae-2d"):
        load("mnist-ae-2d", weights)


@pytest.mark.parametrize("dataset", ["cifar", "../mnist", ".", "mnist/"])
def test_a_model_whose_data_set_is_not_there_names_those_that_are(
    weights: Path, dataset: str
) -> None:
    path = weights / "mnist-ae-2d" / "config.json"
    content = json.loads(path.read_text())
    content["model"]["dataset"] = dataset
    path.write_text(json.dumps(content))
    assert available(weights) == ["mnist-vae-2d"]
    assert f"No data set {dataset!r}: there are fashion, mnist" in only_broken(survey(weights))[1]


def test_a_model_whose_data_set_is_broken_is_left_out(weights: Path) -> None:
    images, labels = random_pictures(3)
    folder = put_dataset(weights, images, labels)
    save(build(small_config()), small_config(), SETTINGS, weights)
    assert "small-vae-2d" in available(weights)
    (folder / "dataset.json").write_text("[]")
    assert available(weights) == ["mnist-vae-2d", "mnist-ae-2d"]
    name, says = only_broken(survey(weights))
    assert name == "small-vae-2d"
    assert "dataset.json does not describe a data set" in says


@pytest.mark.parametrize("twin", ["nobody", "", "mnist-vae-2d", "small-vae-2d"])
def test_a_twin_that_is_none_counts_as_none(weights: Path, twin: str) -> None:
    """Not there, the model itself, or a model of other pictures."""
    put_dataset(weights, *random_pictures(3))
    save(build(small_config()), small_config(), SETTINGS, weights)
    path = weights / "mnist-vae-2d" / "config.json"
    content = json.loads(path.read_text())
    content["model"]["twin"] = twin
    path.write_text(json.dumps(content))
    found = survey(weights)
    assert found.broken == ()
    assert {c.id: c.twin for c in found.models} == {
        "mnist-vae-2d": None,
        "mnist-ae-2d": "mnist-vae-2d",
        "small-vae-2d": None,
    }


def test_a_twin_that_is_broken_counts_as_none(weights: Path) -> None:
    (weights / "mnist-ae-2d" / "decoder.safetensors").unlink()
    assert [(c.id, c.twin) for c in survey(weights).models] == [("mnist-vae-2d", None)]


def test_what_is_no_model_is_passed_over(weights: Path, tmp_path: Path) -> None:
    (weights / "experiments").mkdir()
    (weights / "experiments" / "config.json").write_text("{}")
    (weights / "notes").mkdir()
    (weights / ".hidden").mkdir()
    (weights / ".hidden" / "config.json").write_text("{}")
    (weights / "README.md").write_text("text")
    assert survey(weights).broken == ()
    assert available(weights) == ["mnist-vae-2d", "mnist-ae-2d"]
    assert survey(tmp_path / "nowhere") == Survey(models=(), broken=())


def test_a_damaged_file_says_which_and_what_to_do(weights: Path) -> None:
    decoder = weights / "mnist-ae-2d" / "decoder.safetensors"
    decoder.write_bytes(decoder.read_bytes()[:-100])
    with pytest.raises(ValueError, match=r"decoder\.safetensors is damaged.*restore"):
        model.load("mnist-ae-2d", weights)
    with pytest.raises(FileNotFoundError, match="mnist-vae-2d"):
        model.load("no-such-model")


def test_a_saved_model_comes_back(tmp_path: Path, pictures: Tensor) -> None:
    config = ModelConfig(id="mnist-vae-2d", hidden=(32,))
    trained = build(config).eval()
    save(trained, config, SETTINGS, tmp_path)
    loaded = load(config.id, tmp_path)
    assert loaded.config == config
    # float16 keeps 11 bits of each weight
    assert torch.allclose(
        loaded.encode(pictures[:9])[0], trained.encode(pictures[:9])[0], atol=1e-2, rtol=1e-2
    )


@pytest.mark.parametrize("value", [float("nan"), 1e6])
def test_a_weight_that_float16_cannot_hold_is_not_written(tmp_path: Path, value: float) -> None:
    config = small_config()
    save(build(config), config, SETTINGS, tmp_path)
    before = load_file(tmp_path / config.id / "encoder.safetensors")
    broken = build(config)
    with torch.no_grad():
        broken.decoder.state_dict()["layers.1.weight"][3, 4] = value
    with pytest.raises(ValueError, match=r"decoder layers\.1\.weight.*nothing is written"):
        save(broken, config, SETTINGS, tmp_path)
    after = load_file(tmp_path / config.id / "encoder.safetensors")
    assert all(torch.equal(before[key], after[key]) for key in before)
