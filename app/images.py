"""Any picture a person has -> the 28x28 that the model sees."""

from __future__ import annotations

from pathlib import Path

from app.reading.frame import Centre, Grid, Picture, propose, through, whole
from app.reading.opening import ImageError, open_picture, to_grey
from app.reading.read import read
from model.config import SIDE


def prepare(path: str | Path, *, as_is: bool = False, centre: Centre = "mass") -> Picture:
    """What the model sees of an uploaded file: (28, 28) in [0, 1].

    Args:
        path: the file.
        as_is: only shrink it; neither invert nor clean nor centre.
        centre: what of the digit is put in the middle, its mass or its box.

    Raises ImageError, whose message is for the person who uploaded it.
    """
    grey = to_grey(open_picture(path))
    return whole(grey) if as_is else _placed(_ink(grey), centre)


def prepare_all(path: str | Path) -> dict[str, Picture]:
    """The file seen by its "mass", by its "box" and "as_is"; see ``prepare``. It is opened once."""
    grey = to_grey(open_picture(path))
    ink = _ink(grey)
    return {"mass": _placed(ink, "mass"), "box": _placed(ink, "box"), "as_is": whole(grey)}


def _ink(grey: Grid) -> Grid:
    """The strokes of a picture. Raises ImageError when there are none."""
    ink = read(grey).ink
    if not ink.any():
        raise ImageError(
            "The picture is blank. Use one in which something stands out.", "blankPicture"
        )
    return ink


def _placed(ink: Grid, by: Centre) -> Picture:
    # 28x28 is MNIST's own format: such a picture has been centred already.
    return ink if ink.shape == (SIDE, SIDE) else through(ink, propose(ink, by))
