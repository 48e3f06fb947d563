"""Signs of danger in Chinese, as frightened people there type: Mandarin, and the way of Chongqing and Sichuan.

Gaps are counted in characters and never cross a stop, so that each pattern takes a time linear in the text.
"""

from __future__ import annotations

from adapters.nlu.danger_zh import accidents, fire_water, illness, violence
from adapters.nlu.danger_zh.calm import CALM
from adapters.nlu.danger_zh.words import ONE

__all__ = ["CALM", "ONE", "SIGNS"]

SIGNS = violence.SIGNS + fire_water.SIGNS + accidents.SIGNS + illness.SIGNS
"""The first that is found says which danger it is."""
