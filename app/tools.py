"""The endpoints as tools for language models, by the Model Context Protocol (MCP).

They are there where the package `mcp` is installed, which is imported when the first tool is asked
for. Gradio can make such tools itself; its own keep each picture that comes in a folder that is
never emptied, and answer pictures by paths, which app.front hides, so that no model sees them.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import functools
import importlib.util
import inspect
import io
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from gradio.utils import get_upload_folder
from PIL import Image

from app.api import endpoints
from app.engine import ArgumentError, Engine
from app.errors import told

if TYPE_CHECKING:
    from mcp import types
    from mcp.server.lowlevel import Server

ABOUT = (
    "Trained variational autoencoders of 28x28 grey pictures (MNIST, Fashion-MNIST), and "
    "autoencoders to compare them with. A model encodes a picture as a few numbers (mu) and "
    "decodes numbers (z) as a picture. Begin with `models`. Pictures come eight times enlarged."
)
FILE = str | None  # how an endpoint says that an argument is a picture's file
AS_BASE64 = (
    "As base64 or as a data: URL of a PNG, JPEG, WebP, GIF, BMP or TIFF, at most 700 kB; "
    "addresses are not fetched."
)
TYPES: dict[Any, dict[str, Any]] = {
    FILE: {"type": "string"},
    str: {"type": "string"},
    float: {"type": "number"},
    list[float]: {"type": "array", "items": {"type": "number"}},
}
SCALE = 8  # a model that looks at pictures sees little of 28 pixels
ARGUMENT = re.compile(r"^    (\w+): (.+(?:\n     .+)*)", re.MULTILINE)


def are_possible() -> bool:
    """Whether the package that the tools need is installed."""
    return importlib.util.find_spec("mcp") is not None


def lazy_server(engine: Engine) -> Callable[[], Server]:
    """``make_server``, made when it is first called for; the same from then on."""
    return functools.cache(lambda: make_server(engine))


def make_server(engine: Engine) -> Server:
    """An MCP server that keeps nothing between two requests. Needs ``are_possible()``."""
    from mcp import types
    from mcp.server.lowlevel import Server

    functions = {function.__name__: function for function in endpoints(engine, file_of=Path)}
    harmless = types.ToolAnnotations(readOnlyHint=True, idempotentHint=True, openWorldHint=False)
    server: Server = Server("Latent Explorer", instructions=ABOUT)

    async def listed() -> list[types.Tool]:
        return [
            types.Tool(**described(function), annotations=harmless)
            for function in functions.values()
        ]

    async def called(name: str, arguments: dict[str, Any]) -> list[types.ContentBlock]:
        if name not in functions:
            raise ArgumentError(f"There is no tool {name!r}; there are {', '.join(functions)}.")
        try:
            return await asyncio.to_thread(_answer, functions[name], arguments)
        except Exception as error:
            raise told(error) from error

    server.list_tools()(listed)
    server.call_tool()(called)
    return server


def described(function: Callable[..., Any]) -> dict[str, Any]:
    """An endpoint's name, what its docstring says, and its arguments as JSON Schema."""
    description, _, arguments = (inspect.getdoc(function) or "").partition("\n\nArgs:\n")
    hints = get_type_hints(function)
    says = {
        name: " ".join([*text.split(), *([AS_BASE64] if hints[name] == FILE else [])])
        for name, text in ARGUMENT.findall(arguments)
    }
    parameters = inspect.signature(function).parameters.values()
    properties = {
        parameter.name: {"description": says[parameter.name]}
        | TYPES[hints[parameter.name]]
        | ({} if parameter.default is parameter.empty else {"default": parameter.default})
        for parameter in parameters
    }
    required = [p.name for p in parameters if p.default is p.empty]
    schema = {"type": "object", "properties": properties, "required": required}
    return {
        "name": function.__name__,
        "description": " ".join(description.split()),
        "inputSchema": schema | {"additionalProperties": False},
    }


def _answer(function: Callable[..., Any], arguments: dict[str, Any]) -> list[types.ContentBlock]:
    """What an endpoint answers. Raises ToldError for arguments that are not such."""
    if "image" not in arguments:
        return _content(function(**arguments))
    content = _decoded(arguments["image"])
    uploads = Path(get_upload_folder())  # the run's own, which goes with it
    uploads.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=uploads) as folder:
        file = Path(folder) / "image"
        file.write_bytes(content)
        return _content(function(**arguments | {"image": str(file)}))


def _decoded(image: str) -> bytes:
    try:
        _, _, data = image.rpartition(";base64,") if image.startswith("data:") else ("", "", image)
        return base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        raise ArgumentError(
            "image must be a picture file as base64, or as a data: URL that has base64 in it; "
            "addresses are not fetched."
        ) from None


def _content(value: Any) -> list[types.ContentBlock]:
    """An answer as MCP carries it: pictures as PNG, all else as JSON."""
    from mcp import types

    if isinstance(value, tuple):
        return [block for part in value for block in _content(part)]
    if isinstance(value, list) and value and isinstance(value[0], Image.Image):
        return [block for picture in value for block in _content(picture)]
    if isinstance(value, Image.Image):
        large = value.resize((SCALE * value.width, SCALE * value.height), Image.Resampling.NEAREST)
        large.save(file := io.BytesIO(), format="PNG")
        data = base64.b64encode(file.getvalue()).decode()
        return [types.ImageContent(type="image", data=data, mimeType="image/png")]
    return [types.TextContent(type="text", text=json.dumps(value))]
