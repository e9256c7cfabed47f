"""Title and object of a report that came by Open311 (CitySDK)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

OBJECT = "ix_open311_requests_service_object"


def upgrade() -> None:
    op.add_column("open311_requests", sa.Column("title", sa.Text(), nullable=False, server_default=""))
    for name in ("service_object_id", "service_object_type"):
        op.add_column("open311_requests", sa.Column(name, sa.String(length=200), nullable=True))
    named = sa.text("service_object_id is not null")
    op.create_index(OBJECT, "open311_requests", ["service_object_id", "service_object_type"], postgresql_where=named)


def downgrade() -> None:
    op.drop_index(OBJECT, "open311_requests")
    for name in ("service_object_type", "service_object_id", "title"):
        op.drop_column("open311_requests", name)
