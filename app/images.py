"""Any picture a person has -> the 28x28 that the model sees."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.reading.frame import Centre, Grid, Picture, propose, through, whole
from app.reading.opening import ImageError, open_picture, to_grey
from app.reading.read import Reading, read
from model.config import SIDE


@dataclass(frozen=True)
class Prepared:
    """What the model sees of a file.

    picture: (28, 28) in [0, 1].
    sure: whether its strokes were told from the rest; of a file seen as it is nothing is told.
    """

    picture: Picture
    sure: bool


def prepare(path: str | Path, *, as_is: bool = False, centre: Centre = "mass") -> Prepared:
    """What the model sees of an uploaded file.

    Args:
        path: the file.
        as_is: only shrink it; neither invert nor clean nor centre.
        centre: what of the digit is put in the middle, its mass or its box.

    Raises ImageError, whose message is for the person who uploaded it.
    """
    grey = to_grey(open_picture(path))
    if as_is:
        return Prepared(whole(grey), True)
    reading = _read(grey)
    return Prepared(_placed(reading.ink, centre), reading.sure)


def prepare_all(path: str | Path) -> dict[str, Prepared]:
    """The file seen by its "mass", by its "box" and "as_is"; see ``prepare``. It is opened once."""
    grey = to_grey(open_picture(path))
    reading = _read(grey)
    ways: tuple[Centre, ...] = ("mass", "box")
    placed = {way: Prepared(_placed(reading.ink, way), reading.sure) for way in ways}
    return placed | {"as_is": Prepared(whole(grey), True)}


def _read(grey: Grid) -> Reading:
    """The strokes of a picture. Raises ImageError when there are none."""
    reading = read(grey)
    if not reading.ink.any():
        raise ImageError(
            "The picture is blank. Use one in which something stands out.", "blankPicture"
        )
    return reading


def _placed(ink: Grid, by: Centre) -> Picture:
    # 28x28 is MNIST's own format: such a picture has been centred already.
    return ink if ink.shape == (SIDE, SIDE) else through(ink, propose(ink, by))
