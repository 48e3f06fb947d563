"""The tables. docs/architecture.md says what each is for; Alembic makes them (storage/migrations)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData()
Counted = BigInteger().with_variant(Integer, "sqlite")
"""An id that counts up for ever; SQLite counts by itself only what is called INTEGER, which has 64 bits there."""


class Moment(TypeDecorator[datetime]):
    """A moment with its zone on every database: timestamptz on PostgreSQL, UTC without zone on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


inbox = Table(
    "inbox",
    metadata,
    Column("id", Counted, primary_key=True, autoincrement=True),
    Column("channel", String(32), nullable=False),
    Column("external_id", String(200), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("payload", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("done_at", Moment),
    Column("failed", String(200), nullable=False, server_default=""),
    UniqueConstraint("channel", "external_id"),
    Index(
        "inbox_undone",
        "channel",
        "chat",
        "id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Counted, primary_key=True, autoincrement=True),
    Column("channel", String(32), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("leased_until", Moment),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("sent_at", Moment),
    Column("dead", String(200), nullable=False, server_default=""),
    Index("outbox_chat", "channel", "chat", "id"),
    Index(
        "outbox_unsent",
        "channel",
        "chat",
        "id",
        sqlite_where=text("sent_at IS NULL"),
        postgresql_where=text("sent_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

conversations = Table(
    "conversations",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("chat", String(100), primary_key=True),
    Column("person", String(100), primary_key=True),
    Column("state", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("draft", String(200), nullable=False, unique=True),
    Column("service", String(60), nullable=False),
    Column("unit", String(40), nullable=False),
    Column("place_unit", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("owner", String(100), nullable=False, server_default=""),
    Column("channel", String(32), nullable=False, server_default=""),
    Column("chat", String(100), nullable=False, server_default=""),
    Column("person", String(100), nullable=False, server_default=""),
    Column("sealed", Boolean, nullable=False),
    Column("follow", String(64), nullable=False, server_default=""),
    Column("merged_into", String(40), nullable=False, server_default=""),
    Column("due", Moment),
    Column("filed_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Index("cases_person", "channel", "person", "filed_at"),
    Index("cases_unit", "unit", "state"),
    Index("cases_place", "service", "place_unit", "state"),
    Index("cases_merged", "merged_into"),
    Index("cases_follow", "follow"),
)

case_events = Table(
    "case_events",
    metadata,
    Column("case_id", String(40), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("role", String(20), nullable=False),
    Column("actor", String(100), nullable=False, server_default=""),
    Column("actor_name", String(100), nullable=False, server_default=""),
    Column("data", Text, nullable=False),
)

serials = Table(
    "serials",
    metadata,
    Column("month", String(4), primary_key=True),
    Column("last", Integer, nullable=False),
)

groups = Table(
    "groups",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("chat", String(100), primary_key=True),
    Column("unit", String(40), nullable=False),
    Column("language", String(10), nullable=False, server_default="zh-CN"),
    Column("bound_at", Moment, nullable=False),
    Index("groups_unit", "unit"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("units", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

codes = Table(
    "codes",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("unit", String(40), nullable=False, server_default=""),
    Column("name", String(100), nullable=False, server_default=""),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("staff", String(40), nullable=False),
    Column("expires_at", Moment, nullable=False),
)

timers = Table(
    "timers",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("subject", String(240), primary_key=True),
    Column("due_at", Moment, nullable=False, index=True),
    Column("data", Text, nullable=False, server_default="{}"),
)

files = Table(
    "files",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("media_type", String(60), nullable=False),
    Column("seconds", Float, nullable=False, server_default="0"),
    Column("kept_at", Moment, nullable=False),
)

file_chats = Table(
    "file_chats",
    metadata,
    Column("file", String(64), primary_key=True),
    Column("chat", String(140), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
)

posts = Table(
    "posts",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("chat", String(100), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("message", String(40), nullable=False),
    Column("thread", String(40), nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    Column("at", Moment, nullable=False),
    Index("posts_message", "channel", "chat", "message"),
)

members = Table(
    "members",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("chat", String(100), primary_key=True),
    Column("person", String(100), primary_key=True),
    Column("at", Moment, nullable=False),
)

lessons = Table(
    "lessons",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("text", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("guessed", String(60), nullable=False, server_default=""),
    Column("meant", String(60), nullable=False, server_default=""),
    Column("unit", String(40), nullable=False, server_default=""),
    Column("by", String(20), nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(20), nullable=False, server_default="waiting"),
    Column("decided_at", Moment),
    Index("lessons_state", "state", "id"),
    sqlite_autoincrement=True,
)
