"""The browser's engine against PyTorch: same bytes, same numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from playwright.sync_api import Page
from torch import Tensor

from app.images import centre, squash
from model.config import ModelConfig
from model.network import MLP, Autoencoder, build
from model.objective import kl_per_dim, reconstruction_nats
from tests.browser.conftest import Open, wait_for_picture
from tests.conftest import SHIPPED

WEB = "const web = (file) => import(new URL(base + '/app/web/' + file, document.baseURI));"


@pytest.fixture
def base() -> str:
    from app.bridge import WEB as FOLDER
    from app.bridge import file_url

    return file_url(FOLDER.parent.parent)


def spread_codes(mu: Tensor) -> Tensor:
    """The pictures' own codes, and draws beyond any of them."""
    wide = 3 * torch.randn(mu.shape, generator=torch.Generator().manual_seed(0))
    return torch.cat([mu, wide])


def assert_parity(page: Page, base: str, model: Autoencoder, x: Tensor) -> None:
    """At most 1e-3 on any pixel, 1e-3 relative on any code; one by one and in batches."""
    name = model.config.id
    mu, logvar = model.encode(x)
    z = spread_codes(mu)
    got = page.evaluate(
        f"""async ({{ base, name, config, xs, zs }}) => {{
          {WEB}
          const {{ BrowserEngine }} = await web("engines.js");
          const {{ toPixels }} = await web("paint.js");
          const url = (id, file) =>
            new URL(`${{base}}/weights/${{id}}/${{file}}`, document.baseURI);
          const engine = new BrowserEngine({{ [name]: config }}, url);
          await engine.load(name);
          const plain = (array) => array && Array.from(array);
          const codes = xs.map((x) => engine.encode(name, Float32Array.from(x)));
          const one = zs.map((z) => plain(toPixels(engine.decode(name, Float32Array.from(z), 1))));
          const all = plain(toPixels(engine.decode(name, Float32Array.from(zs.flat()), zs.length)));
          const [mu, logvar] = ["mu", "logvar"].map((key) => codes.map((c) => plain(c[key])));
          return {{ mu, logvar, one, all }};
        }}""",
        {
            "base": base,
            "name": name,
            "config": {
                "latent_dim": model.config.latent_dim,
                "activation": model.config.activation,
            },
            "xs": x.tolist(),
            "zs": z.tolist(),
        },
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
    page: Page, base: str, shipped: dict[str, Autoencoder], pictures: Tensor, name: str
) -> None:
    assert_parity(page, base, shipped[name], pictures[::1250])


def test_encode_and_decode_where_there_is_no_simd(
    open_page: Open, base: str, shipped: dict[str, Autoencoder], pictures: Tensor
) -> None:
    page = open_page(before=lambda page: page.add_init_script("delete window.WebAssembly"))
    wait_for_picture(page)
    assert page.evaluate("typeof WebAssembly") == "undefined"
    assert_parity(page, base, shipped["mnist-vae-10d"], pictures[::2500])


@pytest.mark.parametrize("activation", ["silu", "relu", "gelu"])
def test_every_activation(page: Page, base: str, activation: str) -> None:
    mlp = MLP((5, 7, 3), activation)
    x = 4 * torch.randn(6, 5)
    got = page.evaluate(
        f"""async ({{ base, tensors, activation, x }}) => {{
          {WEB}
          const {{ Mlp }} = await web("network.js");
          for (const t of Object.values(tensors)) t.data = Float32Array.from(t.data);
          return Array.from(new Mlp(tensors, activation).forward(Float32Array.from(x), 6));
        }}""",
        {
            "base": base,
            "activation": activation,
            "x": x.flatten().tolist(),
            "tensors": {
                key: {"shape": list(value.shape), "data": value.flatten().tolist()}
                for key, value in mlp.state_dict().items()
            },
        },
    )
    assert np.allclose(np.reshape(got, (6, 3)), mlp(x).detach(), atol=1e-5)


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
def test_the_terms_of_the_loss(page: Page, base: str, pictures: Tensor, likelihood: str) -> None:
    model = build(ModelConfig(id="t", latent_dim=3, likelihood=likelihood))  # type: ignore[arg-type]
    x = pictures[:1]
    logits = 5 * model.decode(torch.randn(1, 3)) + torch.randn(1, 784)
    mu, logvar = torch.randn(3) * 2, torch.tensor([-6.0, 1e-5, 2.0])
    got = page.evaluate(
        f"""async ({{ base, logits, x, mu, logvar, likelihood }}) => {{
          {WEB}
          const {{ klPerDim, reconstructionNats }} = await web("objective.js");
          return [reconstructionNats(logits, x, likelihood), klPerDim(mu, logvar)];
        }}""",
        {
            "base": base,
            "logits": logits[0].tolist(),
            "x": x[0].tolist(),
            "mu": mu.tolist(),
            "logvar": logvar.tolist(),
            "likelihood": likelihood,
        },
    )
    expected = reconstruction_nats(logits, x, likelihood).item()  # type: ignore[arg-type]
    assert got[0] == pytest.approx(expected, rel=1e-4)
    assert got[1] == pytest.approx(kl_per_dim(mu, logvar).tolist(), rel=1e-3, abs=1e-9)


def test_a_drawing_is_centred_as_an_upload_is(page: Page, base: str, pictures: Tensor) -> None:
    """app/web/centre.js against app/images.py, on test pictures drawn large and off centre."""
    rng = np.random.default_rng(0)
    drawings = []
    for picture in pictures[:12].numpy():
        factor = int(rng.integers(3, 9))
        large = np.kron(picture.reshape(28, 28), np.ones((factor, factor), dtype=np.float32))
        drawing = np.zeros((280, 280), dtype=np.float32)
        top, left = rng.integers(0, 280 - 28 * factor + 1, 2)
        drawing[top : top + 28 * factor, left : left + 28 * factor] = large
        drawings.append(drawing)
    for drawing in drawings:
        got = page.evaluate(
            f"""async ({{ base, ink }}) => {{
              {WEB}
              const {{ centre, squash }} = await web("centre.js");
              const image = {{ width: 280, height: 280, data: Float32Array.from(ink) }};
              return [Array.from(centre(image)), Array.from(squash(image))];
            }}""",
            {"base": base, "ink": drawing.flatten().tolist()},
        )
        assert np.abs(np.reshape(got[0], (28, 28)) - centre(drawing)).max() < 2e-3
        assert np.abs(np.reshape(got[1], (28, 28)) - squash(drawing)).max() < 2e-3


def test_a_damaged_file_is_refused(open_page: Open, base: str) -> None:
    page = open_page()
    message = page.evaluate(
        f"""async (base) => {{
          {WEB}
          const {{ parse }} = await web("safetensors.js");
          try {{ parse(new ArrayBuffer(4)); }} catch (error) {{ return error.message; }}
        }}""",
        base,
    )
    assert "cut short" in message
