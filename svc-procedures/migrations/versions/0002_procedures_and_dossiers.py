"""Procedures, dossiers and the dated rules of both."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("ward_code", sa.String(10), nullable=True),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_agencies")),
    )
    op.create_index(op.f("ix_agencies_unit_id"), "agencies", ["unit_id"])
    op.create_table(
        "code_counters",
        sa.Column("agency_code", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", "day", name=op.f("pk_code_counters")),
    )
    op.create_table(
        "dossiers",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("agency_code", sa.String(40), nullable=False),
        sa.Column("procedure_code", sa.String(60), nullable=False),
        sa.Column("procedure_name", sa.Text(), nullable=False),
        sa.Column("field_code", sa.String(60), nullable=False),
        sa.Column("field_name", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.String(40),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.String(20), nullable=False),
        sa.Column(
            "status",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ending",
            sa.String(40),
            nullable=True,
        ),
        sa.Column("timing", sa.String(40), nullable=True),
        sa.Column("supplements", sa.SmallInteger(), nullable=False),
        sa.Column("source_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content_hash", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers")),
        sa.UniqueConstraint("code", name=op.f("uq_dossiers_code")),
    )
    op.create_index("ix_dossiers_agency_code_received_at", "dossiers", ["agency_code", "received_at", "id"])
    op.create_index("ix_dossiers_ended_at", "dossiers", ["ended_at"])
    op.create_index("ix_dossiers_open", "dossiers", ["received_at"], postgresql_where=sa.text("ended_at is null"))
    op.create_index("ix_dossiers_received_at", "dossiers", ["received_at", "id"])
    op.create_index("ix_dossiers_status_since", "dossiers", ["status_since", "id"])
    op.create_table(
        "letter_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_templates")),
    )
    op.create_table(
        "lookup_limits",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("arrival", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lookup_limits")),
    )
    op.create_index(op.f("ix_lookup_limits_arrival"), "lookup_limits", ["arrival"])
    op.create_table(
        "procedures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("field_vi", sa.Text(), nullable=False),
        sa.Column("field_en", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column(
            "unit",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedures")),
    )
    op.create_index("ix_procedures_code_valid_from", "procedures", ["code", "valid_from"])
    op.create_table(
        "refused_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("dossier_code", sa.String(60), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column(
            "reason",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("detail_vi", sa.Text(), nullable=False),
        sa.Column("detail_en", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_rows")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_refused_rows_content_hash")),
    )
    op.create_index("ix_refused_rows_at", "refused_rows", ["at", "id"])
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
    op.create_index(op.f("ix_rule_values_code"), "rule_values", ["code"])
    op.create_table(
        "satisfaction",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_code", sa.String(40), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_satisfaction")),
    )
    op.create_index(op.f("ix_satisfaction_agency_id"), "satisfaction", ["agency_id"])
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_table(
        "apologies",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column(
            "state",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("new_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_apologies_dossier_id_dossiers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apologies")),
    )
    op.create_index(op.f("ix_apologies_dossier_id"), "apologies", ["dossier_id"])
    op.create_index("ix_apologies_state_created_at", "apologies", ["state", "created_at", "id"])
    op.create_table(
        "deadlines",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calendar_version", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("difference_days", sa.Integer(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appointment_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appointments", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["dossiers.id"], name=op.f("fk_deadlines_subject_id_dossiers")),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_deadlines")),
    )
    op.create_index("ix_deadlines_due_at", "deadlines", ["due_at"])
    op.create_table(
        "history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "action",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.String(40),
            nullable=True,
        ),
        sa.Column(
            "origin",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("due_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_history_dossier_id_dossiers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index("ix_history_dossier_id_at", "history", ["dossier_id", "at", "id"])
    op.create_table(
        "owners",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("person_token", sa.LargeBinary(), nullable=True),
        sa.Column("phone_tokens", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_owners_dossier_id_dossiers")),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_owners")),
    )
    op.create_index(op.f("ix_owners_person_id"), "owners", ["person_id"])
    op.create_index(op.f("ix_owners_person_token"), "owners", ["person_token"])
    op.create_table(
        "pauses",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_pauses_dossier_id_dossiers")),
        sa.PrimaryKeyConstraint("dossier_id", "began_at", name=op.f("pk_pauses")),
    )
    op.create_table(
        "timers",
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_timers_dossier_id_dossiers")),
        sa.PrimaryKeyConstraint("dossier_id", "kind", name=op.f("pk_timers")),
    )
    op.create_index("ix_timers_due_at", "timers", ["due_at"], postgresql_where=sa.text("fired_at is null"))


def downgrade() -> None:
    op.drop_index("ix_timers_due_at", table_name="timers", postgresql_where=sa.text("fired_at is null"))
    op.drop_table("timers")
    op.drop_table("pauses")
    op.drop_index(op.f("ix_owners_person_token"), table_name="owners")
    op.drop_index(op.f("ix_owners_person_id"), table_name="owners")
    op.drop_table("owners")
    op.drop_index("ix_history_dossier_id_at", table_name="history")
    op.drop_table("history")
    op.drop_index("ix_deadlines_due_at", table_name="deadlines")
    op.drop_table("deadlines")
    op.drop_index("ix_apologies_state_created_at", table_name="apologies")
    op.drop_index(op.f("ix_apologies_dossier_id"), table_name="apologies")
    op.drop_table("apologies")
    op.drop_table("units")
    op.drop_index(op.f("ix_satisfaction_agency_id"), table_name="satisfaction")
    op.drop_table("satisfaction")
    op.drop_index(op.f("ix_rule_values_code"), table_name="rule_values")
    op.drop_table("rule_values")
    op.drop_index("ix_refused_rows_at", table_name="refused_rows")
    op.drop_table("refused_rows")
    op.drop_index("ix_procedures_code_valid_from", table_name="procedures")
    op.drop_table("procedures")
    op.drop_index(op.f("ix_lookup_limits_arrival"), table_name="lookup_limits")
    op.drop_table("lookup_limits")
    op.drop_table("letter_templates")
    op.drop_index("ix_dossiers_status_since", table_name="dossiers")
    op.drop_index("ix_dossiers_received_at", table_name="dossiers")
    op.drop_index("ix_dossiers_open", table_name="dossiers", postgresql_where=sa.text("ended_at is null"))
    op.drop_index("ix_dossiers_ended_at", table_name="dossiers")
    op.drop_index("ix_dossiers_agency_code_received_at", table_name="dossiers")
    op.drop_table("dossiers")
    op.drop_table("code_counters")
    op.drop_index(op.f("ix_agencies_unit_id"), table_name="agencies")
    op.drop_table("agencies")
