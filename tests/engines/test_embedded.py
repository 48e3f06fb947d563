"""The embedded engine passes the suite of all engines."""

from __future__ import annotations

import pytest

from adapters.nlu.embedded import EmbeddedEngine
from tests.engines.suite import EngineSuite
from tests.transcripts.play import engine


class TestEmbedded(EngineSuite):
    """In the process, with its trained models."""

    @pytest.fixture
    def reader(self) -> EmbeddedEngine:
        return engine()
