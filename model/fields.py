"""Dataclasses that are read from a file or from flags: every field is held to its type."""

from __future__ import annotations

import dataclasses
import functools
import reprlib
import sys
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_WORDS = {
    str: "text",
    int: "a whole number",
    float: "a finite number",
    bool: "true or false",
    NoneType: "null",
}
_PLURALS = {str: "texts", int: "whole numbers"}


def fits(value: Any, hint: Any) -> bool:
    """Whether ``value`` is of the type ``hint``: true is not a number, and a float is finite."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return isinstance(value, str) and value in arguments
    if origin is tuple:
        return isinstance(value, tuple) and all(fits(v, arguments[0]) for v in value)
    if origin in (UnionType, Union):
        return any(fits(value, argument) for argument in arguments)
    if hint is float:
        return type(value) in (int, float) and abs(value) <= sys.float_info.max
    return type(value) is hint


def describe(hint: Any) -> str:
    """The type ``hint`` in words, as they follow "must be"."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        return f"a list of {_PLURALS.get(arguments[0], 'objects')}"
    if origin is Literal:
        words = [repr(argument) for argument in arguments]
    elif origin in (UnionType, Union):
        words = [describe(argument) for argument in arguments]
    else:
        return _WORDS.get(hint, "an object")
    return " or ".join([", ".join(words[:-1]), words[-1]]) if words[1:] else words[0]


def require(condition: bool, instance: Any, where: str, name: str, must: str) -> None:
    """Raise ValueError, "WHERE: NAME must be MUST, not VALUE.", unless ``condition`` holds."""
    if not condition:
        value = reprlib.repr(getattr(instance, name))
        raise ValueError(f"{where}: {name} must be {must}, not {value}.")


@functools.cache  # reading them anew for each of many folders takes longer than the folders
def _hints(kind: object) -> dict[str, Any]:
    return get_type_hints(kind)


def hints_of(kind: type) -> dict[str, Any]:
    """The declared types of a dataclass's fields, by their names."""
    key: object = kind  # mypy takes no bare type for hashable
    return _hints(key)


def check_types(instance: Any, where: str) -> None:
    """Raise ValueError when a field of a dataclass is not of its declared type."""
    for name, hint in hints_of(type(instance)).items():
        require(fits(getattr(instance, name), hint), instance, where, name, describe(hint))


def from_json(kind: type[T], values: Any, **given: Any) -> T:
    """Make a dataclass from a JSON object; lists become tuples where the field is one.

    Args:
        kind: the dataclass.
        values: what json.loads gave.
        given: fields that are not in the file.

    Raises:
        ValueError: for what is no object, and for an unknown or missing field.
    """
    if not isinstance(values, dict):
        raise ValueError(f"an object is needed in place of {reprlib.repr(values)}")
    fields = [f for f in dataclasses.fields(kind) if f.name not in given]  # type: ignore[arg-type]
    names = [f.name for f in fields]
    if unknown := sorted(set(values) - set(names)):
        raise ValueError(f"unknown field {', '.join(unknown)}; the fields are {', '.join(names)}")
    required = {f.name for f in fields if f.default is dataclasses.MISSING}
    if missing := sorted(required - set(values)):
        raise ValueError(f"{', '.join(missing)} is missing")
    hints = hints_of(kind)
    return kind(**{name: _as_field(value, hints[name]) for name, value in values.items()}, **given)


def _as_field(value: Any, hint: Any) -> Any:
    """A JSON value as a field of the type ``hint`` holds it."""
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(_as_field(v, inner) for v in value) if isinstance(value, list) else value
    options = (hint, *get_args(hint))
    kinds = [kind for kind in options if isinstance(kind, type) and dataclasses.is_dataclass(kind)]
    return from_json(_kind_of(value, kinds), value) if kinds and value is not None else value


def _kind_of(value: Any, kinds: list[type]) -> type:
    """Which of several dataclasses a JSON object is: each names its `format`; the first unasked."""
    if len(kinds) == 1 or not isinstance(value, dict) or "format" not in value:
        return kinds[0]
    formats = {get_args(hints_of(kind)["format"])[0]: kind for kind in kinds}
    if not isinstance(value["format"], str) or value["format"] not in formats:
        raise ValueError(
            f"format must be {' or '.join(map(repr, formats))}, "
            f"not {reprlib.repr(value['format'])}."
        )
    return formats[value["format"]]
