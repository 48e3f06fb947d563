"""Words with which people let a report go: "发嘛", "就这样", "要得"."""

from __future__ import annotations

import re

_SENDS = re.compile(
    r"(?:(?:好的?|要得|可以|行|对头?|嗯|没(?:得)?问题|快点|搞快点|赶紧|赶快|废话少说|莫说了|莫啰嗦|那)"
    r"(?:嘛|噻|吧|了|哈|[，,。、！!\s])*)*(?:就(?:这样|这么|恁个)[，,]?)?"
    r"(?:(?:(?:给|帮)我)?(?:发(?:了(?=[嘛吧噻哈]))?|报)(?:送|出去|上去)?(?:吧|嘛|噻|啊|哈|咯|哦|呀|得了|就是|就行|可以|[，,\s])*)+"
    r"|就这样(?:吧|嘛|噻|了)?|(?:(?:ok(?:ay)?|yes|yeah|yep|please|just|fine|good|right|sure|now)[,.!\s]*)*"
    r"(?:send|submit|file)(?: (?:it|this|that))?(?: (?:off|now|in|like this|as it is))?"
    r"(?: (?:please|then|already|now))*"
)
"""What can only mean that it shall be sent, whatever was asked last."""
_AGREES = re.compile(
    r"(?:要得|可以|行|对头?|是的|嗯+|好的?|没(?:得)?(?:问题|错))(?:嘛|噻|哈|呢|啊|呀|吧|哦|的|[，,\s])*"
    r"|(?:yes|yeah|yep|yup|sure|ok(?:ay)?|fine|right|correct)(?:[,. ]+(?:please|thanks?|thank you|it is|that's right))*"
)
"""A plain yes to "就这样报上去，好吗？"."""


def sends(said: str) -> bool:
    """Whether a plain text (`dialogs.words.plain`) says that it shall be sent, and nothing else."""
    return bool(_SENDS.fullmatch(said))


def agrees(said: str) -> bool:
    """Whether a plain text is a yes, and nothing else."""
    return bool(_AGREES.fullmatch(said))
