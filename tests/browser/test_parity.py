"""The browser's engine against PyTorch: same bytes, same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Browser, Page
from safetensors.torch import save
from torch import Tensor

from app.configuration import configuration
from app.engine import Engine
from app.front.files import PublicFiles
from model.classifier import load_classifier
from model.config import ModelConfig
from model.network import MLP, Autoencoder, build
from model.objective import kl_per_dim, reconstruction_nats
from tests.browser.conftest import Open
from tests.browser.sight import evaluate_with, wait_for_picture
from tests.conftest import SHIPPED

STORE = {"models/store.js": "ModelStore", "maths/pictures.js": "toPixels"}


@pytest.fixture(scope="module")
def still_page(browser: Browser, server: str) -> Iterator[Page]:
    """One page for all that only runs its modules."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server)
    yield page
    context.close()


@pytest.fixture
def configs(engine: Engine) -> list[dict[str, Any]]:
    """The models as the page is told of them."""
    models: list[dict[str, Any]] = configuration(engine, PublicFiles(engine.weights).url_of)[
        "models"
    ]
    return models


def spread_codes(mu: Tensor) -> Tensor:
    """The pictures' own codes, and draws beyond any of them."""
    wide = 3 * torch.randn(mu.shape, generator=torch.Generator().manual_seed(0))
    return torch.cat([mu, wide])


def assert_parity(page: Page, configs: list[dict], model: Autoencoder, x: Tensor) -> None:
    """At most 1e-3 on any pixel, 1e-3 relative on any code; one by one and in batches."""
    mu, logvar = model.encode(x)
    z = spread_codes(mu)
    got = evaluate_with(
        page,
        STORE,
        """const { configs, name, xs, zs } = argument;
        const model = new ModelStore(configs).get(name, "browser");
        await Promise.all([model.load("encoder"), model.load("decoder")]);
        const plain = (array) => array && Array.from(array);
        const codes = xs.map((x) => model.encode(Float32Array.from(x)));
        const one = zs.map((z) => plain(toPixels(model.decode(Float32Array.from(z), 1))));
        const all = plain(toPixels(model.decode(Float32Array.from(zs.flat()), zs.length)));
        const [mu, logvar] = ["mu", "logvar"].map((key) => codes.map((c) => plain(c[key])));
        return { mu, logvar, one, all };""",
        {"configs": configs, "name": model.config.id, "xs": x.tolist(), "zs": z.tolist()},
    )
    assert np.allclose(got["mu"], mu, rtol=1e-3, atol=1e-5)
    if logvar is None:
        assert got["logvar"] == [None] * len(x)
    else:
        assert np.allclose(got["logvar"], logvar, rtol=1e-3, atol=1e-5)
    x_hat = torch.sigmoid(model.decode(z))
    assert np.abs(np.array(got["one"]) - x_hat.numpy()).max() <= 1e-3
    assert np.abs(np.array(got["all"]).reshape(x_hat.shape) - x_hat.numpy()).max() <= 1e-3


@pytest.mark.parametrize("name", SHIPPED)
def test_encode_and_decode(
    still_page: Page,
    configs: list[dict],
    shipped: dict[str, Autoencoder],
    pictures: Tensor,
    name: str,
) -> None:
    assert_parity(still_page, configs, shipped[name], pictures[::1250])


def test_encode_and_decode_where_there_is_no_simd(
    open_page: Open, configs: list[dict], shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    page = open_page(before=lambda page: page.add_init_script("delete window.WebAssembly"))
    wait_for_picture(page)
    assert page.evaluate("typeof WebAssembly") == "undefined"
    assert_parity(page, configs, shipped["mnist-vae-10d"], pictures[::2500])


def test_the_classifier(still_page: Page, engine: Engine, pictures: Tensor) -> None:
    x = pictures[::500]
    got = evaluate_with(
        still_page,
        {"models/classifiers.js": "ClassifierStore"},
        """const { datasets, x, n } = argument;
        const net = await new ClassifierStore(datasets).get("mnist");
        return Array.from(net.forward(Float32Array.from(x), n));""",
        {
            "datasets": configuration(engine, PublicFiles(engine.weights).url_of)["datasets"],
            "x": x.flatten().tolist(),
            "n": len(x),
        },
    )
    logits = load_classifier("mnist")(x)
    assert np.allclose(np.reshape(got, logits.shape), logits, rtol=1e-3, atol=1e-3)
    assert np.array_equal(np.reshape(got, logits.shape).argmax(1), logits.argmax(1))


@pytest.mark.parametrize("activation", ["silu", "relu", "gelu"])
def test_every_activation(still_page: Page, activation: str) -> None:
    mlp = MLP((5, 7, 3), activation)
    half = {name: tensor.half() for name, tensor in mlp.state_dict().items()}
    mlp.load_state_dict({name: tensor.float() for name, tensor in half.items()})
    x = 4 * torch.randn(6, 5)
    got = evaluate_with(
        still_page,
        {"models/mlp.js": "Mlp"},
        """const { file, activation, x } = argument;
        const mlp = new Mlp(Uint8Array.from(file).buffer, activation);
        return Array.from(mlp.forward(Float32Array.from(x), 6));""",
        {"file": list(save(half)), "activation": activation, "x": x.flatten().tolist()},
    )
    assert np.allclose(np.reshape(got, (6, 3)), mlp(x).detach(), atol=1e-5)


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
def test_the_terms_of_the_loss(still_page: Page, pictures: Tensor, likelihood: str) -> None:
    model = build(ModelConfig(id="t", latent_dim=3, likelihood=likelihood, variance=0.02))  # type: ignore[arg-type]
    x = pictures[:1]
    logits = 5 * model.decode(torch.randn(1, 3)) + torch.randn(1, 784)
    mu, logvar = torch.randn(3) * 2, torch.tensor([-6.0, 1e-5, 2.0])
    nats, kl = evaluate_with(
        still_page,
        {"maths/objective.js": "klPerDim, reconstructionNats"},
        """const { logits, x, mu, logvar, config } = argument;
        return [reconstructionNats(logits, x, config), klPerDim(mu, logvar)];""",
        {
            "logits": logits[0].tolist(),
            "x": x[0].tolist(),
            "mu": mu.tolist(),
            "logvar": logvar.tolist(),
            "config": asdict(model.config),
        },
    )
    expected = reconstruction_nats(logits, x, model.config).item()
    assert nats == pytest.approx(expected, rel=1e-4)
    assert kl == pytest.approx(kl_per_dim(mu, logvar).tolist(), rel=1e-3, abs=1e-9)
