"""The endpoints, called over HTTP by gradio_client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image
from torch import Tensor

from app.engine import Engine
from tests.conftest import SHIPPED


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[Client]:
    client = Client(server, verbose=False)
    yield client
    client.close()


@pytest.fixture
def upload(tmp_path: Path, pictures: Tensor) -> Path:
    path = tmp_path / "three.png"
    Image.fromarray((pictures[30].reshape(28, 28).numpy() * 255).round().astype(np.uint8)).save(
        path
    )
    return path


def pixels(path: str | dict) -> np.ndarray:
    name = path["path"] if isinstance(path, dict) else path
    return np.asarray(Image.open(name).convert("L"), dtype=np.float32).reshape(-1) / 255


def test_models(client: Client) -> None:
    models = client.predict(api_name="/models")
    assert [model["id"] for model in models] == SHIPPED
    assert models[0]["metrics"]["n"] == 10_000


@pytest.mark.parametrize("name", SHIPPED)
def test_encode_then_decode(
    client: Client, engine: Engine, pictures: Tensor, upload: Path, name: str
) -> None:
    codes = client.predict(handle_file(upload), name, api_name="/encode")
    mu, logvar = engine.encode(pictures[30].numpy(), name)
    assert codes["mu"] == pytest.approx(mu.tolist(), abs=1e-3)
    assert (codes["logvar"] is None) == (logvar is None)
    image = client.predict(codes["mu"], name, api_name="/decode")
    expected = 1 / (1 + np.exp(-engine.decode([codes["mu"]], name)[0]))
    assert np.allclose(pixels(image), expected, atol=1 / 255)


def test_reconstruct(client: Client, engine: Engine, pictures: Tensor, upload: Path) -> None:
    seen, x_hat, report = client.predict(
        handle_file(upload), "mnist-vae-10d", api_name="/reconstruct"
    )
    expected, expected_report = engine.reconstruct(pictures[30].numpy(), "mnist-vae-10d")
    assert np.allclose(pixels(seen), pictures[30].numpy(), atol=1 / 255)
    assert np.allclose(pixels(x_hat), expected, atol=1 / 255)
    assert set(report) == set(expected_report)
    assert report["neg_elbo"] == pytest.approx(expected_report["neg_elbo"], rel=1e-3)


def test_sample(client: Client, engine: Engine) -> None:
    gallery, z = client.predict("mnist-vae-2d", 3, 7, api_name="/sample")
    expected, expected_z = engine.sample("mnist-vae-2d", 3, 7)
    assert np.allclose(z, expected_z, atol=1e-5)
    for item, picture in zip(gallery, expected, strict=True):
        assert np.allclose(pixels(item["image"]), picture, atol=1 / 255)


def test_errors_name_the_argument(client: Client, upload: Path, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="model must be one of mnist-vae-2d"):
        client.predict(handle_file(upload), "nothing", api_name="/encode")
    with pytest.raises(AppError, match="z must be 2 numbers"):
        client.predict([1, 2, 3], "mnist-vae-2d", api_name="/decode")
    with pytest.raises(AppError, match="n must be a whole number"):
        client.predict("mnist-vae-2d", 2.5, 0, api_name="/sample")
    (tmp_path / "no.png").write_bytes(b"not a picture")
    with pytest.raises(AppError, match="image: This is no picture"):
        client.predict(handle_file(tmp_path / "no.png"), "mnist-vae-2d", api_name="/encode")


def test_nothing_of_the_project_is_handed_out_but_the_web_files(server: str) -> None:
    import httpx

    root = Path(__file__).resolve().parents[2]
    allowed = httpx.get(f"{server}/gradio_api/file={root}/app/web/gradio.js")
    assert allowed.status_code == 200
    for name in ("app/main.py", "requirements.txt", "Makefile", "model/train.py"):
        assert httpx.get(f"{server}/gradio_api/file={root}/{name}").status_code in (403, 404), name
