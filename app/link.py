"""What a visitor wants as a link, and back: the same links that app/web/session/link.js does.

What is in them is in link_fields.json, which ``npm run link`` writes from app/web.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, reduce
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from numpy.typing import ArrayLike

from app.link_values import Catalogue, Model, Place, UnreadableError, read_value, write_value

FILE = Path(__file__).with_name("link_fields.json")
LANGUAGE = "lang"
MOST = 8192  # letters
SHOWN = 40  # letters of what could not be read
SAFE = "-_.!~*'(),:"  # what JavaScript leaves as it is, and what separates nothing here
BROKEN = re.compile(r"%(?![0-9a-fA-F]{2})")

Intent = dict[str, Any]


@dataclass(frozen=True)
class Opened:
    """What a link says: an intent as app/web/session/types.d.ts has it, without the engine."""

    intent: Intent
    language: str | None  # None where it names none
    problems: list[dict[str, str]] = field(default_factory=list)  # what could not be opened


def read(link: str, catalogue: Catalogue) -> Opened:
    """Read a link, whoever made it: what can be opened is, and the rest is told of.

    Args:
        link: what stands after the # of an address, with or without it.
        catalogue: of at least one model, the first ones first.

    Raises nothing for what the link holds.
    """
    problems: list[dict[str, str]] = []
    intent = plain(catalogue)
    if len(link) > MOST:
        return Opened(intent, None, [_problem("long")])
    parts = _parts(link, problems)
    for row in _fields()["fields"]:
        key, needs = row["key"], row.get("needs")
        if key not in parts:
            continue
        try:
            value = read_value(row["limit"], parts[key], _place(catalogue, intent["model"]))
        except UnreadableError:
            problems.append(_problem("value", key, parts[key]))
            continue
        if needs and intent[needs] is None:
            problems.append(_problem("needs", key, needs))
        elif key == "model":
            intent = plain(catalogue, value)
        else:
            *path, last = row["path"]
            reduce(lambda branch, name: branch[name], path, intent)[last] = value
    language = parts.get(LANGUAGE)
    if language is None or language in _fields()["languages"]:
        return Opened(intent, language, problems)
    return Opened(intent, None, [*problems, _problem("value", LANGUAGE, language)])


def write(
    intent: Intent,
    catalogue: Catalogue,
    *,
    language: str | None = None,
    pixels: Mapping[str, ArrayLike] | None = None,
) -> str:
    """The link of an intent, without the #; empty for the plain page.

    Args:
        intent: as ``read`` and ``plain`` give it.
        catalogue: of at least one model, the intent's among them.
        language: where it is another than the first.
        pixels: the 784 grey values in [0, 1] of each picture that was drawn or brought, by its slot
            (main, a, b); one without them is left out.

    Raises ValueError for a model that is not in the catalogue.
    """
    usual = plain(catalogue, intent["model"]) | {"model": _first(catalogue).id}
    place = _place(catalogue, intent["model"])
    parts: dict[str, str] = {}
    for row in _fields()["fields"]:
        key, limit = row["key"], row["limit"]
        missing = object()
        value, first = _at(intent, row["path"], missing), _at(usual, row["path"], missing)
        if value is missing or ("needs" in row and row["needs"] not in parts):
            continue
        text = write_value(limit, value, place, pixels or {})
        plainly = None if first is missing else write_value(limit, first, place, pixels or {})
        if text is None or text == plainly:
            continue
        # A code beyond what is read stays out; a picture has just been packed.
        if limit["kind"] == "picture" or _is_readable(limit, text, place):
            parts[key] = text
    if language:
        parts[LANGUAGE] = language
    return "&".join(f"{key}={quote(text, safe=SAFE)}" for key, text in parts.items())


def plain(catalogue: Catalogue, model_id: str | None = None) -> Intent:
    """What the page opens with, by its own choice or with this model.

    Raises ValueError for a model that is not in the catalogue.
    """
    model = _first(catalogue) if model_id is None else _named(catalogue, model_id)
    data = catalogue.datasets[model.dataset]
    intent: Intent = copy.deepcopy(_fields()["first"])

    def test(index: int) -> dict[str, Any]:
        return {"from": "test", "dataset": data.id, "index": index}

    intent |= {"model": model.id, "picture": test(data.examples[0] if data.examples else 0)}
    intent["walk"] |= {"a": test(0), "b": test(min(1, data.n - 1))}
    return intent


def _first(catalogue: Catalogue) -> Model:
    """The model that the page opens with."""
    models = catalogue.models
    return next((model for model in models if model.family == "main"), models[0])


def _named(catalogue: Catalogue, model_id: str) -> Model:
    for model in catalogue.models:
        if model.id == model_id:
            return model
    raise ValueError(f"There is no model {model_id!r}; see catalogue.models.")


@cache
def _fields() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def _place(catalogue: Catalogue, model_id: str) -> Place:
    return Place(catalogue, _first(catalogue).family, _named(catalogue, model_id))


def _parts(link: str, problems: list[dict[str, str]]) -> dict[str, str]:
    """What stands in a link by key, the first where there are two."""
    keys = {LANGUAGE, *(row["key"] for row in _fields()["fields"])}
    found: dict[str, str] = {}
    for part in filter(None, link.removeprefix("#").split("&")):
        name, _, rest = part.partition("=")
        key, value = _decoded(name), _decoded(rest)
        if key is None or value is None:
            problems.append(_problem("damaged", name))
        elif key not in keys:
            problems.append(_problem("unknown", key))
        elif key in found:
            problems.append(_problem("twice", key, value))
        else:
            found[key] = value
    return found


def _decoded(text: str) -> str | None:
    """None where it is damaged."""
    try:
        return None if BROKEN.search(text) else unquote(text, errors="strict")
    except UnicodeDecodeError:
        return None


def _problem(code: str, key: str = "", value: str = "") -> dict[str, str]:
    return {"code": code, "key": key[:SHOWN], "value": value[:SHOWN]}


def _at(tree: Any, path: list[str], missing: object) -> Any:
    for name in path:
        if name not in tree:
            return missing
        tree = tree[name]
    return tree


def _is_readable(limit: dict[str, Any], text: str, place: Place) -> bool:
    try:
        read_value(limit, text, place)
    except UnreadableError:
        return False
    return True
