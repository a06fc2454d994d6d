"""A configuration is what the program can build, or it says what is wrong and what to do."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.config import ModelConfig, TrainConfig, load_config, save_config
from model.network import build

GOOD = {"kind": "vae", "dataset": "mnist", "latent_dim": 3, "hidden": [8, 8], "beta": 2.0}


def put(folder: Path, content: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(content))
    return folder / "config.json"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "gan"}, "kind must be 'vae' or 'ae', not 'gan'"),
        ({"likelihood": "poisson"}, "likelihood must be 'bernoulli' or 'gaussian'"),
        ({"activation": "tanh"}, "activation must be 'silu', 'relu' or 'gelu'"),
        ({"latent_dim": 0}, "latent_dim must be from 1 to 4096, not 0"),
        ({"latent_dim": 10**9}, "latent_dim must be from 1"),
        ({"latent_dim": "2"}, "latent_dim must be a whole number, not '2'"),
        ({"latent_dim": True}, "latent_dim must be a whole number, not True"),
        ({"latent_dim": 2.0}, "latent_dim must be a whole number"),
        ({"hidden": ()}, "hidden must be one width or more"),
        ({"hidden": (8, 0)}, "hidden must be one width or more, each from 1"),
        ({"hidden": 512}, "hidden must be a list of whole numbers, not 512"),
        ({"hidden": (8, "8")}, "hidden must be a list of whole numbers"),
        ({"hidden": (8, True)}, "hidden must be a list of whole numbers"),
        ({"beta": -0.5}, "beta must be 0 or more, not -0.5"),
        ({"beta": float("nan")}, "beta must be a finite number, not nan"),
        ({"beta": float("inf")}, "beta must be a finite number, not inf"),
        ({"beta": 10**400}, "beta must be a finite number"),
        ({"beta": True}, "beta must be a finite number, not True"),
        ({"beta": None}, "beta must be a finite number, not None"),
        ({"dataset": ""}, "dataset must be the name of a folder"),
        ({"family": ""}, "family must be 'main' or"),
        ({"twin": 3}, "twin must be text or null, not 3"),
    ],
)
def test_a_wrong_configuration_says_what_is_wrong(
    wrong: dict[str, Any], says: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=f"^t: {says}"):
        ModelConfig(id="t", **wrong)
    path = put(tmp_path / "t", {"model": GOOD | wrong})
    with pytest.raises(ValueError, match=r"config\.json does not describe a model.*compare it"):
        load_config(path)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"epochs": 0}, "epochs must be 1 or more, not 0"),
        ({"batch_size": 0}, "batch_size must be 1 or more"),
        ({"learning_rate": 0.0}, "learning_rate must be above 0"),
        ({"weight_decay": -1.0}, "weight_decay must be 0 or more"),
        ({"dropout": 1.0}, "dropout must be from 0 to below 1"),
        ({"kl_warmup": 1.1}, "kl_warmup must be from 0 to 1"),
        ({"ema_decay": 1.0}, "ema_decay must be from 0 to below 1"),
        ({"clip_norm": 0}, "clip_norm must be above 0"),
        ({"seed": -1}, "seed must be from 0"),
        ({"binarise": 1}, "binarise must be true or false, not 1"),
    ],
)
def test_a_wrong_setting_says_what_is_wrong(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        TrainConfig(**wrong)


def test_an_unknown_field_is_named_with_those_there_are(tmp_path: Path) -> None:
    path = put(tmp_path / "t", {"model": GOOD | {"latent_dims": 2}})
    with pytest.raises(ValueError, match=r"unknown field latent_dims; the fields are .*latent_dim"):
        load_config(path)


def test_the_id_is_the_folders_name_whatever_the_file_says(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        config = load_config(put(tmp_path / folder, {"model": GOOD | {"id": "older"}}))
        assert config.id == folder
        assert (config.hidden, config.latent_dim, config.beta) == ((8, 8), 3, 2.0)
        assert (config.family, config.twin) == ("main", None)


def test_what_is_saved_is_loaded_and_names_no_id(tmp_path: Path) -> None:
    config = ModelConfig(id="t", kind="ae", hidden=(7,), family="ladder", twin="u", beta=0.5)
    (tmp_path / "t").mkdir()
    path = tmp_path / "t" / "config.json"
    save_config(path, config, TrainConfig(epochs=3))
    assert load_config(path) == config
    content = json.loads(path.read_text())
    assert set(content["model"]) == {f.name for f in fields(ModelConfig)} - {"id"}
    assert content["train"] == asdict(TrainConfig(epochs=3))


numbers = st.integers() | st.floats() | st.booleans() | st.none() | st.text(max_size=5)
anything = st.recursive(
    numbers, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
)
names = st.sampled_from([f.name for f in fields(ModelConfig)] + ["unknown"])
small = st.integers(-1, 40) | st.lists(st.integers(0, 40), max_size=3)
likely = st.sampled_from(["vae", "ae", "mnist", "gaussian", "relu"]) | small | numbers


@given(model=st.dictionaries(names, likely) | anything, whole=st.booleans())
def test_any_json_is_a_model_that_can_be_built_or_a_value_error(
    tmp_path_factory: pytest.TempPathFactory, model: Any, whole: bool
) -> None:
    path = put(tmp_path_factory.getbasetemp() / "any", {"model": model} if whole else model)
    says = ""
    try:
        config = load_config(path)
    except ValueError as error:
        says = str(error)
    if says:
        assert str(path) in says
    else:
        widths = [layer.out_features for layer in build(config).encoder.layers]
        assert widths[:-1] == list(config.hidden)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"model": 1e999}'])
def test_what_is_no_json_names_the_file_and_the_mend(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_bytes(content)
    with pytest.raises(ValueError, match=r"config\.json does not describe a model.*compare it"):
        load_config(tmp_path / "config.json")


def test_a_file_that_cannot_be_read_is_a_value_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").mkdir()
    with pytest.raises(ValueError, match="does not describe a model"):
        load_config(tmp_path / "config.json")
