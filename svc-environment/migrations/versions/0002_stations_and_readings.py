"""Stations, reference data, readings, hours and alarms."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "alarm_levels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value_m", sa.Float(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_levels")),
    )
    op.create_index(op.f("ix_alarm_levels_station_code"), "alarm_levels", ["station_code"], unique=False)
    op.create_table(
        "aqi_bands",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aqi_bands")),
    )
    op.create_table(
        "aqi_breakpoints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parameter_code", sa.Text(), nullable=False),
        sa.Column("averaging", sa.String(40), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("concentration", sa.Float(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aqi_breakpoints")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("datastream", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_value", sa.Float(), nullable=False),
        sa.Column("new_value", sa.Float(), nullable=False),
        sa.Column("old_status", sa.SmallInteger(), nullable=False),
        sa.Column("new_status", sa.SmallInteger(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_datastream", "corrections", ["datastream", "at"], unique=False)
    op.create_table(
        "dirty_hours",
        sa.Column("datastream", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("datastream", "hour", name=op.f("pk_dirty_hours")),
    )
    op.create_table(
        "flood_states",
        sa.Column("datastream", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("datastream", name=op.f("pk_flood_states")),
    )
    op.create_table(
        "hours",
        sa.Column("datastream", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("deviation", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("datastream", "hour", name=op.f("pk_hours")),
    )
    op.create_table(
        "intakes",
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.String(40), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intakes")),
    )
    op.create_index("ix_intakes_created_at", "intakes", ["created_at"], unique=False)
    op.create_table(
        "limit_states",
        sa.Column("datastream", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_exceeded", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("datastream", name=op.f("pk_limit_states")),
    )
    op.create_table(
        "limits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parameter_code", sa.Text(), nullable=False),
        sa.Column("averaging", sa.String(40), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limits")),
    )
    op.create_index(op.f("ix_limits_parameter_code"), "limits", ["parameter_code"], unique=False)
    op.create_table(
        "parameters",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("medium", sa.String(40), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("factors", sa.JSON(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("may_be_negative", sa.Boolean(), nullable=False),
        sa.Column("flat_after", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_parameters")),
    )
    op.create_table(
        "readings",
        sa.Column("datastream", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("flag", sa.SmallInteger(), nullable=False),
        sa.Column("failed", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("datastream", "at", name=op.f("pk_readings")),
        postgresql_partition_by="RANGE (at)",
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
        "stations",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("medium", sa.String(40), nullable=False),
        sa.Column("river_vi", sa.Text(), nullable=False),
        sa.Column("river_en", sa.Text(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("ward_code", sa.Text(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("silent_after_s", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stations")),
        sa.UniqueConstraint("code", name=op.f("uq_stations_code")),
        sa.UniqueConstraint("number", name=op.f("uq_stations_number")),
    )
    op.create_table(
        "air_indices",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("main", sa.Text(), nullable=True),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_air_indices_station_id_stations")),
        sa.PrimaryKeyConstraint("station_id", "hour", name=op.f("pk_air_indices")),
    )
    op.create_table(
        "device_keys",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_device_keys_station_id_stations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_device_keys_key_hash")),
    )
    op.create_table(
        "rejected_rows",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("intake_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["intake_id"], ["intakes.id"], name=op.f("fk_rejected_rows_intake_id_intakes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected_rows")),
    )
    op.create_index(op.f("ix_rejected_rows_intake_id"), "rejected_rows", ["intake_id"], unique=False)
    op.create_table(
        "sensors",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("metadata_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_sensors_station_id_stations")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sensors")),
    )
    op.create_index(op.f("ix_sensors_station_id"), "sensors", ["station_id"], unique=False)
    op.create_table(
        "station_changes",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_station_changes_station_id_stations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station_changes")),
    )
    op.create_index("ix_station_changes_station", "station_changes", ["station_id", "at"], unique=False)
    op.create_table(
        "datastreams",
        sa.Column("number", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("parameter_code", sa.Text(), nullable=False),
        sa.Column("sensor_number", sa.BigInteger(), nullable=False),
        sa.Column("interval_s", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parameter_code"], ["parameters.code"], name=op.f("fk_datastreams_parameter_code_parameters")
        ),
        sa.ForeignKeyConstraint(
            ["sensor_number"], ["sensors.number"], name=op.f("fk_datastreams_sensor_number_sensors")
        ),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name=op.f("fk_datastreams_station_id_stations")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_datastreams")),
        sa.UniqueConstraint("station_id", "parameter_code", name=op.f("uq_datastreams_station_id_parameter_code")),
    )
    op.create_table(
        "latest_readings",
        sa.Column("datastream", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("flag", sa.SmallInteger(), nullable=True),
        sa.Column("failed", sa.SmallInteger(), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["datastream"], ["datastreams.number"], name=op.f("fk_latest_readings_datastream_datastreams")
        ),
        sa.PrimaryKeyConstraint("datastream", name=op.f("pk_latest_readings")),
    )


def downgrade() -> None:
    op.drop_table("latest_readings")
    op.drop_table("datastreams")
    op.drop_index("ix_station_changes_station", table_name="station_changes")
    op.drop_table("station_changes")
    op.drop_index(op.f("ix_sensors_station_id"), table_name="sensors")
    op.drop_table("sensors")
    op.drop_index(op.f("ix_rejected_rows_intake_id"), table_name="rejected_rows")
    op.drop_table("rejected_rows")
    op.drop_table("device_keys")
    op.drop_table("air_indices")
    op.drop_table("stations")
    op.drop_index(op.f("ix_rule_values_code"), table_name="rule_values")
    op.drop_table("rule_values")
    op.drop_table("readings")
    op.drop_table("parameters")
    op.drop_index(op.f("ix_limits_parameter_code"), table_name="limits")
    op.drop_table("limits")
    op.drop_table("limit_states")
    op.drop_index("ix_intakes_created_at", table_name="intakes")
    op.drop_table("intakes")
    op.drop_table("hours")
    op.drop_table("flood_states")
    op.drop_table("dirty_hours")
    op.drop_index("ix_corrections_datastream", table_name="corrections")
    op.drop_table("corrections")
    op.drop_table("aqi_breakpoints")
    op.drop_table("aqi_bands")
    op.drop_index(op.f("ix_alarm_levels_station_code"), table_name="alarm_levels")
    op.drop_table("alarm_levels")
