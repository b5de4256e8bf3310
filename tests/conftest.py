"""What several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_dataset import make_dataset


@pytest.fixture(scope="session")
def small_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of `report_dataset`, extracted once. Tests may add files to it, and change none."""
    return make_dataset(tmp_path_factory.mktemp("small"))
