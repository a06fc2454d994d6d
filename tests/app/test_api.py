"""The endpoints, called over HTTP by gradio_client."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import numpy as np
import pytest
from gradio.utils import get_upload_folder
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image
from torch import Tensor

from app.api import build, endpoints
from app.engine import ArgumentError, Engine
from app.images import prepare
from model.files import WEIGHTS
from model.registry import ROWS
from tests.conftest import SHIPPED

NAMES = ("models", "encode", "decode", "reconstruct", "sample")


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
    ids = [model["id"] for model in models]
    assert [name for name in ids if name in SHIPPED] == SHIPPED
    # A full covariance is an experiment's: the page and its programs know diagonal ones.
    assert set(ids) == {r.model.id for r in ROWS if r.model.posterior == "diagonal"}
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
    [expected] = engine.decode_pictures(codes["mu"], name)
    assert np.allclose(pixels(image), expected, atol=1 / 255)


def test_reconstruct(client: Client, engine: Engine, pictures: Tensor, upload: Path) -> None:
    seen, x_hat, report = client.predict(
        handle_file(upload), "mnist-vae-10d", api_name="/reconstruct"
    )
    expected, expected_report = engine.reconstruct(pictures[30].numpy(), "mnist-vae-10d")
    assert np.allclose(pixels(seen), pictures[30].numpy(), atol=1 / 255)
    assert np.allclose(pixels(x_hat), expected, atol=1 / 255)
    assert set(report) == {*expected_report, "sure"}
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
    with pytest.raises(AppError, match="z must be one code"):
        client.predict([[0, 0], [1, 1]], "mnist-vae-2d", api_name="/decode")
    for n, seed, says in ((2.5, 0, "n"), (True, 0, "n"), (2, -1, "seed"), (2, False, "seed")):
        with pytest.raises(AppError, match=f"{says} must be a whole number"):
            client.predict("mnist-vae-2d", n, seed, api_name="/sample")
    with pytest.raises(AppError, match="image must be a picture file"):
        client.predict(None, "mnist-vae-2d", api_name="/encode")
    (tmp_path / "no.png").write_bytes(b"not a picture")
    with pytest.raises(AppError, match="image: This is no picture"):
        client.predict(handle_file(tmp_path / "no.png"), "mnist-vae-2d", api_name="/encode")


@pytest.mark.parametrize("name", ["encode", "reconstruct"])
def test_a_file_that_is_no_upload_is_refused_and_left(server: str, name: str) -> None:
    """The weights are public, so that Gradio itself lets their paths through."""
    path = WEIGHTS / "mnist-vae-2d" / "config.json"
    image = {"path": str(path), "meta": {"_type": "gradio.FileData"}}
    body = {"data": [image, "mnist-vae-2d"]}
    event = httpx.post(f"{server}/gradio_api/call/{name}", json=body).json()["event_id"]
    answer = httpx.get(f"{server}/gradio_api/call/{name}/{event}").text
    assert "image must be an upload of your own" in answer
    assert path.is_file()


def test_what_is_uploaded_is_there_for_the_next_call(
    client: Client, server: str, upload: Path
) -> None:
    first, again = (
        client.predict(handle_file(upload), "mnist-vae-2d", api_name="/encode") for _ in range(2)
    )
    assert first == again
    with upload.open("rb") as file:
        [path] = httpx.post(f"{server}/gradio_api/upload", files={"files": file}).json()
    assert httpx.get(f"{server}/gradio_api/file={path}").content == upload.read_bytes()


def test_a_far_code_decodes_without_a_warning(engine: Engine) -> None:
    """In this process, where a warning is an error: its logits are beyond what exp can take."""
    decode = endpoints(engine)[2]
    assert np.abs(engine.decode([1e4, -1e4], "mnist-vae-2d")).max() > 1000
    assert decode([1e4, -1e4], "mnist-vae-2d").size == (28, 28)


def test_without_models_the_endpoints_say_so(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    models, _, decode, _, sample = endpoints(engine)
    assert models() == []
    for call in (lambda: decode([0, 0], "mnist-vae-2d"), lambda: sample("mnist-vae-2d", 1, 0)):
        with pytest.raises(ArgumentError, match="no models in the weights folder"):
            call()
    with gr.Blocks() as demo:
        build(engine)
    assert {f"/{name}" for name in NAMES} == set(demo.get_api_info()["named_endpoints"])


def test_the_api_page_says_what_each_endpoint_does(server: str) -> None:
    info = httpx.get(f"{server}/gradio_api/info").json()["named_endpoints"]
    assert set(info) == {f"/{name}" for name in NAMES}
    for endpoint in info.values():
        assert endpoint["description"]
    assert "An autoencoder has none" in info["/sample"]["description"]


def test_the_api_page_names_the_arguments_and_their_defaults(server: str) -> None:
    info = httpx.get(f"{server}/gradio_api/info").json()["named_endpoints"]
    names = ("parameter_name", "parameter_has_default", "parameter_default")
    arguments = {
        name: [tuple(parameter[key] for key in names) for parameter in endpoint["parameters"]]
        for name, endpoint in info.items()
    }
    image, model = ("image", False, None), ("model", True, SHIPPED[0])
    assert arguments == {
        "/models": [],
        "/encode": [image, model],
        "/decode": [("z", False, None), model],
        "/reconstruct": [image, model],
        "/sample": [model, ("n", True, 16), ("seed", True, 0)],
    }
    [picture] = info["/decode"]["returns"]
    assert picture["python_type"]["type"] == "filepath"


def test_the_endpoints_draw_nothing_on_the_page(server: str) -> None:
    """Components that are hidden still cost the page's start."""
    components = httpx.get(f"{server}/config").json()["components"]
    assert {row["type"] for row in components} <= {"html", "api"}


def test_nothing_of_the_project_is_handed_out_but_the_web_files(server: str) -> None:
    root = Path(__file__).resolve().parents[2]
    for name in (
        "app/main.py",
        "app/web/hosts/gradio.js",
        "requirements.txt",
        "Makefile",
        "model/train.py",
    ):
        assert httpx.get(f"{server}/gradio_api/file={root}/{name}").status_code in (403, 404), name


@pytest.mark.parametrize(
    ("change", "way"),
    [
        ({"centre": "mass"}, {"centre": "mass"}),
        ({"centre": "box"}, {"centre": "box"}),
        ({"ink": False}, {"as_is": True}),
    ],
)
def test_a_picture_is_laid_as_the_models_data_set_lays_its_own(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Any, way: Any
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    paper = np.full((60, 60), 255, dtype=np.uint8)  # an L in a corner: mass, box and sheet differ
    paper[5:30, 10:20] = 0
    paper[25:30, 10:40] = 0
    path = tmp_path / "corner.png"
    Image.fromarray(paper).save(path)
    data = {"mnist": replace(engine.datasets["mnist"], **change)}
    monkeypatch.setattr(engine, "datasets", data)
    functions = {function.__name__: function for function in endpoints(engine)}
    seen, _, _ = functions["reconstruct"](str(path), "mnist-vae-2d")
    expected = prepare(path, **way).picture
    assert np.allclose(np.asarray(seen, dtype=np.float32) / 255, expected, atol=1 / 255)
    assert not np.array_equal(
        prepare(path, centre="mass").picture, prepare(path, centre="box").picture
    )


def test_a_picture_that_is_being_sent_is_not_written_over(client: Client) -> None:
    """Another caller may be answered with the same one at that moment: theirs stays whole."""
    client.predict([0.5, -1.0], "mnist-vae-2d", api_name="/decode")
    [path] = (p for p in Path(get_upload_folder()).glob("*/image.png") if is_newest(p))
    with path.open("rb") as file:
        client.predict([0.5, -1.0], "mnist-vae-2d", api_name="/decode")
        assert path.is_file()
        assert path.stat().st_ino != os.fstat(file.fileno()).st_ino


def is_newest(path: Path) -> bool:
    others = path.parent.parent.glob("*/image.png")
    return path.stat().st_mtime_ns == max(other.stat().st_mtime_ns for other in others)
