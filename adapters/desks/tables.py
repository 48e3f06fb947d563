"""The tables of the back office's database. docs/desk.md explains each column to those who read it there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Dialect,
    Double,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine


def clean(text: str) -> str:
    """A text that every database can hold: PostgreSQL has no NUL, UTF-8 no lone surrogates. All else stays."""
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def clean_json(value: object) -> object:
    """Plain JSON with every text in it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(key)): clean_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean_json(item) for item in value]
    return value


class Words(TypeDecorator[str]):
    """Text that people wrote."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


class Data(TypeDecorator[object]):
    """Plain JSON: JSONB on PostgreSQL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else JSON())

    def process_bind_param(self, value: object, dialect: Dialect) -> object:
        return clean_json(value)


class Moment(TypeDecorator[datetime]):
    """A moment: timestamptz on PostgreSQL, on SQLite ISO 8601 in UTC ("2026-04-02T09:30:00.000000Z")."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = Text() if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dialect.name == "sqlite" else value

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

units = Table(
    "desk_units",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Words, nullable=False),
    Column("name_en", Words, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", Text, nullable=False),
    Column("department", Text, nullable=False),
)

cases = Table(
    "desk_cases",
    metadata,
    Column("id", Text, primary_key=True),
    # Not UNIQUE: two senders of one new case would meet there, where ON CONFLICT (id) does not look.
    Column("number", Text, nullable=False, index=True),
    Column("service", Text, nullable=False),
    Column("service_name", Words, nullable=False),
    Column("service_name_en", Words, nullable=False),
    Column("service_group", Text, nullable=False),
    Column("unit", Text, nullable=False, index=True),
    Column("place_unit", Text, nullable=False),
    Column("spot", Words, nullable=False),
    Column("lat", Double),
    Column("lon", Double),
    Column("problem", Words, nullable=False),
    Column("answers", Data, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("urgent", Words, nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("owner_name", Words, nullable=False),
    Column("respond_due", Moment),
    Column("solve_due", Moment),
    Column("filed_at", Moment, nullable=False),
    Column("responded_at", Moment),
    Column("resolved_at", Moment),
    Column("closed_at", Moment),
    Column("answer", Words, nullable=False),
    Column("passed", Integer, nullable=False),
    Column("reopened", Integer, nullable=False),
    Column("urged", Integer, nullable=False),
    Column("merged_into", Text, nullable=False),
    Column("resident_name", Words, nullable=False),
    Column("resident_phone", Words, nullable=False),
    Column("language", Text, nullable=False),
    Column("last_event", Integer, nullable=False),
)

events = Table(
    "desk_events",
    metadata,
    Column("case_id", Text, ForeignKey("desk_cases.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor_role", Text, nullable=False),
    Column("actor_name", Words, nullable=False),
    Column("data", Data, nullable=False),
)

ratings = Table(
    "desk_ratings",
    metadata,
    Column("case_id", Text, ForeignKey("desk_cases.id"), primary_key=True),
    Column("solved", Boolean),
    Column("score", Integer),
    Column("why_not", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("n", Integer, nullable=False),
)

attachments = Table(
    "desk_attachments",
    metadata,
    Column("case_id", Text, ForeignKey("desk_cases.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("file", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

answers = Table(
    "desk_answers",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("case_number", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("who", Words, nullable=False),
    Column("rule", Words, nullable=False),
    Column("where_to", Words, nullable=False),
    Column("by_name", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("taken_at", Moment, index=True),
    Column("refused", Words, nullable=False),
    sqlite_autoincrement=True,
)

VIEWS = {"desk_open_cases": cases, "desk_open_events": events, "desk_open_attachments": attachments}
"""The same columns without what is sealed: what every desk but the discipline desk may read."""
