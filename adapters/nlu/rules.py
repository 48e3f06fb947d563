"""What every engine's answer goes through: the catalogue's words, fixed phrases, danger, words about officials.

An engine says what it makes of the words (`Judged`); `Rules.understood` weighs that with the rules. So both engines
name the same places, seal the same reports and see the same danger. A word that stands inside a longer one is not
counted for it (烧垃圾 is about burning, not about collection).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest

from adapters.nlu import weigh
from adapters.nlu.answers import Answers
from adapters.nlu.danger import danger_in
from adapters.nlu.entities import entities_in
from adapters.nlu.judged import Judged
from adapters.nlu.officials import Sealed, sealed_in
from adapters.nlu.origins import Origins
from adapters.nlu.places import Places
from adapters.nlu.script import language_in, simplified
from adapters.nlu.weigh import MOST_GUESSES, SEVERAL
from adapters.nlu.wishes import INTENTS
from cases.district import District
from cases.numbers import misread_number
from dialogs.understanding import OUT_OF_SCOPE, Entity, Guess, Understanding
from dialogs.words import clean

MOST_WISHES = 4
DOUBT = 0.8  # the weight of "something that the catalogue does not have": one two-character word gives 0.71
ENGLISH_WEIGHT = 1 / 3  # an English letter tells as much as a third of a Chinese character
NUMBERED = ("case_number", "follow_code")
READ_FIRST, READ_LAST = 1000, 500  # characters of a long text that are read for meaning; all of them are kept
READ_FOR_CONDUCT = 20_000  # characters that are looked through for words about officials
_NO_WORD = re.compile(r"[A-Za-z0-9+/=_-]{30,}")  # a file, a key, an address


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text made ready, in simplified characters: `whole` for words about officials, `said` for everything else, from
    which `skipped` characters were left out after the first READ_FIRST. `text` is as it came."""

    text: str
    whole: str
    said: str
    skipped: int


def prepared(text: str) -> Prepared:
    """The text without what can't be seen, and not longer than we read."""
    whole = simplified(clean(text[:READ_FOR_CONDUCT]))
    read = _NO_WORD.sub(lambda key: " " * len(key[0]), whole)
    return Prepared(text, whole, *both_ends(read))


def as_written(ready: Prepared, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The entities of `said` with the words and places that they have in the text as it came."""
    if not entities:
        return ()
    origins = Origins.of(ready.text[:READ_FOR_CONDUCT], clean(ready.text[:READ_FOR_CONDUCT]))
    moved = []
    for entity in entities:
        behind = ready.skipped if entity.start > READ_FIRST else 0
        if not ready.skipped or behind or entity.start + len(entity.text) <= READ_FIRST:  # else across the gap
            moved.append(origins.moved(entity, entity.start + behind))
    return tuple(moved)


class Rules:
    """The rules of one district."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._answers = Answers(district.answers)
        self._places = Places(district.units)
        words: dict[str, set[str]] = defaultdict(set)
        for service in district.catalogue.by_code.values():
            for spoken in service.words.values():
                for word in spoken:
                    words[word.casefold()].add(service.code)
        longest_first = sorted(words, key=len, reverse=True)
        self._words = {word: frozenset(codes) for word, codes in words.items()}
        self._any_word = any_of(longest_first)
        catalogue = district.catalogue
        self._sealed = tuple(code for code, service in catalogue.by_code.items() if service.sealed)
        self._sealed_word = any_of([w for w in longest_first if any(catalogue[c].sealed for c in words[w])])

    def understood(self, ready: Prepared, judged: Judged) -> Understanding:
        """What a text means, by the rules and by what an engine makes of it."""
        whole, said = ready.whole, ready.said
        ruled = self.services(said)
        entities = as_written(ready, entities_in(said, self._places))
        emergency, emergency_by = danger_in(whole, judged)
        seal = sealed_in(whole, judged, self._sealed_words(whole), emergency) if self._sealed else Sealed()
        sealed, doubted = bool(seal), seal.doubted
        intent, confidence = self.intent(said, ruled, entities, sealed and not doubted)
        numbered = {e.kind for e in entities if e.kind in NUMBERED}
        if judged.intents and (doubted or not sealed) and not numbered:
            intent, confidence = weigh.intent((intent, confidence), judged, bool(ruled), sealed, tells_trouble(said))
        elif numbered == {"case_number"} and not sealed:
            intent, confidence = weigh.of_a_case((intent, confidence), judged)
        guesses = weigh.services(ruled, judged, intent, self._open_group)
        if sealed:
            guesses = self._sealed_first(ruled, judged, guesses, doubted)
        return Understanding(
            text=ready.text,
            intent=intent,
            intent_confidence=confidence,
            services=guesses,
            entities=entities,
            emergency=emergency,
            emergency_by=emergency_by,
            sealed=sealed,
            sealed_by=seal.by,
            language=language_in(said),
            wishes=judged.intents[:MOST_WISHES],
            answers=() if sealed else self._answers.matches(said, dict(judged.alike)),
        )

    def _open_group(self, code: str) -> str | None:
        """The group of a service that may be guessed; None for one of the discipline desk's and for unknown ones."""
        catalogue = self._district.catalogue
        return catalogue[code].group if code in catalogue and not catalogue[code].sealed else None

    def _sealed_words(self, text: str) -> str:
        """The first word of a sealed service that stands in the text, or empty."""
        found = self._sealed_word.search(text.casefold())
        return found[0] if found else ""

    def _sealed_first(
        self, ruled: tuple[Guess, ...], judged: Judged, others: tuple[Guess, ...], doubted: bool
    ) -> tuple[Guess, ...]:
        """The sealed services first, the likeliest by words and model before the rest: a doubt must never carry such
        words to the village. Where it is `doubted`, in turn with the others."""
        catalogue = self._district.catalogue
        named = {g.code: g.confidence for g in ruled}
        seen = dict(judged.services)
        whole = sum(seen.get(code, 0.0) for code in self._sealed)
        weights = {c: named.get(c, 0.0) / 2 + (seen.get(c, 0.0) / whole if whole else 0.0) for c in self._sealed}
        ranked = sorted(self._sealed, key=lambda code: -weights[code])
        total = sum(weights.values())
        sure = [max(named.values(), default=0.5) if not total else weights[code] / total for code in ranked]
        first = tuple(
            Guess(code, catalogue[code].group, round(min(p, SEVERAL), 3))
            for n, (code, p) in enumerate(zip(ranked, sure, strict=True))
            if p > 0 and (total or not n)
        )
        open_ones = tuple(g for g in others if g.code not in self._sealed)
        both = zip_longest(first, open_ones) if doubted else [first, open_ones]
        return tuple(guess for some in both for guess in some if guess)[:MOST_GUESSES]

    def services(self, text: str) -> tuple[Guess, ...]:
        """The services whose words stand in the text, most likely first."""
        weights: dict[str, float] = defaultdict(float)
        for match in self._any_word.finditer(text.casefold()):
            word = match[0]
            codes = (
                self._words.get(word)
                or self._words.get(word.removesuffix("s"))
                or self._words.get(word.removesuffix("es"))
            )
            for code in codes or ():
                weights[code] += len(word) * (ENGLISH_WEIGHT if word.isascii() else 1.0)
        total = sum(weights.values()) + DOUBT
        ranked = sorted(weights.items(), key=lambda item: -item[1])[:MOST_GUESSES]
        catalogue = self._district.catalogue
        return tuple(Guess(code, catalogue[code].group, round(weight / total, 3)) for code, weight in ranked)

    def intent(
        self, text: str, guesses: tuple[Guess, ...], entities: tuple[Entity, ...], sealed: bool
    ) -> tuple[str, float]:
        """What the person wants. A text that tells a problem is a report, whatever else stands in it."""
        if any(e.kind in NUMBERED for e in entities):
            return "status", 0.95
        if misread_number(text) and not guesses:
            return "status", 0.9  # a number with a slip of the finger is asked about all the same
        if sealed:
            return "conduct", max((g.confidence for g in guesses), default=0.5)
        matched = [(name, sure) for name, sure, pattern in INTENTS if pattern.search(text)]
        told = [m for m in matched if m[0] != "report"]
        tells_problem = bool(guesses) and guesses[0].confidence >= 0.5
        if tells_problem:
            # A whole sentence about a thing is a report; only a wish about the report itself outweighs it.
            for name, sure in told:
                if name in ("status", "remind") and len(text) <= 30:
                    return name, round(sure - 0.1, 2)
                if name in ("consult", "suggest", "praise"):
                    return name, sure
            return "report", max(0.8, guesses[0].confidence)
        if told:
            return told[0]
        return matched[0] if matched else (OUT_OF_SCOPE, 0.3)


def tells_trouble(text: str) -> bool:
    """Whether words of a report stand in the text: 坏了, 投诉, broken."""
    return any(name == "report" and pattern.search(text) for name, _, pattern in INTENTS)


def any_of(words: list[str]) -> re.Pattern[str]:
    """A pattern for any of the words; an English one only where it is a word of its own."""
    parts = (rf"\b{re.escape(w)}(?:s|es)?\b" if w[0].isascii() and w[0].isalpha() else re.escape(w) for w in words)
    return re.compile("|".join(parts)) if words else re.compile(r"(?!)")


def both_ends(text: str) -> tuple[str, int]:
    """What is read of a text, and by how much its end was moved up: the place often stands in the last line."""
    if len(text) <= READ_FIRST + READ_LAST:
        return text, 0
    return f"{text[:READ_FIRST]}\n{text[-READ_LAST:]}", len(text) - READ_LAST - READ_FIRST - 1
