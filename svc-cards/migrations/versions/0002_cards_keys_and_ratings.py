"""Officials, cards, keys, status lists, scans, ratings, and the reference data they are judged by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
    )
    op.create_table(
        "aspects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words_vi", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aspects")),
    )
    op.create_table(
        "issuer_keys",
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bad_from", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_issuer_keys")),
    )
    op.create_table(
        "kinds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words_vi", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kinds")),
    )
    op.create_table(
        "official_identities",
        sa.Column("citizen_token", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_identities")),
        sa.UniqueConstraint("citizen_token", name=op.f("uq_official_identities_citizen_token")),
    )
    op.create_table(
        "reasons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words_vi", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reasons")),
    )
    op.create_table(
        "rule_values",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_values")),
    )
    op.create_index(op.f("ix_rule_values_code"), "rule_values", ["code"], unique=False)
    op.create_table(
        "scans",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("card_token", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
        sa.Column("why", sa.String(40), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("ward_code", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
    )
    op.create_index("ix_scans_at", "scans", ["at", "id"], unique=False)
    op.create_table(
        "status_lists",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_status_lists")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("hotline", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_agency_id"), "units", ["agency_id"], unique=False)
    op.create_table(
        "officials",
        sa.Column("staff_no", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("position_vi", sa.Text(), nullable=False),
        sa.Column("position_en", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("photo_sha256", sa.Text(), nullable=True),
        sa.Column("photo_in_code", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_officials_agency_id_agencies")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_officials_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officials")),
        sa.UniqueConstraint("staff_no", name=op.f("uq_officials_staff_no")),
    )
    op.create_index(op.f("ix_officials_agency_id"), "officials", ["agency_id"], unique=False)
    op.create_index("ix_officials_created_at", "officials", ["created_at", "id"], unique=False)
    op.create_table(
        "status_tokens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_number"], ["status_lists.number"], name=op.f("fk_status_tokens_list_number_status_lists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_tokens")),
    )
    op.create_index("ix_status_tokens_list", "status_tokens", ["list_number", "issued_at", "id"], unique=False)
    op.create_table(
        "cards",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("short_id", sa.Text(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("replace_reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kid", sa.Text(), nullable=True),
        sa.Column("status_list", sa.Integer(), nullable=True),
        sa.Column("status_index", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("position_vi", sa.Text(), nullable=False),
        sa.Column("position_en", sa.Text(), nullable=False),
        sa.Column("agency_vi", sa.Text(), nullable=False),
        sa.Column("agency_en", sa.Text(), nullable=False),
        sa.Column("photo_sha256", sa.Text(), nullable=True),
        sa.Column("front", sa.Text(), nullable=True),
        sa.Column("back", sa.Text(), nullable=True),
        sa.Column("cose_hash", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_cards_agency_id_agencies")),
        sa.ForeignKeyConstraint(["kid"], ["issuer_keys.kid"], name=op.f("fk_cards_kid_issuer_keys")),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name=op.f("fk_cards_official_id_officials")),
        sa.ForeignKeyConstraint(["replaces_id"], ["cards.id"], name=op.f("fk_cards_replaces_id_cards")),
        sa.ForeignKeyConstraint(
            ["status_list"], ["status_lists.number"], name=op.f("fk_cards_status_list_status_lists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("number", name=op.f("uq_cards_number")),
        sa.UniqueConstraint("short_id", name=op.f("uq_cards_short_id")),
    )
    op.create_index(op.f("ix_cards_agency_id"), "cards", ["agency_id"], unique=False)
    op.create_index("ix_cards_created_at", "cards", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_cards_valid_to",
        "cards",
        ["valid_to"],
        unique=False,
        postgresql_where=sa.text("state in ('active', 'suspended')"),
    )
    op.create_index(
        "uq_cards_coming",
        "cards",
        ["official_id"],
        unique=True,
        postgresql_where=sa.text("state in ('draft', 'requested', 'approved')"),
    )
    op.create_index(
        "uq_cards_live",
        "cards",
        ["official_id"],
        unique=True,
        postgresql_where=sa.text("state in ('active', 'suspended')"),
    )
    op.create_index("uq_cards_status", "cards", ["status_list", "status_index"], unique=True)
    op.create_table(
        "card_changes",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(40), nullable=True),
        sa.Column("source", sa.String(40), nullable=True),
        sa.Column("target", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_role", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_card_changes_card_id_cards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_changes")),
    )
    op.create_index(op.f("ix_card_changes_card_id"), "card_changes", ["card_id"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("person_token", sa.LargeBinary(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("service_day", sa.Date(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("aspects", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_ratings_card_id_cards")),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name=op.f("fk_ratings_official_id_officials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
    )
    op.create_index("ix_ratings_agency", "ratings", ["agency_id"], unique=False)
    op.create_index("ix_ratings_official", "ratings", ["official_id"], unique=False)
    op.create_index("uq_ratings_once", "ratings", ["person_token", "official_id", "service_day"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_ratings_once", table_name="ratings")
    op.drop_index("ix_ratings_official", table_name="ratings")
    op.drop_index("ix_ratings_agency", table_name="ratings")
    op.drop_table("ratings")
    op.drop_index(op.f("ix_card_changes_card_id"), table_name="card_changes")
    op.drop_table("card_changes")
    op.drop_index("uq_cards_status", table_name="cards")
    op.drop_index("uq_cards_live", table_name="cards", postgresql_where=sa.text("state in ('active', 'suspended')"))
    op.drop_index(
        "uq_cards_coming", table_name="cards", postgresql_where=sa.text("state in ('draft', 'requested', 'approved')")
    )
    op.drop_index("ix_cards_valid_to", table_name="cards", postgresql_where=sa.text("state in ('active', 'suspended')"))
    op.drop_index("ix_cards_created_at", table_name="cards")
    op.drop_index(op.f("ix_cards_agency_id"), table_name="cards")
    op.drop_table("cards")
    op.drop_index("ix_status_tokens_list", table_name="status_tokens")
    op.drop_table("status_tokens")
    op.drop_index("ix_officials_created_at", table_name="officials")
    op.drop_index(op.f("ix_officials_agency_id"), table_name="officials")
    op.drop_table("officials")
    op.drop_index(op.f("ix_units_agency_id"), table_name="units")
    op.drop_table("units")
    op.drop_table("status_lists")
    op.drop_index("ix_scans_at", table_name="scans")
    op.drop_table("scans")
    op.drop_index(op.f("ix_rule_values_code"), table_name="rule_values")
    op.drop_table("rule_values")
    op.drop_table("reasons")
    op.drop_table("official_identities")
    op.drop_table("kinds")
    op.drop_table("issuer_keys")
    op.drop_table("aspects")
    op.drop_table("agencies")
