"""What the system has to say in a chat: a case moved, staff ask, a form sleeps, a deadline is near."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.case import Case, Happened, State
from cases.district import District
from dialogs.conversation import Json
from dialogs.describe import card, card_key, matter, media_of, unit_of
from dialogs.facts import CaseWithId
from dialogs.forms import View
from dialogs.say import Named, Option, Say, Value, When


@dataclass(frozen=True, slots=True)
class Told:
    """What is said at once, and the form that then waits for its turn."""

    says: tuple[Say, ...] = ()
    form: str = ""
    slots: Mapping[str, Json] = field(default_factory=dict)


def district_name(district: District) -> Named:
    """The district in both languages."""
    return Named(district.names)


def tell(event: Mapping[str, object], view: View, busy: bool) -> Told | None:
    """Turn an event of this chat into words. None where there is nothing to say (the case is gone, nobody sleeps)."""
    kind = str(event.get("type", ""))
    if kind == "sleep":
        return asleep(view)
    if kind == "say":
        return Told((Say(str(event.get("key")), _args(event.get("args"), view.house.district)),))
    if kind == "summary":
        file = str(event.get("file") or "")
        media = media_of((file,)) if file else ()
        return Told((Say("lines", {"lines": str(event.get("text", ""))}, media=media),))
    case = view.facts.one(CaseWithId(str(event.get("case", ""))))
    if case is None:
        return None
    data = event.get("data")
    details: Mapping[str, object] = data if isinstance(data, dict) else {}
    if kind == "card":
        note = str(event.get("note", ""))
        said = (unit_note(note, case, details, view),) if note else ()
        return Told((*said, card(case, view)))
    return resident_news(str(event.get("what", "")), case, details, view, busy)


def asleep(view: View) -> Told | None:
    """An open form that sleeps for a day asks once whether to go on."""
    if not view.talk.stack or view.talk.woken:
        return None
    view.talk.woken = True
    return Told((Say("form-sleeps"),))


def resident_news(what: str, case: Case, data: Mapping[str, object], view: View, busy: bool) -> Told | None:
    """What the person who reported is told, each time with the matter, who has it, and what comes next."""
    district = view.house.district
    args: dict[str, Value] = {
        "number": case.number,
        "matter": matter(case, district),
        "unit": unit_of(district, case.unit),
        "text": _text(data, "text"),
        "answer": _text(data, "answer"),
        "reason": _text(data, "reason"),
        "who": _text(data, "who"),
        "rule": _text(data, "rule"),
        "where": _text(data, "where"),
        "above": unit_of(district, _text(data, "to") or case.escalated or case.unit),
    }
    files = data.get("media")
    media = media_of(tuple(str(f) for f in files)) if isinstance(files, list) else ()
    rated = case.score is not None
    match what:
        case Happened.CLAIMED:
            return Told((Say("news-claimed", args),))
        case Happened.REPLIED:
            return Told((Say("news-replied", args, media=media),))
        case Happened.ASKED:
            slots: dict[str, Json] = {"case": case.id, "asked": _text(data, "text")}
            return Told((Say("news-asks-later", args),) if busy else (), "answer", slots)
        case Happened.TRANSFERRED | Happened.ASSIGNED:
            return Told((Say("news-transferred" if args["reason"] else "news-assigned", args),))
        case Happened.RESOLVED | Happened.REDIRECTED:
            form = "" if case.state is State.MERGED or rated else "rate"
            # Asked in the same breath, the question need not name the matter again.
            told: dict[str, Json] = {"case": case.id} if busy else {"case": case.id, "_told": view.talk.question}
            return Told((Say(f"news-{what}", args, media=media),), form, told)
        case Happened.ESCALATED:
            return Told((Say("news-late", args),))
        case Happened.MERGED:
            return Told((Say("news-merged", args),))
        case "rate":
            return Told((), "" if rated else "rate", {"case": case.id})
    return None


def unit_note(note: str, case: Case, data: Mapping[str, object], view: View) -> Say:
    """One line above the card that says what is new."""
    district = view.house.district
    files = data.get("media")
    media = media_of(tuple(str(f) for f in files)) if isinstance(files, list) else ()
    args: dict[str, Value] = {
        "number": case.number,
        "matter": matter(case, district),
        "text": _text(data, "text"),
        "reason": _text(data, "reason") or "—",
        "why": _text(data, "why") or "—",
        "unit": unit_of(district, _text(data, "from") or case.unit),
        "meant": unit_of(district, _text(data, "meant") or case.unit),
        "owner": case.owner_name,
    }
    bare = note in ("added", "answered") and not args["text"]
    return Say(f"note-{note}-bare" if bare else f"note-{note}", args, media=media, reply_to=card_key(case))


def receipt(case: Case, district: District, follow: str = "", wiped: bool = True) -> Say:
    """The receipt: the number, who has it, until when they answer. `wiped`: what was said is ours to wipe."""

    args = {
        "number": case.number,
        "unit": unit_of(district, case.unit),
        "due": When(case.respond_due or case.filed_at),
        "follow": follow,
    }
    if case.sealed:
        return Say("receipt-sealed" if wiped else "receipt-sealed-kept", args)
    if case.urgent:
        return Say("receipt-urgent", args)
    if case.state is State.MERGED:
        return Say("receipt-merged", args)
    return Say("receipt", args, options=(Option("status", "open:status"),), free=True)


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _args(value: object, district: District) -> dict[str, Value]:
    """Values of a text; a unit stands there by its code, and is said by its name."""
    if not isinstance(value, dict):
        return {}
    args: dict[str, Value] = {str(k): v for k, v in value.items() if isinstance(v, str | int)}
    unit = args.get("unit")
    return {**args, "unit": unit_of(district, unit)} if isinstance(unit, str) else args
