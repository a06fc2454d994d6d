"""The corpus of odd pictures: what both runtimes read of it, and what was measured of all of it."""

from __future__ import annotations

import json

import pytest

from model.classifier import load_classifier
from tests.pictures.__main__ import EACH, RESULTS
from tests.pictures.corpus import examples
from tests.pictures.kinds import KINDS
from tests.pictures.reading import seen, share_read

A_KIND = 2
APART = 0.02  # a pixel on average
ONE = 100 / EACH  # percent: a digit more or less, at which no code can be told from another


def test_the_corpus_is_read_alike_by_both_runtimes() -> None:
    """A slice of it: most of its digits are read, and what the model sees is the same."""
    these = [example for kind in KINDS for example in examples(kind, A_KIND)]
    found = seen(these)
    assert found.apart.max() < APART
    classifier = load_classifier("mnist")
    assert share_read(classifier, found.in_python, these) >= 0.97
    assert share_read(classifier, found.in_browser, these) >= 0.97
    assert found.sure.mean() >= 0.97


@pytest.mark.parametrize("runtime", ["python", "browser"])
def test_the_whole_corpus_was_read(runtime: str) -> None:
    results = json.loads(RESULTS.read_text())
    assert set(results["kinds"]) == set(KINDS)
    assert results["mean"][runtime] >= 97
    for kind, row in results["kinds"].items():
        assert row[runtime] >= 90, kind
        assert row[runtime] >= row["before"] - ONE - 0.1, kind
        assert row["apart"] < APART, kind
