"""Words taken out of a text by hand; the body that an answer says is responsible."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("media", sa.Column("is_partners", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("answers", sa.Column("responsible", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "whole_texts",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_texts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_whole_texts_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_whole_texts")),
    )
    op.create_table(
        "hidden_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=True),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_hidden_words_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_words")),
    )
    op.create_index("ix_hidden_words_report_id", "hidden_words", ["report_id"])


def downgrade() -> None:
    op.drop_table("hidden_words")
    op.drop_table("whole_texts")
    op.drop_column("answers", "responsible")
    op.drop_column("media", "is_partners")
