"""The command line of training: every field can be given, and no model is lost by it."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from model.config import ModelConfig, TrainConfig
from model.flags import chosen_row, parse
from model.registry import ROWS, Row, row

NOWHERE = Path("nowhere.pt")


def chosen(*words: str, checkpoint: Path = NOWHERE) -> Row:
    return chosen_row(parse(list(words)), checkpoint)


def test_without_flags_it_is_the_row_of_the_registry() -> None:
    for listed in ROWS:
        assert chosen(listed.model.id) == listed


def test_each_flag_sets_its_field_and_no_other() -> None:
    listed = row("mnist-vae-2d")
    got = chosen(
        *("mnist-vae-2d", "--as", "mine", "--epochs", "3", "--learning-rate", "1e-3"),
        *("--beta", "0.5", "--latent-dim", "4", "--hidden", "64,32", "--no-bfloat16"),
        *("--likelihood", "gaussian", "--family", "ladder", "--twin", "mnist-ae-2d"),
    )
    assert got.train == replace(listed.train, epochs=3, learning_rate=1e-3, bfloat16=False)
    assert got.model == replace(
        listed.model,
        id="mine",
        beta=0.5,
        latent_dim=4,
        hidden=(64, 32),
        likelihood="gaussian",
        family="ladder",
    )


def test_every_field_has_a_flag(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        parse(["--help"])
    text = capsys.readouterr().out
    for field in (*fields(ModelConfig), *fields(TrainConfig)):
        assert (f"--{field.name.replace('_', '-')} " in text) == (field.name != "id"), field.name
    assert "--bfloat16, --no-bfloat16" in text


def test_an_experiment_has_no_twin_but_the_one_it_names() -> None:
    assert chosen("mnist-vae-2d", "--as", "mine").model.twin is None
    assert chosen("mnist-vae-2d", "--as", "mine", "--twin", "x").model.twin == "x"


def test_a_changed_model_needs_a_name_of_its_own() -> None:
    with pytest.raises(ValueError, match=r"mnist-vae-2d is trained as.*--as NEW-ID"):
        chosen("mnist-vae-2d", "--epochs", "3")
    assert chosen("mnist-vae-2d", "--epochs", "250") == row("mnist-vae-2d")


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "../x", "a b", "data", "experiments"])
def test_a_name_that_is_no_folder_of_a_model_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="--as names a folder"):
        chosen("mnist-vae-2d", "--as", name)


def test_a_model_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="would overwrite that model"):
        chosen("mnist-vae-2d", "--as", "mnist-ae-2d")
    words = ("mnist-vae-2d", "--as", "mine", "--weights", str(tmp_path))
    assert chosen(*words).model.id == "mine"
    (tmp_path / "mine").mkdir()
    with pytest.raises(ValueError, match=r"would overwrite .*mine; delete it"):
        chosen(*words)
    (tmp_path / "mine.pt").touch()  # this run's own checkpoint: it goes on
    assert chosen(*words, checkpoint=tmp_path / "mine.pt").model.id == "mine"


def test_a_value_out_of_range_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="beta must be 0 or more"):
        chosen("mnist-vae-2d", "--as", "mine", "--beta", "-1")
    with pytest.raises(ValueError, match="epochs must be 1 or more"):
        chosen("mnist-vae-2d", "--as", "mine", "--epochs", "0")


@pytest.mark.parametrize(
    "words", [("--hidden", "a,b"), ("--epochs", "1.5"), ("--kind", "gan"), ("--epo", "3")]
)
def test_a_flag_that_cannot_be_read_is_refused(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(["mnist-vae-2d", *words])
    assert words[0] in capsys.readouterr().err
