"""Calendars that notices have brought; citizens' reports by ward."""

import sqlalchemy as sa
from alembic import op

from hueioc.migrate import create_calendar_table, drop_calendar_table

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create_calendar_table()
    op.create_table(
        "citizen_reports",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("ward", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_citizen_reports")),
    )
    op.create_index("ix_citizen_reports_ward_at", "citizen_reports", ["ward", "at"])


def downgrade() -> None:
    op.drop_table("citizen_reports")
    drop_calendar_table()
