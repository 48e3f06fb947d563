"""What the two Telegram bots understand of each sort of update."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.channels.bot_api.contents import SERVICE
from adapters.channels.bot_api.updates import KINDS, group_messages, private_messages, tap_of
from cases.units import Point
from dialogs.messages import Choice, Contact, Inbound, Kind, Media, MediaKind
from tests.bot_api.shapes import api
from tests.channels.fakes_bot_api import (
    AT,
    CHANNEL,
    DATE,
    GROUP,
    LI,
    ME,
    NOBODY,
    OTHER_BOT,
    PRIVATE,
    SUPERGROUP,
    WANG,
    WE,
    Json,
    became,
    heard_by_residents_bot,
    heard_by_staff_bot,
    in_group,
    message,
    new,
    tap,
)

MB = 1024 * 1024
PHOTO = [
    {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 67, "file_size": 1_000},
    {"file_id": "large", "file_unique_id": "l", "width": 1280, "height": 960, "file_size": 200_000},
    {"file_id": "middle", "file_unique_id": "m", "width": 320, "height": 240, "file_size": 20_000},
]
VOICE = {"file_id": "voice", "file_unique_id": "v", "duration": 12, "mime_type": "audio/ogg", "file_size": 9_000}


def one(inbounds: list[Inbound]) -> Inbound:
    """The only one."""
    assert len(inbounds) == 1, inbounds
    return inbounds[0]


def resident(**content: object) -> Inbound:
    """What a resident's message of this content becomes."""
    return one(heard_by_residents_bot(new(message(**content))))  # type: ignore[arg-type]  # content is content


def staff(**content: object) -> Inbound:
    """What a message of this content in a group becomes."""
    return one(heard_by_staff_bot(new(in_group(**content))))  # type: ignore[arg-type]  # content is content


def file(id: str, **about: object) -> Json:
    """A file."""
    return {"file_id": id, "file_unique_id": "u", **about}


# --- residents -------------------------------------------------------------------------------------------------------


def test_words_come_with_who_said_them_where_and_when() -> None:
    assert resident(text="路灯坏了") == Inbound(
        channel="telegram",
        external_id="42:7",
        chat="42",
        person="42",
        kind=Kind.TEXT,
        at=AT,
        text="路灯坏了",
        name="秀英 李",
        language="zh-hans",
    )


@pytest.mark.parametrize(
    ("text", "kind", "heard"),
    [
        ("/start", Kind.START, ""),
        ("/start ", Kind.START, ""),
        ("/START 500153001001", Kind.START, "500153001001"),
        ("/start@FrontDoorBot 500153001001", Kind.START, "500153001001"),
        ("/start 路灯坏了三天了", Kind.TEXT, "路灯坏了三天了"),
        ("/start light is out", Kind.TEXT, "light is out"),
        ("/started", Kind.TEXT, "/started"),
        ("please type /start again", Kind.TEXT, "please type /start again"),
        ("/status", Kind.TEXT, "/status"),
        ("/status@frontdoorbot RC-12", Kind.TEXT, "/status RC-12"),
        ("/status@FrontDoorBot\nRC-12", Kind.TEXT, "/status RC-12"),
        ("/status@OtherBot RC-12", Kind.TEXT, "/status@OtherBot RC-12"),
        ("@FrontDoorBot", Kind.TEXT, "@FrontDoorBot"),
        ("  two\nlines  ", Kind.TEXT, "  two\nlines  "),
        ("长" * 5000, Kind.TEXT, "长" * 5000),
    ],
)
def test_a_command_loses_our_name_and_words_stay_whole(text: str, kind: Kind, heard: str) -> None:
    inbound = resident(text=text)
    assert (inbound.kind, inbound.text) == (kind, heard)


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ({"photo": PHOTO}, Media(MediaKind.PHOTO, ref="large")),
        ({"photo": PHOTO, "live_photo": file("moving", duration=2)}, Media(MediaKind.PHOTO, ref="large")),
        ({"photo": [{**PHOTO[1], "file_size": 20 * MB}]}, Media(MediaKind.PHOTO, ref="large")),
        ({"photo": [{**PHOTO[1], "file_size": 20 * MB + 1}]}, Media(MediaKind.PHOTO, problem="file-too-large")),
        ({"photo": ["x", 5, {"width": 9000, "height": 9000}, PHOTO[0]]}, Media(MediaKind.PHOTO, ref="small")),
        ({"voice": VOICE}, Media(MediaKind.VOICE, ref="voice", seconds=12.0)),
        ({"voice": {**VOICE, "file_size": 21 * MB}}, Media(MediaKind.VOICE, problem="file-too-large")),
        ({"voice": {**VOICE, "duration": -5}}, Media(MediaKind.VOICE, ref="voice")),
        ({"voice": {**VOICE, "duration": True}}, Media(MediaKind.VOICE, ref="voice")),
        ({"audio": file("song", duration=60)}, Media(MediaKind.VOICE, ref="song", seconds=60.0)),
        ({"document": file("d", mime_type="image/png")}, Media(MediaKind.PHOTO, ref="d")),
        ({"document": file("d", mime_type="Image/HEIC")}, Media(MediaKind.PHOTO, ref="d")),
        ({"document": file("d", mime_type="audio/mp4")}, Media(MediaKind.VOICE, ref="d")),
        (
            {"document": file("d", mime_type="image/png", file_size=21 * MB)},
            Media(MediaKind.PHOTO, problem="file-too-large"),
        ),
    ],
)
def test_photos_and_voice_notes_are_media_whichever_way_they_are_sent(content: Json, media: Media) -> None:
    inbound = resident(**content)
    assert (inbound.kind, inbound.media, inbound.text, inbound.album) == (Kind.MEDIA, (media,), "", "")


def test_an_album_is_photos_that_share_a_name_and_the_caption_is_their_text() -> None:
    inbound = resident(photo=PHOTO, caption="这里", media_group_id="a1")
    assert (inbound.text, inbound.album) == ("这里", "a1")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"video": file("v")}, "video"),
        ({"video_note": file("v")}, "video"),
        ({"animation": file("a"), "document": file("a", mime_type="video/mp4")}, "video"),
        ({"animation": file("a"), "document": file("a", mime_type="image/gif")}, "video"),
        ({"sticker": file("s", type="regular")}, "sticker"),
        ({"poll": {"id": "1", "question": "?"}}, "poll"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "dice"),
        ({"document": file("d", mime_type="application/pdf")}, "document"),
        ({"document": file("d")}, "document"),
        ({"document": {"mime_type": "image/png"}}, "document"),
        ({"game": {"title": "g"}}, "other"),
        ({"story": {"id": 1}}, "other"),
        ({"checklist": {"title": "c"}}, "other"),
        ({"paid_media": {"star_count": 1}}, "other"),
        ({"rich_message": {"blocks": []}}, "other"),
        ({"contact": {"first_name": "no number"}}, "other"),
        ({"location": {"latitude": 91.0, "longitude": 0}}, "other"),
        ({"location": {"latitude": 29.4, "longitude": -180.5}}, "other"),
        ({"location": {"latitude": float("nan"), "longitude": 0}}, "other"),
        ({"location": {"latitude": True, "longitude": 105.6}}, "other"),
        ({"location": {"latitude": "29.4", "longitude": 105.6}}, "other"),
        ({"photo": []}, "other"),
        ({"voice": {"duration": 3}}, "other"),
        ({"text": 5}, "other"),
        ({"text": ""}, "other"),
        ({"something_of_next_year": {}}, "other"),
        ({}, "other"),
    ],
)
def test_what_we_can_not_take_in_is_named_never_silently_dropped(content: Json, name: str) -> None:
    inbound = resident(**content)
    assert (inbound.kind, inbound.text, inbound.external_id) == (Kind.OTHER, name, "42:7")


def test_the_words_under_a_video_are_not_lost() -> None:
    first, second = heard_by_residents_bot(new(message(video=file("v"), caption="水管爆了")))
    assert (first.kind, first.text, first.external_id) == (Kind.OTHER, "video", "42:7:1")
    assert (second.kind, second.text, second.external_id) == (Kind.TEXT, "水管爆了", "42:7:2")


@pytest.mark.parametrize(
    "content",
    [
        {"location": {"latitude": 29.4, "longitude": 105}},
        {"location": {"latitude": 29.4, "longitude": 105, "live_period": 900}},
        {"location": {"latitude": 29.4, "longitude": 105}, "venue": {"title": "market"}},
        {"venue": {"location": {"latitude": 29.4, "longitude": 105}, "title": "market", "address": "1"}},
    ],
)
def test_a_place_is_a_location(content: Json) -> None:
    inbound = resident(**content)
    assert (inbound.kind, inbound.location) == (Kind.LOCATION, Point(29.4, 105.0))


def test_a_contact_is_a_number_and_a_name() -> None:
    inbound = resident(contact={"phone_number": "8613800000000", "first_name": "李", "last_name": "秀英"})
    assert (inbound.kind, inbound.contact) == (Kind.CONTACT, Contact("8613800000000", "李 秀英"))


def test_what_a_resident_forwards_is_said_by_them() -> None:
    origin = {"type": "user", "date": DATE, "sender_user": WANG}
    assert resident(text="路灯坏了", forward_origin=origin).text == "路灯坏了"


def edited(said: Json, id: int = 1001) -> Json:
    """The update that a message was changed."""
    return {"update_id": id, "edited_message": {**said, "edit_date": DATE + 60}}


@pytest.mark.parametrize("field", ["text", "caption"])
def test_an_edit_names_the_message_that_it_changes(field: str) -> None:
    inbound = one(heard_by_residents_bot(edited(message(**{field: "不是三天，是五天"}))))  # type: ignore[arg-type]
    assert (inbound.kind, inbound.text) == (Kind.EDIT, "不是三天，是五天")
    assert (inbound.edit_of, inbound.external_id) == ("42:7", f"42:7:e{DATE + 60}:1001")


def test_two_edits_within_a_second_are_two() -> None:
    first, second = (one(heard_by_residents_bot(edited(message(text="a"), id=n))) for n in (1001, 1002))
    assert first.external_id != second.external_id
    assert first.edit_of == second.edit_of


def test_a_live_location_counts_where_it_was_first() -> None:
    assert heard_by_residents_bot(edited(message(location={"latitude": 29.5, "longitude": 105}))) == []


def test_a_tap_is_a_choice() -> None:
    inbound = one(heard_by_residents_bot(tap()))
    assert (inbound.kind, inbound.choice, inbound.external_id) == (Kind.CHOICE, Choice("yes", "3"), "tap:tap-1")
    assert (inbound.chat, inbound.person, inbound.name, inbound.language) == ("42", "42", "秀英 李", "zh-hans")


def test_a_tap_under_a_message_that_is_too_old_to_be_shown_counts() -> None:
    update = tap()
    update["callback_query"]["message"] = {"chat": PRIVATE, "message_id": 6, "date": 0}
    assert one(heard_by_residents_bot(update)).choice == Choice("yes", "3")


def test_a_tap_without_a_message_says_nothing_but_is_to_be_answered() -> None:
    update = tap()
    del update["callback_query"]["message"]
    assert heard_by_residents_bot(update) == []
    assert tap_of(update) == "tap-1"


@pytest.mark.parametrize("field", ["id", "from"])
def test_a_tap_by_nobody_says_nothing(field: str) -> None:
    update = tap()
    update["callback_query"][field] = None
    assert heard_by_residents_bot(update) == []


def test_a_tap_answers_no_other_message_than_its_own() -> None:
    """What our message with the button answered is not what the person answers."""
    assert one(heard_by_residents_bot(tap(reply_to_message=message(person=WE, id=5)))).reply_to == ""


def test_a_tap_on_what_we_never_made_belongs_to_no_question() -> None:
    update = tap(data="0|?")
    assert one(heard_by_residents_bot(update)).choice == Choice("", "-")
    del update["callback_query"]["data"]
    assert one(heard_by_residents_bot(update)).choice == Choice("", "-")


def test_only_taps_are_answered_as_taps() -> None:
    assert tap_of(new(message(text="x"))) == ""
    assert tap_of({"update_id": 1, "callback_query": {"id": None}}) == ""


@pytest.mark.parametrize(
    ("old", "status", "kind"),
    [
        ("member", "kicked", Kind.LEFT),
        ("member", "left", Kind.LEFT),
        ("kicked", "member", Kind.JOINED),
        ("left", "member", Kind.JOINED),
        ("member", "member", None),
        ("member", "administrator", None),
        ("?", "?", None),
    ],
)
@pytest.mark.parametrize("bot", ["residents", "staff"])
def test_who_blocks_us_left_and_who_lets_us_write_again_joined(
    bot: str, old: str, status: str, kind: Kind | None
) -> None:
    """The same holds for the staff bot in its groups."""
    heard, chat = (heard_by_residents_bot, PRIVATE) if bot == "residents" else (heard_by_staff_bot, SUPERGROUP)
    inbounds = heard(became(old, status, chat))
    assert [(i.kind, i.person) for i in inbounds] == ([(kind, "")] if kind else [])
    assert all(i.external_id == f"{chat['id']}:u{DATE}:1000" for i in inbounds)


def test_an_answer_to_our_message_names_it_and_one_to_their_own_does_not() -> None:
    assert resident(text="x", reply_to_message=message(person=WE, id=5, text="?")).reply_to == "5"
    assert resident(text="x", reply_to_message=message(id=5, text="?")).reply_to == ""


def misplaced(update: Json) -> list[str]:
    """What the residents' bot hears in a group."""
    inbounds = heard_by_residents_bot(update)
    assert all(i.kind is Kind.OTHER and i.person == "43" for i in inbounds)
    return [i.text for i in inbounds]


@pytest.mark.parametrize(
    ("update", "heard"),
    [
        (new(in_group(text="/start@FrontDoorBot")), ["in-a-group"]),
        (new(in_group(text="/help")), ["in-a-group"]),
        (new(in_group(text="/help@OtherBot")), []),
        (new(in_group(text="大家好")), []),
        (new(in_group(photo=PHOTO)), []),
        (new(in_group(text="好", reply_to_message=in_group(person=WE, id=3, text="?"))), ["in-a-group"]),
        (new(in_group(person=OTHER_BOT, text="/help")), []),
        (became("left", "member", GROUP, WANG), ["in-a-group"]),
        (became("member", "left", GROUP, WANG), []),
        (tap(GROUP, WANG), []),
        (edited(in_group(text="/help")), []),
    ],
)
def test_the_residents_bot_says_in_a_group_that_it_is_no_place_for_it(update: Json, heard: list[str]) -> None:
    assert misplaced(update) == heard


@pytest.mark.parametrize("heard", [heard_by_residents_bot, heard_by_staff_bot])
@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "channel_post": message(CHANNEL, text="x")},
        new(message(CHANNEL, text="x")),
        new(message({"id": -1, "type": "of next year"}, text="x")),
        new(message({**SUPERGROUP, "is_direct_messages": True}, text="/help")),
        {"update_id": 1, "business_message": message(text="x")},
        {"update_id": 1, "message_reaction": {"chat": PRIVATE, "message_id": 1, "user": LI}},
        {"update_id": 1, "poll": {"id": "1"}},
        {"update_id": 1, "of_next_year": {}},
        {"update_id": 1, "message": None},
        {"update_id": 1},
        {},
        new(message(person=OTHER_BOT, text="x")),
        new(in_group(person=OTHER_BOT, text="/help")),
        became("left", "member", CHANNEL),
    ],
)
def test_what_is_not_said_to_us_says_nothing(heard: Any, update: Json) -> None:
    assert heard(update) == []


@pytest.mark.parametrize("name", sorted(SERVICE))
def test_what_nobody_wrote_says_nothing(name: str) -> None:
    value = True if name.startswith(("delete", "group_chat", "supergroup_chat", "channel_chat")) else {"x": 1}
    assert heard_by_residents_bot(new(message(**{name: value}))) == []  # type: ignore[arg-type]
    assert heard_by_staff_bot(new(message(**{name: value}))) == []  # type: ignore[arg-type]
    assert heard_by_staff_bot(new(in_group(**{name: value}))) == []  # type: ignore[arg-type]


def test_every_service_message_of_the_published_bot_api_is_known_as_one() -> None:
    fields = api().types["Message"].fields
    said_so = {name for name, field in fields.items() if "ervice message" in field.about.split(",")[0]}
    assert len(said_so) > 40
    assert said_so <= SERVICE <= set(fields)
    by_their_look = {"connected_website", "left_chat_member", "migrate_from_chat_id", "migrate_to_chat_id"}
    by_their_look |= {"new_chat_members", "new_chat_photo", "new_chat_title", "passport_data", "pinned_message"}
    by_their_look |= {"refunded_payment", "successful_payment"}
    assert said_so | by_their_look == SERVICE


@pytest.mark.parametrize(
    "said",
    [
        {**message(text="x"), "message_id": "seven"},
        {**message(text="x"), "message_id": 0, "ephemeral_message_id": 3},
        {**message(), "text": ["x"], "date": "today", "entities": 5, "reply_to_message": 8},
        {"chat": {"id": 42}, "from": {"id": 42}},
        {"chat": {**PRIVATE, "is_direct_messages": True, "title": "x"}, "from": LI, "message_id": 7},
        {"chat": {"id": 42, "type": 3}, "from": {"id": 42, "is_bot": "no", "first_name": 8, "language_code": "zh\n"}},
    ],
)
def test_a_person_in_private_is_heard_however_broken_the_rest_is(said: Json) -> None:
    inbound = one(heard_by_residents_bot(new(said)))
    assert (inbound.chat, inbound.person) == ("42", "42")
    assert inbound.kind in (Kind.TEXT, Kind.OTHER)
    assert inbound.language in ("", "zh-hans")


def test_messages_without_a_number_are_not_taken_for_one() -> None:
    """Those that only one person sees have the number 0 (core.telegram.org/bots/api#message)."""
    first, second = (one(heard_by_residents_bot(new(message(id=0, text="x"), id=n))) for n in (1000, 1001))
    assert first.external_id == f"42:u{DATE}:1000"
    assert second.external_id == f"42:u{DATE}:1001"


@pytest.mark.parametrize("id", [True, 1.5, "42", None, 2**63, -(2**63), [], {}, 0])
def test_a_chat_or_person_that_can_not_be_read_can_not_be_answered(id: object) -> None:
    assert heard_by_residents_bot(new(message({**PRIVATE, "id": id}, text="x"))) == []
    assert heard_by_residents_bot(new(message(PRIVATE, {**LI, "id": id}, text="x"))) == []


def test_a_name_is_one_line_of_signs_that_can_be_seen_and_has_an_end() -> None:
    person = {**LI, "first_name": "秀\n英\u202e", "last_name": "李" * 500}
    assert resident(person=person, text="x").name == "秀 英 " + "李" * 60


# --- staff -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("待办", "待办"),
        ("/cases", "/cases"),
        ("/cases@FrontDoorBot", "/cases"),
        ("/bind@frontdoorbot ABC", "/bind ABC"),
        ("/start@FrontDoorBot ABC", "/start ABC"),
        ("/cases@FrontDoorBot，谢谢", "/cases ，谢谢"),
        ("@FrontDoorBot 待办", "待办"),
        ("@frontdoorbot，待办", "待办"),
        ("@FrontDoorBot待办", "待办"),
        ("@FrontDoorBotter 待办", "@FrontDoorBotter 待办"),
        ("@OtherBot 待办", "@OtherBot 待办"),
    ],
)
def test_words_in_a_group_lose_our_name(text: str, heard: str) -> None:
    inbound = staff(text=text)
    assert (inbound.kind, inbound.text, inbound.person, inbound.name) == (Kind.TEXT, heard, "43", "小王")
    assert (inbound.channel, inbound.chat, inbound.external_id) == ("telegram-staff", "-1001", "-1001:7")


@pytest.mark.parametrize("text", ["/cases@OtherBot", "/cases@OtherBot 3", "@FrontDoorBot", "@FrontDoorBot ，"])
def test_what_is_another_bots_or_nothing_but_our_name_says_nothing(text: str) -> None:
    assert heard_by_staff_bot(new(in_group(text=text))) == []
    assert heard_by_staff_bot(edited(in_group(text=text))) == []


def test_an_answer_counts_only_to_what_we_said() -> None:
    ours = in_group(person=WE, id=5, text="card")
    assert staff(text="修好了", reply_to_message=ours).reply_to == "5"
    assert staff(photo=PHOTO, caption="修好了", reply_to_message=ours).reply_to == "5"
    assert staff(text="修好了", reply_to_message=in_group(id=5, text="?")).reply_to == ""
    created = in_group(person=WE, id=5, forum_topic_created={"name": "c12", "icon_color": 1})
    assert staff(text="大家好", reply_to_message=created, message_thread_id=5, is_topic_message=True).reply_to == ""


def test_the_topic_counts_only_where_there_is_one() -> None:
    assert staff(text="x", message_thread_id=5, is_topic_message=True).thread == "5"
    assert staff(text="x", message_thread_id=5).thread == ""  # an answer in the general topic
    topic: Json = {"message_thread_id": 5, "is_topic_message": True}
    assert one(heard_by_staff_bot(tap(SUPERGROUP, WANG, **topic))).thread == "5"
    assert one(heard_by_staff_bot(tap(SUPERGROUP, WANG, message_thread_id=5))).thread == ""


@pytest.mark.parametrize(
    ("content", "heard"),
    [
        ({"text": "/cases"}, ["anonymous"]),
        ({"text": "/cases@FrontDoorBot"}, ["anonymous"]),
        ({"text": "待办"}, ["anonymous"]),
        ({"text": "/cases@OtherBot"}, []),
        ({"text": "大家好"}, []),
        ({"photo": PHOTO}, []),
        ({"text": "修好了", "reply_to_message": in_group(person=WE, id=5, text="card")}, ["anonymous"]),
        ({"photo": PHOTO, "reply_to_message": in_group(person=WE, id=5, text="card")}, ["anonymous"]),
        ({"text": "修好了", "reply_to_message": in_group(id=5, text="card")}, []),
        ({"text": "/next@OtherBot", "reply_to_message": in_group(person=WE, id=5, text="card")}, []),
    ],
)
def test_who_speaks_as_the_group_is_told_that_we_can_not_know_them(content: Json, heard: list[str]) -> None:
    said = in_group(person=NOBODY, sender_chat=SUPERGROUP, **content)
    inbounds = heard_by_staff_bot(new(said))
    assert [(i.kind, i.text) for i in inbounds] == [(Kind.OTHER, text) for text in heard]
    assert heard_by_staff_bot(edited(said)) == []


@pytest.mark.parametrize(
    "more",
    [
        {"sender_chat": CHANNEL},
        {"sender_chat": CHANNEL, "is_automatic_forward": True},
        {"is_automatic_forward": True},
        {"forward_origin": {"type": "user", "date": DATE, "sender_user": LI}},
        {"sender_chat": SUPERGROUP, "forward_origin": {"type": "hidden_user", "date": DATE}},
        {"person": OTHER_BOT},
    ],
)
def test_what_comes_from_elsewhere_is_not_said_to_us(more: Json) -> None:
    said = in_group(**{"text": "/cases", **more})
    assert heard_by_staff_bot(new(said)) == []
    assert heard_by_staff_bot(edited(said)) == []


def test_each_person_who_comes_is_one_message_and_bots_are_none() -> None:
    joined = heard_by_staff_bot(new(in_group(new_chat_members=[WANG, WE, LI])))
    assert [(i.kind, i.person, i.name) for i in joined] == [(Kind.JOINED, "43", "小王"), (Kind.JOINED, "42", "秀英 李")]
    assert [i.external_id for i in joined] == ["-1001:7:1", "-1001:7:2"]
    assert one(heard_by_staff_bot(new(in_group(new_chat_members=[WANG])))).external_id == "-1001:7"


def test_who_was_added_by_one_who_speaks_as_the_group_came_too() -> None:
    said = in_group(person=NOBODY, sender_chat=SUPERGROUP, new_chat_members=[WANG])
    assert one(heard_by_staff_bot(new(said))).person == "43"


def test_who_leaves_is_named() -> None:
    inbound = one(heard_by_staff_bot(new(in_group(left_chat_member=WANG))))
    assert (inbound.kind, inbound.person) == (Kind.LEFT, "43")
    assert heard_by_staff_bot(new(in_group(left_chat_member=WE))) == []


def test_a_group_that_grows_goes_on_under_another_id() -> None:
    inbound = one(heard_by_staff_bot(new(in_group(GROUP, migrate_to_chat_id=-1001))))
    assert (inbound.kind, inbound.chat, inbound.text, inbound.person) == (Kind.MOVED, "-5", "-1001", "")
    assert heard_by_staff_bot(new(in_group(SUPERGROUP, migrate_from_chat_id=-5))) == []


@pytest.mark.parametrize(
    ("old", "status", "kind"),
    [
        ("left", "administrator", Kind.JOINED),
        ("kicked", "creator", Kind.JOINED),
        ("administrator", "kicked", Kind.LEFT),
        ("member", "administrator", None),
        ("administrator", "member", None),
    ],
)
def test_we_come_and_go_but_a_rank_changes_nothing(old: str, status: str, kind: Kind | None) -> None:
    assert [i.kind for i in heard_by_staff_bot(became(old, status, GROUP, WANG))] == ([kind] if kind else [])


@pytest.mark.parametrize(("member", "kind"), [(True, Kind.JOINED), (False, Kind.LEFT)])
def test_one_with_fewer_rights_may_be_in_or_out(member: bool, kind: Kind) -> None:
    inbounds = heard_by_staff_bot(became("left", "restricted", GROUP, WANG, is_member=member))
    assert [i.kind for i in inbounds] == [kind]


def test_photos_voice_places_edits_taps_and_stickers_of_staff_are_read_as_those_of_residents() -> None:
    assert staff(photo=PHOTO, caption="现场", media_group_id="a").media == (Media(MediaKind.PHOTO, ref="large"),)
    assert staff(voice=VOICE).media == (Media(MediaKind.VOICE, ref="voice", seconds=12.0),)
    assert staff(location={"latitude": 29.4, "longitude": 105}).location == Point(29.4, 105.0)
    assert (staff(sticker=file("s")).kind, staff(sticker=file("s")).text) == (Kind.OTHER, "sticker")
    edit = one(heard_by_staff_bot(edited(in_group(text="@FrontDoorBot 改"))))
    assert (edit.kind, edit.text, edit.edit_of) == (Kind.EDIT, "改", "-1001:7")
    tapped = one(heard_by_staff_bot(tap(SUPERGROUP, WANG, data="1||do:accept:c12")))
    assert (tapped.choice, tapped.person) == (Choice("do:accept:c12"), "43")


@pytest.mark.parametrize("content", [{"text": "/start"}, {"text": "x"}, {"photo": PHOTO}, {"sticker": {}}, {}])
def test_the_staff_bot_says_in_private_where_it_works(content: Json) -> None:
    inbound = one(heard_by_staff_bot(new(message(**content))))
    assert (inbound.kind, inbound.text, inbound.chat) == (Kind.OTHER, "in-private", "42")


@pytest.mark.parametrize("update", [tap(), became("member", "kicked"), edited(message(text="x"))])
def test_nothing_else_in_private_concerns_the_staff_bot(update: Json) -> None:
    assert heard_by_staff_bot(update) == []
    assert tap_of(update) == ("tap-1" if "callback_query" in update else "")


# --- anything at all -------------------------------------------------------------------------------------------------

leaves = st.sampled_from(
    [None, True, 0, 42, -5, 2**63, 10**4200, float("nan"), "", "private", "group", "left", "x\ud83d"]
)
objects = st.sampled_from(
    [PRIVATE, GROUP, SUPERGROUP, CHANNEL, LI, WE, VOICE, tap()["callback_query"], {"status": "left"}]
)
any_json = st.recursive(leaves | objects | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2), max_leaves=3)
looked_at = st.sampled_from(
    [
        *(
            "chat",
            "from",
            "message_id",
            "date",
            "edit_date",
            "reply_to_message",
            "message_thread_id",
            "is_topic_message",
        ),
        *("text", "caption", "photo", "voice", "audio", "document", "media_group_id", "location", "venue", "contact"),
        *("sticker", "pinned_message", "new_chat_members", "left_chat_member", "migrate_to_chat_id", "sender_chat"),
        *("forward_origin", "is_automatic_forward", "id", "data", "message", "old_chat_member", "new_chat_member"),
    ]
)
messages = st.builds(
    lambda chat, person, more: {"chat": chat, "from": person, **more},
    objects | any_json,
    objects | any_json,
    st.dictionaries(looked_at, any_json, max_size=6),
)
updates = st.dictionaries(st.sampled_from(["update_id", *KINDS]), messages | any_json, max_size=2)


@settings(max_examples=200)
@given(updates)
def test_no_json_at_all_makes_a_reader_fail(update: Json) -> None:
    for read in (private_messages, group_messages):
        inbounds = read(update, "telegram", ME, AT)
        assert len({i.external_id for i in inbounds}) == len(inbounds)
        assert all(i.chat.lstrip("-").isdigit() and len(i.name) <= 64 for i in inbounds)
    assert isinstance(tap_of(update), str)


def test_the_same_update_read_again_has_the_same_ids() -> None:
    update = new(in_group(new_chat_members=[WANG, LI]))
    again = json.loads(json.dumps(update))
    assert heard_by_staff_bot(update) == heard_by_staff_bot(again)
