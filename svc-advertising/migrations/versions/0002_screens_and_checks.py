"""Screens, creatives, schedules, plays, snapshots and cases."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "creatives",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("advertiser", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("pdq", sa.LargeBinary(), nullable=True),
        sa.Column("approval_ref", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_creatives")),
    )
    op.create_table(
        "offences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "verdict",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("words_vi", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("least_vnd", sa.Integer(), nullable=True),
        sa.Column("most_vnd", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offences")),
    )
    op.create_table(
        "rule_values",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_values")),
    )
    op.create_index(op.f("ix_rule_values_code"), "rule_values", ["code"], unique=False)
    op.create_table(
        "screens",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_tax_code", sa.Text(), nullable=False),
        sa.Column("licence_no", sa.Text(), nullable=False),
        sa.Column("licence_from", sa.Date(), nullable=False),
        sa.Column("licence_until", sa.Date(), nullable=False),
        sa.Column("permit_no", sa.Text(), nullable=False),
        sa.Column("venue_type", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("ward_code", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("azimuth", sa.Integer(), nullable=False),
        sa.Column("width_m", sa.Float(), nullable=False),
        sa.Column("height_m", sa.Float(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("max_nits", sa.Integer(), nullable=True),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column(
            "verdict",
            sa.String(40),
            nullable=True,
        ),
        sa.Column("verdict_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expiry_told", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screens")),
        sa.UniqueConstraint("code", name=op.f("uq_screens_code")),
    )
    op.create_table(
        "plays",
        sa.Column("play_id", sa.Uuid(), nullable=False),
        sa.Column("screen_id", sa.Uuid(), nullable=False),
        sa.Column("creative_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("is_scheduled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["creative_id"], ["creatives.id"], name=op.f("fk_plays_creative_id_creatives")),
        sa.ForeignKeyConstraint(["screen_id"], ["screens.id"], name=op.f("fk_plays_screen_id_screens")),
        sa.PrimaryKeyConstraint("play_id", name=op.f("pk_plays")),
    )
    op.create_index("ix_plays_screen", "plays", ["screen_id", "started_at"], unique=False)
    op.create_table(
        "rejected_plays",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("screen_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["screen_id"], ["screens.id"], name=op.f("fk_rejected_plays_screen_id_screens")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected_plays")),
    )
    op.create_index(op.f("ix_rejected_plays_screen_id"), "rejected_plays", ["screen_id"], unique=False)
    op.create_table(
        "schedules",
        sa.Column("screen_id", sa.Uuid(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("is_anchored", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["screen_id"], ["screens.id"], name=op.f("fk_schedules_screen_id_screens")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
    )
    op.create_index(op.f("ix_schedules_screen_id"), "schedules", ["screen_id"], unique=False)
    op.create_table(
        "viewpoints",
        sa.Column("screen_id", sa.Uuid(), nullable=False),
        sa.Column("camera", sa.Text(), nullable=False),
        sa.Column("quad", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["screen_id"], ["screens.id"], name=op.f("fk_viewpoints_screen_id_screens")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewpoints")),
    )
    op.create_index(op.f("ix_viewpoints_screen_id"), "viewpoints", ["screen_id"], unique=False)
    op.create_table(
        "device_keys",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("screen_id", sa.Uuid(), nullable=False),
        sa.Column("viewpoint_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["screen_id"], ["screens.id"], name=op.f("fk_device_keys_screen_id_screens")),
        sa.ForeignKeyConstraint(
            ["viewpoint_id"], ["viewpoints.id"], name=op.f("fk_device_keys_viewpoint_id_viewpoints")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_device_keys_key_hash")),
    )
    op.create_table(
        "snapshots",
        sa.Column("screen_id", sa.Uuid(), nullable=False),
        sa.Column("viewpoint_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("original", sa.Text(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column(
            "verdict",
            sa.String(40),
            nullable=True,
        ),
        sa.Column(
            "why",
            sa.String(40),
            nullable=True,
        ),
        sa.Column("creative_id", sa.Uuid(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("view_sha256", sa.Text(), nullable=True),
        sa.Column("heat_sha256", sa.Text(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["creative_id"], ["creatives.id"], name=op.f("fk_snapshots_creative_id_creatives")),
        sa.ForeignKeyConstraint(["screen_id"], ["screens.id"], name=op.f("fk_snapshots_screen_id_screens")),
        sa.ForeignKeyConstraint(["viewpoint_id"], ["viewpoints.id"], name=op.f("fk_snapshots_viewpoint_id_viewpoints")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_index("ix_snapshots_screen", "snapshots", ["screen_id", "at", "id"], unique=False)
    op.create_index(
        "ix_snapshots_waiting", "snapshots", ["id"], unique=False, postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index("uq_snapshots_picture", "snapshots", ["viewpoint_id", "at", "sha256"], unique=True)
    op.create_table(
        "cases",
        sa.Column("screen_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.String(40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("licence_expired", sa.Boolean(), nullable=False),
        sa.Column("offence", sa.JSON(), nullable=True),
        sa.Column("reply_due", sa.Date(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.String(40),
            nullable=True,
        ),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["screen_id"], ["screens.id"], name=op.f("fk_cases_screen_id_screens")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_cases_snapshot_id_snapshots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index("ix_cases_created_at", "cases", ["created_at", "id"], unique=False)
    op.create_index(
        "uq_cases_open", "cases", ["screen_id", "verdict"], unique=True, postgresql_where=sa.text("state <> 'closed'")
    )
    op.create_table(
        "case_lines",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_lines_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_lines")),
    )
    op.create_index(op.f("ix_case_lines_case_id"), "case_lines", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_case_lines_case_id"), table_name="case_lines")
    op.drop_table("case_lines")
    op.drop_index("uq_cases_open", table_name="cases", postgresql_where=sa.text("state <> 'closed'"))
    op.drop_index("ix_cases_created_at", table_name="cases")
    op.drop_table("cases")
    op.drop_index("uq_snapshots_picture", table_name="snapshots")
    op.drop_index("ix_snapshots_waiting", table_name="snapshots", postgresql_where=sa.text("state = 'waiting'"))
    op.drop_index("ix_snapshots_screen", table_name="snapshots")
    op.drop_table("snapshots")
    op.drop_table("device_keys")
    op.drop_index(op.f("ix_viewpoints_screen_id"), table_name="viewpoints")
    op.drop_table("viewpoints")
    op.drop_index(op.f("ix_schedules_screen_id"), table_name="schedules")
    op.drop_table("schedules")
    op.drop_index(op.f("ix_rejected_plays_screen_id"), table_name="rejected_plays")
    op.drop_table("rejected_plays")
    op.drop_index("ix_plays_screen", table_name="plays")
    op.drop_table("plays")
    op.drop_table("screens")
    op.drop_index(op.f("ix_rule_values_code"), table_name="rule_values")
    op.drop_table("rule_values")
    op.drop_table("offences")
    op.drop_table("creatives")
