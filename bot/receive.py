"""Receive: what comes from outside goes into the inbox before anything else. HTTP channels call `Store.receive`
themselves; here is what has to be fetched: the answers that the back office writes into its own database."""

from __future__ import annotations

import asyncio

import structlog

from adapters.channels.ports import Transient, Wake
from adapters.desks.ports import AnsweringDesk, DeskAnswer
from bot.logs import complain
from dialogs.messages import Inbound, Kind
from storage.store import Store

log = structlog.get_logger()
LOOK_S = 2.0  # seconds between two looks into the back office's database
AT_ONCE = 50


class DeskReader:
    """Brings the back office's answers into the inbox. Read twice, an answer is there once (its id is its key)."""

    def __init__(self, store: Store, desk: AnsweringDesk, wake: Wake) -> None:
        self.store = store
        self.desk = desk
        self.wake = wake

    async def run(self, stop: asyncio.Event) -> None:
        """Read until `stop` is set."""
        while not stop.is_set():
            try:
                await self.look()
            except Transient as error:
                log.warning("desk away", error=type(error).__name__)
            except Exception as error:
                complain("desk", error)
            await self.wake.wait("desk", LOOK_S)

    async def look(self) -> int:
        """Fetch what is there; how many answers it was."""
        answers = await self.desk.answers(AT_ONCE)
        if answers:
            await asyncio.gather(
                *(self.store.receive(inbound_of(answer)) for answer in answers)
            )  # one commit, in order
            self.wake.wake("work")
        return len(answers)


def inbound_of(answer: DeskAnswer) -> Inbound:
    """An answer as a message: its chat is the case, so that answers to one case keep their order."""
    event = {
        "id": answer.id,
        "number": answer.case_number,
        "action": answer.action,
        "unit": answer.unit,
        "text": answer.text,
        "who": answer.who,
        "rule": answer.rule,
        "where": answer.where,
        "by": answer.by,
    }
    return Inbound(
        "desk", f"answer:{answer.id}", answer.case_number[:100], "", Kind.EVENT, answer.created_at, event=event
    )
