"""What stands in chats that are not ours, and who works in groups that anybody may be added to.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make `posts` and `members`."""
    op.create_table(
        "posts",
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("chat", sa.String(100), primary_key=True),
        sa.Column("key", sa.String(100), primary_key=True),
        sa.Column("message", sa.String(40), nullable=False),
        sa.Column("thread", sa.String(40), nullable=False, server_default=""),
        sa.Column("text", sa.Text, nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("posts_message", "posts", ["channel", "chat", "message"])
    op.create_table(
        "members",
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("chat", sa.String(100), primary_key=True),
        sa.Column("person", sa.String(100), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
