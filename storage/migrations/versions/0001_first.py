"""The first tables.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first release."""
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("external_id", sa.String(200), nullable=False),
        sa.Column("chat", sa.String(100), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("failed", sa.String(200), nullable=False, server_default=""),
        sa.UniqueConstraint("channel", "external_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "inbox_undone",
        "inbox",
        ["channel", "chat", "id"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("chat", sa.String(100), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("dead", sa.String(200), nullable=False, server_default=""),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_chat", "outbox", ["channel", "chat", "id"])
    op.create_index(
        "outbox_unsent",
        "outbox",
        ["channel", "chat", "id"],
        sqlite_where=sa.text("sent_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL"),
    )
    op.create_table(
        "conversations",
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("chat", sa.String(100), primary_key=True),
        sa.Column("person", sa.String(100), primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        sa.Column("draft", sa.String(200), nullable=False, unique=True),
        sa.Column("service", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("place_unit", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(100), nullable=False, server_default=""),
        sa.Column("channel", sa.String(32), nullable=False, server_default=""),
        sa.Column("chat", sa.String(100), nullable=False, server_default=""),
        sa.Column("person", sa.String(100), nullable=False, server_default=""),
        sa.Column("sealed", sa.Boolean, nullable=False),
        sa.Column("follow", sa.String(64), nullable=False, server_default=""),
        sa.Column("merged_into", sa.String(40), nullable=False, server_default=""),
        sa.Column("due", sa.DateTime(timezone=True)),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("cases_follow", "cases", ["follow"])
    op.create_index("cases_merged", "cases", ["merged_into"])
    op.create_index("cases_person", "cases", ["channel", "person", "filed_at"])
    op.create_index("cases_place", "cases", ["service", "place_unit", "state"])
    op.create_index("cases_unit", "cases", ["unit", "state"])
    op.create_table(
        "case_events",
        sa.Column("case_id", sa.String(40), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False, server_default=""),
        sa.Column("actor_name", sa.String(100), nullable=False, server_default=""),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_table(
        "serials",
        sa.Column("month", sa.String(4), primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "groups",
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("chat", sa.String(100), primary_key=True),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("language", sa.String(10), nullable=False, server_default="zh-CN"),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("groups_unit", "groups", ["unit"])
    op.create_table(
        "staff",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("units", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "codes",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False, server_default=""),
        sa.Column("name", sa.String(100), nullable=False, server_default=""),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("staff", sa.String(40), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "timers",
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("subject", sa.String(240), primary_key=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.Text, nullable=False, server_default="{}"),
    )
    op.create_index("ix_timers_due_at", "timers", ["due_at"])
    op.create_table(
        "files",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("media_type", sa.String(60), nullable=False),
        sa.Column("seconds", sa.Float, nullable=False, server_default="0"),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "file_chats",
        sa.Column("file", sa.String(64), primary_key=True),
        sa.Column("chat", sa.String(140), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("file_chats")
    op.drop_table("files")
    op.drop_table("timers")
    op.drop_table("sessions")
    op.drop_table("codes")
    op.drop_table("staff")
    op.drop_table("groups")
    op.drop_table("serials")
    op.drop_table("case_events")
    op.drop_table("cases")
    op.drop_table("conversations")
    op.drop_table("outbox")
    op.drop_table("inbox")
