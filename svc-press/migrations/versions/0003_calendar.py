"""Calendars that notices have brought."""

from hueioc.migrate import create_calendar_table, drop_calendar_table

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create_calendar_table()


def downgrade() -> None:
    drop_calendar_table()
