"""Training: reproducible, resumable at any epoch, and nothing lost."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

import model.train as training
from model.checkpoint import available, load
from model.config import ModelConfig, TrainConfig
from model.objective import loss_terms, mean_squared_error
from model.registry import ROWS, row
from tests.model.small import SETTINGS, put_dataset, put_idx, random_pictures

CONFIG = ModelConfig(id="mnist-vae-2d", latent_dim=2, hidden=(32,))


def weights(trained: torch.nn.Module) -> Tensor:
    return torch.cat([p.flatten() for p in trained.parameters()])


def run(path: Path, pictures: Tensor, settings: TrainConfig = SETTINGS) -> Tensor:
    return weights(training.train(CONFIG, settings, pictures, path, quiet=True).average)


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

    def interrupted(*arguments: object) -> tuple[float, float] | None:
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
    trained = training.train(CONFIG, settings, few, tmp_path / "run.pt", quiet=True).average
    reconstruction, kl = loss_terms(trained, few)
    untrained = training.build(CONFIG)
    before, before_kl = loss_terms(untrained, few)
    assert (reconstruction + kl.sum(-1)).mean() < 0.5 * (before + before_kl.sum(-1)).mean()


def test_the_history_is_of_the_kept_model_after_each_epoch(tmp_path: Path, few: Tensor) -> None:
    done = training.train(
        CONFIG, SETTINGS, few[:400], tmp_path / "run.pt", held_out=few[400:], quiet=True
    )
    history, generator = done.history, torch.Generator().manual_seed(0)
    reconstruction, kl = loss_terms(done.average, few[400:], generator=generator)
    assert len(history.train["kl_nats"]) == len(history.test["kl_nats"]) == SETTINGS.epochs
    assert history.test["reconstruction_nats"][-1] == pytest.approx(reconstruction.mean().item())
    assert history.test["kl_nats"][-1] == pytest.approx(kl.sum(-1).mean().item())
    assert history.seconds > 0
    resumed = training.train(CONFIG, SETTINGS, few[:400], tmp_path / "run.pt", quiet=True)
    assert asdict(resumed.history) == asdict(history)


def test_few_pictures_get_as_many_steps_as_all(tmp_path: Path, few: Tensor) -> None:
    settings = replace(SETTINGS, pictures=30, epochs=2)
    run_of_few = training.train(CONFIG, settings, few, tmp_path / "few.pt", quiet=True)
    run_of_all = training.train(
        CONFIG, replace(settings, pictures=None), few, tmp_path / "all.pt", quiet=True
    )
    assert run_of_few.step == run_of_all.step == 20
    others = torch.cat((few[:30], few[30:].flip(0)))  # which others there are changes nothing
    again = training.train(CONFIG, settings, others, tmp_path / "again.pt", quiet=True)
    assert torch.equal(weights(again.average), weights(run_of_few.average))


def test_each_epoch_sees_each_picture_as_often_as_it_can() -> None:
    order = training.epoch_order(30, 7, 10)
    assert order.shape == (7, 10)
    counts = order.flatten().bincount(minlength=30)
    assert counts.min() == 2
    assert counts.max() == 3
    assert set(order.flatten()[:30].tolist()) == set(range(30))


def test_a_learned_variance_becomes_the_mse(tmp_path: Path, few: Tensor) -> None:
    config = replace(CONFIG, likelihood="gaussian", variance=0.5)
    settings = replace(SETTINGS, epochs=60, learn_variance=True, dropout=0.0, ema_decay=0.9)
    done = training.train(config, settings, few, tmp_path / "run.pt", quiet=True)
    variance = done.average.config.variance
    reconstruction, _ = loss_terms(done.average, few)
    mse = mean_squared_error(reconstruction.mean(), done.average.config).item()
    assert variance == pytest.approx(mse, rel=0.1)
    assert variance < 0.1
    resumed = training.train(config, settings, few, tmp_path / "run.pt", quiet=True)
    assert resumed.average.config.variance == variance


def test_another_configuration_is_not_resumed(tmp_path: Path, few: Tensor) -> None:
    run(tmp_path / "run.pt", few)
    with pytest.raises(ValueError, match="another configuration"):
        run(tmp_path / "run.pt", few, replace(SETTINGS, learning_rate=0.1))


def test_other_pictures_are_not_gone_on_with(tmp_path: Path, few: Tensor) -> None:
    run(tmp_path / "run.pt", few, replace(SETTINGS, epochs=1))
    state = torch.load(tmp_path / "run.pt", weights_only=True)
    changed = few.clone()
    changed[123, 456] += 1 / 255
    with pytest.raises(ValueError, match=r"run\.pt was trained on other pictures; delete it"):
        run(tmp_path / "run.pt", changed, replace(SETTINGS, epochs=1))
    run(tmp_path / "run.pt", few.clone(), replace(SETTINGS, epochs=1))
    del state["pictures"]
    torch.save(state, tmp_path / "run.pt")
    with pytest.raises(ValueError, match="other pictures"):
        run(tmp_path / "run.pt", few, replace(SETTINGS, epochs=1))


@pytest.mark.parametrize("content", [b"", b"no checkpoint", b"PK\x03\x04"])
def test_a_damaged_checkpoint_is_named(tmp_path: Path, few: Tensor, content: bytes) -> None:
    (tmp_path / "run.pt").write_bytes(content)
    with pytest.raises(ValueError, match=r"run\.pt is no whole checkpoint; delete it to start"):
        run(tmp_path / "run.pt", few)


def test_a_run_whose_steps_are_all_skipped_is_an_error(tmp_path: Path, few: Tensor) -> None:
    settings = replace(SETTINGS, binarise=False)
    with pytest.raises(ValueError, match=r"mnist-vae-2d: no gradient of epoch 1 was finite"):
        run(tmp_path / "run.pt", torch.full_like(few, float("nan")), settings)
    assert not (tmp_path / "run.pt").exists()


def test_a_whole_epoch_that_is_skipped_is_an_error(
    tmp_path: Path, few: Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 4 epochs of 10 steps the third has no finite gradient."""
    real, calls = training.loss_terms, 0

    def overflowing(*arguments: Any, **options: Any) -> tuple[Tensor, Tensor]:
        nonlocal calls
        calls += 1
        reconstruction, kl = real(*arguments, **options)
        return (reconstruction * float("inf") if calls > 20 else reconstruction), kl

    monkeypatch.setattr(training, "loss_terms", overflowing)
    with pytest.raises(ValueError, match=r"no gradient of epoch 3 was finite.*learning_rate"):
        run(tmp_path / "run.pt", few)
    assert torch.load(tmp_path / "run.pt", weights_only=True)["epoch"] == 2


def test_a_skipped_step_changes_nothing(
    tmp_path: Path, few: Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = training.loss_terms
    current = training.Run(CONFIG, SETTINGS, few)
    assert training.train_step(current, few[:50]) is not None
    before = [weights(current.model), weights(current.average), current.step]
    with monkeypatch.context() as patch:
        patch.setattr(
            training, "loss_terms", lambda *a, **o: [t * float("nan") for t in real(*a, **o)]
        )
        assert training.train_step(current, few[50:100]) is None
    after = [weights(current.model), weights(current.average), current.step]
    assert all(
        torch.equal(torch.as_tensor(a), torch.as_tensor(b))
        for a, b in zip(before, after, strict=True)
    )
    assert training.train_step(current, few[50:100]) is not None
    assert not torch.equal(weights(current.model), torch.as_tensor(before[0]))


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The command line of an experiment on a data set of 20 pictures, its originals beside it."""
    images, labels = random_pictures(20)
    folder = tmp_path / "originals" / "small"
    files = {
        "train_images": put_idx(folder, "images", images),
        "train_labels": put_idx(folder, "labels", labels),
    }
    files |= {"test_images": files["train_images"], "test_labels": files["train_labels"]}
    source = {"npm_package": "none@0"} | {k: asdict(f) for k, f in files.items()}
    put_dataset(tmp_path / "weights", images, labels, source=source)
    options = {"as": "mine", "dataset": "small", "hidden": "16", "batch-size": "10", "epochs": "2"}
    options |= {name: str(tmp_path / name) for name in ("weights", "runs")}
    options |= {"data": str(tmp_path / "originals")}
    flags = [word for name, value in options.items() for word in (f"--{name}", value)]
    return ["mnist-vae-2d", *flags, "--latent-dim", "3", "--no-bfloat16"]


def test_the_command_trains_measures_and_goes_on(words: list[str], tmp_path: Path) -> None:
    training.main(words)
    folder = tmp_path / "weights" / "mine"
    config = load("mine", tmp_path / "weights").config
    assert (config.latent_dim, config.hidden, config.dataset) == (3, (16,), "small")
    assert json.loads((folder / "config.json").read_text())["train"]["epochs"] == 2
    assert json.loads((folder / "metrics.json").read_text())["n"] == 20
    history = json.loads((folder / "history.json").read_text())
    assert [len(history[k]["kl_nats"]) for k in ("train", "test")] == [2, 2]
    assert json.loads((folder / "metrics.json").read_text())["train_seconds"] == history["seconds"]
    assert available(tmp_path / "weights") == ["mine"]
    before = (folder / "decoder.safetensors").read_bytes()
    training.main(words)  # the run is done: nothing is left to train
    assert (folder / "decoder.safetensors").read_bytes() == before


def test_a_run_that_overflows_writes_no_model(words: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="error: mine: "):
        training.main([*words, "--learning-rate", "1e30", "--epochs", "1"])
    assert not (tmp_path / "weights" / "mine").exists()


def test_the_command_says_what_is_missing(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "originals" / "small" / "images").unlink()
    with pytest.raises(SystemExit, match=r"error: .*images is missing"):
        training.main(words)
    description = tmp_path / "weights" / "data" / "small" / "dataset.json"
    description.write_text(json.dumps(json.loads(description.read_text()) | {"source": None}))
    with pytest.raises(SystemExit, match="error: small has nothing to train on"):
        training.main(words)


@pytest.mark.parametrize("steps", [1, 2, 9, 10, 11])
def test_a_run_can_be_as_short_as_one_step(tmp_path: Path, few: Tensor, steps: int) -> None:
    settings = replace(SETTINGS, epochs=1, batch_size=20)
    assert run(tmp_path / "run.pt", few[: 20 * steps], settings).isfinite().all()


def test_too_few_pictures_are_named(tmp_path: Path, few: Tensor) -> None:
    with pytest.raises(ValueError, match="batch of 50"):
        run(tmp_path / "run.pt", few[:10])


def test_twins_are_trained_alike_and_name_each_other() -> None:
    for data, d in product(("mnist", "fashion"), ("2d", "10d")):
        vae, ae = row(f"{data}-vae-{d}"), row(f"{data}-ae-{d}")
        assert vae.train == ae.train
        assert (vae.model.twin, ae.model.twin) == (ae.model.id, vae.model.id)
        assert replace(vae.model, id="", kind="ae", twin=None) == replace(
            ae.model, id="", twin=None
        )
    assert len({r.model.id for r in ROWS}) == len(ROWS)
    with pytest.raises(KeyError, match="mnist-vae-2d"):
        row("nothing")
