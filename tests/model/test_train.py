"""Training: reproducible, resumable at any epoch, and nothing lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

import model.train as training
from model.checkpoint import load, save, write_atomically
from model.config import ModelConfig, TrainConfig
from model.objective import loss_terms
from model.registry import ROWS, row

CONFIG = ModelConfig(id="mnist-vae-2d", latent_dim=2, hidden=(32,))
SETTINGS = TrainConfig(epochs=4, batch_size=50, dropout=0.1, bfloat16=False)


def weights(trained: torch.nn.Module) -> Tensor:
    return torch.cat([p.flatten() for p in trained.parameters()])


def run(path: Path, pictures: Tensor, settings: TrainConfig = SETTINGS) -> Tensor:
    return weights(training.train(CONFIG, settings, pictures, path, quiet=True))


@pytest.fixture
def few(pictures: Tensor) -> Tensor:
    return pictures[:500]


def test_one_seed_one_result_another_seed_another(tmp_path: Path, few: Tensor) -> None:
    first = run(tmp_path / "a.pt", few)
    torch.randn(7)  # whatever was drawn before does not matter
    assert torch.equal(first, run(tmp_path / "b.pt", few))
    assert not torch.equal(first, run(tmp_path / "c.pt", few, replace(SETTINGS, seed=1)))


def test_interrupted_and_resumed_equals_uninterrupted(
    tmp_path: Path, few: Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(tmp_path / "whole.pt", few)
    step, calls = training.train_step, 0

    def interrupted(*arguments: object) -> tuple[float, float]:
        nonlocal calls
        calls += 1
        if calls == 24:  # in the middle of the third epoch
            raise KeyboardInterrupt
        return step(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "train_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "broken.pt", few)
    monkeypatch.setattr(training, "train_step", step)
    torch.manual_seed(999)
    assert torch.load(tmp_path / "broken.pt", weights_only=True)["epoch"] == 2
    assert torch.equal(run(tmp_path / "broken.pt", few), whole)


def test_training_lowers_the_neg_elbo(tmp_path: Path, few: Tensor) -> None:
    settings = replace(SETTINGS, epochs=30, ema_decay=0.9)
    trained = training.train(CONFIG, settings, few, tmp_path / "run.pt", quiet=True)
    reconstruction, kl = loss_terms(trained, few)
    untrained = training.build(CONFIG)
    before, before_kl = loss_terms(untrained, few)
    assert (reconstruction + kl.sum(-1)).mean() < 0.5 * (before + before_kl.sum(-1)).mean()


def test_another_configuration_is_not_resumed(tmp_path: Path, few: Tensor) -> None:
    run(tmp_path / "run.pt", few)
    with pytest.raises(ValueError, match="another configuration"):
        run(tmp_path / "run.pt", few, replace(SETTINGS, learning_rate=0.1))


def test_too_few_pictures_are_named(tmp_path: Path, few: Tensor) -> None:
    with pytest.raises(ValueError, match="batch of 50"):
        run(tmp_path / "run.pt", few[:10])


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def fail(temporary: Path) -> None:
        temporary.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, fail)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_saved_model_comes_back(tmp_path: Path, pictures: Tensor) -> None:
    trained = training.build(CONFIG).eval()
    save(trained, CONFIG, SETTINGS, tmp_path)
    loaded = load(CONFIG.id, tmp_path)
    assert loaded.config == CONFIG
    # float16 keeps 11 bits of each weight
    assert torch.allclose(
        loaded.encode(pictures[:9])[0], trained.encode(pictures[:9])[0], atol=1e-2, rtol=1e-2
    )


def test_twins_differ_in_noise_and_kl_only() -> None:
    for d in ("2d", "10d"):
        vae, ae = row(f"mnist-vae-{d}"), row(f"mnist-ae-{d}")
        assert vae.train == ae.train
        assert replace(vae.model, id="", kind="ae") == replace(ae.model, id="")
    assert len({r.model.id for r in ROWS}) == len(ROWS)
    with pytest.raises(KeyError, match="mnist-vae-2d"):
        row("nothing")
