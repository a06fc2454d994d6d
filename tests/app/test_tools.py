"""The endpoints as tools, called by a real MCP client where the package `mcp` is installed."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from gradio.utils import get_upload_folder
from PIL import Image
from torch import Tensor

from app.api import endpoints
from app.engine import Engine
from app.tools import are_possible, described
from tests.serving import finished

MCP = "/gradio_api/mcp"
VAE = "mnist-vae-2d"
Call = Callable[..., Any]


@pytest.fixture(scope="module")
def call(server: str) -> Call:
    """Calls one tool in a session of its own; or, without a name, lists them."""
    pytest.importorskip("mcp", reason="the package mcp is not installed")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def ask(name: str | None, arguments: dict[str, Any]) -> Any:
        async with (
            streamable_http_client(f"{server}{MCP}") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            started = await session.initialize()
            if name is not None:
                return await session.call_tool(name, arguments)
            return started, (await session.list_tools()).tools

    return lambda name=None, **arguments: finished(ask(name, arguments))


def as_base64(picture: Tensor) -> str:
    """A picture (784,) in [0, 1] as a PNG of 28x28."""
    pixels = (picture.reshape(28, 28).numpy() * 255).round().astype(np.uint8)
    Image.fromarray(pixels).save(file := io.BytesIO(), format="PNG")
    return base64.b64encode(file.getvalue()).decode()


def pixels(content: Any) -> np.ndarray:
    """The 784 pixels in [0, 1] of a picture that was answered eight times enlarged."""
    assert (content.type, content.mimeType) == ("image", "image/png")
    image = Image.open(io.BytesIO(base64.b64decode(content.data)))
    assert image.size == (224, 224)
    return np.asarray(image, dtype=np.float32)[4::8, 4::8].reshape(-1) / 255


def test_each_tool_says_what_it_does_and_what_it_takes(engine: Engine) -> None:
    tools = {tool["name"]: tool for tool in map(described, endpoints(engine))}
    assert list(tools) == ["models", "encode", "decode", "reconstruct", "sample"]
    for tool in tools.values():
        assert len(tool["description"]) > 40
        assert "Args" not in tool["description"]
        for argument in tool["inputSchema"]["properties"].values():
            assert len(argument["description"]) > 15
    arguments = tools["sample"]["inputSchema"]
    assert arguments["required"] == []
    assert {name: (a["type"], a["default"]) for name, a in arguments["properties"].items()} == {
        "model": ("string", engine.ids()[0]),
        "n": ("number", 16),
        "seed": ("number", 0),
    }
    assert tools["encode"]["inputSchema"]["required"] == ["image"]
    assert tools["decode"]["inputSchema"]["properties"]["z"]["items"] == {"type": "number"}


def test_a_client_is_told_of_the_tools(call: Call, engine: Engine) -> None:
    started, tools = call()
    assert started.serverInfo.name == "Latent Explorer"
    assert "Begin with `models`" in started.instructions
    assert [tool.name for tool in tools] == [f.__name__ for f in endpoints(engine)]
    assert all(tool.annotations.readOnlyHint for tool in tools)
    assert tools[1].inputSchema == described(endpoints(engine)[1])["inputSchema"]


def test_the_tools_answer_what_the_engine_does(
    call: Call, engine: Engine, pictures: Tensor
) -> None:
    listed = json.loads(call("models").content[0].text)
    assert [model["id"] for model in listed] == engine.ids()

    expected, _ = engine.encode(pictures[30].numpy(), VAE)
    for image in (data := as_base64(pictures[30]), f"data:image/png;base64,{data}"):
        [content] = call("encode", image=image, model=VAE).content
        mu = json.loads(content.text)["mu"]
        assert mu == pytest.approx(expected.tolist(), abs=1e-3)

    [picture] = call("decode", z=mu, model=VAE).content
    assert np.allclose(pixels(picture), engine.decode_pictures(mu, VAE)[0], atol=1 / 255)

    seen, x_hat, report = call("reconstruct", image=data, model="mnist-vae-10d").content
    expected, figures = engine.reconstruct(pictures[30].numpy(), "mnist-vae-10d")
    assert np.allclose(pixels(seen), pictures[30].numpy(), atol=1 / 255)
    assert np.allclose(pixels(x_hat), expected, atol=1 / 255)
    assert json.loads(report.text)["mse"] == pytest.approx(figures["mse"], rel=1e-3)

    *drawn, codes = call("sample", model=VAE, n=3, seed=7).content
    expected, z = engine.sample(VAE, 3, 7)
    assert np.allclose(json.loads(codes.text), z)
    assert all(
        np.allclose(pixels(a), b, atol=1 / 255) for a, b in zip(drawn, expected, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("encode", {"image": "http://127.0.0.1:1/a.png"}, "addresses are not fetched"),
        ("encode", {"image": "/etc/passwd"}, "image must be a picture file as base64"),
        ("encode", {"image": "bm8gcGljdHVyZQ=="}, "image: This is no picture"),
        ("encode", {"image": "data:text/plain,abcd"}, "image must be a picture file as base64"),
        ("encode", {}, "'image' is a required property"),
        ("decode", {"z": [1, 2, 3], "model": VAE}, "z must be 2 numbers"),
        ("decode", {"z": "0, 0"}, "is not of type 'array'"),
        ("sample", {"n": 2.5}, "n must be a whole number from 1 to 64"),
        ("sample", {"model": "nothing"}, "model must be one of mnist-vae-2d"),
        ("nothing", {}, "There is no tool 'nothing'; there are models, encode"),
    ],
)
def test_a_bad_argument_is_answered_by_a_sentence(
    call: Call, name: str, arguments: dict[str, Any], says: str
) -> None:
    answer = call(name, **arguments)
    assert answer.isError
    assert says in answer.content[0].text


def test_nothing_is_left_of_a_call(call: Call, pictures: Tensor) -> None:
    uploads = Path(get_upload_folder())
    before = set(uploads.rglob("*"))
    assert not call("encode", image=as_base64(pictures[30])).isError
    assert set(uploads.rglob("*")) == before


def test_what_is_too_large_is_refused_before_it_is_read(call: Call, server: str) -> None:
    answer = httpx.post(f"{server}{MCP}", content=b" " * 1_000_001)
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_is_no_session_to_listen_to_or_to_end(call: Call, server: str, method: str) -> None:
    answer = httpx.request(method, f"{server}{MCP}", headers={"Accept": "text/event-stream"})
    assert answer.status_code == 405


def test_without_the_package_there_is_nothing_at_the_address(server: str) -> None:
    ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"Accept": "application/json, text/event-stream"}
    answer = httpx.post(f"{server}{MCP}", json=ask, headers=accept)
    assert answer.status_code == (200 if are_possible() else 404)
