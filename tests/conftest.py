"""What several tests need: the shipped models, the shipped pictures, one server."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr
import pytest
import torch
from hypothesis import settings
from torch import Tensor

import model
from app.engine import Engine
from app.main import build_demo, launch_options
from model.checkpoint import survey
from model.data import datasets, load_asset
from model.network import Autoencoder
from tests.serving import free_port

settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")

EVERY = model.available()  # also the small nets of the experiments
SHIPPED = [config.id for config in survey().models if config.family == "main"]
VAES = [name for name in SHIPPED if "-vae-" in name]
AUTOENCODERS = [name for name in SHIPPED if "-ae-" in name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--host",
        choices=("gradio", "static"),
        help="run the browser's tests at this host alone; else some run at both, most at Gradio",
    )


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def pictures() -> Tensor:
    """The shipped test pictures, (10000, 784) in [0, 1]."""
    return load_asset("mnist")[0]


@pytest.fixture(scope="session")
def labels() -> Tensor:
    return load_asset("mnist")[1]


@pytest.fixture(scope="session")
def assets() -> dict[str, tuple[Tensor, Tensor]]:
    """The shipped pictures (N, 784) and labels (N,) of every data set, by its id."""
    return {data.id: load_asset(data.id) for data in datasets()}


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="session")
def shipped() -> dict[str, Autoencoder]:
    return {name: model.load(name) for name in SHIPPED}


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The app, served as `python -m app` serves it; its address."""
    demo = build_demo()
    yield launched(demo)
    demo.close()


def launched(demo: gr.Blocks) -> str:
    """Serve it as `python -m app` does, at a port of its own; its address.

    Gradio itself looks for a free one, and two workers can find the same.
    """
    port = free_port()
    _, url, _ = demo.launch(
        prevent_thread_lock=True, quiet=True, server_port=port, **launch_options()
    )
    return url.rstrip("/")
