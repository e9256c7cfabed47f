"""People, their sessions, the organisation registry, notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["agencies.id"], name=op.f("fk_agencies_parent_id_agencies")),
        sa.ForeignKeyConstraint(["successor_id"], ["agencies.id"], name=op.f("fk_agencies_successor_id_agencies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("code", name=op.f("uq_agencies_code")),
    )
    op.create_table(
        "clients",
        sa.Column("client_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hashes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("redirect_uris", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("grants", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("scopes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
        sa.UniqueConstraint("client_id", name=op.f("uq_clients_client_id")),
    )
    op.create_table(
        "erasures",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_for", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answered", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_erasures")),
    )
    op.create_index("ix_erasures_open", "erasures", ["due_at"], unique=False, postgresql_where="done_at is null")
    op.create_table(
        "foreign_logins",
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("sealed_verifier", sa.LargeBinary(), nullable=False),
        sa.Column("return_to", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foreign_logins")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_foreign_logins_state_hash")),
    )
    op.create_index(op.f("ix_foreign_logins_expires_at"), "foreign_logins", ["expires_at"], unique=False)
    op.create_table(
        "lockouts",
        sa.Column("login_token", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login_token", name=op.f("pk_lockouts")),
    )
    op.create_index(op.f("ix_lockouts_updated_at"), "lockouts", ["updated_at"], unique=False)
    op.create_table(
        "one_time_codes",
        sa.Column("phone_token", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
    )
    op.create_index(op.f("ix_one_time_codes_phone_token"), "one_time_codes", ["phone_token"], unique=False)
    op.create_table(
        "people",
        sa.Column("sealed_phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_token", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_email", sa.LargeBinary(), nullable=True),
        sa.Column("email_token", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("phone_token", name=op.f("uq_people_phone_token")),
    )
    op.create_index(op.f("ix_people_email_token"), "people", ["email_token"], unique=False)
    op.create_table(
        "rate_limits",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("arrival", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limits")),
    )
    op.create_index(op.f("ix_rate_limits_arrival"), "rate_limits", ["arrival"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("login_token", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_login", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("sealed_totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=False),
        sa.Column("recovery_hashes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login_token", name=op.f("uq_accounts_login_token")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
    )
    op.create_table(
        "foreign_accounts",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_foreign_accounts_person_id_people")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_foreign_accounts")),
    )
    op.create_index(op.f("ix_foreign_accounts_person_id"), "foreign_accounts", ["person_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report_answered",
                "report_rejected",
                "unit_assigned",
                "deadline_near",
                "answer_returned",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_notices_event_id_person_id")),
    )
    op.create_index("ix_notices_person_id_created_at", "notices", ["person_id", "created_at", "id"], unique=False)
    op.create_index("ix_notices_unread", "notices", ["person_id"], unique=False, postgresql_where="read_at is null")
    op.create_table(
        "preferences",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channels", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("digest", sa.Enum("none", "daily", name="digest", native_enum=False, length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_preferences_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "push_subscriptions",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_token", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_push_subscriptions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("endpoint_token", name=op.f("uq_push_subscriptions_endpoint_token")),
    )
    op.create_index(op.f("ix_push_subscriptions_person_id"), "push_subscriptions", ["person_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("methods", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_reason", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sessions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_expires_at"), "sessions", ["expires_at"], unique=False)
    op.create_index(op.f("ix_sessions_person_id"), "sessions", ["person_id"], unique=False)
    op.create_index(op.f("ix_sessions_revoked_at"), "sessions", ["revoked_at"], unique=False)
    op.create_table(
        "units",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("hotline", sa.String(length=40), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_units_agency_id_agencies")),
        sa.ForeignKeyConstraint(["successor_id"], ["units.id"], name=op.f("fk_units_successor_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    op.create_index(op.f("ix_units_agency_id"), "units", ["agency_id"], unique=False)
    op.create_table(
        "authorizations",
        sa.Column("client_id", sa.String(length=80), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("challenge", sa.String(length=43), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_authorizations_session_id_sessions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorizations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_authorizations_code_hash")),
    )
    op.create_index(op.f("ix_authorizations_expires_at"), "authorizations", ["expires_at"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("inbox", "push", "email", "sms", name="channel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum("waiting", "sending", "sent", "nowhere", "failed", name="outcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_deliveries_notice_id_notices"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("notice_id", "channel", name=op.f("uq_deliveries_notice_id_channel")),
    )
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["due_at"],
        unique=False,
        postgresql_where="outcome in ('waiting', 'sending')",
    )
    op.create_table(
        "officers",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("position_vi", sa.Text(), nullable=False),
        sa.Column("position_en", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wards", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_officers_person_id_people")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_officers_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
        sa.UniqueConstraint("code", name=op.f("uq_officers_code")),
        sa.UniqueConstraint("person_id", name=op.f("uq_officers_person_id")),
    )
    op.create_index(op.f("ix_officers_unit_id"), "officers", ["unit_id"], unique=False)
    op.create_table(
        "refresh_tokens",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_refresh_tokens_session_id_sessions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_refresh_tokens")),
    )
    op.create_index(op.f("ix_refresh_tokens_session_id"), "refresh_tokens", ["session_id"], unique=False)
    op.create_table(
        "responsibilities",
        sa.Column("ward_code", sa.String(length=10), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_responsibilities_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibilities")),
    )
    op.create_index(op.f("ix_responsibilities_unit_id"), "responsibilities", ["unit_id"], unique=False)
    op.create_index(op.f("ix_responsibilities_ward_code"), "responsibilities", ["ward_code"], unique=False)
    op.create_table(
        "rosters",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_rosters_officer_id_officers")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_rosters_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rosters")),
    )
    op.create_index("ix_rosters_ends_at", "rosters", ["ends_at"], unique=False)
    op.create_index(op.f("ix_rosters_unit_id"), "rosters", ["unit_id"], unique=False)
    op.create_table(
        "substitutes",
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_substitutes_officer_id_officers")),
        sa.ForeignKeyConstraint(["substitute_id"], ["officers.id"], name=op.f("fk_substitutes_substitute_id_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitutes")),
    )
    op.create_index(op.f("ix_substitutes_officer_id"), "substitutes", ["officer_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_substitutes_officer_id"), table_name="substitutes")
    op.drop_table("substitutes")
    op.drop_index(op.f("ix_rosters_unit_id"), table_name="rosters")
    op.drop_index("ix_rosters_ends_at", table_name="rosters")
    op.drop_table("rosters")
    op.drop_index(op.f("ix_responsibilities_ward_code"), table_name="responsibilities")
    op.drop_index(op.f("ix_responsibilities_unit_id"), table_name="responsibilities")
    op.drop_table("responsibilities")
    op.drop_index(op.f("ix_refresh_tokens_session_id"), table_name="refresh_tokens")
    op.drop_table("refresh_tokens")
    op.drop_index(op.f("ix_officers_unit_id"), table_name="officers")
    op.drop_table("officers")
    op.drop_index("ix_deliveries_open", table_name="deliveries", postgresql_where="outcome in ('waiting', 'sending')")
    op.drop_table("deliveries")
    op.drop_index(op.f("ix_authorizations_expires_at"), table_name="authorizations")
    op.drop_table("authorizations")
    op.drop_index(op.f("ix_units_agency_id"), table_name="units")
    op.drop_table("units")
    op.drop_index(op.f("ix_sessions_revoked_at"), table_name="sessions")
    op.drop_index(op.f("ix_sessions_person_id"), table_name="sessions")
    op.drop_index(op.f("ix_sessions_expires_at"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("ix_push_subscriptions_person_id"), table_name="push_subscriptions")
    op.drop_table("push_subscriptions")
    op.drop_table("preferences")
    op.drop_index("ix_notices_unread", table_name="notices", postgresql_where="read_at is null")
    op.drop_index("ix_notices_person_id_created_at", table_name="notices")
    op.drop_table("notices")
    op.drop_index(op.f("ix_foreign_accounts_person_id"), table_name="foreign_accounts")
    op.drop_table("foreign_accounts")
    op.drop_table("accounts")
    op.drop_index(op.f("ix_rate_limits_arrival"), table_name="rate_limits")
    op.drop_table("rate_limits")
    op.drop_index(op.f("ix_people_email_token"), table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("ix_one_time_codes_phone_token"), table_name="one_time_codes")
    op.drop_table("one_time_codes")
    op.drop_index(op.f("ix_lockouts_updated_at"), table_name="lockouts")
    op.drop_table("lockouts")
    op.drop_index(op.f("ix_foreign_logins_expires_at"), table_name="foreign_logins")
    op.drop_table("foreign_logins")
    op.drop_index("ix_erasures_open", table_name="erasures", postgresql_where="done_at is null")
    op.drop_table("erasures")
    op.drop_table("clients")
    op.drop_table("agencies")
