"""What people corrected, kept without what leads back to anybody, until a clerk has looked at it.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make `lessons`."""
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("guessed", sa.String(60), nullable=False, server_default=""),
        sa.Column("meant", sa.String(60), nullable=False, server_default=""),
        sa.Column("unit", sa.String(40), nullable=False, server_default=""),
        sa.Column("by", sa.String(20), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("state", sa.String(20), nullable=False, server_default="waiting"),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sqlite_autoincrement=True,
    )
    op.create_index("lessons_state", "lessons", ["state", "id"])
