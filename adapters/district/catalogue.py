"""The catalogue of services: services.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.district.nodes import Place, read_yaml
from adapters.district.text import LABEL_LIMITS, DistrictError
from cases.catalogue import Question, Service
from cases.units import Level

ASK_LIMITS = {"zh-CN": 60, "en": 200}  # characters of one question
SHORTEST_WORD = {"zh-CN": 2, "en": 3}  # a shorter word is found inside half of all messages
MOST_QUESTIONS = 3
FALLBACK = "other"  # the service for what fits no other; the only one without words
QUESTION_KINDS = ("text", "choice", "number", "yesno")
SERVICE_KEYS = ("code", "group", "names", "words", "level", "respond_days", "solve_days")
SERVICE_OPTIONS = ("department", "questions", "sealed", "place", "elsewhere")


@dataclass(frozen=True)
class Rules:
    """What a service may refer to."""

    groups: frozenset[str]
    departments: frozenset[str]
    elsewhere: frozenset[str]
    discipline: str


def read_services(path: Path, rules: Rules) -> dict[str, Service]:
    """The services by code, in the order of the file."""
    services: dict[str, Service] = {}
    lines: dict[str, int] = {}
    for place in read_yaml(path, "the file").items("the services"):
        service = _service(place, rules)
        line = place.node.start_mark.line + 1
        if service.code in services:
            says = f"service '{service.code}' stands here a second time; the first is in line {lines[service.code]}."
            raise DistrictError(path, line, says)
        services[service.code], lines[service.code] = service, line
    if FALLBACK not in services:
        raise DistrictError(path, 0, f"there is no service '{FALLBACK}', which takes what fits no other.")
    return services


def _service(place: Place, rules: Rules) -> Service:
    fields = place.named("service", "code").fields(SERVICE_KEYS, SERVICE_OPTIONS)
    code = fields["code"].key("code")
    group, level = fields["group"].text("the group"), fields["level"].text("the level")
    if group not in rules.groups:
        raise fields["group"].error(f"names the group '{group}', which is not in groups.csv.")
    if level not in tuple(Level):
        raise fields["level"].error(f"names the level '{level}'; use village, town or district.")
    respond, solve = fields["respond_days"].days("respond_days"), fields["solve_days"].days("solve_days")
    if respond > solve:
        raise fields["respond_days"].error(f"is to be solved in {solve} days but answered in {respond}.")
    service = Service(
        code=code,
        group=group,
        names=fields["names"].texts("name", LABEL_LIMITS),
        words=_words(fields["words"], code),
        level=Level(level),
        respond_days=respond,
        solve_days=solve,
        department=_one_of(fields, "department", rules.departments, "departments.yml"),
        questions=_questions(fields["questions"]) if "questions" in fields else (),
        sealed=fields["sealed"].flag("sealed") if "sealed" in fields else False,
        place=fields["place"].flag("place") if "place" in fields else True,
        elsewhere=_one_of(fields, "elsewhere", rules.elsewhere, "the list 'elsewhere' of district.yml"),
    )
    if service.department and service.level is not Level.DISTRICT:
        says = f"is a department's work but stands at the level '{level}'; use district."
        raise fields["level"].error(says)
    if service.sealed and service.department != rules.discipline:
        raise fields["sealed"].error(f"is sealed, so its department must be '{rules.discipline}'.")
    if service.department == rules.discipline and not service.sealed:
        raise fields.get("sealed", fields["department"]).error(
            "goes to the discipline desk, so it must say 'sealed: true'."
        )
    return service


def _one_of(fields: Mapping[str, Place], key: str, known: frozenset[str], where: str) -> str:
    if key not in fields:
        return ""
    value = fields[key].text(f"'{key}'")
    if value not in known:
        raise fields[key].error(f"names '{key}: {value}', which is not in {where}.")
    return value


def _words(place: Place, code: str) -> dict[str, tuple[str, ...]]:
    words = {}
    for language, listed in place.languages("words").items():
        found = [(item, item.text(f"a word in {language}")) for item in listed.items(f"its words in {language}")]
        for item, word in found:
            if len(word) < SHORTEST_WORD[language]:
                raise item.error(f"has the word '{word}', which is too short to tell services apart.")
        if not found and code != FALLBACK:
            raise listed.error(f"has no words in {language}, so nobody's words would find it.")
        words[language] = tuple(word for _, word in found)
    return words


def _questions(place: Place) -> tuple[Question, ...]:
    places = place.items("its questions")
    if len(places) > MOST_QUESTIONS:
        raise places[MOST_QUESTIONS].error(f"asks {len(places)} questions; at most {MOST_QUESTIONS}.")
    questions = tuple(_question(question) for question in places)
    keys = [question.key for question in questions]
    for at, key in enumerate(keys):
        if key in keys[:at]:
            raise places[at].error(f"asks the question '{key}' twice.")
    return questions


def _question(place: Place) -> Question:
    fields = place.fields(("key", "ask"), ("kind", "choices", "required"))
    key = fields["key"].key("question key")
    kind = fields["kind"].text("the kind") if "kind" in fields else "text"
    if kind not in QUESTION_KINDS:
        raise fields["kind"].error(f"asks '{key}' with the kind '{kind}'; use {', '.join(QUESTION_KINDS)}.")
    choices: list[tuple[str, Mapping[str, str]]] = []
    if "choices" in fields:
        if kind != "choice":
            raise fields.get("kind", fields["choices"]).error(
                f"gives choices for '{key}', whose kind is '{kind}'; use kind: choice."
            )
        for value, node in fields["choices"].pairs():
            choices.append((value, fields["choices"].at(node).texts(f"choice '{value}'", LABEL_LIMITS)))
    if kind == "choice" and len(choices) < 2:
        raise place.error(f"asks '{key}' with fewer than two choices.")
    return Question(
        key=key,
        ask=fields["ask"].texts(f"question '{key}'", ASK_LIMITS),
        kind=kind,
        choices=tuple(choices),
        required=fields["required"].flag("required") if "required" in fields else False,
    )
