"""What is measured is written whole, and goes on where it was broken off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from model.checkpoint import save
from model.experiments.__main__ import main, run
from model.experiments.lab import Experiment, Lab
from model.network import build
from tests.model.small import SETTINGS, put_dataset, random_pictures, small_config


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder with one small model."""
    folder = tmp_path / "weights"
    put_dataset(folder, *random_pictures(20))
    save(build(small_config()), small_config(), SETTINGS, folder)
    return folder


def lab_of(weights: Path) -> Lab:
    return Lab("test", weights, runs=weights.parent / "runs", quiet=True)


def test_parts_that_were_measured_are_not_measured_again(weights: Path) -> None:
    calls: list[str] = []

    def measure(lab: Lab, breaks: bool) -> dict[str, float]:
        def part(name: str) -> float:
            calls.append(name)
            if breaks and name == "b":
                raise KeyboardInterrupt
            return float(len(name)) / 3

        return {name: lab.part(name, lambda name=name: part(name)) for name in "abc"}  # type: ignore[misc]

    broken = Experiment("test", {}, lambda lab: measure(lab, True))
    with pytest.raises(KeyboardInterrupt):
        run(broken, lab_of(weights))
    whole = Experiment("test", {"n": 3}, lambda lab: measure(lab, False))
    path = run(whole, lab_of(weights))
    assert calls == ["a", "b", "b", "c"]
    found = json.loads(path.read_text())
    assert found["figures"] == dict.fromkeys("abc", 0.33333)
    assert found["protocol"] == {"n": 3}
    assert found["command"] == "python -m model.experiments test"
    run(whole, lab_of(weights))  # what is written is done: the next run measures all
    assert calls[4:] == ["a", "b", "c"]


def test_parts_of_other_nets_are_measured_again(weights: Path) -> None:
    assert lab_of(weights).part("a", lambda: 1.0) == 1.0
    assert lab_of(weights).part("a", lambda: 2.0) == 1.0
    torch.manual_seed(9)
    save(build(small_config()), small_config(), SETTINGS, weights)
    assert lab_of(weights).part("a", lambda: 3.0) == 3.0


def test_what_is_no_number_is_not_written(weights: Path) -> None:
    bad = Experiment("test", {}, lambda lab: {"a": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        run(bad, lab_of(weights))
    assert not (weights / "experiments" / "test.json").exists()


def test_the_command_says_what_is_missing(weights: Path, tmp_path: Path) -> None:
    words = ["beta", "--weights", str(weights), "--runs", str(tmp_path / "runs")]
    with pytest.raises(SystemExit, match="holds no model of the family beta"):
        main(words)
