"""A case from the first word to the rating, over Telegram, with a process that is killed again and again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.bot_api.groups import Group
from tests.bot_api.rooms import Message
from tests.bot_api.seats import Member, PrivateChat
from tests.chaos.house import PATIENCE_S
from tests.chaos.telegram_house import (
    DISTRICT,
    TOWN,
    VILLAGE,
    Town,
    colour_of,
    photos_in,
    picture,
    said,
    tap,
    town,
)
from tests.core.test_files import ogg

WORDS = "路灯坏了三天了，晚上老人看不见路"
WHICH, THAT_ONE = "是哪一根灯杆？", "小卖部门口那根"
SOON, CHANGED, AGAIN, STILL = "今天下午就去看", "换了灯泡", "整流器也换了", "还是一闪一闪的"
OURS, NOT_OURS, DECIDED = "就在我们这里", "我们没有梯子车", "定了由村里办"
HISTORY = [
    *("filed", "assigned", "claimed", "asked", "added", "replied", "transferred", "transferred", "transferred"),
    *("claimed", "resolved", "reopened", "resolved", "confirmed", "rated", "closed"),
]


class Play:
    """The people of the case, and what they do in each act."""

    def __init__(self, there: Town) -> None:
        self.town = there
        server = there.server
        self.zhang, self.li, self.wang = server.person("张三"), server.person("李四"), server.person("王五")
        self.village = server.group("螺罐村工作群", [self.zhang], [there.staff])
        self.street = server.group("昌元街道工作群", [server.person("陈镇")], [there.staff])
        self.district = server.group("荣昌区工作群", [server.person("刘主任")], [there.staff])
        self.lan: PrivateChat = server.person("兰", language_code="zh-hans").private(there.residents)
        there.words += [WORDS, WHICH, THAT_ONE, SOON, CHANGED, AGAIN, STILL, NOT_OURS, "张三", "李四", "王五"]

    def seat(self, name: str) -> Member:
        """Somebody's place in the village's group."""
        return self.village.of({"张三": self.zhang, "李四": self.li, "王五": self.wang}[name])

    def head(self, group: Group) -> Member:
        """The place of a group's owner."""
        return group.of(group.owner)

    async def begin(self) -> None:
        """Three groups are bound by codes; two newcomers are let in by a colleague."""
        for group, unit in ((self.village, VILLAGE), (self.street, TOWN), (self.district, DISTRICT)):
            await self.town.bind(self.head(group), unit)
        for person in (self.li, self.wang):
            self.village.add(person, self.zhang)
            await tap(self.seat("张三"), f"{person.first_name}，卡片您都能看", "认得，可以办")
            await self.seat("张三").until(lambda seen: admitted(seen), PATIENCE_S, "a nod")
        await self.seat("张三").until(lambda seen: admitted(seen) == 2, PATIENCE_S, "two nods")

    async def report(self) -> None:
        """A place, three photos and words become one case, though the process dies twice on the way."""
        lan, there = self.lan, self.town
        lan.start()
        await said(lan, "您遇到什么事了")
        lan.say(WORDS)
        await said(lan, "在哪个村")
        lan.press("📍 发我的位置", latitude=29.41, longitude=105.59)
        await said(lan, "这是哪个村")
        lan.say("螺罐村")
        review = await said(lan, "就这样报上去")
        held = there.server.fail("getFile", how="hang", times=None)
        lan.album([picture("red"), picture("lime"), picture("blue")])
        await there.server.until(lambda: held.hit, "a photo is being fetched in the middle of a turn", PATIENCE_S)
        await there.crash()
        review = await said(lan, "照片、语音：3 个", after=review)
        with there.locked():
            lan.tap("就这样发", message=review)
            await there.fetched(there.residents)
            await there.kill()
        await there.start()
        await said(lan, "报上去了，编号")

    async def claim(self) -> str:
        """Two tap at once and one has it; the process dies when the group has been told and it could not note that."""
        there = self.town
        card = await said(self.seat("张三"), "【新】")
        assert "29.41000, 105.59000" in card.text
        await self.village.of(self.zhang).until(lambda _: len(photos_in(self.village)) == 3, PATIENCE_S, "three photos")
        assert all(photo.reply_to is card for photo in photos_in(self.village))
        assert {colour_of(photo.file) for photo in photos_in(self.village)} == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}
        lost = there.server.fail("sendMessage", how="hang", after=True, chat=self.village.id)
        for name in ("张三", "李四"):
            self.seat(name).tap("我来接", message=card)
        await there.server.until(lambda: lost.hit, "the group has a message that is not noted", PATIENCE_S)
        there.crashed_sends += 1
        await there.crash()
        await said(self.seat("张三"), "这件事已经有人接了")
        await said(self.seat("张三"), "【在办】")
        assert card.text.startswith("【在办】") and "我来接" not in card.labels
        (owner,) = [name for name in ("张三", "李四") if f"{name}在办" in card.text]
        return owner

    async def send(self, who: str, preview: str) -> None:
        """Agree to what the resident will see."""
        await tap(self.seat(who), preview, "就这样发")

    async def ask(self, owner: str) -> None:
        """The resident is asked, and answers while nobody polls."""
        seat, there = self.seat(owner), self.town
        await tap(seat, "【在办】", "问群众")
        question = await said(seat, "要问群众什么")
        assert question.text.startswith(f"{owner}，")
        seat.say(WHICH, reply_to=question)
        await self.send(owner, "会这样问群众")
        await said(self.lan, WHICH)
        await there.quiet()
        await there.kill()
        self.lan.say(THAT_ONE)
        await there.start()
        await said(seat, f"群众回话了，可以接着办：\n{THAT_ONE}")

    async def reply(self, owner: str) -> None:
        """An answer to the card, with two photos at once."""
        seat = self.seat(owner)
        seat.album([picture("yellow"), picture("cyan")], SOON, reply_to=await said(seat, "【在办】"))
        await self.send(owner, f"群众会看到下面的话和 2 个照片、语音：\n{SOON}")
        await said(self.lan, f"螺罐村回您的话：\n{SOON}")
        await self.lan.until(lambda _: len(photos_in(self.lan)) == 2, PATIENCE_S, "the photos")
        assert [colour_of(photo.file) for photo in photos_in(self.lan)] == [(1, 1, 0), (0, 1, 1)]

    async def pass_on(self) -> None:
        """To itself it can't be passed; once it works; the second time the level above decides, and that binds."""
        wang, chen, liu = self.seat("王五"), self.head(self.street), self.head(self.district)
        await self.transfer(wang, "【在办】", "螺罐村", OURS)
        await said(wang, "这件事本来就在这个单位")
        await self.transfer(wang, "【在办】", "昌元街道", NOT_OURS)
        await said(chen, f"【转来】螺罐村转来的：路灯不亮 · 螺罐村 · 今天。原因：{NOT_OURS}")
        card = await said(chen, "【新】")
        await self.town.stop()
        chen.tap("转给别处", message=card)
        await self.town.start()
        await self.choose(chen, "螺罐村", "村里自己的灯")
        await said(chen, "这是第二次转了，由上一级荣昌区定谁来办")
        await self.transfer(liu, "【新】", "螺罐村", DECIDED)
        await said(wang, "上一级定了由我们办")
        await self.transfer(wang, "上一级定了由我们办", "昌元街道", NOT_OURS)
        await said(wang, "上一级定了由这里办，不能再转")

    async def transfer(self, seat: Member, card: str, target: str, reason: str) -> None:
        """Pass the case on."""
        await tap(seat, card, "转给别处")
        await self.choose(seat, target, reason)

    async def choose(self, seat: Member, target: str, reason: str) -> None:
        """The unit, by its button or by its name, and why."""
        before = [m for m in seat.seen if "为什么转" in m.text]
        question = await seat.until(
            lambda seen: open_question(seen, "转给哪个单位？"), PATIENCE_S, "whom to pass it to"
        )
        assert question
        if target in question.labels:
            seat.tap(target, message=question)
        else:
            seat.say(target, reply_to=question)
        why = await said(seat, "为什么转", after=before[-1] if before else None)
        seat.say(reason, reply_to=why)

    async def resolve(self, *, by_voice: bool) -> None:
        """Done, with a photo or a voice note to prove it."""
        li, answer = self.seat("李四"), AGAIN if by_voice else CHANGED
        before = [m for m in li.seen if "是怎么办好的" in m.text]
        await tap(li, "【在办】" if by_voice else "上一级定了由我们办", "这件办好了")
        question = await said(li, "是怎么办好的", after=before[-1] if before else None)
        if by_voice:
            li.voice(ogg(), 3, reply_to=question)
            li.say(answer, reply_to=await said(li, "还没有写字"))
        else:
            li.photo(picture("white"), answer, reply_to=question)
        await self.send("李四", f"会这样答复群众，带 1 个照片、语音，再请他看好没好：\n{answer}")
        await said(self.lan, f"螺罐村说办好了：\n{answer}")

    async def rate(self) -> None:
        """Not solved: open again, and the level above knows. Done once more, and rated."""
        lan = self.lan
        await tap(lan, "真的好了吗", "还没好", after=await said(lan, CHANGED))
        await said(lan, "哪里还不对")
        lan.say(STILL)
        await said(lan, "重新打开了。螺罐村接着办")
        await said(self.seat("李四"), f"群众说没有办好：{STILL}")
        await said(self.head(self.street), f"群众说没有办好：{STILL}")
        await self.town.quiet()
        await self.town.crash()
        await self.resolve(by_voice=True)
        await lan.until(lambda seen: any(m.from_bot and m.kind == "voice" for m in seen), PATIENCE_S, "the voice note")
        (note,) = [m for m in lan.seen if m.from_bot and m.kind == "voice"]
        assert note.file.startswith(b"OggS") and b"SECRET" not in note.file
        await tap(lan, "真的好了吗", "真的好了", after=await said(lan, AGAIN))
        await tap(lan, "您满意吗", "5 很满意")
        await said(lan, "谢谢您，记下了")

    async def count(self) -> None:
        """The manager pulls the summary in the group."""
        liu = self.head(self.district)
        liu.say("/summary")
        await tap(liu, "看荣昌区哪段时间的", "这个月")
        await said(liu, "收到 1 件，在办 0 件，逾期 0 件。\n响应率 100 %（1/1）\n解决率 100 %（1/1）")
        with Image.open(BytesIO(photos_in(liu)[-1].file)) as chart:
            assert chart.width > 300


def admitted(seen: list[Message]) -> int:
    """How often a colleague was let in."""
    return sum("认得，可以一起办了" in m.text for m in seen if m.from_bot)


def open_question(seen: list[Message], words: str) -> Message | None:
    """The newest question with these words that still has its buttons."""
    return next((m for m in reversed(seen) if words in m.text and "不弄了" in m.labels), None)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_whole_case_survives_five_crashes_and_a_restart(tmp_path: Path, webhook: bool) -> None:
    async with town(tmp_path, webhook) as there:
        await there.start()
        play = Play(there)
        await play.begin()
        await play.report()
        owner = await play.claim()
        await play.ask(owner)
        await play.reply(owner)
        await play.pass_on()
        await play.resolve(by_voice=False)
        await play.rate()
        await play.count()
        await there.quiet()

        ((case, state, unit),) = there.rows("SELECT id, state, unit FROM cases")
        assert (state, unit) == ("closed", VILLAGE)
        assert there.events(case) == HISTORY
        seats = [play.lan, *map(play.seat, ("张三", "李四", "王五")), play.head(play.street), play.head(play.district)]
        there.check(*seats)
        assert len(there.doubled(play.lan, play.seat("张三"), *seats[-2:])) <= there.crashed_sends
