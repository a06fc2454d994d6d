"""The server's engine against the models themselves."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from app.engine import MAX_BATCH, ArgumentError, Engine, check_codes, check_pixels
from app.tabs.sliders import slider_rows
from model.checkpoint import WEIGHTS
from model.network import Autoencoder
from tests.conftest import SHIPPED, VAES


@pytest.mark.parametrize("name", SHIPPED)
def test_encode_and_decode_are_the_models(
    engine: Engine, shipped: dict[str, Autoencoder], pictures: Tensor, name: str
) -> None:
    mu, logvar = engine.encode(pictures[3].tolist(), name)
    expected_mu, expected_logvar = shipped[name].encode(pictures[3:4])
    assert np.allclose(mu, expected_mu[0], atol=1e-5)
    assert (logvar is None) == (expected_logvar is None)
    logits = engine.decode([mu.tolist()], name)
    assert np.allclose(logits, shipped[name].decode(torch.from_numpy(mu[None])), atol=1e-4)


@pytest.mark.parametrize("name", VAES)
def test_the_report_adds_up(engine: Engine, pictures: Tensor, name: str) -> None:
    x_hat, report = engine.reconstruct(pictures[3].numpy(), name)
    posterior = Normal(torch.tensor(report["mu"]), torch.tensor(report["logvar"]).mul(0.5).exp())
    kl = kl_divergence(posterior, Normal(0.0, 1.0))
    assert report["kl_per_dim"] == pytest.approx(kl.tolist(), rel=1e-4)
    assert report["kl_nats"] == pytest.approx(kl.sum().item(), rel=1e-4)
    assert report["neg_elbo"] == pytest.approx(report["reconstruction_nats"] + report["kl_nats"])
    assert report["mse"] == pytest.approx(float(np.mean((x_hat - pictures[3].numpy()) ** 2)))


def test_a_seed_fixes_the_samples(engine: Engine) -> None:
    first, again, other = (engine.sample("mnist-vae-2d", 5, seed) for seed in (1, 1, 2))
    assert np.array_equal(first[0], again[0])
    assert not np.array_equal(first[1], other[1])
    _, z = engine.sample("mnist-vae-10d", MAX_BATCH, 0)
    assert z.shape == (MAX_BATCH, 10)
    assert abs(z.mean()) < 0.15
    assert abs(z.std() - 1) < 0.1


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda e: e.model("nothing"), "model must be one of mnist-vae-2d"),
        (lambda e: e.model("../weights"), "model must be one of"),
        (lambda e: e.sample("mnist-vae-2d", 0, 0), "n must be"),
        (lambda e: e.sample("mnist-vae-2d", MAX_BATCH + 1, 0), "n must be"),
        (lambda e: e.sample("mnist-vae-2d", 1, -1), "seed must be"),
        (lambda e: e.decode([[0.0]], "mnist-vae-2d"), "z must be 2 numbers"),
        (lambda e: e.decode([["a", "b"]], "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode([[float("nan"), 0]], "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode([[0, 0]] * (MAX_BATCH + 1), "mnist-vae-2d"), "at most"),
        (lambda e: e.encode([0.0] * 783, "mnist-vae-2d"), "picture must be 784"),
        (lambda e: e.encode([2.0] * 784, "mnist-vae-2d"), "from 0 to 1"),
        (lambda e: e.encode("x", "mnist-vae-2d"), "picture must be"),
    ],
)
def test_bad_arguments_are_named(engine: Engine, call: object, says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        call(engine)  # type: ignore[operator]


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_a_code_a_picture_or_an_argument_error(value: object) -> None:
    for check in (lambda: check_codes(value, 2), lambda: check_pixels(value)):  # type: ignore[arg-type]
        with contextlib.suppress(ArgumentError):
            assert np.all(np.isfinite(check()))


def test_models_are_loaded_once_and_lazily(monkeypatch: pytest.MonkeyPatch) -> None:
    import app.engine

    loads: list[str] = []
    real = app.engine.load

    def counting(model_id: str, weights: Path) -> Autoencoder:
        loads.append(model_id)
        return real(model_id, weights)

    monkeypatch.setattr(app.engine, "load", counting)
    engine = Engine()
    assert loads == []
    threads = [
        threading.Thread(target=engine.sample, args=("mnist-vae-2d", 2, 0)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == ["mnist-vae-2d"]


def test_a_folder_dropped_into_weights_appears(tmp_path: Path) -> None:
    """Only config and nets, as a training run elsewhere leaves them: measured at the start."""
    shutil.copy(WEIGHTS / "mnist-test.safetensors.gz", tmp_path)
    mine = tmp_path / "mnist-ae-2d-mine"
    shutil.copytree(WEIGHTS / "mnist-ae-2d", mine)
    config = json.loads((mine / "config.json").read_text())
    config["model"]["id"] = mine.name
    (mine / "config.json").write_text(json.dumps(config))
    recorded = json.loads((mine / "metrics.json").read_text())
    (mine / "metrics.json").unlink()
    (mine / "codes.safetensors").unlink()

    engine = Engine(tmp_path)
    engine.measure_new()
    [row] = engine.catalogue()
    assert row["title"] == "Autoencoder, 2 dimensions, MNIST (mine)"
    assert row["metrics"]["mse"] == pytest.approx(recorded["mse"], rel=1e-4)
    assert (mine / "codes.safetensors").is_file()


def test_sliders_are_ordered_by_nats_and_say_when_inactive() -> None:
    model = {
        "latent_dim": 3,
        "metrics": {
            "kl_per_dim": [1.25, 0.001, 3.5],
            "mu_min": [-2, -0.1, -5.2],
            "mu_max": [2, 0.1, 3],
            "mu_std": [1, 0, 1],
        },
    }
    rows = slider_rows(model)
    assert [row["dim"] for row in rows] == [2, 0, 1]
    assert [row["label"].split(" · ")[:2] for row in rows] == [
        ["z₃", "3.50 nats"],
        ["z₁", "1.25 nats"],
        ["z₂", "0.00 nats"],
    ]
    assert [row["active"] for row in rows] == [True, True, False]
    assert "inactive" in rows[2]["label"]
    assert [(row["minimum"], row["maximum"]) for row in rows] == [(-6, 6), (-4, 4), (-4, 4)]
