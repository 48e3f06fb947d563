"""Carrying out what a turn or a timer wants: cases change, everybody concerned is told, the desk gets it.

All inside one unit of work: no network here, and nothing said that is not committed with it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.lessons import Lessons
from cases import commands as c
from cases.case import RESIDENT, SYSTEM, Actor, Case, Event, Happened, Reporter, State
from cases.catalogue import Service
from cases.deadlines import reminder
from cases.district import District
from cases.lifecycle import REOPEN_DAYS, Refused, decide, file, fold, may_work
from cases.lifecycle import apply as apply_event
from cases.numbers import case_number
from cases.rates import SAMPLE_CHANNEL
from cases.routing import route
from dialogs.conversation import Conversation
from dialogs.describe import service_name, unit_of
from dialogs.exchange import Post
from dialogs.forms import Order, Who
from dialogs.messages import Inbound, Kind
from dialogs.news import receipt
from dialogs.orders import Admit, CallPerson, Discard, JoinUnit, PullSummary
from dialogs.resident.rate import CONTENT
from dialogs.say import Option, Say, When
from storage.work import DISPLAYED, UNIT_BEFORE, Work

FOLLOW_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike when written by hand
KEEP_SEALED_RECEIPT = timedelta(days=1)  # so long the chat still shows the follow code; then its log is wiped
TOLD_FOLLOWERS = frozenset(
    {Happened.CLAIMED, Happened.RESOLVED, Happened.REDIRECTED, Happened.TRANSFERRED, Happened.ESCALATED}
)
"""What those hear whose report was merged into another: how it goes. What is said to the other person is not theirs."""
TOLD_RESIDENT = frozenset(
    {
        Happened.CLAIMED,
        Happened.REPLIED,
        Happened.ASKED,
        Happened.TRANSFERRED,
        Happened.RESOLVED,
        Happened.REDIRECTED,
        Happened.ESCALATED,
        Happened.MERGED,
    }
)
CARD_ONLY = frozenset(
    {
        Happened.CLAIMED,
        Happened.REPLIED,
        Happened.ASKED,
        Happened.RECLASSIFIED,
        Happened.RESOLVED,
        Happened.REDIRECTED,
        Happened.CLOSED,
    }
)
"""What the group sees on the card alone; more words would bury it."""
HIDDEN = frozenset({Happened.FILED, Happened.CONFIRMED, Happened.RATED})
"""What the group is not told: who rated what stays with the resident (ratings get coached); nor what that closes."""


class Office:
    """The rules of a case, put to work on the database."""

    def __init__(self, district: District, lessons: Lessons | None = None) -> None:
        """`lessons` keeps what is corrected; without it nothing is learnt."""
        self.district = district
        self.lessons = lessons

    async def carry_out(self, order: Order, work: Work, inbound: Inbound, who: Who, talk: Conversation) -> list[Say]:
        """Do it; what is then said in the chat that it came from. A refusal is said kindly and changes nothing."""
        refusal = refused(order, who)
        if refusal:
            return [refusal]
        try:
            match order:
                case c.FileCase():
                    return await self.file(order, work, inbound)
                case PullSummary():
                    await self.pull_summary(order, work, inbound, talk)
                    return []
                case CallPerson():
                    return await self.call_person(order, work, inbound, talk)
                case JoinUnit(code=code):
                    return await self.join(code, work, inbound, who)
                case Admit(person=person):
                    await work.admit(inbound.channel, inbound.chat, person)
                    return []
                case Discard(keep=keep):
                    await work.discard_words(inbound.channel, inbound.chat, keep=keep)
                    # What is answered now (the receipt with the follow code, the standing) is put out after this.
                    wipe, until = f"{inbound.channel}|{inbound.chat}", work.now.isoformat()
                    later = work.now + KEEP_SEALED_RECEIPT
                    await work.timer("wipe", wipe, later, {"until": until, "keep": list(keep)})
                    return []
                case c.Command():
                    if order.actor.role == "staff":
                        await self.still_theirs(order, work, who)
                    case, events = await self.change(order, work)
                    return self.said_here(order, case, events, who) if events else []
        except Refused as error:
            return [Say(error.key)]
        raise TypeError(type(order).__name__)

    # --- filing ----------------------------------------------------------------------------------------------------

    async def file(self, command: c.FileCase, work: Work, inbound: Inbound) -> list[Say]:
        """A new case: a number, a unit, deadlines; the group is told, and the desk."""
        before = await work.filed(command.draft)
        if before:
            return [receipt(before, self.district)]
        if not command.sealed:
            reached = replace(command.reporter, channel=inbound.channel, chat=inbound.chat, person=inbound.person)
            command = replace(command, reporter=reached)
        service = self.service_of(command)
        command = replace(command, service=service.code)
        where = route(service, command.place_unit, self.district, await work.on_duty())
        local = work.now.astimezone(self.district.zone)
        number = case_number(local.date(), await work.serial(f"{local:%y%m}"))
        draft, at, follow = command.draft, work.now, ""
        if command.sealed:
            # Neither the draft's name nor the moment may lead from the case back to the chat that it came from.
            draft, at, follow = secrets.token_hex(16), datetime.combine(local, time(), local.tzinfo), new_follow_code()
        events = file(command, f"c{secrets.token_hex(8)}", number, where, self.district, at)
        case = fold(events)
        await work.keep_case(case, draft=draft, follow=follow)
        await work.keep_events(case.id, events)
        await self.set_timers(case, work)
        await self.hand_over(case, events, work)
        if self.lessons:
            await self.lessons.of_filing(command, case, work)
        merged = await self.merge(case, command.same, work) if command.same else None
        if merged is None:
            await self.tell_units(case, events, work)
        if case.urgent and not case.sealed and case.place_unit != case.unit:
            # Who is nearest hears of a danger, whoever's task it is.
            await self.tell_group(case, "assigned", {}, work, f"{case.id}:near", case.place_unit)
        return [receipt(merged or case, self.district, follow, inbound.channel == DISPLAYED)]

    def service_of(self, command: c.FileCase) -> Service:
        """The service of a report. One that left the catalogue while somebody wrote is "other"; sealed stays sealed."""
        services = self.district.catalogue.by_code
        if command.service in services:
            return services[command.service]
        sealed = (s for s in services.values() if command.sealed and s.sealed)
        return next(sealed, None) or services["other"]

    async def merge(self, case: Case, main: str, work: Work) -> Case | None:
        """File it with the case that its resident says it is the same as, if that one is still open."""
        target = await work.lock(main)
        if target is None or not target.open or target.sealed:
            return None
        merged, _ = await self.change(c.Merge(case.id, RESIDENT, main), work, aloud=False)  # the receipt says it
        # Another neighbour's words and photos belong to it, but answer nothing that its own resident was asked.
        text = " · ".join(t for t in (case.problem, case.spot) if t)
        target, _ = await self.change(c.Add(main, RESIDENT, text, case.media, aside=True), work, aloud=False)
        said = {"text": text or "…", "media": list(case.media)}
        await self.tell_group(target, "merged", said, work, f"{case.id}:merged")
        return merged

    async def pull_summary(self, order: PullSummary, work: Work, inbound: Inbound, talk: Conversation) -> None:
        """Counting and drawing take seconds: they are done before the turn of an event that this chat now gets."""
        event = {
            "type": "summary",
            "unit": order.unit,
            "start": order.start.isoformat(),
            "end": order.end.isoformat(),
            "language": talk.language,
        }
        await work.tell(inbound.channel, inbound.chat, event, f"summary:{inbound.external_id}")

    async def desk_answers(self, answer: Mapping[str, object], work: Work) -> None:
        """The back office answers a case through its database: assign, reply, ask, resolve, redirect."""
        text = {k: str(v) for k, v in answer.items()}
        by = Actor("desk", name=text["by"])
        refused = ""
        try:
            case = await work.numbered(text["number"])
            if case is None:
                raise Refused("refused-unknown-case")
            match text["action"]:
                case "assign" | "transfer":
                    command: c.Command = c.Assign(case.id, by, text["unit"], text["text"])
                case "reply" | "status":
                    command = c.Reply(case.id, by, text["text"])
                case "ask":
                    command = c.Ask(case.id, by, text["text"])
                case "resolve":
                    command = c.Resolve(case.id, by, text["text"])
                case "redirect":
                    command = c.Redirect(case.id, by, text["who"], text["rule"], text["where"])
                case _:
                    raise Refused("refused-unknown-action")
            await self.change(command, work)
        except Refused as error:
            refused = error.key
        await work.queue("desk", f"answer:{text['id']}", json.dumps({"answer": int(text["id"]), "refused": refused}))

    async def chat_changed(self, inbound: Inbound, work: Work) -> None:
        """What happened to a chat as a whole: it moved, somebody left it or came back to it. Nothing is answered."""
        channel, chat, person = inbound.channel, inbound.chat, inbound.person
        if inbound.kind is Kind.MOVED:
            # A group that moves may first be told of as one that we were taken out of.
            unit = await work.unit_before(channel, chat)
            alarmed = unit not in await work.on_duty()
            if unit:
                await work.bind_group(channel, chat, unit)
            await work.move_chat(channel, chat, inbound.text)
            if unit and alarmed:
                event = {"type": "say", "key": "group-back", "args": {"unit": unit}}
                await self.tell_above(unit, event, f"back:{chat}:{work.now.isoformat()}", work)
        elif inbound.kind is Kind.JOINED:
            await work.revive(channel, chat)
        elif person:
            await self.member_left(inbound, work)
        else:
            await self.blocked(channel, chat, work)

    async def member_left(self, inbound: Inbound, work: Work) -> None:
        """Somebody left an open group. With the last one who may act in it gone, nobody there can let anybody in: the
        group hears how it goes on, and the level above that reports wait there."""
        channel, chat = inbound.channel, inbound.chat
        acted = await work.is_admitted(channel, chat, inbound.person)
        await work.dismiss(channel, chat, inbound.person)
        who, _ = await work.who(inbound)
        if not acted or not who.unit or await work.anybody_admitted(channel, chat):
            return
        key = f"nobody:{inbound.external_id}"
        await work.tell(channel, chat, {"type": "say", "key": "nobody-acts", "args": {}}, key)
        above = {"type": "say", "key": "nobody-acts-there", "args": {"unit": who.unit}}
        await self.tell_above(who.unit, above, f"{key}:{chat}", work)

    async def blocked(self, channel: str, chat: str, work: Work) -> None:
        """A chat takes no messages any more. Of a resident's the groups hear that owe them something; of a unit's
        group the level above hears, because nobody is on duty there now."""
        unit = await work.unbind_group(channel, chat)
        if unit:
            await work.keep_post(channel, chat, UNIT_BEFORE, Post("", text=unit))
        if unit and unit not in await work.on_duty():
            event = {"type": "say", "key": "group-gone", "args": {"unit": unit}}
            await self.tell_above(unit, event, f"gone:{chat}:{work.now.isoformat()}", work)
        for case in await work.open_cases_in(channel, chat):
            for group_channel, group in await work.groups_of(case.unit):
                event = {"type": "say", "key": "blocked-note", "args": {"number": case.number}}
                await work.tell(group_channel, group, event, f"blocked:{case.id}:{case.events}")

    async def tell_above(self, unit: str, event: Mapping[str, object], key: str, work: Work) -> None:
        """The nearest level above that has a group hears how it stands with a unit's own."""
        on_duty = await work.on_duty()
        above = self.district.units.above(unit) if unit in self.district.units else None
        while above and above.code not in on_duty:
            above = self.district.units.above(above.code)
        for channel, group in await work.groups_of(above.code) if above else ():
            await work.tell(channel, group, event, key)

    async def call_person(self, order: CallPerson, work: Work, inbound: Inbound, talk: Conversation) -> list[Say]:
        """A wish to speak to somebody is a case too: it has a number, a deadline, and somebody who answers."""
        reporter = Reporter(language=talk.language, phone=order.phone, name=inbound.name)
        command = c.FileCase(order.draft, "other", order.unit, order.text, reporter, media=order.media)
        await self.file(command, work, inbound)
        case = await work.filed(order.draft)
        if case is None:
            return []
        args = {"unit": unit_of(self.district, case.unit), "number": case.number, "phone": self.district.hotline}
        return [Say("person-called", args)]

    async def join(self, code: str, work: Work, inbound: Inbound, who: Who) -> list[Say]:
        """Bind this group to the unit that the one-time code is for. The code is the proof: whoever gives it is in."""
        used = await work.use_code(code, ("bind",))
        if used is None:
            return [Say("code-unknown")]
        channel, chat, unit, before = inbound.channel, inbound.chat, used[1], who.unit
        if before != unit:
            await work.dismiss_all(channel, chat)  # what they were let in for was another unit's
            for there, group in await work.groups_of(unit):
                event = {"type": "say", "key": "group-more", "args": {"unit": unit, "name": inbound.name}}
                await work.tell(there, group, event, f"more:{chat}:{inbound.external_id}")
        await work.bind_group(channel, chat, unit)
        await work.admit(channel, chat, inbound.person)
        if before and before != unit and before not in await work.on_duty():
            event = {"type": "say", "key": "group-taken", "args": {"unit": before, "name": inbound.name}}
            await self.tell_above(before, event, f"taken:{chat}:{inbound.external_id}", work)
        return [Say("joined", {"unit": unit_of(self.district, unit)})]

    # --- changing --------------------------------------------------------------------------------------------------

    async def still_theirs(self, command: c.Command, work: Work, who: Who) -> None:
        """Whether the staff's unit may work the case, asked again under its lock: it may have gone since the turn."""
        case = await work.lock(command.case)
        if case is None or not may_work(case, (who.unit,), self.district):
            raise Refused("staff-unknown-case")

    async def change(self, command: c.Command, work: Work, aloud: bool = True) -> tuple[Case, list[Event]]:
        """Let a command happen to its case: lock, decide, keep, tell (if `aloud`). Raises Refused."""
        case = await work.lock(command.case)
        if case is None:
            raise Refused("staff-unknown-case")
        before = case
        on_duty = await work.on_duty() if isinstance(command, c.Assign | c.Transfer) else None
        events = decide(case, command, self.district, work.now, on_duty)
        for event in events:
            case = apply_event(case, event)
        if not events:
            return case, []
        await work.keep_case(case)
        await work.keep_events(case.id, events)
        await self.set_timers(case, work, before)
        await self.hand_over(case, events, work)
        if self.lessons:
            await self.lessons.of_change(command, before, events, work)
        if aloud:
            await self.tell_resident(case, events, work)
            await self.tell_units(case, events, work, before)
        return case, events

    async def tell_resident(self, case: Case, events: list[Event], work: Work) -> None:
        """The person who reported, and those whose report was merged into it, hear of it without asking."""
        followers = await work.followers(case.id) if any(e.kind in TOLD_FOLLOWERS for e in events) else []
        for event in events:
            if event.kind not in TOLD_RESIDENT and not (event.kind is Happened.ASSIGNED and event.actor.role == "desk"):
                continue
            if event.kind is Happened.ESCALATED and event.data.get("of") == "respond":
                continue  # an inner matter; they are told when the solution is late
            people = [case, *followers] if event.kind in TOLD_FOLLOWERS else [case]
            if event.kind is Happened.CLAIMED and len(events) > 1:
                # The answer that came with it says more, to whom it is said.
                people = [] if events[-1].kind in TOLD_FOLLOWERS else followers
            for one in people:
                news = {"type": "news", "case": one.id, "what": event.kind.value, "data": dict(event.data)}
                reporter = one.reporter
                if reporter.channel in ("", SAMPLE_CHANNEL):
                    continue
                await work.tell(reporter.channel, reporter.chat, news, f"{case.id}:{event.n}:{one.id}")

    async def tell_units(self, case: Case, events: list[Event], work: Work, before: Case | None = None) -> None:
        """The group that has the case sees it change; a group that had it sees that it went."""
        for event in events:
            if event.kind in HIDDEN or (event.kind is Happened.CLOSED and event.actor.role == "resident"):
                continue
            note = "" if event.kind in CARD_ONLY else event.kind.value
            if event.kind is Happened.ADDED and event.data.get("answers"):
                note = "answered"
            if event.kind is Happened.ASSIGNED and any(e.kind is Happened.ALARMED for e in events):
                continue  # the alarm's note says it all
            if event.kind is Happened.CLAIMED and len(events) > 1:
                continue  # claimed by answering: the card of the answer shows both
            alarmed = str(event.data["unit"]) if event.kind is Happened.ALARMED else ""
            await self.tell_group(case, note, event.data, work, f"{case.id}:{event.n}", alarmed)
            if event.kind in (Happened.REOPENED, Happened.ESCALATED):
                above = str(event.data.get("to") or "") or getattr(self.district.units.above(case.unit), "code", "")
                if above and not case.sealed:
                    await self.tell_group(case, note, event.data, work, f"{case.id}:{event.n}:above", above)
        if before and before.unit != case.unit:
            await self.tell_gone(case, work, before.unit)

    async def tell_gone(self, case: Case, work: Work, unit: str) -> None:
        """A group sees on its card that a case went; one that may not see the case any more is told so in a line."""
        key = f"{case.id}:{case.events}:gone"
        if work.may_see(case, unit):
            await self.tell_group(case, "", {}, work, key, unit)
            return
        args = {"number": case.number, "unit": case.unit}
        for channel, chat in await work.groups_of(unit):
            await work.tell(channel, chat, {"type": "say", "key": "note-gone", "args": args}, key)

    async def tell_group(
        self, case: Case, note: str, data: Mapping[str, object], work: Work, key: str, unit: str = ""
    ) -> None:
        """Put a case's card, with a line about what is new, into the group chats of a unit."""
        for channel, chat in await work.groups_of(unit or case.unit):
            shown = {k: v for k, v in data.items() if isinstance(v, str | int | list)}
            event = {"type": "card", "case": case.id, "note": note, "data": shown}
            await work.tell(channel, chat, event, key)

    async def hand_over(self, case: Case, events: list[Event], work: Work) -> None:
        """The back office gets every event, in order, through the outbox."""
        for event in events:
            await work.queue("desk", case.id, json.dumps({"case": case.id, "n": event.n}))

    async def set_timers(self, case: Case, work: Work, before: Case | None = None) -> None:
        """Deadlines as timers: a reminder and the moment itself, for the first response and for the solution."""
        if not case.open:
            await work.stop_timers(case.id, "respond", "respond-soon", "solve", "solve-soon")
            if case.state in (State.RESOLVED, State.REDIRECTED):
                await work.timer("close", case.id, work.now + timedelta(days=REOPEN_DAYS))
            return
        if case.responded_at:
            await work.stop_timers(case.id, "respond", "respond-soon")
        elif case.respond_due and (before is None or before.respond_due != case.respond_due):
            await work.timer("respond-soon", case.id, reminder(case.filed_at, case.respond_due, self.district))
            await work.timer("respond", case.id, case.respond_due)
        if case.solve_due and (before is None or not before.open or before.solve_due != case.solve_due):
            await work.stop_timers(case.id, "close")
            await work.timer("solve-soon", case.id, reminder(work.now, case.solve_due, self.district))
            await work.timer("solve", case.id, case.solve_due)

    # --- what is said where it came from ---------------------------------------------------------------------------

    def said_here(self, command: c.Command, case: Case, events: list[Event], who: Who) -> list[Say]:
        """The answer in the chat that the command came from."""
        units = self.district
        unit = unit_of(units, case.unit)
        above = units.units.above(case.unit)
        args = {
            "unit": unit,
            "number": case.number,
            "name": who.name,
            "due": When(case.solve_due or case.filed_at),
            "service": service_name(units, case.service),
            "above": unit_of(units, above.code) if above else unit,
        }
        match command:
            case c.Add():
                return [Say("added-done", args)]
            case c.Urge():
                return [Say("urged-done", args)]
            case c.Reopen():
                return [Say("reopened-done", args)]
            case c.Rate(score=score):
                return [Say("rated-thanks" if score >= CONTENT else "rated-thanks-low")]
            case c.Transfer():
                deciding = any(e.data.get("asked_for") for e in events)
                return [Say("staff-done-transfer-above" if deciding else "staff-done-transfer", args)]
            case c.Claim() | c.Reply() | c.Ask() | c.Resolve() | c.Redirect() | c.Reclassify():
                return [Say(f"staff-done-{type(command).__name__.lower()}", args)]
        return []

    async def late(self, case: Case, of: str, work: Work) -> str:
        """A deadline has passed: one level up is told, each time one higher, at the top the supervision list. Who."""
        current = case.escalated or case.unit
        above = self.district.units.above(current) if current in self.district.units else None
        to = above.code if above else self.district.units.district.code
        await self.change(c.Escalate(case.id, SYSTEM, of, to), work)
        return to


def refused(order: Order, who: Who) -> Say | None:
    """What somebody hears who may not give such an order, or not any more: a form may have been open from before. To
    look is free to everybody in a unit's group; to act is the staff's."""
    acts = isinstance(order, Admit) or getattr(order, "actor", RESIDENT).role == "staff"
    looks = isinstance(order, PullSummary)
    if who.role == "staff" or not (acts or (looks and not who.unit)):
        return None
    match who.role:
        case "newcomer":
            return Say("newcomer", {"name": who.name}, (Option("do-admit", f"do:admit:{who.id}"),), free=True)
        case "stranger":
            return Say("group-unknown")
    return Say("staff-only")


def new_follow_code() -> str:
    """The code by which alone a sealed report can be followed: 12 characters."""
    letters = [secrets.choice(FOLLOW_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))
