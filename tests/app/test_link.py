"""Links: Python and the page make the same of each, whoever made it; and how long a picture is."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from torch import Tensor

from app import link, snapshot
from app.engine import Engine
from app.packing import INK, LETTERS, MOST, pack, unpack
from model.config import PIXELS
from model.files import WEIGHTS
from tests.node import node

TESTS = Path(__file__).resolve().parent.parent
CORPUS = json.loads((TESTS / "links.json").read_text(encoding="utf-8"))
PLAIN_PAPER = "g" + "A" * PIXELS  # a level of six bits a pixel: one bit, and 784 of paper
RANDOM = 1000  # links that are made at random
KILOBYTE = 1000


@dataclass(frozen=True)
class Model:
    id: str
    family: str
    dataset: str
    latent_dim: int


@dataclass(frozen=True)
class Dataset:
    id: str
    n: int
    classes: list[str]
    examples: list[int]


@dataclass(frozen=True)
class Catalogue:
    models: list[Model]
    datasets: dict[str, Dataset]


CATALOGUE = Catalogue(
    [Model(**row) for row in CORPUS["catalogue"]["models"]],
    {row["id"]: Dataset(**row) for row in CORPUS["catalogue"]["datasets"]},
)
FIELDS = json.loads(link.FILE.read_text(encoding="utf-8"))["fields"]
KEYS = [row["key"] for row in FIELDS]


def expected(case: dict[str, Any]) -> link.Opened:
    intent = link.plain(CATALOGUE)
    for path, value in case.get("changes", {}).items():
        *names, last = path.split(".")
        reduce(lambda branch, name: branch[name], names, intent)[last] = value
    problems = [
        dict(zip(("code", "key", "value"), row, strict=True)) for row in case_problems(case)
    ]
    return link.Opened(intent, case.get("language"), problems)


def case_problems(case: dict[str, Any]) -> list[list[str]]:
    found: list[list[str]] = case.get("problems", [])
    return found


def text_of(case: dict[str, Any]) -> str:
    return str(case["link"]).replace("{plain paper}", PLAIN_PAPER)


def as_json(value: Any) -> str:
    """With true apart from 1, and 1.0 as 1: as JavaScript would write it."""

    def plainly(part: Any) -> Any:
        if isinstance(part, float) and part.is_integer():
            return int(part)
        if isinstance(part, dict):
            return {key: plainly(item) for key, item in part.items()}
        return [plainly(item) for item in part] if isinstance(part, list) else part

    return json.dumps(plainly(value), sort_keys=True)


def by_page(links: list[str], pictures: list[list[float]]) -> dict[str, Any]:
    """What app/web makes of them, by one call of Node."""
    answer = subprocess.run(
        [node(), str(TESTS / "web" / "tools" / "readLinks.js")],
        input=json.dumps({"links": links, "pictures": pictures}),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


@pytest.mark.parametrize("case", CORPUS["cases"], ids=lambda case: case["name"])
def test_a_link_opens_and_is_written_as_the_corpus_says(case: dict[str, Any]) -> None:
    found = link.read(text_of(case), CATALOGUE)
    assert as_json(found.intent) == as_json(expected(case).intent)
    assert (found.language, found.problems) == (case.get("language"), expected(case).problems)
    written = link.write(found.intent, CATALOGUE, language=found.language)
    assert written == case.get("written", text_of(case))


numbers = st.one_of(
    st.floats(-20_000, 20_000).map(repr),
    st.floats(0, 1e-3).map(repr),
    st.integers(-5, 40).map(str),
    st.sampled_from(["", "-0", "1e3", "1e-400", "NaN", "inf", "0x1", "1_0", "+1", ".5", "5.", "٤"]),
)
packed = st.one_of(
    st.integers(0, 99).map(lambda seed: pack(np.random.default_rng(seed).random(PIXELS).round())),
    st.text(LETTERS, max_size=40),
    st.just(PLAIN_PAPER),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.one_of(
    st.lists(numbers, min_size=1, max_size=5).map(",".join),
    st.sampled_from([text for case in CORPUS["cases"] for text in [text_of(case)] if text]).map(
        lambda text: text.split("=")[-1]
    ),
    st.sampled_from([str(one) for row in FIELDS for one in row["limit"].get("of", [])]),
    packed.map(lambda word: "~" + word),
    texts,
)
keys = st.one_of(st.sampled_from([*KEYS, "lang"]), texts, st.sampled_from(["%74ab", "__proto__"]))
broken = st.lists(
    st.one_of(
        st.tuples(keys, values).map("=".join),
        st.tuples(keys, numbers).map("=".join),
        st.sampled_from([part for case in CORPUS["cases"] for part in text_of(case).split("&")]),
        texts,
    ),
    max_size=6,
).map("&".join)


def some(strategy: st.SearchStrategy[str], n: int) -> list[str]:
    """n of them; the same at each run."""
    found: list[str] = []

    @settings(
        max_examples=n,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[phase for phase in settings().phases if phase.name == "generate"],
    )
    @given(strategy)
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found


def mutated(seed: int, n: int) -> Iterator[str]:
    """Links of the corpus with letters left out, doubled, and taken from others."""
    random = np.random.default_rng(seed)
    whole = [text_of(case) for case in CORPUS["cases"]]
    for _ in range(n):
        text = str(random.choice(whole)) + "&" + str(random.choice(whole))
        for _ in range(random.integers(1, 4)):
            at = int(random.integers(0, len(text)))
            other = str(random.choice(list("&=,.-%~:0919eAz_#é")))
            text = text[:at] + other * int(random.integers(0, 3)) + text[at + 1 :]
        yield text


def test_thousands_of_broken_links_open_alike_in_both_runtimes() -> None:
    links = [*some(broken, RANDOM), *mutated(1, RANDOM)]
    answers = by_page(links, [])["opened"]
    codes = set()
    for text, answer in zip(links, answers, strict=True):
        found = link.read(text, CATALOGUE)
        codes |= {problem["code"] for problem in found.problems}
        written = link.write(found.intent, CATALOGUE, language=found.language)
        mine = {"intent": found.intent, "language": found.language, "problems": found.problems}
        assert as_json(mine | {"written": written}) == as_json(answer), text
        again = link.read(written, CATALOGUE)
        assert again.problems == []
        assert link.write(again.intent, CATALOGUE, language=again.language) == written
    assert codes == {"unknown", "damaged", "twice", "value", "needs"}  # it has seen each


def test_any_text_at_all_is_read_without_an_error() -> None:
    for text in [*some(texts, 500), "%" * 9000, "&" * 9000, "=" * 8000, "tab=" + "é" * 8000]:
        link.read(text, CATALOGUE)


levels = hnp.arrays(np.float64, PIXELS, elements=st.floats(0, 1))


@given(levels)
def test_a_packed_picture_comes_out_within_half_a_level(picture: NDArray[np.float64]) -> None:
    word = pack(picture)
    found = unpack(word)
    assert found is not None
    assert np.abs(found - picture).max() <= 0.5 / INK + 1e-6
    assert len(word) <= MOST
    assert pack(found) == word


def test_the_page_packs_every_picture_as_python_does(pictures: Tensor) -> None:
    some_of_them = [
        *pictures[:200].tolist(),
        *np.random.default_rng(1).random((20, PIXELS)).tolist(),
    ]
    assert by_page([], some_of_them)["packed"] == [pack(picture) for picture in some_of_them]


def test_a_digit_takes_less_than_a_kilobyte_and_no_picture_takes_more(
    assets: dict[str, tuple[Tensor, Tensor]],
) -> None:
    lengths = {name: [len(pack(x)) for x in found[0][::20]] for name, found in assets.items()}
    assert np.median(lengths["mnist"]) < 250
    assert max(lengths["mnist"]) < 450
    assert all(max(found) <= MOST < KILOBYTE for found in lengths.values())


def test_a_link_of_the_shipped_models_opens_and_is_written_again(engine: Engine) -> None:
    text = "model=mnist-vae-10d&tab=sliders&picture=12&z=" + ",".join("0123456789")
    for catalogue in (engine, snapshot.take(WEIGHTS)):
        found = link.read("#" + text, catalogue)
        assert found.problems == []
        assert found.intent["z"] == list(range(10))
        assert link.write(found.intent, catalogue) == text


def test_a_model_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match="mnist-vae-3d"):
        link.write(link.plain(CATALOGUE) | {"model": "mnist-vae-3d"}, CATALOGUE)
