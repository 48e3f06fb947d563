"""Signs of danger in English, as people write it who are in a hurry or learnt it late.

Gaps are counted in characters and never cross a stop, so that each pattern takes a time linear in the text.
"""

from __future__ import annotations

from adapters.nlu.danger_en import accidents, fire_water, illness, violence
from adapters.nlu.danger_en.calm import CALM
from adapters.nlu.danger_en.words import ONE

__all__ = ["CALM", "ONE", "SIGNS"]

SIGNS = violence.SIGNS + fire_water.SIGNS + accidents.SIGNS + illness.SIGNS
"""The first that is found says which danger it is."""
