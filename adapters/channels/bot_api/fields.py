"""Small strict readers for JSON that anybody may have written: what has the wrong type counts as absent.

None of them raises, whatever the JSON is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

Fields = Mapping[str, object]
NOTHING: Fields = MappingProxyType({})
ID_LIMIT = 2**63  # ids have at most 52 significant bits today (core.telegram.org/bots/api#user)
SHORT = 64  # characters of a name or a telephone number; the service takes no longer ones
LONG = 512  # characters of an id that is text: a file_id has about a hundred


def fields(source: Fields, name: str) -> Fields:
    """An object."""
    value = source.get(name)
    return value if isinstance(value, Mapping) else NOTHING


def listed(source: Fields, name: str) -> list[Fields]:
    """The objects of a list."""
    value = source.get(name)
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [item for item in value if isinstance(item, Mapping)]


def string(source: Fields, name: str) -> str:
    """Words, as long as they are."""
    value = source.get(name)
    return value if isinstance(value, str) else ""


def key(source: Fields, name: str) -> str:
    """An id that is text (a file, a tap, an album); one that is too long is none."""
    value = string(source, name) or id_of(source, name)
    return value if len(value) <= LONG else ""


def whole(source: Fields, name: str) -> int:
    """A whole number; 0 if there is none."""
    value = source.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= ID_LIMIT:
        return 0
    return value


def number(source: Fields, name: str) -> float | None:
    """A finite number."""
    value = source.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < ID_LIMIT:
        return None  # NaN, too, is not below anything
    return float(value)


def id_of(source: Fields, name: str = "id") -> str:
    """An id that is a number, as text; empty if there is none. None of the service's is 0."""
    value = whole(source, name)
    return str(value) if value else ""


def yes(source: Fields, name: str) -> bool:
    """Whether it says so."""
    return source.get(name) is True


def has(source: Fields, name: str) -> bool:
    """Whether there is anything under this name, of whatever type."""
    return source.get(name) is not None
