"""What all tests have."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says something about the machine, nothing about the product (bench/ measures).
settings.register_profile("frontdoor", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("frontdoor")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` writes what is said now into the transcripts; the git diff is the review."""
    parser.addoption("--update", action="store_true", help="rewrite the expectations of tests/transcripts/*.txt")
