"""The staff bot in a village's group: a card stands once, each case has its topic, one person is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import pytest

from adapters.channels.bot_api.api import Answer, File, Keys, Markup, Mention, Place
from adapters.channels.ports import Blocked, Gone, Misconfigured, Moved, NotAllowed, Rejected, Throttled, Transient
from adapters.channels.telegram_staff.api import NoRights, Standing, TopicClosed
from adapters.channels.telegram_staff.channel import CAPS, COMMANDS, NAME, StaffChannel, set_menu
from adapters.channels.telegram_staff.wire import PtbApi
from adapters.texts import LANGUAGES, Texts
from dialogs.messages import Button, Media, MediaKind, Outbound
from tests.bot_api.bots import Bot, Person
from tests.bot_api.groups import Group as RealGroup
from tests.bot_api.seats import Member
from tests.bot_api.server import Server, serving
from tests.fakes_bot_api import FakeApi, MemoryPosts, Shown

GROUP = "-1001"
CARD = "case:c12"
DO = (Button("接", "do:claim:c12"), Button("回复", "do:reply:c12"))
FAMILY = "👨‍👩‍👧"  # 8 UTF-16 units
FORUM = Standing(forum=True, admin=True, can_topics=True, can_delete=True)
MIDNIGHT = 0.0


@dataclass
class Staff(FakeApi):
    """The calls of the staff bot, too; a group with topics as Telegram has them."""

    stands: Standing = field(default_factory=Standing)
    topics: dict[str, str] = field(default_factory=dict)  # thread → name
    closed: set[str] = field(default_factory=set)
    last: int = 100  # 1 is General

    def _post(self, place: Place) -> None:
        assert place.thread != "1", "General's thread is never sent back"
        if place.thread and place.thread not in self.topics:
            raise Gone("message thread not found")
        if place.thread in self.closed:
            raise TopicClosed

    async def say(self, place: Place, text: str, markup: Markup = None, mention: Mention | None = None) -> str:
        self._post(place)
        return await super().say(place, text, markup, mention)

    async def photos(self, place: Place, files: Sequence[File]) -> list[str]:
        self._post(place)
        return await super().photos(place, files)

    async def sound(self, place: Place, file: File) -> str:
        self._post(place)
        return await super().sound(place, file)

    async def standing(self, chat: str) -> Standing:
        self._called("standing")
        return self.stands

    async def open_topic(self, chat: str, name: str) -> str:
        self._called("open_topic")
        self.last += 1
        self.topics[str(self.last)] = name
        return str(self.last)

    async def reopen_topic(self, chat: str, thread: str) -> None:
        self._called("reopen_topic")
        self.closed.discard(thread)

    async def close_topic(self, chat: str, thread: str) -> None:
        self._called("close_topic")
        if thread not in self.topics:
            raise Gone
        self.closed.add(thread)

    def delete_topic(self, thread: str) -> None:
        """Somebody takes a topic away, with all that was said in it."""
        del self.topics[thread]
        self.messages = {id: m for id, m in self.messages.items() if m.place.thread != thread}


class Group:
    """A staff group with our bot in it. `restart` is what a killed sender comes back as: only what it noted is left."""

    def __init__(self, stands: Standing | None = None) -> None:
        self.api = Staff(stands=stands or Standing())
        self.posts = MemoryPosts()
        self.kept: dict[str, tuple[str, bytes]] = {}
        self.now = MIDNIGHT
        self.restart()

    def restart(self) -> None:
        self.channel = StaffChannel(self.api, self.posts, self.kept.get, lambda: self.now, said_as_key)

    async def say(self, outbound: Outbound) -> None:
        """What the outbox holds next."""
        await self.channel.send(outbound)

    async def killed(self, outbound: Outbound, call: str, after: int) -> None:
        """The sender dies at the `after`-th next call of this kind, and comes back."""
        self.api.errors[call] = [*([None] * after), Transient()]
        with pytest.raises(Transient):
            await self.channel.send(outbound)
        self.restart()
        await self.channel.send(outbound)

    def photos(self, count: int) -> tuple[Media, ...]:
        for n in range(count):
            self.kept[f"photo{n:03}"] = ("image/jpeg", b"picture %d" % n)
        return tuple(Media(MediaKind.PHOTO, f"photo{n:03}") for n in range(count))

    def voice(self, name: str) -> Media:
        self.kept[name] = ("audio/ogg", b"sound")
        return Media(MediaKind.VOICE, name, seconds=3.4)

    @property
    def seen(self) -> list[str]:
        """What stands in the group, in order: texts, and files by name."""
        return [m.files[0].name.split(".")[0] if m.files else m.text for m in self.api.messages.values()]

    def shown(self, text: str) -> Shown:
        return self.api.shown(text)

    @property
    def thread(self) -> str:
        """The only topic."""
        (thread,) = self.api.topics
        return thread


def said_as_key(language: str, key: str) -> str:
    return f"{language} {key}"


def card(id: str, text: str, **more: object) -> Outbound:
    made = Outbound(id, NAME, GROUP, text, DO, replaces=CARD, topic="2604-0001-2 路灯不亮")
    return replace(made, **more)  # type: ignore[arg-type]  # the fields of an Outbound, by name


def note(id: str, text: str) -> Outbound:
    return Outbound(id, NAME, GROUP, text, reply_to=CARD)


def labels(shown: Shown) -> list[str]:
    return [key.label for row in shown.markup.rows for key in row] if isinstance(shown.markup, Keys) else []


# --- a card stands once ----------------------------------------------------------------------------------------------


async def test_a_card_is_changed_where_it_stands() -> None:
    group = Group()
    await group.say(card("1", "【新】路灯"))
    await group.say(note("2", "群众又补充了"))
    await group.say(card("3", "【在办】路灯", choices=DO[1:]))
    assert group.seen == ["【在办】路灯", "群众又补充了"]
    assert labels(group.shown("【在办】")) == ["回复"]
    assert group.shown("补充").place.reply_to == group.shown("【在办】").id


async def test_a_card_that_somebody_took_away_is_posted_again() -> None:
    group = Group()
    await group.say(card("1", "【新】路灯", media=group.photos(1)))
    group.api.messages.clear()
    await group.say(card("2", "【在办】路灯", media=group.photos(1)))
    await group.say(card("3", "【办好】路灯", media=group.photos(1)))
    assert group.seen == ["【办好】路灯", "photo000"]


async def test_an_asked_for_card_moves_to_the_end_without_its_files() -> None:
    group = Group()
    await group.say(card("1", "【新】路灯", media=group.photos(2)))
    await group.say(Outbound("2", NAME, GROUP, "手上有 1 件"))
    await group.say(card("3", "【新】路灯，还在等", anew=True, media=group.photos(2)))
    assert group.seen == ["photo000", "photo001", "手上有 1 件", "【新】路灯，还在等"]
    await group.say(note("4", "催一下"))
    assert group.shown("催").place.reply_to == group.shown("还在等").id


@pytest.mark.parametrize("error", [NoRights(), Rejected()])
async def test_an_old_card_that_cannot_be_deleted_loses_its_buttons(error: Exception) -> None:
    group = Group()
    await group.say(card("1", "【新】路灯"))
    group.api.errors["delete"] = [error]
    await group.say(card("2", "【新】路灯，再看", anew=True))
    assert [labels(m) for m in group.api.messages.values()] == [[], ["接", "回复"]]


async def test_an_old_card_that_is_gone_already_is_no_trouble() -> None:
    group = Group()
    await group.say(card("1", "【新】路灯"))
    group.api.messages.clear()
    await group.say(card("2", "【新】路灯，再看", anew=True))
    assert group.seen == ["【新】路灯，再看"]


async def test_the_files_of_a_new_card_come_once_as_answers_to_it() -> None:
    group = Group()
    media = (*group.photos(12), group.voice("voice001"), group.voice("voice002"))
    await group.say(card("1", "【新】路灯", media=media))
    assert group.api.calls.count("photos") == 2  # ten and two
    files = [m for m in group.api.messages.values() if m.files]
    assert [m.files[0].name for m in files if m.files[0].media_type == "audio/ogg"] == ["voice001.ogg", "voice002.ogg"]
    assert {m.place.reply_to for m in files} == {group.shown("【新】").id}
    before = group.seen
    await group.say(card("2", "【新】路灯", media=media))
    assert group.seen == before


async def test_a_card_longer_than_a_message_is_posted_again_instead_of_changed() -> None:
    group = Group()
    await group.say(card("1", "【新】" + "灯" * 5000))
    await group.say(card("2", "【在办】" + "灯" * 5000))
    assert [labels(m) for m in group.api.messages.values()] == [[], [], ["接", "回复"]]
    assert group.seen[1].startswith("【在办】")


# --- a sender that is killed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("call", "after"), [("photos", 0), ("photos", 1), ("sound", 0), ("sound", 1)])
async def test_a_card_interrupted_among_its_files_is_finished_and_not_repeated(call: str, after: int) -> None:
    group = Group()
    media = (*group.photos(12), group.voice("voice001"), group.voice("voice002"))
    await group.killed(card("1", "【新】路灯", media=media), call, after)
    assert group.seen[0] == "【新】路灯"
    assert len(group.seen) == len(set(group.seen)) == 1 + 12 + 2


async def test_a_moved_card_interrupted_before_the_old_one_went_stands_once() -> None:
    group = Group()
    await group.say(card("1", "【新】路灯", media=group.photos(1)))
    await group.killed(card("2", "【新】路灯，再看", anew=True, media=group.photos(1)), "delete", 0)
    assert group.seen == ["photo000", "【新】路灯，再看"]
    await group.say(card("3", "【在办】路灯"))
    assert group.seen == ["photo000", "【在办】路灯"]


async def test_a_card_delivered_twice_by_the_outbox_stands_once() -> None:
    group = Group()
    for _ in range(2):
        await group.say(card("1", "【新】路灯", media=group.photos(1)))
    for _ in range(2):
        await group.say(card("2", "【新】路灯，再看", anew=True))
    assert group.seen == ["photo000", "【新】路灯，再看"]


# --- topics ----------------------------------------------------------------------------------------------------------


async def test_in_a_forum_each_case_has_its_topic() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯", media=group.photos(1)))
    await group.say(note("2", "群众又补充了"))
    await group.say(card("3", "【新】垃圾", replaces="case:c13", topic="2604-0002-9 垃圾没人收"))
    lamp, waste = group.api.topics
    assert list(group.api.topics.values()) == ["2604-0001-2 路灯不亮", "2604-0002-9 垃圾没人收"]
    assert [m.place.thread for m in group.api.messages.values()] == [lamp, lamp, lamp, waste]
    assert group.shown("补充").place.reply_to == group.shown("【新】路灯").id
    await group.say(card("4", "【新】路灯，再看", anew=True, thread=lamp))
    assert group.shown("再看").place.thread == lamp
    assert len(group.api.topics) == 2


@pytest.mark.parametrize(
    "stands",
    [Standing(), Standing(forum=True), Standing(forum=True, admin=True), Standing(admin=True, can_topics=True)],
)
async def test_without_a_forum_or_the_right_everything_is_in_general(stands: Standing) -> None:
    group = Group(stands)
    await group.say(card("1", "【新】路灯"))
    await group.say(note("2", "群众又补充了"))
    assert {m.place.thread for m in group.api.messages.values()} == {""}
    assert group.shown("补充").place.reply_to == group.shown("【新】").id


async def test_a_right_that_was_taken_away_leads_to_general() -> None:
    group = Group(FORUM)
    group.api.errors["open_topic"] = [NoRights()]
    await group.say(card("1", "【新】路灯"))
    await group.say(card("2", "【新】垃圾", replaces="case:c13"))
    assert {m.place.thread for m in group.api.messages.values()} == {""}
    assert group.api.calls.count("open_topic") == 1


async def test_how_we_stand_in_a_group_is_asked_every_ten_minutes() -> None:
    group = Group()
    for n in range(3):
        await group.say(card(f"a{n}", "【新】路灯", replaces=f"case:a{n}"))
    assert group.api.calls.count("standing") == 1
    group.now += 601
    group.api.stands = FORUM
    await group.say(card("b", "【新】路灯", replaces="case:b"))
    assert list(group.api.topics.values()) == ["2604-0001-2 路灯不亮"]


async def test_a_long_title_is_cut() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯", topic="灯" * 200))
    assert [len(name) for name in group.api.topics.values()] == [128]


async def test_the_topic_of_a_case_that_is_over_is_closed_once() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯"))
    await group.say(card("2", "【已了】路灯", ended=True))
    await group.say(card("3", "【已了】路灯", ended=True))
    assert group.api.closed == {group.thread}
    assert group.api.calls.count("close_topic") == 1


async def test_a_case_that_was_over_when_first_shown_gets_no_topic() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【已了】路灯", ended=True))
    assert group.api.topics == {}
    assert group.seen == ["【已了】路灯"]


@pytest.mark.parametrize("error", [NoRights(), Gone()])
async def test_a_topic_that_cannot_be_closed_is_no_trouble(error: Exception) -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯"))
    group.api.errors["close_topic"] = [error]
    await group.say(card("2", "【已了】路灯", ended=True))
    assert group.seen == ["【已了】路灯"]


async def test_a_case_that_goes_on_after_all_opens_its_topic_again() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯"))
    await group.say(card("2", "【已了】路灯", ended=True))
    await group.say(card("3", "【在办】路灯"))
    assert group.api.closed == set()
    await group.say(card("4", "【已了】路灯", ended=True))
    assert group.api.closed == {group.thread}


async def test_words_for_a_closed_topic_open_it() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯"))
    group.api.closed = {group.thread}
    await group.say(note("2", "群众又补充了"))
    assert group.api.closed == set()
    assert group.shown("补充").place.thread == group.thread


async def test_words_for_a_closed_topic_that_we_may_not_open_are_said_in_general() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯"))
    group.api.closed = {group.thread}
    group.api.errors["reopen_topic"] = [NoRights()]
    await group.say(note("2", "群众又补充了"))
    assert group.shown("补充").place == Place(GROUP)


async def test_a_card_of_a_closed_topic_that_we_may_not_open_moves_to_general() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯"))
    group.api.closed = {group.thread}
    group.api.errors["reopen_topic"] = [NoRights()] * 2
    await group.say(card("2", "【新】路灯，再看", anew=True, thread=group.thread))
    assert group.shown("再看").place == Place(GROUP)
    await group.say(note("3", "群众又补充了"))
    assert group.shown("补充").place == Place(GROUP, group.shown("再看").id)


async def test_general_itself_being_closed_is_for_an_administrator_to_mend() -> None:
    group = Group()
    group.api.errors["say"] = [TopicClosed()]
    with pytest.raises(Misconfigured):
        await group.say(card("1", "【新】路灯"))


@pytest.mark.parametrize("anew", [False, True])
async def test_a_deleted_topic_is_made_again_with_the_card_and_its_files(anew: bool) -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯", media=group.photos(1)))
    gone = group.thread
    group.api.delete_topic(gone)
    await group.say(card("2", "【在办】路灯", anew=anew, media=group.photos(1)))
    assert group.thread != gone
    assert group.seen == ["【在办】路灯", "photo000"]
    assert {m.place.thread for m in group.api.messages.values()} == {group.thread}


async def test_words_for_a_deleted_topic_are_said_in_general_and_the_next_card_opens_a_new_one() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯"))
    group.api.delete_topic(group.thread)
    await group.say(note("2", "群众又补充了"))
    assert group.shown("补充").place == Place(GROUP)
    known = {key for _, _, key in group.posts.rows}
    assert not {CARD, f"topic:{CARD}"} & known  # what is said next is not tried there again
    await group.say(card("3", "【在办】路灯"))
    assert group.shown("【在办】").place.thread == group.thread


async def test_an_answer_is_given_in_the_topic_where_somebody_spoke() -> None:
    group = Group(FORUM)
    group.api.topics["5"] = "随便聊"
    await group.say(Outbound("1", NAME, GROUP, "手上没有没办完的事。", thread="5"))
    assert group.shown("手上").place == Place(GROUP, thread="5")
    group.api.delete_topic("5")
    await group.say(Outbound("2", NAME, GROUP, "再说一遍", thread="5"))
    assert group.shown("再说").place == Place(GROUP)


async def test_an_asked_for_card_is_shown_where_somebody_spoke_unless_it_has_a_topic() -> None:
    group = Group()
    group.api.topics["5"] = "随便聊"
    await group.say(card("1", "【新】路灯"))
    await group.say(card("2", "【新】路灯，再看", anew=True, thread="5"))
    assert group.shown("再看").place == Place(GROUP, thread="5")
    await group.say(note("3", "群众又补充了"))
    assert group.shown("补充").place == Place(GROUP, group.shown("再看").id, "5")
    group.api.topics.clear()  # but our card is still on the screen of a phone that was off
    await group.say(card("4", "【在办】路灯", anew=True, thread="5"))
    assert group.shown("【在办】").place == Place(GROUP)
    assert len(group.seen) == 2


async def test_a_card_with_a_topic_is_led_to_from_where_it_is_asked_for() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯\n群众原话：灯坏了"))
    where = group.shown("【新】")
    await group.say(card("2", "【在办】路灯\n群众原话：灯坏了", anew=True))
    led = group.shown("t.me")
    assert led.text == f"【在办】路灯\nhttps://t.me/c/1/{group.thread}/{where.id}"
    assert led.place == Place(GROUP) and led.markup is None
    assert group.shown("灯坏了").id == where.id
    await group.say(card("3", "【在办】路灯，再看", anew=True, thread=group.thread))  # asked for in its topic
    assert group.shown("再看").id != where.id


async def test_what_is_said_in_a_topic_is_no_answer_to_its_opening() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯"))
    # In a topic every message answers the one by which the service opened it, and has the thread for its id.
    assert group.thread not in [post.message for post in group.posts.rows.values()]


async def test_the_general_topic_is_never_named() -> None:
    group = Group(FORUM)
    await group.say(Outbound("1", NAME, GROUP, "手上没有没办完的事。", thread="1"))
    await group.say(card("2", "【已了】路灯", ended=True, thread="1"))
    assert {m.place.thread for m in group.api.messages.values()} == {""}


# --- one person is asked ---------------------------------------------------------------------------------------------


def asked(text: str, name: str, *choices: Button) -> Outbound:
    return Outbound("9", NAME, GROUP, text, choices, reply_to=CARD, asks="4711", asks_name=name)


@pytest.mark.parametrize("name", ["张三", FAMILY, f"张{FAMILY}三"])
async def test_who_is_asked_is_told_by_name_whatever_signs_it_has(name: str) -> None:
    group = Group()
    await group.say(asked(f"🏮🏮请{name}说说，要回什么？", name))
    shown = group.shown("请")
    assert shown.mention
    units = shown.text.encode("utf-16-le")
    at, length = shown.mention.at, shown.mention.length
    assert units[2 * at : 2 * (at + length)].decode("utf-16-le") == name
    assert shown.mention.person == "4711"


async def test_a_question_without_buttons_opens_an_answer() -> None:
    group = Group()
    await group.say(asked("张三，要回什么？", "张三"))
    assert group.shown("张三").markup == Answer()


async def test_a_question_with_buttons_keeps_them_and_names_the_person() -> None:
    group = Group()
    await group.say(asked("这样回，行吗？", "张三", Button("发", "send", "q7"), Button("改", "edit", "q7")))
    assert labels(group.shown("行吗")) == ["发", "改"]
    assert group.shown("行吗").mention == Mention("4711", 0, 2)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("要回什么？", "张三", "张三：要回什么？"),
        ("What shall I tell them?", "Zhang San", "Zhang San: What shall I tell them?"),
        ("要回什么？", "Zhang", "Zhang：要回什么？"),
        ("张三，要回什么？", "张三", "张三，要回什么？"),
    ],
)
async def test_a_question_that_does_not_name_the_person_begins_with_the_name(text: str, name: str, said: str) -> None:
    group = Group()
    await group.say(asked(text, name))
    assert group.seen == [said]
    assert group.shown(said).mention == Mention("4711", 0, len(name))


async def test_what_is_said_to_all_mentions_nobody_and_opens_nothing() -> None:
    group = Group()
    await group.say(note("1", "群众又补充了"))
    assert group.shown("补充").mention is None
    assert group.shown("补充").markup is None


async def test_an_answered_question_loses_its_buttons() -> None:
    group = Group()
    await group.say(asked("这样回，行吗？", "张三", Button("发", "send", "q7")))
    await group.say(Outbound("10", NAME, GROUP, "好，发出去了。", closes="q7", chosen="发"))
    assert labels(group.shown("行吗")) == []
    assert "→ 发" in group.shown("行吗").text


# --- the rest --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [Moved("-1009"), Throttled(7), Blocked(), Transient(), Rejected()])
@pytest.mark.parametrize("known", [False, True])
async def test_what_the_service_says_about_the_chat_is_passed_on(error: Exception, known: bool) -> None:
    group = Group()
    if known:
        await group.say(card("1", "【新】路灯"))
    group.api.errors["change" if known else "say"] = [error]
    with pytest.raises(type(error)):
        await group.say(card("2", "【在办】路灯"))


def test_a_village_group_is_open_and_takes_long_texts_and_many_buttons() -> None:
    assert CAPS.group
    assert CAPS.open_group
    assert (CAPS.text_limit, CAPS.text_unit, CAPS.buttons, CAPS.button_bytes) == (4096, "utf16", 40, 64)


async def test_the_menu_is_in_both_languages_and_fits() -> None:
    api = Staff()
    await set_menu(api, Texts.load(ZoneInfo("Asia/Shanghai")))
    assert set(api.menus) == {("all_group_chats", ""), ("all_group_chats", "en")}
    assert len(LANGUAGES) == 2
    for menu in api.menus.values():
        assert [command for command, _ in menu] == list(COMMANDS)
        assert all(0 < len(words) <= 256 for _, words in menu)  # core.telegram.org/bots/api#botcommand
    assert all(words.isascii() for _, words in api.menus["all_group_chats", "en"])
    assert not any(words.isascii() for _, words in api.menus["all_group_chats", ""])


# --- over HTTP -------------------------------------------------------------------------------------------------------


@dataclass
class Village:
    """A village's group at a Bot API server. Privacy mode is on, as it is for every new bot."""

    server: Server
    bot: Bot
    clerk: Person
    group: RealGroup
    api: PtbApi
    channel: StaffChannel
    posts: MemoryPosts

    @property
    def seat(self) -> Member:
        """The group as the clerk sees it."""
        return self.group.of(self.clerk)

    async def say(self, outbound: Outbound) -> None:
        await self.channel.send(replace(outbound, chat=str(self.group.id)))

    @property
    def words(self) -> list[str]:
        return [m.text for m in self.seat.seen if m.text and m.from_bot]


@pytest.fixture
async def village() -> AsyncIterator[Village]:
    async with serving() as server:
        bot = server.bot("staff")
        clerk = server.person("小王")
        group = server.group("螺罐村", [clerk], [bot], forum=True)
        api, posts = PtbApi(bot.token, server.url), MemoryPosts()
        kept = {"photo001": ("image/jpeg", b"\xff\xd8\xff picture")}
        yield Village(server, bot, clerk, group, api, StaffChannel(api, posts, kept.get), posts)
        await api.close()
        assert server.violations == []


async def test_a_case_lives_in_its_topic(village: Village) -> None:
    village.group.promote(village.bot)
    photo = (Media(MediaKind.PHOTO, "photo001"),)
    await village.say(card("1", "【新】路灯 <b>坏了</b> *_", media=photo))
    await village.say(note("2", "群众又补充了"))
    await village.say(card("3", "【已了】路灯 <b>坏了</b> *_", media=photo, ended=True))
    (topic,) = village.group.topics
    assert (topic.name, topic.closed) == ("2604-0001-2 路灯不亮", True)
    assert village.words == ["【已了】路灯 <b>坏了</b> *_", "群众又补充了"]
    said = [m for m in village.seat.seen if m.from_bot and not m.is_service]
    assert {m.thread for m in said} == {topic.id}
    assert [m.reply_to for m in said[1:]] == [said[0], said[0]]
    await village.say(card("4", "【在办】重开", anew=True, media=photo, thread=str(topic.id)))
    assert not topic.closed
    assert village.words == ["群众又补充了", "【在办】重开"]


async def test_our_own_topic_is_opened_for_news_and_one_of_the_staff_stays_closed(village: Village) -> None:
    village.group.promote(village.bot)
    await village.say(card("1", "【新】路灯"))
    (ours,) = village.group.topics
    theirs = village.group.open_topic("闲聊")
    village.group.demote(village.bot)
    village.group.close_topic(ours)
    village.group.close_topic(theirs)
    await village.say(note("2", "群众又补充了"))
    assert village.seat.last.thread == ours.id
    await village.say(Outbound("3", NAME, "", "手上有 1 件", thread=str(theirs.id)))
    assert village.seat.last.thread is None
    assert (ours.closed, theirs.closed) == (False, True)


async def test_a_topic_deleted_by_staff_comes_again(village: Village) -> None:
    village.group.promote(village.bot)
    await village.say(card("1", "【新】路灯"))
    (old,) = village.group.topics
    village.group.delete_topic(old)
    await village.say(note("2", "群众又补充了"))
    assert village.seat.last.thread is None
    await village.say(card("3", "【在办】路灯"))
    (topic,) = village.group.topics
    assert village.seat.last.thread == topic.id != old.id


async def test_without_the_right_the_card_is_in_general(village: Village) -> None:
    await village.say(card("1", "【新】路灯"))
    await village.say(card("2", "【在办】路灯"))
    await village.say(card("3", "【在办】路灯，再看", anew=True))
    await village.say(note("4", "群众又补充了"))
    assert village.words == ["【在办】路灯，再看", "群众又补充了"]
    assert village.group.topics == []


async def test_an_answer_to_our_question_reaches_us_though_privacy_is_on(village: Village) -> None:
    last = (await village.api.updates(-1, 0, ("message",)))[-1]["update_id"]
    assert isinstance(last, int)
    asking = Outbound("1", NAME, "", "要回什么？", asks=str(village.clerk.id), asks_name="小王👨‍👩‍👧")
    await village.say(asking)
    question = village.seat.last
    (entity,) = question.entities
    assert entity["user"]["id"] == village.clerk.id
    assert question.text.encode("utf-16-le")[: 2 * entity["length"]].decode("utf-16-le") == "小王👨‍👩‍👧"
    assert village.server.calls_of("sendMessage")[-1].params["reply_markup"] == {"force_reply": True, "selective": True}
    village.seat.say("今天太热了")
    village.seat.say("明天修", reply_to=question)
    heard = [u["message"] for u in await village.api.updates(last + 1, 0, ("message",)) if "message" in u]
    assert [m["text"] for m in heard if isinstance(m, dict)] == ["明天修"]


async def test_what_happened_to_the_group_is_passed_on(village: Village) -> None:
    village.group.mute(village.bot)
    with pytest.raises(Misconfigured):
        await village.say(note("1", "群众又补充了"))
    village.group.mute(village.bot, False)
    village.server.fail("sendMessage", 429, retry_after=9)
    with pytest.raises(Throttled, match="wait 9"):
        await village.say(note("1", "群众又补充了"))
    village.group.remove(village.bot)
    with pytest.raises(Blocked):
        await village.say(note("1", "群众又补充了"))
    village.group = village.server.group("小组", [village.clerk], [village.bot], kind="group")
    old = str(village.group.id)
    new = village.group.migrate()
    with pytest.raises(Moved) as moved:
        await village.channel.send(replace(note("1", "群众又补充了"), chat=old))
    assert moved.value.chat == str(new)


# --- what a group does not allow -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["【新】路灯", "New: a street light"])
async def test_where_files_are_not_allowed_one_line_says_so_and_the_words_stand_there(text: str) -> None:
    group = Group()
    media = (*group.photos(12), group.voice("voice01"))
    group.api.errors = {"photos": [NoRights(), NoRights()], "sound": [NoRights()], "say": [None, None, Transient()]}
    message = note("2", text)
    await group.say(card("1", "【新】路灯"))
    with pytest.raises(Transient):
        await group.say(replace(message, media=media))
    group.restart()
    await group.say(replace(message, media=media))
    language = "zh-CN" if "路" in text else "en"
    assert group.seen == ["【新】路灯", f"{language} telegram-staff-no-files", text]


async def test_a_group_that_allows_photos_but_no_voice_notes_gets_the_photos() -> None:
    group = Group()
    group.api.errors = {"sound": [NoRights()]}
    await group.say(card("1", "【新】路灯", media=(*group.photos(1), group.voice("voice01"))))
    assert group.seen == ["【新】路灯", "photo000", "zh-CN telegram-staff-no-files"]


async def test_a_group_that_allows_no_words_either_is_a_matter_of_the_sender() -> None:
    group = Group()
    group.api.errors = {"photos": [NoRights()], "say": [NoRights()]}
    with pytest.raises(NotAllowed):
        await group.say(replace(note("2", "好"), media=group.photos(1)))


# --- whose answer is meant -------------------------------------------------------------------------------------------


def belongs(group: Group) -> list[str]:
    """What stands in the group and is known to be about the case."""
    known = {post.message for (_, _, key), post in group.posts.rows.items() if key.startswith(f"{CARD}#")}
    return [m.files[0].name.split(".")[0] if m.files else m.text for id, m in group.api.messages.items() if id in known]


async def test_an_answer_to_anything_that_is_about_a_case_can_be_known_as_one() -> None:
    group = Group()
    group.api.errors = {"delete": [NoRights()]}  # after 48 hours the older card stands there still
    await group.say(card("1", "【新】路灯", media=(*group.photos(3), group.voice("voice01"))))
    await group.say(replace(note("2", "群众又补充了"), media=group.photos(1)))
    await group.say(card("3", "【在办】路灯", anew=True))
    await group.say(Outbound("4", NAME, GROUP, "还没办完的有 3 件"))
    await group.say(replace(note("5", "要回什么？"), asks="9", asks_name="张三"))
    assert belongs(group) == [s for s in group.seen if "还没" not in s and "要回" not in s]
    assert len(belongs(group)) == 8


async def test_the_line_that_leads_to_a_topic_is_about_its_case() -> None:
    group = Group(FORUM)
    await group.say(card("1", "【新】路灯"))
    await group.say(card("2", "【新】路灯", anew=True))
    assert belongs(group) == group.seen
    assert len(group.seen) == 2
