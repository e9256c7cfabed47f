"""Who of the staff is at a report."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("reports", sa.Column("claimed_by", sa.Text(), nullable=True))
    op.add_column("reports", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("reports", "claimed_at")
    op.drop_column("reports", "claimed_by")
