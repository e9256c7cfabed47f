"""The tables that every service has besides its own: outbox, inbox, idempotency, keys, audit.

They live on one `MetaData` apart from the services' models, because one process may import several services.
A service's first migration creates them with `hueioc.migrate.create_mechanism_tables`.
"""

from sqlalchemy import MetaData

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

MECHANISM = MetaData(naming_convention=NAMING)
