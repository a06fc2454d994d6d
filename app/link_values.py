"""How each kind of value stands in a link, as app/web/session/linkValues.js reads and writes it.

What is read is checked as a stranger's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from numpy.typing import ArrayLike

from app.packing import pack, unpack

WHOLE = re.compile(r"-?[0-9]{1,16}")
NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,16})?(e[+-]?[0-9]{1,3})?")
DIGITS = 5  # of a number that is not whole
LEAST = 1e-6  # what is nearer to nothing is written as 0
PACKED = "~"  # before a picture's own pixels
NONE = "none"
NO_GUESS = "-"


class Model(Protocol):
    """What a link must know of a model."""

    @property
    def id(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def dataset(self) -> str: ...
    @property
    def latent_dim(self) -> int: ...


class Dataset(Protocol):
    """What a link must know of a data set."""

    @property
    def id(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def classes(self) -> Sequence[str]: ...
    @property
    def examples(self) -> Sequence[int]: ...


class Catalogue(Protocol):
    """What there is: ``app.snapshot.Snapshot`` and ``app.engine.Engine`` are such."""

    @property
    def models(self) -> Sequence[Model]: ...
    @property
    def datasets(self) -> Mapping[str, Dataset]: ...


class UnreadableError(ValueError):
    """A text that stands for nothing that can be."""


@dataclass(frozen=True)
class Place:
    """What a value is read for: the model that the link chooses, and what there is."""

    catalogue: Catalogue
    family: str  # of the models that can be chosen
    model: Model

    @property
    def dataset(self) -> Dataset:
        return self.catalogue.datasets[self.model.dataset]


def read_value(limit: dict[str, Any], text: str, place: Place) -> Any:
    """What a text stands for. Raises UnreadableError where it stands for nothing that can be."""
    kind = limit["kind"]
    if kind == "model":
        models = {model.id for model in place.catalogue.models if model.family == place.family}
        return _one_of(models, text)
    if kind == "picture":
        return _read_picture(text, place, or_none=limit["orNone"])
    if kind == "code":
        return _of_length(place.model.latent_dim, _read_list(limit["each"], text))
    if kind == "plane":
        return _read_plane(text, place.model.latent_dim)
    if kind == "window":
        parts = _of_length(len(limit["each"]), text.split(","))
        numbers = [_read_plain(each, part) for each, part in zip(limit["each"], parts, strict=True)]
        return dict(zip(("x", "y", "half"), numbers, strict=True))
    if kind == "classes":
        return _read_classes(text, len(place.dataset.classes))
    if kind == "flags":
        named = [] if text == NONE else [_one_of(limit["of"], name) for name in text.split(",")]
        return {name: name in named for name in limit["of"]}
    if kind == "guess":
        return None if text == NO_GUESS else _one_of(limit["of"], text)
    if kind == "dataset":
        return _one_of({"", *place.catalogue.datasets}, text)
    return _read_plain(limit, text)


def write_value(
    limit: dict[str, Any], value: Any, place: Place, pixels: Mapping[str, ArrayLike]
) -> str | None:
    """How a value stands in a link; None where it cannot."""
    kind = limit["kind"]
    if kind == "picture":
        return _write_picture(value, place, pixels.get(limit["slot"]))
    if kind == "guess":
        return NO_GUESS if value is None else str(value)
    if value is None:
        return None
    if kind == "window":
        return _write_plain([value["x"], value["y"], value["half"]])
    if kind == "flags":
        return ",".join(name for name in limit["of"] if value[name]) or NONE
    return _write_plain(value)


def _read_plain(limit: dict[str, Any], text: str) -> Any:
    """A value of one of the kinds that a room's option may be of."""
    kind = limit["kind"]
    if kind == "flag":
        return {"0": False, "1": True}[_one_of("01", text)]
    if kind == "choice":
        return {str(one): one for one in limit["of"]}[_one_of(map(str, limit["of"]), text)]
    if kind == "list":
        return _of_length(limit["n"], _read_list(limit["each"], text))
    pattern, number = (WHOLE, int) if kind == "whole" else (NUMBER, float)
    if not pattern.fullmatch(text):
        raise UnreadableError(text)
    value = number(text)
    if not limit["low"] <= value <= limit["high"]:
        raise UnreadableError(text)
    return value + 0  # of "-0" a plain 0


def _read_list(each: dict[str, Any], text: str) -> list[Any]:
    return [_read_plain(each, item) for item in text.split(",")]


def _one_of(names: Any, text: str) -> str:
    if text not in set(names):
        raise UnreadableError(text)
    return text


def _of_length(n: int, items: list[Any]) -> list[Any]:
    if len(items) != n:
        raise UnreadableError(f"{len(items)} instead of {n}")
    return items


def _read_picture(text: str, place: Place, *, or_none: bool) -> dict[str, Any] | None:
    if text == NONE and or_none:
        return None
    if text.startswith(PACKED):
        pixels = unpack(text.removeprefix(PACKED))
        if pixels is None:
            raise UnreadableError(text)
        return {"from": "link", "pixels": pack(pixels)}
    before, colon, index = text.rpartition(":")
    dataset = _one_of(place.catalogue.datasets, before if colon else place.dataset.id)
    last = place.catalogue.datasets[dataset].n - 1
    limit = {"kind": "whole", "low": 0, "high": last}
    return {"from": "test", "dataset": dataset, "index": _read_plain(limit, index)}


def _read_plane(text: str, d: int) -> str | list[int]:
    if text == "components" and d > 2:
        return text
    dims = _of_length(2, _read_list({"kind": "whole", "low": 0, "high": d - 1}, text))
    if dims[0] == dims[1]:
        raise UnreadableError(text)
    return dims


def _read_classes(text: str, n: int) -> list[int]:
    found = sorted(set(_read_list({"kind": "whole", "low": 0, "high": n - 1}, text)))
    if len(found) == n:
        raise UnreadableError(text)
    return found


def _write_picture(
    source: dict[str, Any] | None, place: Place, own: ArrayLike | None
) -> str | None:
    if source is None:
        return NONE
    if source["from"] == "link":
        return PACKED + str(source["pixels"])
    if source["from"] == "test":
        dataset, index = source["dataset"], source["index"]
        return str(index) if dataset == place.dataset.id else f"{dataset}:{index}"
    return None if own is None else PACKED + pack(own)


def _write_plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(map(_write_plain, value))
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if isinstance(value, str) else figure(value)


def figure(value: float) -> str:
    """As short as it can be and still be the same to five digits, as JavaScript writes it."""
    if float(value).is_integer():
        return str(int(value))
    if abs(value) < LEAST:
        return "0"
    exact = Decimal(value)
    last = Decimal(1).scaleb(exact.adjusted() - DIGITS + 1)
    return format(exact.quantize(last, ROUND_HALF_UP).normalize(), "f")
