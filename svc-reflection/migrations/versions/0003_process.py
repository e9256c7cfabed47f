"""The whole process: dated rules, clocks, requests and decisions, routing, messages, locks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
WAITING = "due_at is not null and fired_at is null"
OLD_TOLD = "action in ('accept', 'assign', 'resolve')"
TOLD = "action in ('accept', 'assign', 'transfer', 'plan', 'resolve', 'reopen')"
FILL = (
    """update reports r set category_from = c.valid_from, state_since = r.updated_at,
        published_at = case when r.state in ('received', 'rejected') then null else r.updated_at end,
        attributes = coalesce((select attributes from open311_requests o where o.report_id = r.id), '[]'),
        outcome = case when r.state in ('answered', 'returned', 'resolved', 'closed') then 'unstated' end
        from categories c where c.code = r.category_code""",
    """update deadlines d set first_due_at = due_at, started_at = coalesce(
        (select min(at) from history h where h.report_id = d.report_id and action = 'assign'),
        (select created_at from reports r where r.id = d.report_id))""",
    """update answers a set accepted_at = answered_at from reports r
        where r.id = a.report_id and r.state in ('resolved', 'closed')""",
    """update deadlines d set stopped_at = a.answered_at from answers a
        where a.report_id = d.report_id and a.accepted_at is not null""",
    """insert into timers (report_id, kind, since, due_at)
        select id, 'rating', updated_at, updated_at + interval '30 days' from reports where state = 'resolved'""",
    """insert into timers (report_id, kind, since, due_at)
        select d.report_id, k.kind, d.started_at, d.started_at + (d.due_at - d.started_at) * k.share
        from deadlines d join reports r on r.id = d.report_id
        cross join (values ('deadline_50', 0.5), ('deadline_80', 0.8), ('deadline_100', 1.0)) k (kind, share)
        where r.state in ('assigned', 'returned')""",
)
TABLES = (
    "process_rules",
    "timers",
    "extensions",
    "transfers",
    "plans",
    "sanctions",
    "routing_rules",
    "report_units",
    "unit_contacts",
    "messages",
    "field_notes",
    "shortlist",
    "moods",
    "follow_ups",
    "answer_templates",
    "account_locks",
)


def _category_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("parent_code", sa.String(length=60), nullable=True),
        sa.Column("emergency_vi", sa.Text(), nullable=False, server_default=""),
        sa.Column("emergency_en", sa.Text(), nullable=False, server_default=""),
        sa.Column("stopper_vi", sa.Text(), nullable=False, server_default=""),
        sa.Column("stopper_en", sa.Text(), nullable=False, server_default=""),
        sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("is_home_rounded", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("duplicate_radius_m", sa.SmallInteger(), nullable=False, server_default="100"),
    )


def _report_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("category_from", MOMENT, nullable=True),
        sa.Column("exact_lat", sa.Double(), nullable=True),
        sa.Column("exact_lon", sa.Double(), nullable=True),
        sa.Column("exact_address", sa.Text(), nullable=True),
        sa.Column("attributes", postgresql.JSONB(), nullable=False, server_default="[]"),
        sa.Column("state_since", MOMENT, nullable=True),
        sa.Column("state_before", sa.String(40), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("merged_count", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("recurrence_of_id", sa.Uuid(), nullable=True),
        sa.Column("transfer_count", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("reopen_count", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("suggestion", postgresql.JSONB(), nullable=True),
    )


def _deadline_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("rule_version", sa.Text(), nullable=False, server_default=""),
        sa.Column("number", sa.SmallInteger(), nullable=False, server_default="1"),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("first_due_at", MOMENT, nullable=True),
        sa.Column("is_date_only", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("is_extended", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("hand_reason", sa.Text(), nullable=False, server_default=""),
    )


def upgrade() -> None:
    _process()
    _routing()
    _talk()
    _categories()
    for table, columns in (("reports", _report_columns()), ("deadlines", _deadline_columns())):
        for column in columns:
            op.add_column(table, column)
    op.add_column("answers", sa.Column("accepted_at", MOMENT, nullable=True))
    op.add_column("ratings", sa.Column("reasons", postgresql.JSONB(), nullable=False, server_default="[]"))
    for statement in FILL:
        op.execute(statement)
    for table, column in (
        ("reports", "category_from"),
        ("reports", "state_since"),
        ("deadlines", "started_at"),
        ("deadlines", "first_due_at"),
    ):
        op.alter_column(table, column, nullable=False)
    _references()
    op.drop_index("ix_history_told", table_name="history")
    op.create_index("ix_history_told", "history", ["at", "id"], postgresql_where=sa.text(TOLD))


def _categories() -> None:
    """A code may have several rows, one after the other; questions belong to the code."""
    op.drop_constraint(op.f("fk_reports_category_code_categories"), "reports", type_="foreignkey")
    op.drop_constraint(op.f("fk_questions_category_code_categories"), "questions", type_="foreignkey")
    op.drop_constraint(op.f("pk_categories"), "categories", type_="primary")
    op.create_primary_key(op.f("pk_categories"), "categories", ["code", "valid_from"])
    for column in _category_columns():
        op.add_column("categories", column)


def _references() -> None:
    op.create_foreign_key(
        op.f("fk_reports_category_code_categories"),
        "reports",
        "categories",
        ["category_code", "category_from"],
        ["code", "valid_from"],
    )
    for column in ("merged_into_id", "recurrence_of_id"):
        op.create_foreign_key(op.f(f"fk_reports_{column}_reports"), "reports", "reports", [column], ["id"])
    op.create_index(op.f("ix_reports_merged_into_id"), "reports", ["merged_into_id"])


def _process() -> None:
    op.create_table(
        "process_rules",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_process_rules")),
    )
    op.create_table(
        "timers",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("fired_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_timers_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", "kind", name=op.f("pk_timers")),
    )
    op.create_index("ix_timers_waiting", "timers", ["due_at"], unique=False, postgresql_where=sa.text(WAITING))
    op.create_table(
        "extensions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("working_days", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("due_before", MOMENT, nullable=False),
        sa.Column("due_after", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_extensions_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    op.create_index(op.f("ix_extensions_report_id"), "extensions", ["report_id"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("from_unit_id", sa.Uuid(), nullable=False),
        sa.Column("suggested_unit_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("to_unit_id", sa.Uuid(), nullable=True),
        sa.Column("restarts_clock", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["from_unit_id"], ["units.id"], name=op.f("fk_transfers_from_unit_id_units")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_transfers_report_id_reports")),
        sa.ForeignKeyConstraint(["suggested_unit_id"], ["units.id"], name=op.f("fk_transfers_suggested_unit_id_units")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["units.id"], name=op.f("fk_transfers_to_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_index(op.f("ix_transfers_report_id"), "transfers", ["report_id"], unique=False)
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_before", MOMENT, nullable=False),
        sa.Column("was_date_only", sa.Boolean(), nullable=False),
        sa.Column("refused_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_plans_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_report_id"), "plans", ["report_id"], unique=False)
    op.create_table(
        "sanctions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("minutes_number", sa.String(length=60), nullable=False),
        sa.Column("decision_number", sa.String(length=60), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("amount_vnd", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_sanctions_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
    )
    op.create_index(op.f("ix_sanctions_report_id"), "sanctions", ["report_id"], unique=False)


def _routing() -> None:
    op.create_table(
        "routing_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("category_code", sa.String(length=60), nullable=False),
        sa.Column("ward_code", sa.String(length=10), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_routing_rules_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rules")),
    )
    op.create_index(
        "ix_routing_rules_category_code_ward_code", "routing_rules", ["category_code", "ward_code"], unique=False
    )
    op.create_table(
        "report_units",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_units_report_id_reports")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_report_units_unit_id_units")),
        sa.PrimaryKeyConstraint("report_id", "unit_id", name=op.f("pk_report_units")),
    )
    op.create_index("ix_report_units_unit_id", "report_units", ["unit_id"], unique=False)
    op.create_table(
        "unit_contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("sealed_contact", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_contacts_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_contacts")),
    )
    op.create_index(op.f("ix_unit_contacts_unit_id"), "unit_contacts", ["unit_id"], unique=False)


def _talk() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sealed_original", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_messages_report_id_reports")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_messages_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_report_id_id", "messages", ["report_id", "id"], unique=False)
    op.create_table(
        "field_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("photos", postgresql.JSONB(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_field_notes_report_id_reports")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_field_notes_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_notes")),
    )
    op.create_index(op.f("ix_field_notes_report_id"), "field_notes", ["report_id"], unique=False)
    op.create_table(
        "shortlist",
        sa.Column("officer", sa.String(length=200), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_shortlist_report_id_reports")),
        sa.PrimaryKeyConstraint("officer", "report_id", name=op.f("pk_shortlist")),
    )
    op.create_table(
        "moods",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("mood", sa.String(40), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_moods_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_moods")),
    )
    op.create_table(
        "follow_ups",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(40), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_follow_ups_report_id_reports")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_follow_ups")),
    )
    op.create_table(
        "answer_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category_code", sa.String(length=60), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_templates")),
    )
    op.create_table(
        "account_locks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_token", sa.LargeBinary(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("locked_by", sa.Text(), nullable=False),
        sa.Column("locked_at", MOMENT, nullable=False),
        sa.Column("locked_until", MOMENT, nullable=False),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("appealed_at", MOMENT, nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_account_locks_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_locks")),
    )
    op.create_index(op.f("ix_account_locks_person_token"), "account_locks", ["person_token"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_history_told", table_name="history")
    op.create_index("ix_history_told", "history", ["at", "id"], postgresql_where=sa.text(OLD_TOLD))
    op.drop_constraint(op.f("fk_reports_category_code_categories"), "reports", type_="foreignkey")
    op.drop_column("ratings", "reasons")
    op.drop_column("answers", "accepted_at")
    for table, columns in (
        ("deadlines", _deadline_columns()),
        ("reports", _report_columns()),
        ("categories", _category_columns()),
    ):
        for column in columns:
            op.drop_column(table, column.name)
    op.execute("delete from categories c using categories n where n.code = c.code and n.valid_from > c.valid_from")
    op.drop_constraint(op.f("pk_categories"), "categories", type_="primary")
    op.create_primary_key(op.f("pk_categories"), "categories", ["code"])
    for table in ("reports", "questions"):
        op.create_foreign_key(
            op.f(f"fk_{table}_category_code_categories"), table, "categories", ["category_code"], ["code"]
        )
    for table in reversed(TABLES):
        op.drop_table(table)
