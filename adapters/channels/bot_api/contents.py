"""What a message holds beside plain words: photos, voice notes, places, numbers, and what we can't take in."""

from __future__ import annotations

from dataclasses import replace

from adapters.channels.bot_api.fields import NOTHING, SHORT, Fields, fields, has, key, listed, number, string, whole
from cases.units import Point
from dialogs.messages import Contact, Inbound, Kind, Media, MediaKind
from dialogs.words import clean

FETCH_LIMIT_BYTES = 20 * 1024 * 1024  # more is not handed out to bots (core.telegram.org/bots/api#getfile)

OTHER_KINDS = {
    "animation": "video",
    "video": "video",
    "video_note": "video",
    "sticker": "sticker",
    "poll": "poll",
    "dice": "dice",
    "document": "document",
}
"""What a person can send and we can't take in: the field that holds it, and its name in dialogs/words.py. An animation
comes with a `document` beside it, so it stands before that."""

SERVICE = frozenset(
    (
        *("boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left"),
        *("chat_shared", "checklist_tasks_added", "checklist_tasks_done", "community_chat_added"),
        *("community_chat_joined", "community_chat_removed", "connected_website", "delete_chat_photo"),
        *("direct_message_price_changed", "forum_topic_closed", "forum_topic_created", "forum_topic_edited"),
        *("forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift"),
        *("gift_upgrade_sent", "giveaway_completed", "giveaway_created", "group_chat_created", "left_chat_member"),
        *("managed_bot_created", "message_auto_delete_timer_changed", "migrate_from_chat_id", "migrate_to_chat_id"),
        *("new_chat_members", "new_chat_photo", "new_chat_title", "paid_message_price_changed", "passport_data"),
        *("pinned_message", "poll_option_added", "poll_option_deleted", "proximity_alert_triggered"),
        *("refunded_payment", "successful_payment", "suggested_post_approval_failed", "suggested_post_approved"),
        *("suggested_post_declined", "suggested_post_paid", "suggested_post_refunded", "supergroup_chat_created"),
        *("unique_gift", "users_shared", "video_chat_ended", "video_chat_participants_invited"),
        *("video_chat_scheduled", "video_chat_started", "web_app_data", "write_access_allowed"),
    )
)
"""Fields of messages that nobody wrote (Bot API 10.3): they say what happened in the chat."""


def is_service(message: Fields) -> bool:
    """Whether nobody wrote this message."""
    return any(has(message, name) for name in SERVICE)


def contents(message: Fields, base: Inbound) -> list[Inbound]:
    """What the message brings; `base` is what is known of it already. Nothing for a service message.

    What can't be taken in is named; words that stand under it (a caption) come along as a message of their own, so that
    they are not lost.
    """
    caption = string(message, "caption")
    media = media_of(message)
    if media:
        return [replace(base, kind=Kind.MEDIA, media=(media,), text=caption, album=key(message, "media_group_id"))]
    point = point_of(fields(message, "location") or fields(fields(message, "venue"), "location"))
    if point:
        return [replace(base, kind=Kind.LOCATION, location=point)]
    contact = contact_of(fields(message, "contact"))
    if contact:
        return [replace(base, kind=Kind.CONTACT, contact=contact)]
    name = next((name for field, name in OTHER_KINDS.items() if has(message, field)), "")
    if not name and not caption and is_service(message):
        return []
    other = replace(base, kind=Kind.OTHER, text=name or "other")
    return [other, replace(base, kind=Kind.TEXT, text=caption)] if caption else [other]


def media_of(message: Fields) -> Media | None:
    """A photo or a voice note, whichever way it was sent."""
    photo = largest(listed(message, "photo"))
    if photo:
        return media(MediaKind.PHOTO, photo)
    for name in ("voice", "audio"):
        if sound := fields(message, name):
            return media(MediaKind.VOICE, sound)
    document = NOTHING if has(message, "animation") else fields(message, "document")
    sort = string(document, "mime_type").lower()
    if sort.startswith("image/"):
        return media(MediaKind.PHOTO, document)
    return media(MediaKind.VOICE, document) if sort.startswith("audio/") else None


def largest(sizes: list[Fields]) -> Fields:
    """The largest of the sizes that a photo comes in."""
    return max(
        (size for size in sizes if key(size, "file_id")),
        key=lambda size: whole(size, "width") * whole(size, "height"),
        default=NOTHING,
    )


def media(kind: MediaKind, file: Fields) -> Media | None:
    """A file to fetch later, unless it is larger than the service hands out."""
    ref = key(file, "file_id")
    if not ref:
        return None
    if whole(file, "file_size") > FETCH_LIMIT_BYTES:
        return Media(kind, problem="file-too-large")
    seconds = max(number(file, "duration") or 0.0, 0.0) if kind is MediaKind.VOICE else 0.0
    return Media(kind, seconds=seconds, ref=ref)


def point_of(location: Fields) -> Point | None:
    """A place on earth, in WGS 84 degrees."""
    lat, lon = number(location, "latitude"), number(location, "longitude")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None
    return Point(lat, lon)


def contact_of(contact: Fields) -> Contact | None:
    """A shared telephone number, as the service gives it: with or without a "+"."""
    phone = string(contact, "phone_number")[:SHORT].strip()
    return Contact(phone, name_of(contact)) if phone else None


def name_of(person: Fields) -> str:
    """First and last name, on one line, without signs that can't be seen and mislead."""
    both = clean(f"{string(person, 'first_name')[:SHORT]} {string(person, 'last_name')[:SHORT]}")
    return " ".join(both.split())[:SHORT]
