"""The memory of a served app stays bounded, however many calls it has answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.limits import LIMITS
from tests.soak import soak

# The last two thirds add up to 3 MiB with the bound on session states, and some 28 without it.
CALLS, MOST_GROWTH_MIB = 300, 10


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory is read from /proc")
def test_what_it_holds_stays_bounded_over_many_calls(tmp_path: Path) -> None:
    first, _, last = soak(CALLS, CALLS // 3, tmp_path / "uploads")
    assert last.resident_mib - first.resident_mib < MOST_GROWTH_MIB
    assert last.descriptors < first.descriptors + 10
    assert last.temp_entries < LIMITS.temp_entries
