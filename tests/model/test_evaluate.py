"""The shipped figures: reached, and equal to what the shipped bytes give today."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from safetensors.torch import load_file
from torch import Tensor

import model
from model.checkpoint import WEIGHTS, save
from model.config import ModelConfig
from model.data import load_asset, load_dataset
from model.evaluate import complete, encode_all, evaluate, measure, principal_components
from model.evaluate import main as evaluate_main
from model.network import Autoencoder, build
from model.objective import floor_nats, importance_weighted_bound, loss_terms
from model.registry import ROWS, row
from tests.conftest import EVERY, SHIPPED, VAES
from tests.model.small import SETTINGS, put_dataset, random_pictures, small_config

Assets = dict[str, tuple[Tensor, Tensor]]
MOST_NATS = {"mnist-vae-2d": 130.5, "mnist-vae-10d": 96.5}


def metrics_of(name: str) -> dict:
    return json.loads((WEIGHTS / name / "metrics.json").read_text())


def test_every_model_of_the_list_is_shipped_as_listed() -> None:
    assert set(EVERY) == {r.model.id for r in ROWS}
    for name in EVERY:
        config, listed = model.load(name).config, row(name)
        if listed.train.learn_variance:
            assert config.variance != listed.model.variance
            config = replace(config, variance=listed.model.variance)
        assert config == listed.model


@pytest.mark.parametrize("name", MOST_NATS)
def test_the_bound_that_was_promised(name: str) -> None:
    metrics = metrics_of(name)
    assert metrics["n"] == 10_000
    assert metrics["neg_elbo"] <= MOST_NATS[name]


@pytest.mark.parametrize("name", SHIPPED)
def test_metrics_json_is_what_the_shipped_bytes_give(
    name: str, shipped: dict[str, Autoencoder], assets: Assets
) -> None:
    pictures, labels = assets[shipped[name].config.dataset]
    with torch.inference_mode():
        mu, _ = encode_all(shipped[name], pictures)
        again = measure(shipped[name], pictures, mu)
    recorded = metrics_of(name)
    for key, value in again.items():
        if value is None:
            assert recorded[key] is None
        elif key == "loss_quantiles":
            assert recorded[key]["levels"] == value["levels"]
            assert recorded[key]["nats"] == pytest.approx(value["nats"], rel=1e-4)
        else:
            assert recorded[key] == pytest.approx(value, rel=1e-4, abs=1e-4), key
    codes = load_file(WEIGHTS / name / "codes.safetensors")
    assert torch.allclose(codes["mu"].float(), mu, rtol=2e-3, atol=2e-3)
    assert set(codes) == {"mu", "labels", "components", "component_variance"}
    assert codes["labels"].dtype == torch.uint8
    assert torch.equal(codes["labels"].long(), labels)


@pytest.mark.parametrize("name", VAES)
def test_the_terms_add_up_and_the_bounds_are_in_order(name: str) -> None:
    metrics = metrics_of(name)
    assert sum(metrics["kl_per_dim"]) == pytest.approx(metrics["kl_nats"])
    assert metrics["neg_elbo"] == pytest.approx(metrics["reconstruction_nats"] + metrics["kl_nats"])
    bound = metrics["importance_weighted_bound"]
    assert (bound["samples"], bound["n"]) == (500, metrics["n"])
    assert bound["nats"] < metrics["neg_elbo"]
    assert metrics["reconstruction_nats"] > metrics["floor_nats"]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_floor_is_what_the_pictures_cost_as_their_own_x_hat(name: str) -> None:
    """NumPy from the pixels, level by level; 187.6 is of npm's halves, Zalando's test has 189.9."""
    data = json.loads((WEIGHTS / name / "config.json").read_text())["model"]["dataset"]
    counts = np.bincount((load_asset(data)[0] * 255).round().byte().numpy().ravel(), minlength=256)
    x = np.arange(1, 255) / 255
    cost = -x * np.log(x) - (1 - x) * np.log(1 - x)  # black and white cost nothing
    floor = (counts[1:255] * cost).sum() / load_dataset(data).n
    assert metrics_of(name)["floor_nats"] == pytest.approx(floor, rel=1e-5)


def test_the_floors_of_the_two_data_sets(assets: Assets) -> None:
    floors = {
        name: floor_nats(assets[name][0].double(), ModelConfig(id=name)).mean().item()
        for name in ("mnist", "fashion")
    }
    assert floors == {
        "mnist": pytest.approx(45.5, abs=0.05),
        "fashion": pytest.approx(187.6, abs=0.05),
    }


@pytest.mark.parametrize("name", VAES)
def test_what_the_bound_gains_is_what_a_sample_gains(
    name: str, shipped: dict[str, Autoencoder], assets: Assets
) -> None:
    """Other draws, 200 pictures of all: the recorded gap is within four standard errors."""
    pictures, _ = assets[shipped[name].config.dataset]
    generator = torch.Generator().manual_seed(6)
    some = pictures[torch.randperm(len(pictures), generator=generator)[:200]]
    gaps = []
    with torch.inference_mode():
        for x in some.split(10):
            reconstruction, kl = loss_terms(shipped[name], x.repeat(50, 1), generator=generator)
            neg_elbo = (reconstruction + kl.sum(-1)).reshape(50, -1).mean(0)
            bound = importance_weighted_bound(shipped[name], x, samples=500, generator=generator)
            gaps.append(neg_elbo - bound)
    gap = torch.cat(gaps)
    metrics = metrics_of(name)
    recorded = metrics["neg_elbo"] - metrics["importance_weighted_bound"]["nats"]
    error = (gap.std() / len(gap) ** 0.5).item()
    assert error < 0.5
    assert recorded == pytest.approx(gap.mean().item(), abs=4 * error)


@pytest.mark.parametrize("name", SHIPPED)
def test_of_other_draws_as_many_pictures_cost_less_as_the_quantiles_say(
    name: str, shipped: dict[str, Autoencoder], assets: Assets
) -> None:
    """Of all pictures, with another epsilon: a share differs by what chance can do."""
    pictures, _ = assets[shipped[name].config.dataset]
    with torch.inference_mode():
        generator = torch.Generator().manual_seed(8)
        terms = [loss_terms(shipped[name], x, generator=generator) for x in pictures.split(1000)]
    loss = torch.cat([reconstruction + kl.sum(-1) for reconstruction, kl in terms])
    recorded = metrics_of(name)["loss_quantiles"]
    for level, nats in zip(recorded["levels"], recorded["nats"], strict=True):
        assert (loss < nats).double().mean().item() == pytest.approx(level, abs=0.01)


@pytest.mark.parametrize("name", SHIPPED)
def test_99_of_100_codes_have_another_within_the_neighbour_distance(name: str) -> None:
    """Of every tenth code, counted one by one; a share differs by what chance can do."""
    mu = load_file(WEIGHTS / name / "codes.safetensors")["mu"].float().numpy()
    within = metrics_of(name)["neighbour_distance"]
    near = [
        (np.linalg.norm(np.delete(mu, i, 0) - mu[i], axis=1) < within).any()
        for i in range(0, len(mu), 10)
    ]
    assert np.mean(near) == pytest.approx(0.99, abs=0.01)


def put_model(weights: Path, n: int, **other: Any) -> ModelConfig:
    """An untrained model of a data set of n pictures."""
    put_dataset(weights, *random_pictures(n))
    config = small_config(**other)
    torch.manual_seed(0)
    save(build(config), config, SETTINGS, weights)
    return config


@pytest.mark.parametrize("n", [1, 2, 13])
@pytest.mark.parametrize("kind", ["vae", "ae"])
def test_a_small_data_set_is_measured_whole(tmp_path: Path, n: int, kind: str) -> None:
    config = put_model(tmp_path, n, kind=kind, latent_dim=3)
    metrics = evaluate(config.id, tmp_path)
    written = (tmp_path / config.id / "metrics.json").read_text()
    assert json.loads(written, parse_constant=pytest.fail) == metrics  # no NaN, no Infinity
    assert metrics["n"] == n
    assert ("importance_weighted_bound" in metrics) == (kind == "vae")
    if kind == "vae":
        assert metrics["importance_weighted_bound"]["n"] == n
        assert metrics["importance_weighted_bound"]["nats"] < metrics["neg_elbo"] + 1
    codes = load_file(tmp_path / config.id / "codes.safetensors")
    assert codes["mu"].shape == (n, 3)
    assert codes["components"].shape == (3, 3)
    assert codes["labels"].tolist() == [i % 3 for i in range(n)]


def test_the_bound_can_be_left_out(tmp_path: Path) -> None:
    config = put_model(tmp_path, 5)
    whole = evaluate(config.id, tmp_path)
    bound = whole.pop("importance_weighted_bound")
    assert bound["samples"] == 500
    assert evaluate(config.id, tmp_path, bound=False) == whole
    assert json.loads((tmp_path / config.id / "metrics.json").read_text()) == whole


@pytest.mark.parametrize("lost", ["metrics.json", "codes.safetensors"])
def test_only_the_file_that_is_missing_is_written(tmp_path: Path, lost: str) -> None:
    """The bound that took minutes stays; the other file comes back as it was."""
    config = put_model(tmp_path, 5)
    folder = tmp_path / config.id
    whole = evaluate(config.id, tmp_path)
    codes = load_file(folder / "codes.safetensors")
    (folder / lost).unlink()
    [other] = {"metrics.json", "codes.safetensors"} - {lost}
    (folder / other).write_bytes(b"mine")
    complete(config.id, tmp_path)
    assert (folder / other).read_bytes() == b"mine"
    if lost == "metrics.json":
        assert whole.pop("importance_weighted_bound")
        assert json.loads((folder / lost).read_text()) == whole
    else:
        again = load_file(folder / lost)
        assert set(again) == set(codes)
        assert all(torch.equal(again[name], codes[name]) for name in codes)


def test_pictures_that_are_missing_are_a_sentence_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = put_model(tmp_path, 5)
    (tmp_path / "data" / "small" / "pictures.safetensors.gz").unlink()
    words = ["evaluate", config.id, "--weights", str(tmp_path)]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit, match=r"error: .*pictures\.safetensors\.gz cannot be read"):
        evaluate_main()
    monkeypatch.setattr("sys.argv", ["evaluate", "nothing", "--weights", str(tmp_path)])
    with pytest.raises(SystemExit, match=r"error: No model 'nothing'.*small-vae-2d"):
        evaluate_main()


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
