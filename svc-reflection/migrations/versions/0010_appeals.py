"""Appeals against rejections."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("reports", sa.Column("appeal_until", MOMENT, nullable=True))
    op.create_table(
        "appeals",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sealed_original", sa.LargeBinary(), nullable=False),
        sa.Column("appealed_at", MOMENT, nullable=False),
        sa.Column("reject_reason", sa.String(40), nullable=True),
        sa.Column("reject_note", sa.Text(), nullable=False),
        sa.Column("rejected_by", sa.Text(), nullable=False),
        sa.Column("rejected_at", MOMENT, nullable=False),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_appeals_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_appeals")),
    )
    op.create_index("ix_appeals_appealed_at", "appeals", ["appealed_at", "report_id"])


def downgrade() -> None:
    op.drop_table("appeals")
    op.drop_column("reports", "appeal_until")
