"""Boats, positions, zones and distress."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "permissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("least_m", sa.Float(), nullable=False),
        sa.Column("below_m", sa.Float(), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permissions")),
    )
    op.create_table(
        "positions",
        sa.Column("vessel", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("variant", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("sog", sa.Float(), nullable=True),
        sa.Column("cog", sa.Float(), nullable=True),
        sa.Column("heading", sa.SmallInteger(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        sa.Column("flag", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("vessel", "at", "channel", "variant", name=op.f("pk_positions")),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_table(
        "rejected_inputs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column(
            "reason",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected_inputs")),
    )
    op.create_index("ix_rejected_inputs_reason", "rejected_inputs", ["reason", "id"], unique=False)
    op.create_table(
        "rule_values",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_values")),
    )
    op.create_index(op.f("ix_rule_values_code"), "rule_values", ["code"], unique=False)
    op.create_table(
        "vessels",
        sa.Column("number", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("registration", sa.Text(), nullable=True),
        sa.Column("mmsi", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("call_sign", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("length_m", sa.Float(), nullable=True),
        sa.Column("gear", sa.Text(), nullable=False),
        sa.Column("power_kw", sa.Float(), nullable=True),
        sa.Column("home_port", sa.Text(), nullable=False),
        sa.Column("ship_type", sa.Integer(), nullable=True),
        sa.Column("is_registered", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("silent_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vessels")),
        sa.UniqueConstraint("mmsi", name=op.f("uq_vessels_mmsi")),
        sa.UniqueConstraint("number", name=op.f("uq_vessels_number")),
        sa.UniqueConstraint("registration", name=op.f("uq_vessels_registration")),
    )
    op.create_index("ix_vessels_updated_at", "vessels", ["updated_at", "id"], unique=False)
    op.create_table(
        "zone_stays",
        sa.Column("vessel", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_inside", sa.Boolean(), nullable=False),
        sa.Column("run", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("vessel", "zone", name=op.f("pk_zone_stays")),
    )
    op.create_table(
        "zones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("enforceable", sa.Boolean(), nullable=False),
        sa.Column("enter_m", sa.Float(), nullable=False),
        sa.Column("leave_m", sa.Float(), nullable=False),
        sa.Column("geometry", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zones")),
        sa.UniqueConstraint("code", name=op.f("uq_zones_code")),
        sa.UniqueConstraint("number", name=op.f("uq_zones_number")),
    )
    op.create_table(
        "devices",
        sa.Column("vessel_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessels.id"], name=op.f("fk_devices_vessel_id_vessels")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("code", name=op.f("uq_devices_code")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_devices_key_hash")),
    )
    op.create_index(op.f("ix_devices_vessel_id"), "devices", ["vessel_id"], unique=False)
    op.create_table(
        "distresses",
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.String(40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("vessel_id", sa.Uuid(), nullable=True),
        sa.Column("mmsi", sa.BigInteger(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing", sa.String(40), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessels.id"], name=op.f("fk_distresses_vessel_id_vessels")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distresses")),
    )
    op.create_index(
        "ix_distresses_open", "distresses", ["sender"], unique=True, postgresql_where=sa.text("state <> 'closed'")
    )
    op.create_index("ix_distresses_raised_at", "distresses", ["raised_at", "id"], unique=False)
    op.create_table(
        "latest_positions",
        sa.Column("vessel", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("sog", sa.Float(), nullable=True),
        sa.Column("cog", sa.Float(), nullable=True),
        sa.Column("heading", sa.SmallInteger(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        sa.Column("channel", sa.String(40), nullable=True),
        sa.Column("newest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("doubt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubt_lat", sa.Float(), nullable=True),
        sa.Column("doubt_lon", sa.Float(), nullable=True),
        sa.Column("doubt_run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vessel"], ["vessels.number"], name=op.f("fk_latest_positions_vessel_vessels")),
        sa.PrimaryKeyConstraint("vessel", name=op.f("pk_latest_positions")),
    )
    op.create_index(op.f("ix_latest_positions_at"), "latest_positions", ["at"], unique=False)
    op.create_table(
        "vessel_changes",
        sa.Column("vessel_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessels.id"], name=op.f("fk_vessel_changes_vessel_id_vessels")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vessel_changes")),
    )
    op.create_index("ix_vessel_changes_vessel", "vessel_changes", ["vessel_id", "at"], unique=False)
    op.create_table(
        "vessel_people",
        sa.Column("vessel_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("phone_token", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["vessel_id"], ["vessels.id"], name=op.f("fk_vessel_people_vessel_id_vessels")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vessel_people")),
    )
    op.create_index(op.f("ix_vessel_people_person_id"), "vessel_people", ["person_id"], unique=False)
    op.create_index(op.f("ix_vessel_people_phone_token"), "vessel_people", ["phone_token"], unique=False)
    op.create_index("ix_vessel_people_vessel", "vessel_people", ["vessel_id", "role"], unique=True)
    op.create_table(
        "distress_lines",
        sa.Column("distress_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["distress_id"], ["distresses.id"], name=op.f("fk_distress_lines_distress_id_distresses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distress_lines")),
    )
    op.create_index("ix_distress_lines_distress", "distress_lines", ["distress_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_distress_lines_distress", table_name="distress_lines")
    op.drop_table("distress_lines")
    op.drop_index("ix_vessel_people_vessel", table_name="vessel_people")
    op.drop_index(op.f("ix_vessel_people_phone_token"), table_name="vessel_people")
    op.drop_index(op.f("ix_vessel_people_person_id"), table_name="vessel_people")
    op.drop_table("vessel_people")
    op.drop_index("ix_vessel_changes_vessel", table_name="vessel_changes")
    op.drop_table("vessel_changes")
    op.drop_index(op.f("ix_latest_positions_at"), table_name="latest_positions")
    op.drop_table("latest_positions")
    op.drop_index("ix_distresses_raised_at", table_name="distresses")
    op.drop_index("ix_distresses_open", table_name="distresses", postgresql_where=sa.text("state <> 'closed'"))
    op.drop_table("distresses")
    op.drop_index(op.f("ix_devices_vessel_id"), table_name="devices")
    op.drop_table("devices")
    op.drop_table("zones")
    op.drop_table("zone_stays")
    op.drop_index("ix_vessels_updated_at", table_name="vessels")
    op.drop_table("vessels")
    op.drop_index(op.f("ix_rule_values_code"), table_name="rule_values")
    op.drop_table("rule_values")
    op.drop_index("ix_rejected_inputs_reason", table_name="rejected_inputs")
    op.drop_table("rejected_inputs")
    op.drop_table("positions")
    op.drop_table("permissions")
