"""`frontdoor learn`: a clerk looks at what residents and staff corrected, and decides what nlu_data learns from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.nlu.check import set_apart
from adapters.nlu.examples import Example
from adapters.nlu.learnt import LEARNT, NotLearnt, add, marked
from cases.district import District
from dialogs.understanding import Understanding
from storage.lessons import Decided, Lesson, LessonBook

TESTS = Path(__file__).parents[1] / "tests" / "nlu"
ANSWERS = "a accept, e edit, r refuse, s skip, q stop"


def test_messages() -> list[Example]:
    """The messages that engines are measured with; none where the program was installed without them."""
    return set_apart(TESTS) if TESTS.is_dir() else []


@dataclass(frozen=True, slots=True)
class Learning:
    """The lessons of a deployment, and the examples that grow by them.

    `data` is the folder of the examples, `read` an engine that finds what is to be marked in a text, `tests` gives the
    messages that must not stand among the examples.
    """

    book: LessonBook
    district: District
    data: Path
    read: Callable[[str], Understanding]
    clock: Callable[[], datetime]
    tests: Callable[[], Sequence[Example]] = test_messages

    async def listing(self) -> list[str]:
        """What waits, as lines."""
        waiting = await self.book.waiting()
        if not waiting:
            return ["Nothing waits: no correction has come since the last look."]
        head = "1 correction waits." if len(waiting) == 1 else f"{len(waiting)} corrections wait."
        return [head, *(line for lesson in waiting for line in self.shown(lesson)), "", "frontdoor learn --ask"]

    def shown(self, lesson: Lesson) -> Iterator[str]:
        """A lesson as two lines."""
        yield f"{lesson.id:>5}  {lesson.day.isoformat()}  {self.turned(lesson)}  (by {who(lesson)})"
        yield f"       {lesson.text}"

    def turned(self, lesson: Lesson) -> str:
        """What it was taken for, and what it was."""
        units = self.district.units
        if lesson.meant:
            right = self.kind(lesson.meant)
        elif lesson.unit:
            name = units[lesson.unit].name if lesson.unit in units else lesson.unit
            right = f"? (passed on to {name})"
        else:
            right = "? (something else)"
        return f"{self.kind(lesson.guessed)} → {right}"

    def kind(self, code: str) -> str:
        """A service by its code and its name."""
        service = self.district.catalogue.get(code)
        return f"{code} {service.called('zh-CN')}" if service else code

    async def one(self, id: int) -> Lesson:
        """A lesson that waits. Raises NotLearnt."""
        found = next((lesson for lesson in await self.book.waiting() if lesson.id == id), None)
        if found is None:
            raise NotLearnt(f"No correction with the number {id} waits; `frontdoor learn` lists those that do.")
        return found

    async def accept(self, lesson: Lesson, label: str = "", text: str = "") -> str:
        """Put it among the examples, under `label` and in the words `text` if they are given. Raises NotLearnt."""
        label = label or (f"report/{lesson.meant}" if lesson.meant else "")
        if not label:
            raise NotLearnt(f"Nobody said what {lesson.id} is; say it with --as report/CODE, or refuse it.")
        line = marked(text or lesson.text, self.read)
        kept = add(line, label, lesson.language, self.data, self.district, self.tests())
        if not await self.book.decide(lesson.id, Decided.ACCEPTED, self.clock(), kept):
            raise NotLearnt(
                f"Somebody else has just decided on {lesson.id}; its example stands in {LEARNT} all the same."
            )
        return f"{lesson.id} stands in nlu_data/{lesson.language}/{LEARNT} as {label}."

    async def refuse(self, lesson: Lesson) -> str:
        """Learn nothing from it; it does not come back."""
        if not await self.book.decide(lesson.id, Decided.REFUSED, self.clock()):
            raise NotLearnt(f"Somebody else has just decided on {lesson.id}.")
        return f"{lesson.id} is refused."

    async def ask(self, line: Callable[[str], Awaitable[str | None]], say: Callable[[str], None]) -> None:
        """Go through all of them. `line` shows a prompt and gives what was typed; None at the end of the input."""
        for lesson in await self.book.waiting():
            for shown in self.shown(lesson):
                say(shown)
            if not await self.decided(lesson, line, say):
                break
        say(
            f"{await self.book.count()} left. `make nlu` learns what was accepted; `frontdoor learn --try` measures it."
        )

    async def decided(
        self, lesson: Lesson, line: Callable[[str], Awaitable[str | None]], say: Callable[[str], None]
    ) -> bool:
        """Ask until something is decided on one of them; False if the clerk stops."""
        text, label = "", ""
        while True:
            answer = await line(f"{ANSWERS}: ")
            match "q" if answer is None else answer.strip().casefold()[:1]:
                case "a":
                    label = label or (
                        "" if lesson.meant else (await line("It is (such as report/street-light): ") or "")
                    )
                    try:
                        say(await self.accept(lesson, label.strip(), text))
                    except NotLearnt as why:
                        say(str(why))
                        label = ""
                    else:
                        return True
                case "e":
                    text = (await line("Its words (empty: as they are): ") or "").strip()
                    label = (await line("It is (empty: as above): ") or "").strip()
                case "r":
                    say(await self.refuse(lesson))
                    return True
                case "s":
                    return True
                case "q":
                    return False


def who(lesson: Lesson) -> str:
    """Who corrected it."""
    return "a resident" if lesson.by == "resident" else "staff"
