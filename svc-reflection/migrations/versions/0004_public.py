"""Files with kinds and states, redactions by hand; search, support, comments, subscriptions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
OLD_WAITING = "public_sha256 is null and refused is null"
WAITING = "state = 'waiting'"
UNSEALED = "sealed_sha256 is null and state <> 'waiting' and not sealing_failed"
STATES = """
    update media set copy_sha256 = public_sha256, refused = case when refused is null then null else 'damaged' end,
        state = case when public_sha256 is not null then 'ready' when refused is not null then 'refused'
                     else 'waiting' end
"""


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("copy_sha256", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False, server_default="image"),
        sa.Column("state", sa.String(40), nullable=False, server_default="waiting"),
        sa.Column("media_type", sa.String(60), nullable=False, server_default="image/jpeg"),
        sa.Column("poster_sha256", sa.String(length=64), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.Column("faces_hidden", sa.SmallInteger(), nullable=True),
        sa.Column("plates_hidden", sa.SmallInteger(), nullable=True),
        sa.Column("detector", sa.Text(), nullable=False, server_default=""),
        sa.Column("picture_hash", sa.BigInteger(), nullable=True),
        sa.Column("is_released", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("is_hidden", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=True),
        sa.Column("key_holder", sa.Uuid(), nullable=True),
        sa.Column("sealing_failed", sa.Boolean(), nullable=False, server_default="false"),
    )


MARKS = "\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff"
FOLDED = (
    f"translate(regexp_replace(normalize(lower(description || ' ' || address), NFD), '[{MARKS}]', '', 'g'), 'đð', 'dd')"
)
LISTS = {
    "ix_reports_updated_at": ["updated_at", "id"],
    "ix_reports_category_created_at": ["category_code", "created_at", "id"],
    "ix_reports_ward_created_at": ["ward_code", "created_at", "id"],
}
COMMENTS_WAITING = "state = 'waiting'"


def upgrade() -> None:
    _files()
    _search()
    _people()
    _comments()


def _search() -> None:
    words = sa.Computed(f"to_tsvector('simple'::regconfig, {FOLDED})", persisted=True)
    op.add_column("reports", sa.Column("words", postgresql.TSVECTOR(), words, nullable=True))
    op.add_column("reports", sa.Column("supporters", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("reports", sa.Column("comment_count", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_reports_words", "reports", ["words"], postgresql_using="gin")
    for name, columns in LISTS.items():
        op.create_index(name, "reports", columns)


def _people() -> None:
    op.create_table(
        "supporters",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("person_token", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_supporters_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", "person_token", name=op.f("pk_supporters")),
    )
    op.create_table(
        "followers",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_followers_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", "recipient", name=op.f("pk_followers")),
    )
    op.create_index("ix_followers_recipient", "followers", ["recipient", "at"])
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("ward_code", sa.String(length=10), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("radius_m", sa.Integer(), nullable=True),
        sa.Column("category_code", sa.String(length=60), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_index("ix_subscriptions_recipient", "subscriptions", ["recipient", "at"])
    op.create_index(op.f("ix_subscriptions_ward_code"), "subscriptions", ["ward_code"])
    op.create_table(
        "subscription_cells",
        sa.Column("cell", sa.BigInteger(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name=op.f("fk_subscription_cells_subscription_id_subscriptions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cell", "subscription_id", name=op.f("pk_subscription_cells")),
    )
    op.create_index(op.f("ix_subscription_cells_subscription_id"), "subscription_cells", ["subscription_id"])


def _comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("person_token", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("hide_reason", sa.String(40), nullable=True),
        sa.Column("is_reporter", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_comments_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_report_id_state", "comments", ["report_id", "state", "id"])
    op.create_index("ix_comments_person_token", "comments", ["person_token", "created_at"])
    op.create_index("ix_comments_waiting", "comments", ["id"], postgresql_where=sa.text(COMMENTS_WAITING))


def _files() -> None:
    for column in _columns():
        op.add_column("media", column)
    op.execute(STATES)
    op.drop_index("ix_media_waiting", table_name="media")
    op.create_index("ix_media_waiting", "media", ["id"], postgresql_where=sa.text(WAITING))
    op.create_index("ix_media_unsealed", "media", ["id"], postgresql_where=sa.text(UNSEALED))
    op.create_index("ix_media_sha256", "media", ["sha256"])
    op.create_index("ix_media_copy_sha256", "media", ["copy_sha256"])
    op.create_table(
        "redactions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("medium_id", sa.Uuid(), nullable=False),
        sa.Column("rectangles", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["medium_id"], ["media.id"], name=op.f("fk_redactions_medium_id_media"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redactions")),
    )
    op.create_index(op.f("ix_redactions_medium_id"), "redactions", ["medium_id"])
    op.create_table(
        "leftover_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("left_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leftover_files")),
    )


def downgrade() -> None:
    for table in ("comments", "subscription_cells", "subscriptions", "followers", "supporters"):
        op.drop_table(table)
    for name in (*LISTS, "ix_reports_words"):
        op.drop_index(name, table_name="reports")
    for column in ("comment_count", "supporters", "words"):
        op.drop_column("reports", column)
    op.drop_table("leftover_files")
    op.drop_table("redactions")
    for index in ("ix_media_waiting", "ix_media_unsealed", "ix_media_sha256", "ix_media_copy_sha256"):
        op.drop_index(index, table_name="media")
    for column in _columns():
        op.drop_column("media", column.name)
    op.create_index("ix_media_waiting", "media", ["id"], postgresql_where=sa.text(OLD_WAITING))
