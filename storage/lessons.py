"""Lessons: corrections by residents and staff, kept until a clerk has decided whether nlu_data shall learn from them.

Nothing in a lesson leads back to anybody: its text comes without personal data (adapters/nlu/anonymous.py), and it has
neither case nor chat nor person, and a day in place of a moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Delete, Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import tables as t
from storage.codec import storable
from storage.database import reading, writing

KEPT = timedelta(days=365)  # what nobody has looked at for a year is not looked at any more


class Decided(StrEnum):
    """What became of a lesson."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message that was taken for one thing and was another.

    `guessed` and `meant` are codes of services; `meant` is empty where only another office is known, whose unit is
    `unit`, or nothing but that the guess was wrong. `by`: "resident" or "staff". `id` is 0 until it is kept.
    """

    text: str
    language: str
    guessed: str
    meant: str
    by: str
    day: date
    unit: str = ""
    id: int = 0


async def keep(connection: AsyncConnection, lesson: Lesson) -> None:
    """Keep it, in place of an older one of the same words that waits. One that was decided on does not come back."""
    c = t.lessons.c
    text = storable(lesson.text)
    same = (c.text == text) & (c.language == lesson.language)
    again = (c.meant == lesson.meant) & (c.unit == lesson.unit) & (c.state != Decided.WAITING)
    if (await connection.execute(select(c.id).where(same, again).limit(1))).first():
        return
    await connection.execute(delete(t.lessons).where(same, c.state == Decided.WAITING))
    values = {name: getattr(lesson, name) for name in ("language", "guessed", "meant", "unit", "by", "day")}
    await connection.execute(t.lessons.insert().values(text=text, state=Decided.WAITING, **values))


def outlived(today: date) -> Delete:
    """The statement that takes away what is too old, whatever was decided on it."""
    return delete(t.lessons).where(t.lessons.c.day < today - KEPT)


class LessonBook:
    """The lessons, as `frontdoor learn` reads and decides them. Raises Away when the database is."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def waiting(self) -> list[Lesson]:
        """Those that nobody has decided on, oldest first."""
        c = t.lessons.c
        async with reading(self.engine) as connection:
            rows = await connection.execute(select(t.lessons).where(c.state == Decided.WAITING).order_by(c.id))
            return [lesson_of(row) for row in rows]

    async def count(self) -> int:
        """How many wait."""
        waiting = select(func.count()).select_from(t.lessons).where(t.lessons.c.state == Decided.WAITING)
        async with reading(self.engine) as connection:
            return int((await connection.execute(waiting)).scalar_one())

    async def accepted_since(self, moment: datetime | None) -> list[Lesson]:
        """Those accepted after a moment; all that were where there is none."""
        c = t.lessons.c
        theirs = select(t.lessons).where(c.state == Decided.ACCEPTED).order_by(c.id)
        async with reading(self.engine) as connection:
            rows = await connection.execute(theirs if moment is None else theirs.where(c.decided_at > moment))
            return [lesson_of(row) for row in rows]

    async def decide(self, id: int, state: Decided, at: datetime, text: str = "") -> bool:
        """Note what the clerk decided, and the words as they were accepted. False: it does not wait any more."""
        c = t.lessons.c
        values: dict[str, object] = {"state": state, "decided_at": at}
        if text:
            values["text"] = storable(text)
        async with writing(self.engine) as connection:
            done = await connection.execute(
                update(t.lessons).where(c.id == id, c.state == Decided.WAITING).values(values).returning(c.id)
            )
            return done.first() is not None


def lesson_of(row: Row[tuple[object, ...]]) -> Lesson:
    """A lesson from its row."""
    return Lesson(row.text, row.language, row.guessed, row.meant, row.by, row.day, row.unit, row.id)
