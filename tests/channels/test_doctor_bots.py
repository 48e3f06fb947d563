"""What `frontdoor doctor` says about the bots, asked of a Bot API server over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.app import build
from bot.doctor import examine
from bot.settings import Settings
from tests.bot_api.bots import Bot
from tests.bot_api.groups import Group
from tests.bot_api.server import Server, serving
from tests.chaos.house import free_port

VILLAGE = "500153001201"
PUBLIC = "https://frontdoor.example"
SECRET = "a-secret-word"


@dataclass
class Ward:
    """A deployment to look at."""

    server: Server
    residents: Bot
    staff: Bot
    folder: Path

    async def told(self, **changed: str) -> dict[str, str]:
        """What doctor says of each bot and of the groups, by name; the settings as they are, but for `changed`."""
        return dict(line.split(": ", 1) for line in await self.lines(**changed))

    async def lines(self, **changed: str) -> list[str]:
        """The same, line by line."""
        given = {
            "telegram_residents_token": self.residents.token,
            "telegram_staff_token": self.staff.token,
            "telegram_api": self.server.url,
        } | changed
        settings = Settings(data=str(self.folder), **given)  # type: ignore[arg-type]  # all of these are text
        lines: list[str] = []
        good = await examine(lambda: settings, lines.append)
        assert good == all(line.startswith("ok") for line in lines)
        for line in lines:
            assert all(token not in line for token in (self.residents.token, self.staff.token, SECRET))
        return [line for line in lines if "telegram" in line]

    async def group(self, *, kind: str = "supergroup", forum: bool = False) -> Group:
        """A group that is bound to the village."""
        group = self.server.group("螺罐村", [self.server.person("张三")], [self.staff], kind=kind, forum=forum)
        app = build(Settings(data=str(self.folder)), with_desk=False)
        await app.start()
        async with app.store.work() as work:
            await work.bind_group("telegram_staff", str(group.id), VILLAGE)
        await app.close()
        return group

    async def hook(self, bot: Bot, url: str) -> None:
        """Somebody sets a webhook."""
        async with aiohttp.ClientSession() as session:
            address = f"{self.server.url}/bot{bot.token}/setWebhook"
            async with session.post(address, json={"url": url, "secret_token": SECRET}) as answer:
                assert answer.status == 200, await answer.text()


@pytest.fixture
async def ward(tmp_path: Path) -> AsyncIterator[Ward]:
    """Two bots and a database of their own."""
    async with serving() as server:
        ward = Ward(server, server.bot("residents"), server.bot("staff"), tmp_path)
        app = build(Settings(data=str(tmp_path)), with_desk=False)
        await app.start()
        await app.close()
        yield ward
        assert not server.violations


async def test_all_is_well_by_polling(ward: Ward) -> None:
    await ward.group()
    ward.residents.push({"message": {}})
    assert await ward.told() == {
        "ok    telegram": f"@{ward.residents.username}, by polling, 1 updates wait",
        "ok    telegram_staff": f"@{ward.staff.username}, by polling, 2 updates wait",
        "ok    telegram_staff groups": "1 groups",
    }


async def test_all_is_well_by_webhook(ward: Ward) -> None:
    ward.server.route(PUBLIC, ward.server.url)
    await ward.hook(ward.residents, f"{PUBLIC}/telegram/residents")
    await ward.hook(ward.staff, f"{PUBLIC}/telegram/staff")
    told = await ward.told(public_url=PUBLIC, telegram_secret=SECRET)
    assert told == {
        "ok    telegram": f"@{ward.residents.username}, by webhook, 0 updates wait",
        "ok    telegram_staff": f"@{ward.staff.username}, by webhook, 0 updates wait",
        "ok    telegram_staff groups": "no group is bound yet (docs/telegram.md)",
    }


async def test_a_wrong_token_is_named_by_its_setting(ward: Ward) -> None:
    wrong = "1:" + "w" * 35
    told = await ward.told(telegram_residents_token=wrong, telegram_staff_token=wrong.replace("w", "v"))
    assert told["mend  telegram"] == (
        "the token is refused; ask @BotFather for it and set FRONTDOOR_TELEGRAM_RESIDENTS_TOKEN."
    )
    assert told["mend  telegram_staff"] == (
        "the token is refused; ask @BotFather for it and set FRONTDOOR_TELEGRAM_STAFF_TOKEN."
    )


async def test_a_service_that_does_not_answer(ward: Ward) -> None:
    said = "the service does not answer; check FRONTDOOR_TELEGRAM_API and the way out to it."
    told = await ward.told(telegram_api=f"http://127.0.0.1:{free_port()}")
    assert told["mend  telegram"] == told["mend  telegram_staff"] == said
    ward.server.fail("getMe", 502, times=None)
    told = await ward.told()
    assert told["mend  telegram"] == told["mend  telegram_staff"] == said


async def test_a_service_that_asks_to_wait(ward: Ward) -> None:
    ward.server.fail("getMe", 429, retry_after=7, times=2)
    told = await ward.told()
    said = "the service asks us to wait 7 s; look again then."
    assert told["mend  telegram"] == told["mend  telegram_staff"] == said


async def test_a_webhook_where_we_poll(ward: Ward) -> None:
    ward.server.route(PUBLIC, ward.server.url)
    await ward.hook(ward.staff, f"{PUBLIC}/elsewhere")
    told = await ward.told()
    assert told["mend  telegram_staff"] == (
        "a webhook is set, so that polling brings nothing; `frontdoor serve` takes it away when it starts, unless "
        "another program sets it again."
    )
    assert "ok    telegram" in told


async def test_no_webhook_yet(ward: Ward) -> None:
    told = await ward.told(public_url=PUBLIC, telegram_secret=SECRET)
    assert told["mend  telegram"] == "no webhook is set yet; `frontdoor serve` sets it when it starts."


async def test_a_webhook_elsewhere(ward: Ward) -> None:
    ward.server.route("https://other.example", ward.server.url)
    await ward.hook(ward.residents, "https://other.example/telegram/residents")
    told = await ward.told(public_url=PUBLIC, telegram_secret=SECRET)
    assert told["mend  telegram"] == (
        "its webhook leads to another address; two programs share this token, or FRONTDOOR_PUBLIC_URL has changed and "
        "`frontdoor serve` was not started again."
    )


async def test_a_webhook_that_telegram_cannot_reach(ward: Ward) -> None:
    ward.server.route(PUBLIC, f"http://127.0.0.1:{free_port()}")
    await ward.hook(ward.residents, f"{PUBLIC}/telegram/residents")
    ward.residents.push({"message": {}})
    await ward.server.until(lambda: ward.residents.queue.info().get("last_error_message"), "a failed delivery")
    told = await ward.told(public_url=PUBLIC, telegram_secret=SECRET)
    assert told["mend  telegram"] == (
        f"Telegram can't bring messages to {PUBLIC}/telegram/residents: Connection refused."
    )


async def test_privacy_mode_off(ward: Ward) -> None:
    ward.staff.privacy = False
    told = await ward.told()
    assert told["mend  telegram_staff"] == (
        f"@{ward.staff.username} has privacy mode off, so that it is brought all that is said in its groups; turn it "
        "on with /setprivacy at @BotFather, then take the bot out of each group and add it again."
    )
    assert "ok    telegram" in told


async def test_no_longer_in_a_group(ward: Ward) -> None:
    group = await ward.group()
    group.remove(ward.staff)
    told = await ward.told()
    assert told["mend  telegram_staff groups"] == (
        "the bot is no longer in the group of 螺罐村村民委员会; add it again, and bind the group with the code from "
        f"`frontdoor link --role bind --unit {VILLAGE}`."
    )


async def test_topics_that_the_bot_may_not_make(ward: Ward) -> None:
    group = await ward.group(forum=True)
    told = await ward.told()
    assert told["mend  telegram_staff groups"] == (
        "the group of 螺罐村村民委员会 has topics, but the bot may not make any; make it an administrator with “Manage "
        "topics”, or all its cases stand in General."
    )
    group.promote(ward.staff)
    assert (await ward.told())["ok    telegram_staff groups"] == "1 groups"


async def test_every_group_that_needs_mending_is_named(ward: Ward) -> None:
    for group in (await ward.group(), await ward.group()):
        group.remove(ward.staff)
    silenced = await ward.group()
    silenced.mute(ward.staff)
    without_photos = await ward.group()
    without_photos.permissions = {"can_send_photos": False}
    lines = [line for line in await ward.lines() if "groups" in line]
    name = "螺罐村村民委员会"
    gone = (
        f"mend  telegram_staff groups: the bot is no longer in the group of {name}; add it again, and bind the group "
        f"with the code from `frontdoor link --role bind --unit {VILLAGE}`."
    )
    rest = f"in the group of {name}; let it, in the group's permissions."
    assert sorted(lines) == [
        gone,
        gone,
        f"mend  telegram_staff groups: the bot may not send photos {rest}",
        f"mend  telegram_staff groups: the bot may not write {rest}",
    ]


async def test_a_webhook_that_telegram_reached_again(ward: Ward) -> None:
    ward.server.route(PUBLIC, f"http://127.0.0.1:{free_port()}")
    await ward.hook(ward.residents, f"{PUBLIC}/telegram/residents")
    ward.residents.push({"message": {}})
    await ward.server.until(lambda: ward.residents.queue.info().get("last_error_message"), "a failed delivery")
    ward.residents.queue.pending.clear()  # brought by now, but the service still tells what was wrong before
    told = await ward.told(public_url=PUBLIC, telegram_secret=SECRET)
    assert told["ok    telegram"] == (
        f"@{ward.residents.username}, by webhook, 0 updates wait (the last trouble, now over: Connection refused)"
    )


async def test_a_group_that_moved_is_asked_under_its_new_id(ward: Ward) -> None:
    group = await ward.group(kind="group")
    group.migrate()
    assert (await ward.told())["ok    telegram_staff groups"] == "1 groups"
