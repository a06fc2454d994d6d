"""The corpus read by both runtimes, and then by the classifier."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from app.images import prepare
from app.reading.opening import open_picture, to_grey
from model.classifier import Classifier
from tests.node import node
from tests.pictures.corpus import Example

TOOL = Path(__file__).parents[1] / "web" / "tools" / "readPhotos.js"


@dataclass(frozen=True)
class Seen:
    """What the model sees, each (n, 784); sure: (n,)."""

    in_python: NDArray[np.float32]
    in_browser: NDArray[np.float32]
    sure: NDArray[np.bool_]

    @property
    def apart(self) -> NDArray[np.float32]:
        """How far the runtimes are apart, the mean over each picture's pixels."""
        return np.abs(self.in_python - self.in_browser).mean(1)


def seen(examples: Sequence[Example]) -> Seen:
    """Each photo's file opened and read in Python; its grey levels read by the page's modules."""
    with tempfile.TemporaryDirectory() as folder:
        path, levels, answers = (Path(folder, name) for name in ("a.png", "levels", "answers"))
        in_python = []
        with levels.open("wb") as file:
            for example in examples:
                example.image.save(path)
                grey = to_grey(open_picture(path))
                file.write(np.array(grey.shape[::-1], dtype="<u4").tobytes())
                file.write(grey.astype("<f4").tobytes())
                in_python.append(prepare(path).picture.reshape(-1))
        subprocess.run([node(), TOOL, levels, answers], check=True, timeout=600)
        answered = np.fromfile(answers, dtype="<f4").reshape(len(examples), -1)
    return Seen(np.array(in_python), answered[:, :-1], answered[:, -1] > 0)


def share_read(
    classifier: Classifier, pictures: NDArray[np.float32], examples: Sequence[Example]
) -> float:
    """The share of the pictures (n, 784) that are read as the digits that were written."""
    found = classifier(torch.from_numpy(pictures.astype(np.float32))).argmax(1).numpy()
    return float((found == [example.label for example in examples]).mean())
