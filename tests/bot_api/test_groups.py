"""Groups: who sees what, topics, rights, becoming a supergroup, and people without a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot_api.bots import Bot, Person
from tests.bot_api.client import Client
from tests.bot_api.groups import GENERAL, Group
from tests.bot_api.server import Server
from tests.bot_api.shapes import Json

Speak = Callable[[Bot], Client]


async def village(
    server: Server, client: Speak, kind: str = "supergroup", forum: bool = False, privacy: bool = True
) -> tuple[Group, Person, Bot, Client]:
    """A group of Lan, who owns it, Wei and a bot."""
    bot = server.bot("staff", privacy=privacy)
    lan, wei = server.person("Lan"), server.person("Wei")
    group = server.group("螺罐村", [lan, wei], [bot], kind=kind, forum=forum)
    api = client(bot)
    await api.news()
    return group, wei, bot, api


def texts(updates: list[Json]) -> list[str]:
    return [update["message"].get("text", "") for update in updates if "message" in update]


async def test_being_added_and_thrown_out_is_told(server: Server, client: Speak) -> None:
    bot = server.bot("staff")
    lan = server.person("Lan")
    group = server.group("村", [lan], [bot])
    api = client(bot)
    change, message = await api.news()
    assert change["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert message["message"]["new_chat_members"][0]["id"] == bot.id and message["message"]["from"]["id"] == lan.id
    group.promote(bot, can_pin_messages=True)
    (change,) = await api.news()
    rights = change["my_chat_member"]["new_chat_member"]
    assert rights["status"] == "administrator" and rights["can_pin_messages"] and not rights["can_delete_messages"]
    group.remove(bot)
    change = (await api.news())[-1]
    assert change["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    answer = await api.call("sendMessage", chat_id=group.id, text="x")
    assert (answer.status, answer.description) == (403, "Forbidden: bot was kicked from the supergroup chat")
    group.add(bot)
    assert (await api.call("sendMessage", chat_id=group.id, text="x")).status == 200
    assert await api.ok("leaveChat", chat_id=group.id)
    answer = await api.call("sendMessage", chat_id=group.id, text="x")
    assert answer.description == "Forbidden: bot is not a member of the supergroup chat"


async def test_people_come_and_go(server: Server, client: Speak) -> None:
    group, _, _, api = await village(server, client)
    mei = server.person("Mei")
    group.add(mei)
    group.remove(mei)
    joined, left = (update["message"] for update in await api.news())
    assert joined["new_chat_members"][0]["id"] == mei.id == left["left_chat_member"]["id"]
    assert (await api.ok("getChatMember", chat_id=group.id, user_id=mei.id))["status"] == "left"
    assert await api.ok("getChatMemberCount", chat_id=group.id) == 3
    admins = await api.ok("getChatAdministrators", chat_id=group.id)
    assert [each["status"] for each in admins] == ["creator"]
    with pytest.raises(AssertionError, match="Mei is not in"):
        group.of(mei).say("hi")


async def test_privacy_lets_commands_replies_and_service_messages_through(server: Server, client: Speak) -> None:
    group, wei, bot, api = await village(server, client)
    sent = await api.ok("sendMessage", chat_id=group.id, text="谁来？")
    seat = group.of(wei)
    seat.say("早上好")
    seat.say("/done")
    seat.say(f"/done@{bot.username} 1")
    seat.say("/done@another_bot")
    seat.say(f"@{bot.username} 你好")
    seat.say("我来", reply_to=group.messages[sent["message_id"]])
    seat.say("他来", reply_to=group.messages[2])
    seat.say("请看 /done")
    group.rename("新名字")
    updates = await api.news()
    assert texts(updates) == ["/done", f"/done@{bot.username} 1", "我来", ""]
    assert updates[-1]["message"]["new_chat_title"] == "新名字"


async def test_an_administrator_and_a_bot_without_privacy_see_all(server: Server, client: Speak) -> None:
    group, wei, bot, api = await village(server, client)
    nosy = server.bot("nosy", privacy=False)
    group.add(nosy)
    await client(nosy).news()
    group.promote(bot)
    await api.news()
    group.of(wei).say("早上好")
    assert texts(await api.news()) == ["早上好"] == texts(await client(nosy).news())
    group.demote(bot)
    await api.news()
    group.of(wei).say("还在吗")
    assert texts(await api.news()) == []


async def test_bots_never_see_each_other(server: Server, client: Speak) -> None:
    group, _, _, api = await village(server, client, privacy=False)
    other = server.bot("other", privacy=False)
    group.add(other)
    await api.news()
    await client(other).ok("sendMessage", chat_id=group.id, text="/start")
    assert await api.news() == []


async def test_two_bots_share_people_and_groups(server: Server, client: Speak) -> None:
    group, wei, _, api = await village(server, client)
    residents = server.bot("residents")
    wei.private(residents).start()
    group.of(wei).say("/status")
    assert texts(await client(residents).news()) == ["/start"]
    (update,) = await api.news()
    assert update["message"]["from"]["id"] == wei.id and update["message"]["chat"]["id"] == group.id
    assert (await api.call("sendMessage", chat_id=wei.id, text="x")).status == 403


async def test_a_tap_in_a_group_goes_to_the_bot_that_sent_the_button(server: Server, client: Speak) -> None:
    group, wei, _, api = await village(server, client)
    markup = {"inline_keyboard": [[{"text": "接受", "callback_data": "take"}]]}
    await api.ok("sendMessage", chat_id=group.id, text="案件", reply_markup=markup)
    tap = group.of(wei).tap("接受")
    (update,) = await api.news()
    assert update["callback_query"]["from"]["id"] == wei.id
    assert await api.ok("answerCallbackQuery", callback_query_id=tap.query_id)


async def test_a_forum_has_topics(server: Server, client: Speak) -> None:
    group, wei, bot, api = await village(server, client, forum=True, privacy=False)
    refused = await api.call("createForumTopic", chat_id=group.id, name="路灯")
    assert "not enough rights" in refused.description
    group.promote(bot)
    made = await api.ok("createForumTopic", chat_id=group.id, name="路灯")
    topic = made["message_thread_id"]
    await api.news()
    group.of(wei).say("坏了", thread="路灯")
    (update,) = await api.news()
    message = update["message"]
    assert message["message_thread_id"] == topic and message["is_topic_message"]
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "路灯"
    sent = await api.ok("sendMessage", chat_id=group.id, message_thread_id=topic, text="收到")
    assert sent["message_thread_id"] == topic and sent["is_topic_message"] and sent["chat"]["is_forum"]
    answer = {"message_id": message["message_id"]}
    sent = await api.ok("sendMessage", chat_id=group.id, text="收到", reply_parameters=answer)
    assert sent["message_thread_id"] == topic and sent["is_topic_message"], "a reply goes where the message is"
    assert await api.ok("editForumTopic", chat_id=group.id, message_thread_id=topic, name="灯") and group.topic("灯")
    again = await api.call("editForumTopic", chat_id=group.id, message_thread_id=topic, name="灯")
    assert again.description == "Bad Request: TOPIC_NOT_MODIFIED"
    assert not server.violations


async def test_a_message_in_a_bots_topic_is_no_reply_to_the_bot(server: Server, client: Speak) -> None:
    group, wei, bot, api = await village(server, client, forum=True)
    topic = group.open_topic("路灯", bot)
    group.of(wei).say("闲聊", thread=topic)
    assert await api.news() == []


async def test_nobody_writes_in_a_closed_topic_but_administrators(server: Server, client: Speak) -> None:
    group, wei, bot, api = await village(server, client, forum=True)
    topic = group.open_topic("路灯")
    group.close_topic(topic)
    answer = await api.call("sendMessage", chat_id=group.id, message_thread_id=topic.id, text="x")
    assert answer.description == "Bad Request: TOPIC_CLOSED"
    with pytest.raises(AssertionError, match="is closed"):
        group.of(wei).say("x", thread=topic)
    group.promote(bot)
    assert (await api.call("sendMessage", chat_id=group.id, message_thread_id=topic.id, text="x")).status == 200
    assert await api.ok("reopenForumTopic", chat_id=group.id, message_thread_id=topic.id) and not topic.closed
    assert await api.ok("closeForumTopic", chat_id=group.id, message_thread_id=topic.id) and topic.closed
    assert await api.ok("deleteForumTopic", chat_id=group.id, message_thread_id=topic.id)
    gone = await api.call("sendMessage", chat_id=group.id, message_thread_id=topic.id, text="x")
    assert gone.description == "Bad Request: message thread not found"
    assert not server.violations, "a topic can go at any time"


async def test_the_thread_of_a_reply_in_general_must_not_be_sent_back(server: Server, client: Speak) -> None:
    group, wei, _, api = await village(server, client, forum=True)
    first = await api.ok("sendMessage", chat_id=group.id, text="谁来？")
    group.of(wei).say("我", reply_to=group.messages[first["message_id"]])
    (update,) = await api.news()
    assert update["message"]["message_thread_id"] == first["message_id"] and "is_topic_message" not in update["message"]
    for thread in (first["message_id"], GENERAL):
        back = await api.call("sendMessage", chat_id=group.id, message_thread_id=thread, text="好")
        assert back.description == "Bad Request: message thread not found"
    assert len(server.violations) == 2


async def test_a_group_without_topics_knows_no_threads(server: Server, client: Speak) -> None:
    group, _, _, api = await village(server, client)
    answer = await api.call("createForumTopic", chat_id=group.id, name="x")
    assert answer.description == "Bad Request: the chat is not a forum"
    answer = await api.call("sendMessage", chat_id=group.id, message_thread_id=2, text="x")
    assert answer.description == "Bad Request: message thread not found" and server.violations


async def test_a_group_becomes_a_supergroup(server: Server, client: Speak) -> None:
    group, wei, _, api = await village(server, client, kind="group")
    old = group.id
    await api.ok("sendMessage", chat_id=old, text="旧")
    new = group.migrate()
    away, here = (update["message"] for update in await api.news())
    assert away["chat"] == {"id": old, "type": "group", "title": "螺罐村"} and away["migrate_to_chat_id"] == new
    assert here["chat"]["id"] == new == group.id and here["migrate_from_chat_id"] == old
    answer = await api.call("sendMessage", chat_id=old, text="x")
    assert answer.status == 400 and answer.body["parameters"] == {"migrate_to_chat_id": new}
    assert answer.description == "Bad Request: group chat was upgraded to a supergroup chat"
    sent = await api.ok("sendMessage", chat_id=new, text="新")
    assert sent["chat"]["type"] == "supergroup"
    group.of(wei).say("/start")
    assert (await api.news())[0]["message"]["chat"]["id"] == new


async def test_people_without_a_name(server: Server, client: Speak) -> None:
    group, wei, _, api = await village(server, client, privacy=False)
    group.anonymous_say(group.owner, "/done")
    group.channel_post("今日新闻")
    group.channel_say("某频道", "转发")
    anonymous, post, channel = (update["message"] for update in await api.news())
    assert anonymous["from"]["id"] == 1087968824 and anonymous["sender_chat"]["id"] == group.id
    assert post["from"]["id"] == 777000 and post["is_automatic_forward"] and post["sender_chat"]["type"] == "channel"
    assert post["forward_origin"]["chat"] == post["sender_chat"]
    assert channel["from"]["id"] == 136817688 and channel["sender_chat"]["title"] == "某频道"
    with pytest.raises(AssertionError, match="no administrator"):
        group.anonymous_say(wei, "x")


async def test_what_needs_rights(server: Server, client: Speak) -> None:
    group, wei, bot, api = await village(server, client)
    said = group.of(wei).say("/spam")
    at = {"chat_id": group.id, "message_id": said.id}
    assert (await api.call("deleteMessage", **at)).description == "Bad Request: message can't be deleted for everyone"
    assert "not enough rights" in (await api.call("pinChatMessage", **at)).description
    group.promote(bot)
    assert await api.ok("pinChatMessage", **at) and said.pinned
    assert (await api.ok("getChat", chat_id=group.id))["pinned_message"]["message_id"] == said.id
    assert await api.ok("unpinChatMessage", **at) and not said.pinned
    assert await api.ok("deleteMessage", **at) and said.deleted
    group.mute(bot)
    answer = await api.call("sendMessage", chat_id=group.id, text="x")
    assert answer.description == "Bad Request: not enough rights to send text messages to the chat"
    ask = {"keyboard": [[{"text": "在哪", "request_location": True}]]}
    group.mute(bot, False)
    assert (
        "private chats only"
        in (await api.call("sendMessage", chat_id=group.id, text="x", reply_markup=ask)).description
    )


async def test_reactions_and_members_come_only_when_asked_for(server: Server, client: Speak) -> None:
    group, wei, bot, api = await village(server, client)
    group.promote(bot)
    said = group.of(wei).say("好")
    group.of(wei).react(said, "👍")
    group.promote(wei)
    assert not [update for update in await api.news() if "message_reaction" in update or "chat_member" in update]
    await api.updates(allowed_updates=["message_reaction", "chat_member"])
    group.of(wei).react(said, "👎")
    group.demote(wei)
    group.of(wei).say("再见")
    reaction, change = await api.news()
    assert reaction["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👎"}]
    assert change["chat_member"]["new_chat_member"]["status"] == "member"
    assert await api.ok(
        "setMessageReaction", chat_id=group.id, message_id=said.id, reaction=[{"type": "emoji", "emoji": "👍"}]
    )


async def test_commands_of_a_group_depend_on_who_looks(server: Server, client: Speak) -> None:
    group, wei, bot, api = await village(server, client)
    for name, scope in [
        ("all", {"type": "default"}),
        ("group", {"type": "all_group_chats"}),
        ("admin", {"type": "all_chat_administrators"}),
        ("wei", {"type": "chat_member", "chat_id": group.id, "user_id": wei.id}),
    ]:
        await api.ok("setMyCommands", commands=[{"command": name, "description": name}], scope=scope)
    mei = server.person("Mei")
    group.add(mei)
    offered = [server.commands_for(bot, group, who)[0]["command"] for who in (group.owner, wei, mei)]
    assert offered == ["admin", "wei", "group"]
