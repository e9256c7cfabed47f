"""Followers and subscribers with the seal by which the gateway tells them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ORDER = "ix_followers_report_id_id"


def upgrade() -> None:
    someone = sa.text("gen_random_uuid()")
    op.add_column("followers", sa.Column("id", sa.Uuid(), nullable=False, server_default=someone))
    op.add_column("followers", sa.Column("merged_id", sa.Uuid(), nullable=True))
    for table in ("followers", "subscriptions"):
        op.add_column(table, sa.Column("seal", sa.Text(), nullable=False, server_default=""))
    op.create_index(ORDER, "followers", ["report_id", "id"])


def downgrade() -> None:
    op.drop_index(ORDER, "followers")
    for table in ("subscriptions", "followers"):
        op.drop_column(table, "seal")
    op.drop_column("followers", "merged_id")
    op.drop_column("followers", "id")
