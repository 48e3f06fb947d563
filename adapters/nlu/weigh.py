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
ENOUGH = 0.55  # so sure, the model decides where no rule speaks
SHORT, ENOUGH_SHORT = 4, 0.93  # letters; of so few, the model must be surer
LIKELY_SERVICE, ENOUGH_REPORT = 0.25, 0.4  # where the service is clear, so is the report
SURE_CONDUCT = 0.3  # so sure, words are for the discipline desk: recall counts more than precision
SOME_CONDUCT = 0.05
WORDY, WORDY_ENGLISH = 12, 30  # characters
LIKELY_SEALED = 0.2  # the same where one of its services is the first guess
STRANGE = 4.0  # what belongs nowhere is unlike its examples, so the little that is found for it counts so much more
ENOUGH_STRANGE, SURE_STRANGE = 0.45, 0.75  # the same against a rule: one for any problem, one for something named
SURE_RULE = 0.85
LEAST = 0.05  # a service less likely than this is not worth a button
TRUST_WORDS = 3.0  # how many times e a word of the catalogue makes its service likelier
HALF_SURE = 0.55  # the dialog asks
CLEARLY = 2.0  # times the probability of what the words say
CONTRADICTS = 0.2  # so sure of something else, the model makes a question of what the words say
UNSEEN = 0.002  # probability of what is not among the model's first guesses
SURE_REPORT = 0.9
FIRST_OF = {"report": 0.15, "suggest": 0.35, "consult": 0.35}
"""How likely the first service must be without any word of the catalogue, by what the person wants."""
SEVERAL = 0.98  # nothing is surer than this


def intent(ruled: tuple[str, float], judged: Judged, worded: bool, letters: int) -> tuple[str, float]:
    """What the person wants. `worded`: a word of the catalogue stands in the text; `letters`: how many it has."""
    name, sure = ruled
    likely = dict(judged.intents)
    strange = likely.pop(OUT_OF_SCOPE, 0.0)
    best, chance = max(likely.items(), key=lambda item: item[1], default=(OUT_OF_SCOPE, 0.0))
    nowhere = strange * STRANGE > chance
    if name == OUT_OF_SCOPE:
        enough = ENOUGH if letters > SHORT else ENOUGH_SHORT
        if best == "report" and judged.services and judged.services[0][1] >= LIKELY_SERVICE and letters > SHORT:
            enough = ENOUGH_REPORT
        return (OUT_OF_SCOPE, max(0.3, strange)) if nowhere or chance < enough else (best, round(chance, 3))
    if best == name and not (nowhere and name == "report"):
        return name, round(min(SEVERAL, 1 - (1 - sure) * (1 - chance)), 3)
    if name == "human" or (sure >= SURE_RULE and strange >= SURE_STRANGE):
        return ruled
    if strange >= (SURE_STRANGE if worded or name != "report" else ENOUGH_STRANGE):
        return OUT_OF_SCOPE, strange
    if best == name:
        return ruled
    if chance >= max(SURE_MODEL, sure) and not nowhere:
        return best, round(min(chance, SEVERAL), 3)
    return name, sure


def is_conduct(text: str, judged: Judged, sealed: Sequence[str]) -> bool:
    """Whether the models see an official's conduct in it. Of a few words they can't tell it."""
    if len(text) < (WORDY_ENGLISH if text.isascii() else WORDY):
        return False
    conduct = dict(judged.intents).get("conduct", 0.0)
    code, likely = judged.services[0] if judged.services else ("", 0.0)
    return conduct >= SURE_CONDUCT or (conduct >= SOME_CONDUCT and likely >= LIKELY_SEALED and code in sealed)


def services(
    ruled: Sequence[Guess], judged: Judged, wanted: str, group_of: Callable[[str], str | None]
) -> tuple[Guess, ...]:
    """The likeliest services. `group_of` gives None for one that must not be guessed. `wanted`: the intent."""
    chances = {code: p for code, p in judged.services if group_of(code) is not None}
    if ruled:
        told = judged.intents[:1] != () and judged.intents[0][0] == "report"
        likely = _weighed({g.code: g.confidence for g in ruled}, chances, told)
    else:
        sure = wanted == "report" and dict(judged.intents).get("report", 0.0) >= SURE_REPORT
        enough = max(chances.values(), default=0.0) >= (LEAST if sure else FIRST_OF.get(wanted, 1.0))
        likely = {code: p for code, p in chances.items() if p >= LEAST and enough}
    ranked = sorted(likely, key=lambda code: -likely[code])
    named = {g.code for g in ruled}
    room = max(MOST_GUESSES - len(named), 0)
    kept = named.union([code for code in ranked if code not in named][:room])
    return tuple(_guess(code, likely[code], group_of) for code in ranked if code in kept)


def _weighed(named: Mapping[str, float], chances: Mapping[str, float], told: bool) -> dict[str, float]:
    """The services that the words name and those that the model sees, by both. The model knows reports alone (`told`);
    where it is for something else than the words are, the person is asked."""
    seen = {code: p for code, p in chances.items() if p >= LEAST}
    weights = {
        code: max(chances.get(code, 0.0), UNSEEN) * exp(TRUST_WORDS * named.get(code, 0.0))
        for code in {**named, **seen}
    }
    whole = sum(weights.values())
    likely = {code: weight / whole for code, weight in weights.items()}
    against = max((p for code, p in seen.items() if code not in named), default=0.0)
    if told and against >= CONTRADICTS and against > CLEARLY * max(chances.get(code, 0.0) for code in named):
        return {code: min(p, HALF_SURE) for code, p in likely.items()}
    first = max(weights, key=lambda code: weights[code])
    if first in named:
        likely[first] = max(likely[first], named[first])
    return likely


def _guess(code: str, chance: float, group_of: Callable[[str], str | None]) -> Guess:
    return Guess(code, group_of(code) or "", round(min(max(chance, 0.001), SEVERAL), 3))
