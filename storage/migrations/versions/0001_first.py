"""The first tables.

Revision ID: 0001
"""

from alembic import op

from storage.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first release."""
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    """Take them away again."""
    metadata.drop_all(op.get_bind())
