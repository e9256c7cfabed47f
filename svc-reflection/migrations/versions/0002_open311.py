"""Questions of categories; keys, requests and updates of Open311."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

TOLD = "action in ('accept', 'assign', 'resolve')"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("category_code", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("hint_vi", sa.Text(), nullable=False),
        sa.Column("hint_en", sa.Text(), nullable=False),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_code"], ["categories.code"], name=op.f("fk_questions_category_code_categories")
        ),
        sa.PrimaryKeyConstraint("category_code", "code", name=op.f("pk_questions")),
    )
    op.create_table(
        "open311_keys",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("limits", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_open311_keys")),
        sa.UniqueConstraint("id", name=op.f("uq_open311_keys_id")),
    )
    op.create_table(
        "open311_requests",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("is_ward_only", sa.Boolean(), nullable=False),
        sa.Column("attributes", postgresql.JSONB(), nullable=False),
        sa.Column("sealed_more", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_open311_requests_report_id_reports")),
        sa.ForeignKeyConstraint(["key_id"], ["open311_keys.id"], name=op.f("fk_open311_requests_key_id_open311_keys")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_open311_requests")),
    )
    op.create_index("ix_open311_requests_key_id_created_at", "open311_requests", ["key_id", "created_at"])
    op.create_table(
        "open311_updates",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_more", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["open311_keys.id"], name=op.f("fk_open311_updates_key_id_open311_keys")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_open311_updates_report_id_reports")),
        sa.PrimaryKeyConstraint("key_id", "update_id", name=op.f("pk_open311_updates")),
        sa.UniqueConstraint("id", name=op.f("uq_open311_updates_id")),
    )
    op.create_index(op.f("ix_open311_updates_report_id"), "open311_updates", ["report_id"])
    op.create_index("ix_open311_updates_key_id_created_at", "open311_updates", ["key_id", "created_at"])
    op.create_index("ix_history_told", "history", ["at", "id"], postgresql_where=sa.text(TOLD))


def downgrade() -> None:
    op.drop_index("ix_history_told", table_name="history", postgresql_where=sa.text(TOLD))
    for table in ("open311_updates", "open311_requests", "open311_keys", "questions"):
        op.drop_table(table)
