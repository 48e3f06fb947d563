"""Whether a report shall really be dropped: asked back once where a slip costs much, or where "没事了" may mean it.

A report of danger is never dropped by one word: the number to call is said again. A sealed one that is cancelled goes
to nobody, its voice notes neither, and what was said is wiped as after filing (docs/architecture.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.consent import sends
from dialogs.conversation import Conversation, Frame, Slots
from dialogs.forms import Answer, Done, Fill, Form, Heard, Step, View
from dialogs.orders import Discard
from dialogs.resident.kind import is_sealed
from dialogs.say import Option, Say
from dialogs.words import plain

LIMIT, LIMIT_ENGLISH = 14, 44  # characters; a longer message tells what happened meanwhile
_LETS_BE = re.compile(
    r"(?:那|好的?|哦|嗯|算了|哎|唉|搞错了|现在|这边|[嘛吧，,。\s])*"
    r"(?:(?:现在|已经|都|又|真的|暂时)*(?:(?:没|没得|没有|莫得)(?:啥子?|什么|大|得)?事(?:情|儿)?"
    r"|(?:没|没得|莫|莫得)啥子?)(?:了|咯|啦)"
    r"|(?:这个?|那个?|这件|那件)?[\u4e00-\u9fff]{0,6}(?:不|莫)(?:想|用|要)?报(?:了|咯|啦)"
    r"|(?:不|莫)(?:用|要|需要|必)(?:你们?|您)?(?:来人?|管|麻烦|弄|修|报|跑|处理)?(?:了|咯|啦)|用不着(?:了|咯|啦)"
    r"|不麻烦(?:你们?|您)?了"
    r"|(?:现在|已经|都|又|自己|刚才|刚刚|他们|有人)+(?:给|帮)?(?:我们?)?(?:修|弄|搞|办|处理)?(?:好|解决|完)(?:了"
    r"|咯|啦)|(?:修|弄|搞)好(?:了|咯|啦)"
    r"|再见|拜拜)(?:哈|嘛|啊|噻|哦|谢谢(?:你们?|您|了)?|麻烦(?:你们?|您)?了|[，,。\s]|(?<=[，,。\s])"
    r"(?:已经|都|自己|又|火|水|气|阀门|闸|总?阀|人|他们?|她)*"
    r"(?:关|熄|灭|扑灭|走|跑|散|停|退|搬|出来|起来|找到|醒)(?:了|咯|啦))*"
    r"|(?:(?:ok(?:ay)?|oh|well|no|actually|sorry|thanks?|but|never ?mind|[,.\s])+ ?)?"
    r"(?:(?:it(?:'s| is|s)|everything(?:'s| is)|all(?:'s| is)?|that(?:'s| is)|we(?:'re| are)) ?"
    r"(?:all )?(?:ok(?:ay)?|fine|good|safe|well|fixed|solved|sorted|over|out|gone|back)(?: now| again| already"
    r"| any ?more)+"
    r"|all good(?: now)?|(?:it was )?(?:just )?(?:a )?false alarm"
    r"|no need(?: (?:any ?more|now))?|no longer needed|not needed(?: any ?more)?"
    r"|(?:it )?(?:has been|was|got|is) (?:already )?(?:fixed|solved|sorted)"
    r"|(?:good ?)?bye)(?:[,. ]+(?:thanks?|thank you|bye|now))*"
)
"""That nothing is needed any more: neither a yes nor a no to a question."""
_NO_MORE = re.compile(
    r"(?:就)?(?:没有|没得|莫得)(?:别的|其他的?|要说的)?(?:了|咯)|没别的(?:了|咯)?|就(?:是)?(?:这些|这么多|恁个多"
    r"|这样子?)(?:了|嘛|吧)?|说完了|完了|没说的了"
    r"|(?:no,? )?(?:nothing (?:else|more)|that(?:'s| is) (?:all|it)|no more|i(?:'m| am) done)(?: (?:thanks?"
    r"|thank you))?"
)


def lets_be(text: str) -> bool:
    """Whether a short message says that nothing is needed any more: "没得事了", "已经修好了", "it's fine now"."""
    said = plain(text).replace("\u2019", "'")
    return len(said) <= (LIMIT_ENGLISH if said.isascii() else LIMIT) and bool(_LETS_BE.fullmatch(said))


def no_more(text: str) -> bool:
    """Whether a message says that there is nothing to add: "没有了", "that's all"."""
    return bool(_NO_MORE.fullmatch(plain(text).replace("\u2019", "'")))


def must_ask(report: View) -> bool:
    """Whether even a plain "cancel" is asked back: danger, or words that would be wiped."""
    return bool(report.slots.get("urgent")) or is_sealed(report)


def opened(report: View) -> Slots:
    """What the question begins with."""
    return {"urgent": report.text("urgent"), "sealed": is_sealed(report)}


def kept_by(talk: Conversation, but: Frame | None = None) -> tuple[str, ...]:
    """The photos and notes that forms hold, the open ones and those that wait, but for this one."""
    return tuple(file for frame in (*talk.stack, *talk.waiting) if frame is not but for file in _files(frame.slots))


def _files(slots: Slots) -> Iterator[str]:
    """The files of a form: ids, or as a voice form holds them; also in what was found before a report was begun."""
    for name in ("media", "files"):
        held = slots.get(name)
        for file in held if isinstance(held, list) else []:
            yield str(file[1]) if isinstance(file, list) else str(file)  # voice.py: kind, file, point
    found = slots.get("found")
    if isinstance(found, dict):
        yield from _files(found)


def holds_sealed(frame: Frame) -> bool:
    """Whether a form, no report yet, holds words that may be for the discipline desk: a note to be confirmed, or words
    about officials that nobody has said yet how to send."""
    return frame.form == "apart" or (frame.form == "voice" and bool(frame.slots.get("sealed")))


def ask(view: View) -> Say:
    options = (Option("drop-yes"), Option("drop-no"))
    if view.text("urgent"):
        return Say("drop-urgent", options=options)
    return Say("drop-sealed" if view.slots.get("sealed") else "drop-report", options=options)


def read(view: View, heard: Heard) -> Answer:
    if heard.picked in ("drop-yes", "drop-no"):
        return Fill({"sure": heard.picked == "drop-yes"})
    if not heard.wordy or heard.understood.services:
        return None
    if lets_be(heard.text) or heard.understood.intent == "affirm":
        return Fill({"sure": True})
    return Fill({"sure": False}) if heard.understood.intent == "deny" or sends(plain(heard.text)) else None


def done(view: View) -> Done:
    under = view.talk.stack[-1].form if view.talk.stack else ""
    if not view.slots.get("sure") or under != "report":
        return Done()
    orders = (Discard(kept_by(view.talk, view.talk.stack[-1])),) if view.slots.get("sealed") else ()
    return Done((Say("dropped-urgent" if view.text("urgent") else "cancelled"),), orders, over=True)


DROP = Form("drop", steps=(Step("sure", ask, read),), done=done)
