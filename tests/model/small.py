"""A weights folder of one's own, with a data set as small as a test needs."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from model.config import ModelConfig, TrainConfig
from model.fetch import IdxFile


def idx(values: Tensor) -> bytes:
    """The IDX file of a uint8 tensor."""
    header = struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape)
    return header + values.numpy().tobytes()


def put_idx(folder: Path, name: str, values: Tensor) -> IdxFile:
    folder.mkdir(parents=True, exist_ok=True)
    content = idx(values)
    (folder / name).write_bytes(content)
    return IdxFile(name=name, md5=hashlib.md5(content, usedforsecurity=False).hexdigest())


def description(n: int, classes: int) -> dict[str, Any]:
    """What a valid dataset.json holds."""
    return {
        "title": "Small",
        "classes": [f"class {c}" for c in range(classes)],
        "n": n,
        "examples": [0],
        "centre": "box",
        "ink": False,
        "source": None,
    }


def put_dataset(
    weights: Path, images: Tensor, labels: Tensor, name: str = "small", **other: Any
) -> Path:
    """Make a data set of images (N, 28, 28) and labels (N,), both uint8; returns its folder."""
    folder = weights / "data" / name
    folder.mkdir(parents=True)
    content = gzip.compress(save({"images": images, "labels": labels}))
    (folder / "pictures.safetensors.gz").write_bytes(content)
    values = description(len(images), int(labels.max()) + 1) | other
    (folder / "dataset.json").write_text(json.dumps(values))
    return folder


def random_pictures(n: int, classes: int = 3) -> tuple[Tensor, Tensor]:
    """Images (n, 28, 28) and labels (n,), uint8, no two images alike."""
    generator = torch.Generator().manual_seed(n)
    images = torch.randint(0, 256, (n, 28, 28), dtype=torch.uint8, generator=generator)
    return images, torch.arange(n).remainder(classes).to(torch.uint8)


def small_config(**other: Any) -> ModelConfig:
    return ModelConfig(**({"id": "small-vae-2d", "dataset": "small", "hidden": (16,)} | other))


SETTINGS = TrainConfig(epochs=4, batch_size=50, dropout=0.1, bfloat16=False)
