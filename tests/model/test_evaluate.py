"""The shipped figures: reached, and equal to what the shipped bytes give today."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from safetensors.torch import load_file
from torch import Tensor

import model
from model.checkpoint import WEIGHTS, available
from model.evaluate import encode_all, measure, principal_components
from model.network import Autoencoder
from model.registry import ROWS, row
from tests.conftest import SHIPPED, VAES

MOST_NATS = {"mnist-vae-2d": 130.5, "mnist-vae-10d": 96.5}


def metrics_of(name: str) -> dict:
    return json.loads((WEIGHTS / name / "metrics.json").read_text())


def test_every_model_of_the_list_is_shipped_as_listed() -> None:
    assert set(SHIPPED) == {r.model.id for r in ROWS}
    for name in SHIPPED:
        assert model.load(name).config == row(name).model


@pytest.mark.parametrize("name", MOST_NATS)
def test_the_bound_that_was_promised(name: str) -> None:
    metrics = metrics_of(name)
    assert metrics["n"] == 10_000
    assert metrics["neg_elbo"] <= MOST_NATS[name]


@pytest.mark.parametrize("name", SHIPPED)
def test_metrics_json_is_what_the_shipped_bytes_give(
    name: str, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    with torch.inference_mode():
        mu, logvar = encode_all(shipped[name], pictures)
        again = measure(shipped[name], pictures, mu, logvar)
    recorded = metrics_of(name)
    for key, value in again.items():
        if value is None:
            assert recorded[key] is None
        else:
            assert recorded[key] == pytest.approx(value, rel=1e-4, abs=1e-4), key
    codes = load_file(WEIGHTS / name / "codes.safetensors")
    assert torch.allclose(codes["mu"].float(), mu, rtol=2e-3, atol=2e-3)
    assert ("logvar" in codes) == (logvar is not None)


@pytest.mark.parametrize("name", VAES)
def test_the_terms_add_up_and_the_bounds_are_in_order(name: str) -> None:
    metrics = metrics_of(name)
    assert sum(metrics["kl_per_dim"]) == pytest.approx(metrics["kl_nats"])
    assert metrics["neg_elbo"] == pytest.approx(metrics["reconstruction_nats"] + metrics["kl_nats"])
    bound = metrics["importance_weighted_bound"]
    assert (bound["samples"], bound["n"]) == (500, 1000)
    assert bound["nats"] <= metrics["neg_elbo"]
    assert metrics["reconstruction_nats"] > 45.5  # no BCE against MNIST's grey pixels is lower


shapes = st.tuples(st.integers(12, 40), st.integers(2, 8))


@given(
    codes=shapes.flatmap(lambda s: hnp.arrays(np.float32, s, elements=st.floats(-9, 9, width=32)))
)
def test_principal_components_against_numpys_svd(codes: np.ndarray) -> None:
    components, variance = principal_components(torch.from_numpy(codes))
    centred = codes.astype(np.float64) - codes.mean(0, dtype=np.float64)
    _, singular, rows = np.linalg.svd(centred, full_matrices=False)
    scale = max(1.0, singular[0] ** 2 / (len(codes) - 1))
    assert np.allclose(variance, singular**2 / (len(codes) - 1), atol=1e-4 * scale)
    assert np.allclose(components @ components.T, np.eye(codes.shape[1]), atol=1e-4)
    # Where two variances coincide their axes are not unique; where they are apart they are.
    gaps = np.diff(singular**2, prepend=np.inf, append=-np.inf)
    for k in range(codes.shape[1]):
        if min(-gaps[k], -gaps[k + 1]) > 1e-2 * singular[0] ** 2 > 0:
            assert abs(rows[k] @ components[k].numpy()) == pytest.approx(1, abs=1e-3)


def test_a_damaged_file_says_which_and_what_to_do(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS / "mnist-ae-2d", tmp_path / "mnist-ae-2d")
    decoder = tmp_path / "mnist-ae-2d" / "decoder.safetensors"
    decoder.write_bytes(decoder.read_bytes()[:-100])
    with pytest.raises(ValueError, match=r"decoder\.safetensors is damaged.*restore"):
        model.load("mnist-ae-2d", tmp_path)
    (tmp_path / "mnist-ae-2d" / "config.json").write_text("{}")
    with pytest.raises(ValueError, match=r"config\.json does not describe a model"):
        available(tmp_path)
    with pytest.raises(FileNotFoundError, match="mnist-vae-2d"):
        model.load("no-such-model")
