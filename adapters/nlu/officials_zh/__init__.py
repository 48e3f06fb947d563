"""Chinese words about officials."""

from adapters.nlu.officials_zh.told import SIGNS
from adapters.nlu.officials_zh.who import (
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
