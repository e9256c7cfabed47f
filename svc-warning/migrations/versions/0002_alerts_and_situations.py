"""Alerts, their history and reach, reference data, situations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "rejected",
                "approved",
                "issued",
                "updated",
                "cancelled",
                "expired",
                "withdrawn",
                name="state",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("Actual", "Exercise", "System", "Test", "Draft", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "msg_type",
            sa.Enum("Alert", "Update", "Cancel", "Ack", "Error", name="msgtype", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hazard", sa.Text(), nullable=False),
        sa.Column("risk_level", sa.Integer(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum("Immediate", "Expected", "Future", "Past", "Unknown", name="urgency", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "severity",
            sa.Enum("Extreme", "Severe", "Moderate", "Minor", "Unknown", name="severity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "certainty",
            sa.Enum(
                "Observed", "Likely", "Possible", "Unlikely", "Unknown", name="certainty", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("response_types", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("onset", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wards", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("polygons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("circles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("covered", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("identifier", name=op.f("uq_alerts_identifier")),
    )
    op.create_index("ix_alerts_chain_id", "alerts", ["chain_id"], unique=False)
    op.create_index("ix_alerts_issued", "alerts", ["expires"], unique=False, postgresql_where="state = 'issued'")
    op.create_index("ix_alerts_listed", "alerts", ["created_at", "id"], unique=False)
    op.create_index(
        "uq_alerts_pending",
        "alerts",
        ["chain_id"],
        unique=True,
        postgresql_where="state in ('draft', 'submitted', 'rejected', 'approved')",
    )
    op.create_table(
        "draft_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("hazard", sa.Text(), nullable=False),
        sa.Column("risk_level", sa.Integer(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("response_types", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("wards", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_rules")),
    )
    op.create_table(
        "hazards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("event_code", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "Geo",
                "Met",
                "Safety",
                "Security",
                "Rescue",
                "Fire",
                "Health",
                "Env",
                "Transport",
                "Infra",
                "CBRNE",
                "Other",
                name="category",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazards")),
    )
    op.create_table(
        "risk_levels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum("Extreme", "Severe", "Moderate", "Minor", "Unknown", name="severity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_levels")),
    )
    op.create_table(
        "seen",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("ward", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_seen")),
    )
    op.create_index("ix_seen_at", "seen", ["at"], unique=False)
    op.create_table(
        "situation_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("pairs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("window_s", sa.Integer(), nullable=False),
        sa.Column("quiet_s", sa.Integer(), nullable=False),
        sa.Column(
            "urgent", sa.Enum("watch", "warning", "alarm", name="urgent", native_enum=False, length=40), nullable=False
        ),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation_rules")),
    )
    op.create_table(
        "situations",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "closed", name="situationstate", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "urgent", sa.Enum("watch", "warning", "alarm", name="urgent", native_enum=False, length=40), nullable=False
        ),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("ward", sa.Text(), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situations")),
    )
    op.create_index("ix_situations_listed", "situations", ["created_at", "id"], unique=False)
    op.create_index("ix_situations_state", "situations", ["state"], unique=False)
    op.create_table(
        "alert_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "draft",
                "edit",
                "submit",
                "approve",
                "reject",
                "issue",
                "supersede",
                "cancel",
                "expire",
                "withdraw",
                "tell",
                name="action",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_changes_alert_id_alerts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_changes")),
    )
    op.create_index("ix_alert_changes_alert_id", "alert_changes", ["alert_id", "at"], unique=False)
    op.create_table(
        "members",
        sa.Column("situation_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["seen.event_id"], name=op.f("fk_members_event_id_seen")),
        sa.ForeignKeyConstraint(["situation_id"], ["situations.id"], name=op.f("fk_members_situation_id_situations")),
        sa.PrimaryKeyConstraint("situation_id", "event_id", name=op.f("pk_members")),
    )
    op.create_table(
        "tellings",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("ward", sa.Text(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_tellings_alert_id_alerts")),
        sa.PrimaryKeyConstraint("alert_id", "ward", name=op.f("pk_tellings")),
    )


def downgrade() -> None:
    op.drop_table("tellings")
    op.drop_table("members")
    op.drop_index("ix_alert_changes_alert_id", table_name="alert_changes")
    op.drop_table("alert_changes")
    op.drop_index("ix_situations_state", table_name="situations")
    op.drop_index("ix_situations_listed", table_name="situations")
    op.drop_table("situations")
    op.drop_table("situation_rules")
    op.drop_index("ix_seen_at", table_name="seen")
    op.drop_table("seen")
    op.drop_table("risk_levels")
    op.drop_table("hazards")
    op.drop_table("draft_rules")
    op.drop_index(
        "uq_alerts_pending",
        table_name="alerts",
        postgresql_where="state in ('draft', 'submitted', 'rejected', 'approved')",
    )
    op.drop_index("ix_alerts_listed", table_name="alerts")
    op.drop_index("ix_alerts_issued", table_name="alerts", postgresql_where="state = 'issued'")
    op.drop_index("ix_alerts_chain_id", table_name="alerts")
    op.drop_table("alerts")
