"""What the rules and the trained models say together.

The rules know the district's own words and never forget one; the models know how people write. Where they agree, both
are surer. Where only the models see something, they must be sure enough: a wrong guess costs more than a question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp

from adapters.nlu.judged import Judged
from dialogs.understanding import OUT_OF_SCOPE, Guess

MOST_GUESSES = 5
SURE_MODEL = 0.85  # so sure, the model outweighs a rule that says something else
SURE_BESIDE_REPORT = 0.5  # the same where the rule only says that something is told: a question names things, too
NEVER_ASKED = frozenset({"praise", "human", "thanks", "greet", "goodbye", "help"})
"""Wishes that name no trouble: beside words of it, the model must be as sure of them as beside any other rule."""
OF_A_CASE = frozenset({"reopen", "add", "remind", "rate", "cancel"})  # what a number may stand beside, but a question
SURE_OF_CASE = 0.5  # so sure, the model says what is wanted of the case whose number stands in the text
ENOUGH = 0.4  # so sure, the model decides where no rule speaks
SHORT, ENOUGH_SHORT = 4, 0.9  # letters; of so few, the model must be surer
ENOUGH_STRANGE, SURE_STRANGE = 0.12, 0.2
"""What belongs nowhere is unlike its examples, so little is enough; the other where words of the catalogue stand."""
AT_LEAST = 0.3  # of the probability of what else it would be
SURE_SERVICE = 0.8  # so sure of the service that its words name, it belongs here
SURE_RULE = 0.85
AGREEING = 0.5  # of the doubt that is left, where a rule says the same
LEAST = 0.05  # a service less likely than this is not worth a button
TRUST_WORDS = 3.0  # how many times e a word of the catalogue makes its service likelier
MODEST = 2.4  # factor on the odds of a service
UNSEEN = 0.002  # probability of what is not among the model's first guesses
SURE_REPORT = 0.9
FIRST_OF = {"report": 0.08, "conduct": 0.08, "suggest": 0.2, "consult": 0.2, "reopen": 0.2}
"""How likely the first service must be without any word of the catalogue, by what the person wants."""
SEVERAL = 0.98  # nothing is surer than this


def intent(ruled: tuple[str, float], judged: Judged, worded: bool, sealed: bool, trouble: bool) -> tuple[str, float]:
    """What the person wants. `worded`: a word of the catalogue stands in the text; `trouble`: one of trouble. What is
    not `sealed` tells of no official, so it is a report."""
    name, sure = ruled
    likely = dict(judged.intents)
    if not sealed and (conduct := likely.pop("conduct", 0.0)):
        likely["report"] = likely.get("report", 0.0) + conduct
    strange = likely.pop(OUT_OF_SCOPE, 0.0)
    best, chance = max(likely.items(), key=lambda item: item[1], default=(OUT_OF_SCOPE, 0.0))
    nowhere = strange >= (ENOUGH_STRANGE if name != "report" or not worded else SURE_STRANGE)
    told = worded and bool(judged.services) and judged.services[0][1] >= SURE_SERVICE
    nowhere = nowhere and strange >= AT_LEAST * chance and not (told and strange < SURE_MODEL)
    if name == OUT_OF_SCOPE:
        enough = ENOUGH if judged.letters > SHORT else ENOUGH_SHORT
        unsure = nowhere or chance < enough
        return (OUT_OF_SCOPE, max(0.3, strange)) if unsure else (best, round(chance, 3))
    if name == "human":
        return ruled
    if nowhere and (sure < SURE_RULE or strange >= SURE_MODEL):
        return OUT_OF_SCOPE, max(0.3, strange)
    if best == name:
        return name, round(min(SEVERAL, chance + AGREEING * (1 - chance)), 3)
    asked = name == "report" and not (trouble and best in NEVER_ASKED)
    if chance >= (SURE_BESIDE_REPORT if asked else max(SURE_MODEL, sure)):
        return best, round(min(chance, SEVERAL), 3)
    return name, round((sure + likely.get(name, 0.0)) / 2, 3)


def of_a_case(ruled: tuple[str, float], judged: Judged) -> tuple[str, float]:
    """What is wanted of the case whose number stands in the text: how it is, unless the model is sure of more."""
    best, chance = max(judged.intents, key=lambda item: item[1], default=("", 0.0))
    return (best, round(min(chance, SEVERAL), 3)) if best in OF_A_CASE and chance >= SURE_OF_CASE else ruled


def services(
    ruled: Sequence[Guess], judged: Judged, wanted: str, group_of: Callable[[str], str | None]
) -> tuple[Guess, ...]:
    """The likeliest services. `group_of` gives None for one that must not be guessed. `wanted`: the intent."""
    chances = {code: p for code, p in judged.services if group_of(code) is not None}
    if ruled:
        likely = _weighed({g.code: g.confidence for g in ruled}, chances)
    else:
        sure = wanted == "report" and dict(judged.intents).get("report", 0.0) >= SURE_REPORT
        enough = max(chances.values(), default=0.0) >= (LEAST if sure else FIRST_OF.get(wanted, 1.0))
        likely = {code: honest(p) for code, p in chances.items() if p >= LEAST and enough}
    ranked = sorted(likely, key=lambda code: -likely[code])
    named = {g.code for g in ruled}
    room = max(MOST_GUESSES - len(named), 0)
    kept = named.union([code for code in ranked if code not in named][:room])
    return tuple(_guess(code, likely[code], group_of) for code in ranked if code in kept)


def _weighed(named: Mapping[str, float], chances: Mapping[str, float]) -> dict[str, float]:
    """The services that the words name and those that the model sees, by both: a word makes its service likelier. With
    no model, the words alone."""
    if not chances:
        return dict(named)
    seen = {code: p for code, p in chances.items() if p >= LEAST}
    weights = {
        code: max(chances.get(code, 0.0), UNSEEN) * exp(TRUST_WORDS * named.get(code, 0.0))
        for code in {**named, **seen}
    }
    rest = max(1.0 - sum(chances.values()), 0.0)
    whole = sum(weights.values()) + rest
    return {code: honest(weight / whole) for code, weight in weights.items()}


def honest(chance: float) -> float:
    """The models are too modest: they were measured without everything that resembles a message, on four fifths of the
    examples. The factor on the odds was read off the development set."""
    return chance * MODEST / (chance * MODEST + 1 - chance)


def _guess(code: str, chance: float, group_of: Callable[[str], str | None]) -> Guess:
    return Guess(code, group_of(code) or "", round(min(max(chance, 0.001), SEVERAL), 3))
