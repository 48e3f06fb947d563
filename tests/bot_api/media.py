"""What a message holds besides words, as a `Message` has it."""

from __future__ import annotations

from tests.bot_api.files import THUMBNAIL, Files, Stored, picture_size, ref
from tests.bot_api.shapes import Json

SMALL = (90, 68)  # pixels of the smallest size of a photo


def photo(files: Files, stored: Stored) -> Json:
    """A photo, in two sizes; the last is the largest."""
    small = ref(files.add(THUMBNAIL, "image/jpeg", "thumb.jpg"))
    width, height = picture_size(stored.data)
    return {
        "photo": [
            small | {"width": SMALL[0], "height": SMALL[1]},
            ref(stored) | {"width": width, "height": height},
        ]
    }


def voice(stored: Stored, duration_s: int) -> Json:
    """A voice message."""
    return {"voice": ref(stored) | {"duration": duration_s, "mime_type": stored.mime}}


def audio(stored: Stored, duration_s: int, title: str = "") -> Json:
    """A piece of music, or any sound file."""
    more = {"title": title} if title else {}
    return {"audio": ref(stored) | {"duration": duration_s, "mime_type": stored.mime, **_name(stored), **more}}


def video(stored: Stored, duration_s: int) -> Json:
    """A video."""
    size = {"width": 1280, "height": 720, "duration": duration_s}
    return {"video": ref(stored) | size | {"mime_type": stored.mime, **_name(stored)}}


def video_note(stored: Stored, duration_s: int) -> Json:
    """A round video."""
    return {"video_note": ref(stored) | {"length": 240, "duration": duration_s}}


def animation(stored: Stored, duration_s: int) -> Json:
    """An animation; it says the same as a document, for programs that know no animations."""
    size = {"width": 320, "height": 240, "duration": duration_s}
    return {"animation": ref(stored) | size | {"mime_type": stored.mime}, **document(stored)}


def document(stored: Stored) -> Json:
    """A file."""
    return {"document": ref(stored) | {"mime_type": stored.mime, **_name(stored)}}


def sticker(stored: Stored, emoji: str) -> Json:
    """A sticker."""
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {"sticker": ref(stored) | shape | {"emoji": emoji, "set_name": "Animals"}}


def location(latitude: float, longitude: float, live_period_s: int | None = None, accuracy_m: float = 0) -> Json:
    """A point, WGS 84 degrees; with `live_period_s` one that moves."""
    point: Json = {"latitude": latitude, "longitude": longitude}
    if live_period_s:
        point["live_period"] = live_period_s
    if accuracy_m:
        point["horizontal_accuracy"] = accuracy_m
    return {"location": point}


def venue(latitude: float, longitude: float, title: str, address: str) -> Json:
    """A place with a name; it says the same as a location."""
    point = location(latitude, longitude)
    return {"venue": {**point, "title": title, "address": address}, **point}


def contact(phone: str, first_name: str, user_id: int | None = None, last_name: str = "") -> Json:
    """A phone number; with `user_id` somebody who has Telegram."""
    card: Json = {"phone_number": phone, "first_name": first_name}
    if last_name:
        card["last_name"] = last_name
    if user_id:
        card["user_id"] = user_id
    return {"contact": card}


def poll(id: str, question: str, options: list[str], anonymous: bool = True, kind: str = "regular") -> Json:
    """A poll in which nobody has voted yet."""
    return {
        "poll": {
            "id": id,
            "question": question,
            "options": [
                {"persistent_id": f"{id}-{index}", "text": text, "voter_count": 0} for index, text in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": anonymous,
            "type": kind,
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    }


def dice(emoji: str, value: int) -> Json:
    """A die that was thrown."""
    return {"dice": {"emoji": emoji, "value": value}}


def _name(stored: Stored) -> Json:
    return {"file_name": stored.name} if stored.name else {}
