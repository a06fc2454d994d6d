"""The curves that the shipped models have kept are of their own training."""

from __future__ import annotations

import json

import pytest
from torch import Tensor

from model.files import WEIGHTS
from model.history import HISTORY, History
from model.network import Autoencoder
from tests.conftest import SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_the_curves_have_every_epoch_and_end_at_the_shipped_model(
    name: str, shipped: dict[str, Autoencoder], assets: dict[str, tuple[Tensor, Tensor]]
) -> None:
    kept = json.loads((WEIGHTS / name / HISTORY).read_text())
    config = json.loads((WEIGHTS / name / "config.json").read_text())
    for terms in (kept["train"], kept["test"]):
        assert {len(values) for values in terms.values()} == {config["train"]["epochs"]}
    pictures, _ = assets[shipped[name].config.dataset]
    now = History()
    now.record(shipped[name], pictures, pictures)
    for term, values in now.test.items():
        assert values == [pytest.approx(kept["test"][term][-1], abs=0.05)]  # float16 since
    metrics = json.loads((WEIGHTS / name / "metrics.json").read_text())
    assert metrics["train_seconds"] == kept["seconds"] > 0
