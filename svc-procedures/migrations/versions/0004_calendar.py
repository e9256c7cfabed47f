"""Notices of the working calendar, and the calendars they made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from hueioc.migrate import create_calendar_table, drop_calendar_table

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    create_calendar_table()
    op.create_table(
        "calendar_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("changes", JSONB(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_notices")),
        sa.UniqueConstraint("document", name=op.f("uq_calendar_notices_document")),
        sa.UniqueConstraint("number", name=op.f("uq_calendar_notices_number")),
    )


def downgrade() -> None:
    op.drop_table("calendar_notices")
    drop_calendar_table()
