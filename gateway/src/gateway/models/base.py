"""The gateway's own tables. People, sessions, organisations and notices join the issuer's keys in the next step."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hueioc.clock import now
from hueioc.db import Model, service_metadata


class Base(Model):
    __abstract__ = True
    metadata = service_metadata()


class SigningKey(Base):
    """A key of the issuer. The private half is sealed; a retired key still verifies until its tokens have ended."""

    __tablename__ = "signing_keys"

    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    algorithm: Mapped[str] = mapped_column(String(10))
    sealed_private: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    retired_at: Mapped[datetime | None]
