"""The tables of the common library."""

from hueioc.migrate import create_mechanism_tables, drop_mechanism_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_mechanism_tables()


def downgrade() -> None:
    drop_mechanism_tables()
