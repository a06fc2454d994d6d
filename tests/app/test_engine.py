"""The server's engine against the models themselves."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from app.engine import (
    MAX_BATCH,
    MAX_CODE,
    ArgumentError,
    Engine,
    check_codes,
    check_pixels,
    check_whole,
)
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
    # Of a dimension that is the prior the closed form in float32 has few digits.
    assert report["kl_per_dim"] == pytest.approx(kl.tolist(), rel=1e-4, abs=1e-6)
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
        (lambda e: e.model(["mnist-vae-2d"]), "model must be one of"),
        (lambda e: e.model(None), "model must be one of"),
        (lambda e: e.sample("mnist-vae-2d", float("nan"), 0), "n must be"),
        (lambda e: e.sample("mnist-vae-2d", float("inf"), 0), "n must be"),
        (lambda e: e.sample("mnist-vae-2d", True, 0), "n must be"),
        (lambda e: e.sample("mnist-vae-2d", 1.5, 0), "n must be"),
        (lambda e: e.sample("mnist-vae-2d", None, 0), "n must be"),
        (lambda e: e.sample("mnist-vae-2d", 1, float("nan")), "seed must be"),
        (lambda e: e.sample("mnist-vae-2d", 1, float("-inf")), "seed must be"),
        (lambda e: e.sample("mnist-vae-2d", 1, False), "seed must be"),
        (lambda e: e.sample("mnist-vae-2d", 1, 2**63), "seed must be"),
        (lambda e: e.sample("mnist-vae-2d", 1, 10**5000), "seed must be"),
        (lambda e: e.reconstruct([0.0] * 784, "mnist-vae-2d", seed=True), "seed must be"),
        (lambda e: e.decode([[0.0]], "mnist-vae-2d"), "z must be 2 numbers"),
        (lambda e: e.decode([[True, False]], "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode([["1", "2"]], "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode([0, 10**400], "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode([], "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode(np.zeros((0, 2)), "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode(np.array([True, False]), "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode([["a", "b"]], "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode([[float("nan"), 0]], "mnist-vae-2d"), "z must be"),
        (lambda e: e.decode([[0, 0]] * (MAX_BATCH + 1), "mnist-vae-2d"), "at most"),
        (lambda e: e.encode([0.0] * 783, "mnist-vae-2d"), "picture must be 784"),
        (lambda e: e.encode([2.0] * 784, "mnist-vae-2d"), "from 0 to 1"),
        (lambda e: e.encode("x", "mnist-vae-2d"), "picture must be"),
        (lambda e: e.encode([0.0] * 783 + [10**400], "mnist-vae-2d"), "picture must be"),
        (lambda e: e.encode([0.0] * 783 + [True], "mnist-vae-2d"), "picture must be"),
        (lambda e: e.encode([0.0] * 783 + ["1"], "mnist-vae-2d"), "picture must be"),
        (lambda e: e.encode([float("nan")] * 784, "mnist-vae-2d"), "picture must be"),
    ],
)
def test_bad_arguments_are_named(engine: Engine, call: object, says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        call(engine)  # type: ignore[operator]


numbers = st.floats() | st.integers() | st.sampled_from([10**400, -(10**400)])
leaves = st.none() | st.booleans() | numbers | st.text(max_size=3)
json_values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=12,
)


@given(json_values | st.tuples(leaves, leaves).map(list))
def test_any_json_is_a_code_or_an_argument_error(value: object) -> None:
    with contextlib.suppress(ArgumentError):
        codes = check_codes(value, 2)  # type: ignore[arg-type]
        assert codes.shape[1:] == (2,)
        assert np.all(np.abs(codes) <= MAX_CODE)


@given(leaves, st.integers(0, 783))
def test_any_json_among_the_pixels_is_a_pixel_or_an_argument_error(leaf: Any, place: int) -> None:
    pixels: list[Any] = [0.5] * 784
    pixels[place] = leaf
    is_pixel = type(leaf) in (int, float) and 0 <= leaf <= 1
    with contextlib.nullcontext() if is_pixel else pytest.raises(ArgumentError):
        assert check_pixels(pixels)[place] == pytest.approx(leaf)


@given(leaves)
def test_a_whole_number_is_taken_as_it_came_or_named(value: Any) -> None:
    is_whole = type(value) in (int, float) and 0 <= value <= 9 and value % 1 == 0
    with contextlib.nullcontext() if is_whole else pytest.raises(ArgumentError, match="index must"):
        assert check_whole("index", value, 0, 9) == value


@pytest.mark.parametrize("name", SHIPPED)
def test_pictures_of_codes_are_what_the_logits_say_and_do_not_overflow(
    engine: Engine, name: str
) -> None:
    d = engine.model(name).config.latent_dim
    near, far = np.linspace(-2, 2, d), np.full(d, MAX_CODE)
    x_hat = engine.decode_pictures([near.tolist(), far.tolist(), (-far).tolist()], name)
    assert x_hat.shape == (3, 784)
    assert x_hat.min() >= 0
    assert x_hat.max() <= 1
    logits = engine.decode(near, name)[0].astype(np.float64)
    assert np.allclose(np.log(x_hat[0]) - np.log1p(-x_hat[0]), logits, atol=1e-2, rtol=1e-3)


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
