"""Rules that their owners change: questions become dated, and every rule says who changed it last."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)
SEEDED_FROM = "2022-07-15 00:00:00+00"
"""From when the first questions count: as the categories they belong to."""


def upgrade() -> None:
    op.add_column("questions", sa.Column("valid_from", MOMENT, nullable=False, server_default=SEEDED_FROM))
    op.add_column("questions", sa.Column("valid_to", MOMENT, nullable=True))
    op.add_column("questions", sa.Column("source", sa.Text(), nullable=False, server_default=""))
    op.drop_constraint(op.f("pk_questions"), "questions", type_="primary")
    op.create_primary_key(op.f("pk_questions"), "questions", ["category_code", "code", "valid_from"])
    op.add_column("units", sa.Column("valid_to", sa.Date(), nullable=True))
    op.create_table(
        "rule_lines",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(130), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("counts_from", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_rule_lines")),
    )
    op.create_index(
        "ix_rule_lines_counts_from",
        "rule_lines",
        ["counts_from"],
        postgresql_where=sa.text("counts_from is not null"),
    )


def downgrade() -> None:
    op.drop_table("rule_lines")
    op.drop_column("units", "valid_to")
    op.execute(
        "delete from questions q using questions n"
        " where n.category_code = q.category_code and n.code = q.code and n.valid_from > q.valid_from"
    )
    op.drop_constraint(op.f("pk_questions"), "questions", type_="primary")
    op.create_primary_key(op.f("pk_questions"), "questions", ["category_code", "code"])
    for column in ("source", "valid_to", "valid_from"):
        op.drop_column("questions", column)
