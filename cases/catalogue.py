"""The catalogue: every kind of problem that can be reported, who does it, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.units import Level


@dataclass(frozen=True, slots=True)
class Question:
    """One more thing that a service has to know.

    `ask` is the question by language; `choices` are the possible answers by language (key → language → words) when
    `kind` is "choice"; an answer may be left out with 跳过 / skip unless `required`.
    """

    key: str
    ask: Mapping[str, str]
    kind: str = "text"
    choices: tuple[tuple[str, Mapping[str, str]], ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of problem. Days are working days of the district; `department` is a key of departments.yml or empty;
    `elsewhere` is a key of district.yml's offices outside the network that usually do this work."""

    code: str
    group: str
    names: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    level: Level
    respond_days: int
    solve_days: int
    department: str = ""
    questions: tuple[Question, ...] = ()
    sealed: bool = False
    place: bool = True
    elsewhere: str = ""

    def called(self, language: str) -> str:
        """The service's name in `language`."""
        return self.names["en" if language.startswith("en") else "zh-CN"]


class UnknownService(KeyError):
    """No service has this code."""


@dataclass(frozen=True)
class Catalogue:
    """All services by code, in the order of the file."""

    by_code: Mapping[str, Service]

    @staticmethod
    def of(services: Iterable[Service]) -> Catalogue:
        """Index `services` by their code."""
        return Catalogue({service.code: service for service in services})

    def __getitem__(self, code: str) -> Service:
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownService(code) from None

    def get(self, code: str) -> Service | None:
        """The service, or None: old cases and conversations may name one that the catalogue no longer has."""
        return self.by_code.get(code)

    def __contains__(self, code: str) -> bool:
        return code in self.by_code

    def group(self, name: str) -> tuple[Service, ...]:
        """The services of one group."""
        return tuple(s for s in self.by_code.values() if s.group == name)

    def groups(self) -> tuple[str, ...]:
        """The groups that have services, in the order of the file."""
        return tuple(dict.fromkeys(s.group for s in self.by_code.values()))
