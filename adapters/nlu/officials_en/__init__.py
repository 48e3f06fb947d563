"""English words about officials."""

from adapters.nlu.officials_en.told import SIGNS
from adapters.nlu.officials_en.who import (
    ASKS,
    HINTS,
    NOT_MEANT,
    OFFICIAL,
    OTHER,
    POLITE,
    POSING,
    PRAISE,
    PUBLIC,
    SLOW,
)

__all__ = ["ASKS", "HINTS", "NOT_MEANT", "OFFICIAL", "OTHER", "POLITE", "POSING", "PRAISE", "PUBLIC", "SIGNS", "SLOW"]
