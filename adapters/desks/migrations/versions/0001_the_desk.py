"""The desk: units, cases, events, ratings, attachments, answers, and the views without what is sealed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ACTIONS = "'assign', 'transfer', 'reply', 'ask', 'resolve', 'redirect', 'status'"


def upgrade() -> None:
    now = "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))" if op.get_bind().dialect.name == "sqlite" else "now()"
    op.create_table(
        "desk_units",
        sa.Column("code", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
    )
    cases = op.create_table(
        "desk_cases",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("number", sa.Text(), nullable=False, index=True),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("service_name", sa.Text(), nullable=False),
        sa.Column("service_name_en", sa.Text(), nullable=False),
        sa.Column("service_group", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False, index=True),
        sa.Column("place_unit", sa.Text(), nullable=False),
        sa.Column("spot", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double()),
        sa.Column("lon", sa.Double()),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("answers", DATA, nullable=False),
        sa.Column("state", sa.Text(), nullable=False, index=True),
        sa.Column("urgent", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("respond_due", MOMENT),
        sa.Column("solve_due", MOMENT),
        sa.Column("filed_at", MOMENT, nullable=False),
        sa.Column("responded_at", MOMENT),
        sa.Column("resolved_at", MOMENT),
        sa.Column("closed_at", MOMENT),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("urged", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=False),
        sa.Column("resident_name", sa.Text(), nullable=False),
        sa.Column("resident_phone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
    )
    events = op.create_table(
        "desk_events",
        sa.Column("case_id", sa.Text(), sa.ForeignKey("desk_cases.id"), primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_role", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("data", DATA, nullable=False),
    )
    op.create_table(
        "desk_ratings",
        sa.Column("case_id", sa.Text(), sa.ForeignKey("desk_cases.id"), primary_key=True),
        sa.Column("solved", sa.Boolean()),
        sa.Column("score", sa.Integer()),
        sa.Column("why_not", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    attachments = op.create_table(
        "desk_attachments",
        sa.Column("case_id", sa.Text(), sa.ForeignKey("desk_cases.id"), primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("file", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "desk_answers",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False, server_default="")
            for name in ("unit", "text", "who", "rule", "where_to", "by_name")
        ),
        sa.Column("created_at", MOMENT, nullable=False, server_default=sa.text(now)),
        sa.Column("taken_at", MOMENT, index=True),
        sa.Column("refused", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint(f"action IN ({ACTIONS})", name="desk_answers_action"),
        sqlite_autoincrement=True,
    )
    for view, table in (("cases", cases), ("events", events), ("attachments", attachments)):
        columns = ", ".join(f"t.{column.name}" for column in table.columns)
        source = "desk_cases t" if view == "cases" else f"desk_{view} t JOIN desk_cases c ON c.id = t.case_id"
        sealed = "t.sealed" if view == "cases" else "c.sealed"
        # All of these names are written above.
        op.execute(f"CREATE VIEW desk_open_{view} AS SELECT {columns} FROM {source} WHERE NOT {sealed}")  # noqa: S608


def downgrade() -> None:
    for view in ("attachments", "events", "cases"):
        op.execute(f"DROP VIEW desk_open_{view}")
    for table in ("answers", "attachments", "ratings", "events", "cases", "units"):
        op.drop_table(f"desk_{table}")
