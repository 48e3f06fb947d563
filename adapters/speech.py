"""From what is said in no language (`Say`) to a message in the reader's own (`Outbound`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from adapters.texts import Texts
from dialogs.messages import Button, Outbound
from dialogs.say import Say


def outbound(
    says: Sequence[Say],
    texts: Texts,
    language: str,
    *,
    channel: str,
    chat: str,
    question: str = "",
    closes: str = "",
    now: datetime | None = None,
) -> Outbound:
    """Several things said in one message; the choices are those of the last, and belong to `question`."""
    last = says[-1]
    number = "" if last.free else question
    return Outbound(
        id="",
        channel=channel,
        chat=chat,
        text="\n\n".join(texts.text(language, s.key, s.args, now) for s in says),
        choices=tuple(Button(texts.label(language, o, now), o.token, number) for o in last.options),
        media=tuple(m for s in says for m in s.media),
        reply_to=last.reply_to,
        replaces=last.card,
        wants=last.wants,
        closes=closes,
        anew=last.anew,
        topic=texts.text(language, last.topic.key, last.topic.args, now) if last.topic else "",
        ended=last.ended,
    )
