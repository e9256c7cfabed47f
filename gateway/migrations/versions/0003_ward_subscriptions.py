"""The wards of whose warnings a person wants to hear."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "ward_subscriptions",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ward_code", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ward_subscriptions_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "ward_code", name=op.f("pk_ward_subscriptions")),
    )
    op.create_index("ix_ward_subscriptions_ward_code", "ward_subscriptions", ["ward_code"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_ward_subscriptions_ward_code", table_name="ward_subscriptions")
    op.drop_table("ward_subscriptions")
