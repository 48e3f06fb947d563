"""What all tests have."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` writes what is said now into the transcripts; the git diff is the review."""
    parser.addoption("--update", action="store_true", help="rewrite the expectations of tests/transcripts/*.txt")
