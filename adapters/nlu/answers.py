"""Which ready answer of the district fits a question, and how well.

A question is compared with every way of asking that answers.yml names, by words and by meaning; the better counts.

Words: the same pieces as the models' (adapters/nlu/linear.py), by the cosine of their TF-IDF weights. Alike words are
not enough for an answer, because "how do I replace a lost X" is the same for every X. So one of the entry's own words
must stand in the question, and what the question says beyond all that the entry knows counts against it: whoever asks
if the office is open on Sunday is not told what to bring. Built with the first question.

Meaning: the cosine of sentence vectors (adapters/nlu/asked.py), where there are any. They find nearly every question in
other words, and can't tell its answer from none as well as that; so to be sure of an answer they must be very near, and
nearer still where no word of the entry's own is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from math import log, sqrt
from types import MappingProxyType

from adapters.nlu.linear import grams
from cases.district import ReadyAnswer
from dialogs.resident.consult import LIKELY_ANSWER, SURE_ANSWER
from dialogs.understanding import Match

MOST = 5  # answers that are named at most
LONGEST = 120  # characters; whoever writes more tells a story, and staff read it
LEAST = 0.2  # less alike is not named
MANNERS = re.compile(
    r"请问|问一?下?子?哈?|问哈嘛?|咨询一?下?|打听一?下?|麻烦|你好|您好|我想|想问|想要?知道|想了解|了解一下|一下|一哈|嘛|哈|呢|啊|呀|哦|噻|吧|[?？!！。.，,、；;~～]"
    r"|\b(?:please|hello|hi|excuse me|could you tell me|can you tell me|i would like to know|i want to know|thanks?)\b",
    re.IGNORECASE,
)
"""What is said for manners and asks nothing."""
ALIKE = (
    (re.compile(r"咋个|啷个|怎样|如何|咋"), "怎么"),
    (re.compile(r"啥子|什么样的|哪些|哪样|啥"), "什么"),
    (re.compile(r"哪个地方|哪里|哪儿|哪点|哪凼"), "哪里"),
    (re.compile(r"好久|多长时间|多少天|几天"), "多久"),
    (re.compile(r"掉了|遗失|不见了|搞丢了?|弄丢了?"), "丢了"),
    (re.compile(r"娃儿|娃娃|小娃|孩子|宝宝|娃"), "小孩"),
    (re.compile(r"手续|材料|证件|资料|东西"), "材料"),
    (re.compile(r"办理|办个|办"), "办"),
    (re.compile(r"好多钱|几多钱|多少钱"), "多少钱"),
)
"""Ways of saying the same, here and in the county town."""
COST = re.compile(
    r"多少钱|好多钱|收费|要不要钱|花多少|百分之几|\b(?:cost|costs|price|fee|fees|how much)\b", re.IGNORECASE
)
MONEY = re.compile(r"钱|元|%|费|\b(?:free|yuan|paid|pay)\b")
SILENT = 0.8  # times the fit of an answer that says nothing of the cost that was asked for
NEAR_SURE, NEAR_LIKELY = 0.68, 0.38
"""Cosines of meaning at which an answer is as sure as one that is given, and as likely as one that is offered. Chosen
by leaving out each way of asking, which must find its answer, and each whole answer, whose questions must not get
another's (docs/understanding.md)."""
UNNAMED = 0.8  # times the cosine, where none of the entry's own words is said
PAIR = 2  # Chinese characters that are compared together
NOTHING_ALIKE: Mapping[str, float] = MappingProxyType({})
COVERED = 0.5  # how much of a fit is decided by what the entry does not know


class Answers:
    """The answers of one district."""

    def __init__(self, answers: Mapping[str, ReadyAnswer]) -> None:
        self._answers = answers

    def matches(self, text: str, alike: Mapping[str, float] = NOTHING_ALIKE) -> tuple[Match, ...]:
        """The answers that may fit, best first. `alike`: the cosines of meaning of the answers; without them no answer
        fits of whose own words none is said. Empty for what is long."""
        if not self._answers or not text.strip() or len(text) > LONGEST:
            return ()
        named = self._named(text)
        fits = {m.key: m.confidence for m in self._index.matches(plain(text), named)} if named else {}
        for key, cosine in alike.items():
            if key in self._answers:
                fits[key] = max(by_meaning(cosine, key in named), fits.get(key, 0.0))
        found = tuple(Match(key, fit) for key, fit in fits.items() if fit >= LEAST)
        if COST.search(text):
            # Whoever asks what it costs is not answered by where to go.
            found = tuple(
                m if self._tells_cost(m.key) else Match(m.key, round(m.confidence * SILENT, 3)) for m in found
            )
        return tuple(sorted(found, key=lambda m: -m.confidence)[:MOST])

    def _tells_cost(self, key: str) -> bool:
        return any(MONEY.search(says) for says in self._answers[key].says.values())

    def _named(self, text: str) -> set[str]:
        """The entries of whose own words one stands in the text."""
        low = text.casefold()
        return {
            key
            for key, answer in self._answers.items()
            if any(_stands(word.casefold(), low) for words in answer.about.values() for word in words)
        }

    @cached_property
    def _index(self) -> _Index:
        return _Index([(key, plain(way)) for key, way in ways(self._answers)])


class _Index:
    """The ways of asking, by the pieces of their words."""

    def __init__(self, ways: list[tuple[str, str]]) -> None:
        counted = [(key, Counter(pieces(way))) for key, way in ways]
        seen = Counter(gram for _, counts in counted for gram in counts)
        entries = {key for key, _ in ways}
        within = Counter(gram for key in entries for gram in {g for k, c in counted if k == key for g in c})
        self._idf = {gram: log((1 + len(entries)) / (1 + within[gram])) + 0.3 for gram in seen}
        self._unseen = log(1 + len(entries)) + 0.3
        self._known: dict[str, set[str]] = {key: set() for key in entries}
        self._keys: list[str] = []
        self._found: dict[str, list[tuple[int, float]]] = {}
        for number, (key, counts) in enumerate(counted):
            self._keys.append(key)
            self._known[key].update(counts)
            weights = {gram: (1 + log(n)) * self._idf[gram] for gram, n in counts.items()}
            size = sqrt(sum(w * w for w in weights.values())) or 1.0
            for gram, weight in weights.items():
                self._found.setdefault(gram, []).append((number, weight / size))

    def matches(self, text: str, named: set[str]) -> tuple[Match, ...]:
        counts = Counter(pieces(text))
        weights = {gram: (1 + log(n)) * self._idf.get(gram, self._unseen) for gram, n in counts.items()}
        size = sqrt(sum(w * w for w in weights.values()))
        if not size:
            return ()
        alike: dict[str, float] = {}
        sums: dict[int, float] = {}
        for gram, weight in weights.items():
            for number, share in self._found.get(gram, ()):
                sums[number] = sums.get(number, 0.0) + weight * share
        for number, total in sums.items():
            key = self._keys[number]
            if key in named:
                alike[key] = max(alike.get(key, 0.0), total / size)
        whole = sum(weights.values())
        found = []
        for key, cosine in alike.items():
            covered = sum(w for gram, w in weights.items() if gram in self._known[key]) / whole
            fit = cosine ** (1 - COVERED) * covered**COVERED
            if fit >= LEAST:
                found.append(Match(key, round(min(fit, 1.0), 3)))
        return tuple(sorted(found, key=lambda m: -m.confidence)[:MOST])


def ways(answers: Mapping[str, ReadyAnswer]) -> list[tuple[str, str]]:
    """Every way of asking, with the key of its answer."""
    return [(answer.key, way) for answer in answers.values() for some in answer.asked.values() for way in some]


def by_meaning(cosine: float, named: bool) -> float:
    """How well an answer fits, from 0 to 1, by the cosine of its nearest way of asking."""
    near = cosine if named else cosine * UNNAMED
    fit = LIKELY_ANSWER + (near - NEAR_LIKELY) * (SURE_ANSWER - LIKELY_ANSWER) / (NEAR_SURE - NEAR_LIKELY)
    return round(min(max(fit, 0.0), 1.0), 3)


def plain(text: str) -> str:
    """The question without manners, and with one word for what is said in several ways."""
    said = MANNERS.sub(" ", text.casefold())
    for pattern, word in ALIKE:
        said = pattern.sub(word, said)
    return " ".join(said.split())


def pieces(text: str) -> list[str]:
    """Of Chinese single characters and pairs, of English words and parts of them: a question is too short for more."""
    return [gram for gram in grams(text) if len(gram) <= PAIR or gram.isascii()]


def _stands(word: str, text: str) -> bool:
    """Whether the word is said: an English one as a word of its own, also in the plural."""
    if word not in text or not word.isascii():
        return word in text
    return re.search(rf"\b{re.escape(word)}(?:s|es)?\b", text) is not None
