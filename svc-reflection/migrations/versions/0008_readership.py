"""How often reports are read: beside the reports, so that counting neither rewrites nor locks them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "readership",
        sa.Column("report_id", sa.Uuid(), sa.ForeignKey("reports.id"), primary_key=True),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.create_index("ix_readership_not_shown", "readership", ["report_id"], postgresql_where=sa.text("views <> shown"))


def downgrade() -> None:
    op.drop_table("readership")
