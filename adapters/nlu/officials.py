"""What an official did, for the discipline desk alone: what the words say, weighed with what the model makes of them.

Recall counts more than precision, because such words in the village's group can't be called back; but praise, a wish
for the mayor's number or a shop's fraud stay ordinary matters (nlu_data/README.md has the rule).
"""

from __future__ import annotations

from adapters.nlu.judged import Judged
from adapters.nlu.officials_signs import CALM, SIGNS
from adapters.nlu.signs import compiled, ready

SURE = 0.50  # so probable by the model alone, it is about what an official did
SURER = 0.90  # the same where the text tells of danger
DOUBTED = 0.30  # so probable at least, where words of praise, or of people who are no officials, stand beside a sign
SHOWN = 40  # characters of the words by which a rule fired
BY_MODEL = "model"  # begins what says so where no word does
WORDY, WORDY_ENGLISH = 7, 20  # characters; of fewer the model can't tell it


def words_of_conduct(text: str) -> str:
    """The words that say what an official did, or empty."""
    said = ready(text)
    found = next((match for sign in SIGNS if (match := sign.pattern.search(said))), None)
    return found[0][:SHOWN].strip() if found else ""


def conduct_in(text: str) -> bool:
    """Whether the words alone say what an official did, and nothing beside them speaks of somebody else."""
    return bool(words_of_conduct(text)) and not compiled(CALM).search(ready(text))


def sealed_in(text: str, judged: Judged, named: str = "", danger: str = "") -> str:
    """What makes the text one for the discipline desk alone: "rule: 收红包", "model 0.83", or both; empty if nothing
    does. `named`: a word of a sealed service of the catalogue in it; `danger`: the kind that it tells of."""
    words = named or words_of_conduct(text)
    short = len(text) < (WORDY_ENGLISH if text.isascii() else WORDY)
    sure = judged.conduct >= (SURER if danger else SURE) and not short
    model = f"{BY_MODEL} {judged.conduct:.2f}" if sure else ""
    if words and (judged.conduct >= DOUBTED or not compiled(CALM).search(ready(text))):
        return f"rule: {words}, {model}" if model else f"rule: {words}"
    return model
