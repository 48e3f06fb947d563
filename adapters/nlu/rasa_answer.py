"""What a Rasa server's answer to POST /model/parse says, and whether it can be believed.

The answer comes over a network from a program that may be anything: each value is looked at before it is used.
https://rasa.com/docs/rasa/pages/http-api#operation/parseModelMessage describes it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping

from adapters.nlu.entities import overlap
from adapters.nlu.judged import Judged
from adapters.nlu.rasa_files import from_rasa
from dialogs.understanding import Entity

FALLBACK = "nlu_fallback"  # what FallbackClassifier puts first when Rasa is unsure; the labels follow it
KINDS = ("time", "person")
"""Entities taken from Rasa. Places and numbers are found by our rules, which know the units and the check digit."""
SURE_ENTITY = 0.7  # DIET's confidence, at least
LONGEST_ENTITY = 30  # characters
WHOLE = 1.05  # all probabilities together; more is no probability, but rounding adds a little
MOST_LABELS = 1000
MOST_ENTITIES = 50
FIRST = 8  # intents and services that are handed on


class Nonsense(Exception):
    """An answer that can't be used; the message says which part of it, and nothing of its content."""


def read_answer(body: bytes) -> Mapping[str, object]:
    """The JSON object of an answer. Raises Nonsense."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise Nonsense("no JSON") from None
    if not isinstance(answer, dict):
        raise Nonsense("no object")
    return answer


def judged(answer: Mapping[str, object], intents: Collection[str], services: Collection[str], letters: int) -> Judged:
    """Intents and services with their probabilities: that of an intent is the sum over its labels, that of a service
    what is left of the labels that have one. A service that this district does not have is left out, as the embedded
    engine does. Raises Nonsense for intents that we do not know, for such a service as the first guess, and for numbers
    that are no probabilities: then the server runs another model than ours."""
    ranking = answer.get("intent_ranking")
    if not isinstance(ranking, list) or not ranking or len(ranking) > MOST_LABELS:
        raise Nonsense("no intent_ranking")
    wanted: dict[str, float] = defaultdict(float)
    about: dict[str, float] = defaultdict(float)
    for one in ranking:
        name, chance = _label(one)
        if name == FALLBACK:
            continue
        intent, service = from_rasa(name)
        known = not service or service in services
        if intent not in intents or not (known or wanted):
            raise Nonsense("unknown label")
        wanted[intent] += chance
        if service and known:
            about[service] += chance
    if not wanted or sum(wanted.values()) > WHOLE:
        raise Nonsense("no probabilities")
    told = sum(about.values())
    return Judged(
        _first(wanted), _first({code: chance / told for code, chance in about.items()} if told else {}), letters
    )


def _label(one: object) -> tuple[str, float]:
    name = one.get("name") if isinstance(one, dict) else None
    chance = one.get("confidence") if isinstance(one, dict) else None
    if not isinstance(name, str) or not isinstance(chance, int | float) or isinstance(chance, bool):
        raise Nonsense("no label with a number")
    if not 0.0 <= chance <= 1.0:  # not a number is neither
        raise Nonsense("no probability")
    return name, float(chance)


def _first(likely: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    ranked = sorted(likely.items(), key=lambda item: (-item[1], item[0]))[:FIRST]
    return tuple((name, round(min(chance, 1.0), 4)) for name, chance in ranked)


def entities(answer: Mapping[str, object], said: str) -> tuple[Entity, ...]:
    """The times and persons that Rasa found; of a time our rules know the day, Rasa its words alone. What does not fit
    the text is left out: an entity more or less is no reason to distrust the rest."""
    found = answer.get("entities")
    looked_at = found[:MOST_ENTITIES] if isinstance(found, list) else ()
    return beside((), tuple(entity for one in looked_at if (entity := _entity(one, said))))


def beside(ours: tuple[Entity, ...], theirs: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Ours, and of theirs what shares no character with those before."""
    kept = list(ours)
    for entity in theirs:
        if not any(overlap(entity, other) for other in kept):
            kept.append(entity)
    return tuple(kept)


def _entity(one: object, said: str) -> Entity | None:
    if not isinstance(one, dict):
        return None
    kind, start, end = one.get("entity"), one.get("start"), one.get("end")
    sure = one.get("confidence_entity", 1.0)  # patterns and lookup tables tell none
    if kind not in KINDS or type(start) is not int or type(end) is not int or type(sure) not in (int, float):
        return None
    text = said[start:end] if 0 <= start < end <= len(said) else ""
    if not text.strip() or len(text) > LONGEST_ENTITY or not sure >= SURE_ENTITY:
        return None
    return Entity(kind, text, "" if kind == "time" else text, start)
