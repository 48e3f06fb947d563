"""A voice note's words are shown back before they count: a machine heard them, and it hears wrong.

Confirmed, they are heard exactly as if they had been typed. Not confirmed, the note stays a voice note for staff.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import cast

from cases.units import Point
from dialogs.conversation import Json, Slots
from dialogs.forms import GUESSED, Again, Answer, Done, Fill, Form, Heard, Retold, Step, View
from dialogs.messages import Inbound, Media, MediaKind
from dialogs.resident.more import WORDS_LIMIT, pin_taken, sealed_service, speaks_of_conduct
from dialogs.say import Option, Say
from dialogs.understanding import Entity, Guess, Match, Understanding
from dialogs.words import chatter, clean, plain

SHORT = 12  # characters; "yes, that is right" and no more
PARTS: Mapping[str, type[Guess] | type[Entity] | type[Match]] = {
    "services": Guess,
    "entities": Entity,
    "answers": Match,
}
NAYS = 2  # so often a person says that we heard wrong; then staff listen


def transcripts(inbound: Inbound) -> str:
    """The words of all voice notes of a message, as they were heard."""
    notes = [m.transcript for m in inbound.media if m.kind is MediaKind.VOICE and not m.problem]
    return "\n".join(said for note in notes if (said := clean(note).strip()))[:WORDS_LIMIT]


def words_with_voice(inbound: Inbound) -> str:
    """All words of a message: those that were typed and those that were heard."""
    return "\n".join(part for part in (inbound.text, transcripts(inbound)) if part)


def opened(view: View, heard: Heard, before: Mapping[str, Json]) -> Slots:
    """What the form begins with; `before` is what it holds already, if more notes come in a row."""
    understood = unpacked(before.get("understood"))
    whole = both(understood, heard.understood) if understood else heard.understood
    typed = "\n".join(part for part in (str(before.get("typed") or ""), heard.inbound.text.strip()) if part)
    said = "\n".join(part for part in (str(before.get("said") or ""), transcripts(heard.inbound)) if part)
    aloud = replace(heard, inbound=replace(heard.inbound, text=words_with_voice(heard.inbound)))
    sealed = sealed_service(view, aloud) if speaks_of_conduct(view, aloud) else ""
    return {
        **before,
        "said": said[:WORDS_LIMIT],
        "typed": typed[:WORDS_LIMIT],
        "media": [*files_of(before), *packed_media(heard.inbound.media)],
        "understood": packed(whole),
        "sealed": sealed or before.get("sealed", ""),
        "urgent": whole.emergency,
    }


def ask(view: View) -> Say:
    if view.text("said"):
        options = (Option("voice-yes"), Option("voice-no"), Option("voice-staff"))
        return Say("voice-heard", {"words": view.text("said")}, options)
    return Say("voice-again", options=(Option("voice-staff"),))


def read(view: View, heard: Heard) -> Answer:
    if heard.picked in ("voice-yes", "voice-no", "voice-staff"):
        return answered(view, heard.picked)
    if heard.inbound.media:
        return more_media(view, heard)
    if heard.inbound.location:
        taken = pin_taken(view, heard.inbound.location)
        return Fill({"pin": taken.slots.get("pin")}, taken.says) if isinstance(taken, Fill) else taken
    if not heard.wordy or chatter(heard.text):
        return None
    tells = heard.understood.services or heard.understood.found("place")  # "不是路灯，是水管" says it anew
    short = len(plain(heard.text)) <= SHORT and not tells
    if short and view.text("said") and heard.understood.intent in ("affirm", "deny"):
        return answered(view, "voice-yes" if heard.understood.intent == "affirm" else "voice-no")
    text = heard.text.strip()
    if heard.inbound.early and view.text("said"):
        # Typed before the question was on the screen: it goes with the note, and is no answer to it.
        return Fill(
            {
                "typed": f"{view.text('typed')}\n{text}".strip()[:WORDS_LIMIT],
                "understood": packed(both(unpacked(view.slots.get("understood")), heard.understood)),
            }
        )
    return Fill({"right": "typed", "words": text[:WORDS_LIMIT], "understood": packed(heard.understood)})


def answered(view: View, picked: str) -> Answer:
    if picked == "voice-yes" and view.text("said"):
        return Fill({"right": "yes"})
    if picked == "voice-no":
        nays = int(str(view.slots.get("nays") or 0)) + 1
        if nays >= NAYS:
            return Fill({"right": "staff"}, (Say("voice-staff-then"),))
        return Fill({"said": None, "nays": nays})
    return Fill({"right": "staff"})


def more_media(view: View, heard: Heard) -> Answer:
    """A photo, or a note that nobody could hear, while the question is open."""
    good = packed_media(heard.inbound.media)
    says = tuple(Say(m.problem) for m in heard.inbound.media if m.problem)
    if not good:
        return Again(ask(view)) if not says else Fill({}, says)
    found: dict[str, Json] = {"media": [*files_of(view.slots), *good]}
    voice = any(m.kind is MediaKind.VOICE for m in heard.inbound.media)
    if voice and not view.text("said"):
        return Fill({**found, "right": "staff"}, says)
    return Fill(found, (*says, Say("got-voice") if voice else Say("got-photos", {"count": len(good)})))


def done(view: View) -> Done:
    """What is heard now. Words that may be for the discipline desk, or of danger, bind an unconfirmed note too."""
    media = media_from(files_of(view.slots))
    offered = view.slots.get("offered")
    choices = cast(list[list[str]], offered) if isinstance(offered, list) else []
    understood = unpacked(view.slots.get("understood")) or Understanding()
    typed = view.text("typed")
    lat_lon = view.slots.get("pin")
    pin = (float(str(lat_lon[0])), float(str(lat_lon[1]))) if isinstance(lat_lon, list) else None
    if view.text("right") == "yes":
        return Done(
            retold=Retold(
                both_texts(view.text("said"), typed), media, understood, choices, view.text("urgent"), pin=pin
            )
        )
    if view.text("right") == "typed":
        return Done(retold=Retold(both_texts(typed, view.text("words")), media, understood, choices, pin=pin))
    if view.text("sealed") or view.text("urgent"):
        return for_whom_it_must_be(view, media)
    return Done(retold=Retold(typed, media, Understanding(text=typed), choices, confirmed=False, pin=pin))


def for_whom_it_must_be(view: View, media: tuple[Media, ...]) -> Done:
    """A note that nobody confirmed but that may tell of danger, or of officials: it goes nowhere else."""
    slots: dict[str, Json] = {"problem": view.text("typed"), "media": [m.file for m in media], "_voice": True}
    if view.text("urgent"):
        slots |= {"urgent": view.text("urgent"), "go_on": True}
    if view.text("sealed"):
        slots |= {"_apart": True, "service": view.text("sealed"), f"{GUESSED}service": True}
    return Done(then=("report", slots))


def both_texts(first: str, second: str) -> str:
    return "\n".join(part for part in (first, second) if part)[:WORDS_LIMIT]


# --- what was understood, kept until it is confirmed -----------------------------------------------------------------


def packed(understood: Understanding) -> Json:
    """What was understood, as a slot keeps it."""
    return cast(Json, {**asdict(understood), "text": understood.text[:WORDS_LIMIT]})


def unpacked(kept: object) -> Understanding | None:
    """The same again; what an older release kept and this one does not know is left out. None for nothing."""
    if not isinstance(kept, dict):
        return None
    known = {k: v for k, v in kept.items() if k in Understanding.__dataclass_fields__}
    for name, part in PARTS.items():
        known[name] = tuple(part(**item) for item in known.get(name, ()))
    known["wishes"] = tuple((str(wish), float(share)) for wish, share in known.get("wishes", ()))
    return Understanding(**known)


def both(first: Understanding | None, second: Understanding) -> Understanding:
    """Two messages in a row, understood as one: the surer intent, all that was found, and any danger of either."""
    if first is None:
        return second
    surer = max(first, second, key=lambda u: u.intent_confidence)
    best: dict[str, Guess] = {}
    for guess in sorted((*first.services, *second.services), key=lambda g: -g.confidence):
        best.setdefault(guess.code, guess)
    return replace(
        surer,
        text=both_texts(first.text, second.text),
        services=tuple(best.values()),
        entities=(*first.entities, *second.entities),
        emergency=first.emergency or second.emergency,
        sealed=first.sealed or second.sealed,
        language=first.language or second.language,
    )


def files_of(slots: Mapping[str, Json]) -> list[Json]:
    kept = slots.get("media")
    return list(kept) if isinstance(kept, list) else []


def packed_media(media: tuple[Media, ...]) -> list[Json]:
    return [[m.kind.value, m.file, [m.point.lat, m.point.lon] if m.point else None] for m in media if not m.problem]


def media_from(kept: list[Json]) -> tuple[Media, ...]:
    found = []
    for item in kept:
        kind, file, point = cast(tuple[str, str, list[float] | None], item)
        found.append(Media(MediaKind(kind), file, point=Point(*point) if point else None))
    return tuple(found)


VOICE = Form("voice", steps=(Step("right", ask, read, takes_words=True),), done=done)
