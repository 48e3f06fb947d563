"""A Telegram, a village's groups and Front Door as a real process that may be killed; and what is true afterwards."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tests.bot_api.bots import Bot
from tests.bot_api.groups import Group
from tests.bot_api.rooms import Message
from tests.bot_api.seats import Seat, Tap
from tests.bot_api.server import Server, serving
from tests.chaos.house import PATIENCE_S, PROGRAM, House, until
from tests.sqlite import rows

PUBLIC = "https://frontdoor.example"
SECRET = "a-secret-word-of-the-webhook"
VILLAGE, TOWN, DISTRICT = "500153001201", "500153001", "500153"
GPS = 0x8825
"""The EXIF block that says where a photo was taken."""


def picture(colour: str = "red", place: bool = True) -> bytes:
    """A photo as a phone makes it, with the place where it was taken unless that is turned off."""
    exif = Image.Exif()
    exif[0x010F] = "PRIVATE-PHONE"
    if place:
        exif.get_ifd(GPS).update({1: "N", 2: (29.0, 24.0, 18.0), 3: "E", 4: (105.0, 35.0, 24.0)})
    kept = BytesIO()
    Image.new("RGB", (64, 48), colour).save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def colour_of(data: bytes) -> tuple[int, ...]:
    """The colour of a photo that came out; what a phone writes into it must be gone."""
    assert b"PRIVATE-PHONE" not in data
    with Image.open(BytesIO(data)) as image:
        assert not dict(image.getexif())
        pixel = image.convert("RGB").getpixel((32, 24))
    assert isinstance(pixel, tuple)
    return tuple(round(part / 255) for part in pixel)


@dataclass
class Town:
    """One deployment with both bots. `words` must never stand in its log."""

    server: Server
    house: House
    residents: Bot
    staff: Bot
    process: subprocess.Popen[bytes] | None = None
    crashed_sends: int = 0  # messages that the service had and the process could not note any more
    words: list[str] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.house.folder / "data" / "frontdoor.db"

    async def start(self) -> None:
        """Start the process, and wait until both bots listen."""
        self.process = await asyncio.to_thread(self.house.start)
        await self.residents.polling(PATIENCE_S)
        await self.staff.polling(PATIENCE_S)

    async def kill(self) -> None:
        """kill -9; polls that hung on it are gone, too."""
        assert self.process
        await asyncio.to_thread(self.house.kill, self.process)
        self.process = None
        self.server.heal()
        bots = (self.residents, self.staff)
        await self.server.until(lambda: not any(bot.queue.polls for bot in bots), "the polls have ended", PATIENCE_S)

    async def crash(self) -> None:
        """kill -9, and start again."""
        await self.kill()
        await self.start()

    async def stop(self) -> None:
        """SIGTERM: it leaves quickly, and with nothing to complain about."""
        assert self.process
        code, seconds = await asyncio.to_thread(self.house.stop, self.process)
        self.process = None
        assert code == 0, self.house.log.read_text()[-3000:]
        assert seconds < 12

    async def code(self, unit: str) -> str:
        """A one-time code that binds a group, as the command line prints it."""
        words = [str(PROGRAM), "link", "--role", "bind", "--unit", unit]
        done = await asyncio.to_thread(
            subprocess.run, words, cwd=self.house.folder, env=self.house.environment, capture_output=True, check=True
        )
        return str(done.stdout.decode().strip())

    async def bind(self, seat: Seat, unit: str) -> None:
        """Somebody binds their group to a unit."""
        seat.say(f"/bind {await self.code(unit)}")
        await said(seat, "好了，已经加进")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nothing can be committed meanwhile."""
        lock = sqlite3.connect(self.database, isolation_level=None, timeout=PATIENCE_S)
        lock.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            lock.execute("ROLLBACK")
            lock.close()

    def rows(self, query: str, *values: object) -> list[Any]:
        """What the database says."""
        return rows(self.database, query, *values)

    def events(self, case: str = "%") -> list[str]:
        """The kinds of the events of a case, oldest first."""
        query = "SELECT kind FROM case_events WHERE case_id LIKE ? ORDER BY case_id, n"
        return [kind for (kind,) in self.rows(query, case)]

    async def fetched(self, bot: Bot) -> None:
        """Wait until an update that waits is in the process's hands."""

        def handed_out() -> bool:
            if bot.queue.hook:
                return any(update.on_its_way for update in bot.queue.pending)
            polls = self.server.calls_of("getUpdates", bot=bot)
            waiting = {update.id for update in bot.queue.pending}
            return any({update["update_id"] for update in listed(poll.result)} & waiting for poll in polls)

        await self.server.until(handed_out, f"{bot.username} has fetched an update", PATIENCE_S)

    async def quiet(self) -> None:
        """Wait until everything has been fetched, worked and sent."""
        for bot in (self.residents, self.staff):
            await bot.delivered(PATIENCE_S)

        async def nothing_waits() -> bool:
            (waiting,) = self.rows(
                "SELECT (SELECT count(*) FROM inbox WHERE done_at IS NULL)"
                " + (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND channel LIKE 'telegram%')"
            )
            return bool(waiting == (0,))

        await until(nothing_waits, "everything is worked and sent")

    def check(self, *seats: Seat) -> None:
        """What must hold in the end, whatever happened on the way."""
        assert not self.server.violations
        failed = self.rows("SELECT channel, failed FROM inbox WHERE failed != ''")
        dead = self.rows("SELECT channel, dead FROM outbox WHERE dead NOT IN ('', 'blocked')")
        assert not failed and not dead
        for seat in seats:
            self.check_heard(seat)
        self.check_secrets()

    def check_heard(self, seat: Seat) -> None:
        """Everything that a person wrote to a bot is in the inbox, once."""
        mine = [m for m in seat.room.messages.values() if m.by is seat.person and not m.is_service]
        shown = [m for m in mine if any(seat.room.shows(bot, m) for bot in seat.room.bots())]
        channel = "telegram" if seat.room.id == seat.person.id else "telegram_staff"
        ids = [id for (id,) in self.rows("SELECT external_id FROM inbox WHERE channel = ?", channel)]
        for message in shown:
            assert ids.count(f"{seat.room.id}:{message.id}") == 1, f"{message!r} is not in the inbox once"

    def doubled(self, *seats: Seat) -> list[str]:
        """Texts of bots that came twice: a chat keeps its order, so the second stands right behind the first."""
        found: list[str] = []
        for seat in seats:
            texts = [m.text for m in seat.seen if m.from_bot and m.text]
            found += [text for text, before in zip(texts[1:], texts, strict=False) if text == before]
        return found

    def check_secrets(self) -> None:
        """No token, secret or word of anybody is in the log, nor in the arguments, which all of the machine can see."""
        log = self.house.log.read_text()
        secrets = [self.residents.token, self.staff.token, SECRET]
        for word in [*secrets, *self.words]:
            assert word not in log, f"{word!r} is in the log"
        for token in (self.residents.token, self.staff.token):
            assert token.partition(":")[2] not in log
        for process in self.house.running:
            arguments = Path(f"/proc/{process.pid}/cmdline").read_bytes().decode()
            assert not [word for word in secrets if word in arguments]
        for row in log.splitlines():
            assert json.loads(row)["level"] != "error", row


def listed(result: object) -> list[Any]:
    """The updates of an answer; none while there is no answer."""
    return result if isinstance(result, list) else []


@asynccontextmanager
async def town(folder: Path, webhook: bool = False, **settings: str) -> AsyncIterator[Town]:
    """A Telegram and a process that serves both bots, not started yet. All processes are gone at the end."""
    async with serving() as server:
        residents, staff = server.bot("residents"), server.bot("staff")
        telegram = {
            "telegram_residents_token": residents.token,
            "telegram_staff_token": staff.token,
            "telegram_api": server.url,
        }
        house = House(folder, telegram | settings)
        if webhook:
            house.environment |= {"FRONTDOOR_PUBLIC_URL": PUBLIC, "FRONTDOOR_TELEGRAM_SECRET": SECRET}
            server.route(PUBLIC, house.url)
        try:
            yield Town(server, house, residents, staff)
        finally:
            await asyncio.to_thread(house.close)


async def said(seat: Seat, words: str, after: Message | None = None) -> Message:
    """The newest message of a bot in sight that has these words, once it is there."""

    def newest(seen: list[Message]) -> Message | None:
        found = [m for m in seen if m.from_bot and words in m.text and (after is None or m.id > after.id)]
        return found[-1] if found else None

    message = await seat.until(newest, PATIENCE_S, f"a message with “{words}”")
    assert message
    return message


async def tap(seat: Seat, words: str, label: str, after: Message | None = None) -> Tap:
    """Tap a button under the newest message that has these words, once both are there."""

    def there(seen: list[Message]) -> Message | None:
        found = [m for m in seen if m.from_bot and words in m.text and (after is None or m.id > after.id)]
        return found[-1] if found and label in found[-1].labels else None

    message = await seat.until(there, PATIENCE_S, f"“{label}” under “{words}”")
    assert message
    return seat.tap(label, message=message)


async def gone(seat: Seat, words: str, label: str) -> None:
    """Wait until no message with these words has such a button any more."""
    await seat.until(
        lambda seen: not any(words in m.text and label in m.labels for m in seen), PATIENCE_S, f"“{label}” goes"
    )


def photos_in(group: Group | Seat) -> list[Message]:
    """The photos that bots put into a chat."""
    return [m for m in group.seen if m.from_bot and m.kind == "photo"]
