"""The caller of a request, as its token says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hueioc.errors import Forbidden, Text


class Role(StrEnum):
    CITIZEN = "citizen"
    OFFICER = "officer"
    """An officer of a handling unit."""
    MODERATOR = "moderator"
    """An operator of the operations centre (IOC)."""
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    PARTNER = "partner"
    DEVICE = "device"
    SERVICE = "service"


STAFF = frozenset({Role.OFFICER, Role.MODERATOR, Role.SUPERVISOR, Role.AUDITOR})
MACHINES = frozenset({Role.PARTNER, Role.DEVICE, Role.SERVICE})
"""Clients without a person behind them: a role is not enough, the token must carry the scope."""


@dataclass(frozen=True)
class Principal:
    """`subject` is a pseudonym; nothing here identifies a person by itself. `wards` empty means all wards."""

    subject: str
    client_id: str = ""
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] = frozenset()
    agency_id: str = ""
    unit_id: str = ""
    wards: frozenset[str] = frozenset()
    session_id: str = ""
    expires_at: float = 0.0
    claims: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False, compare=False)

    @property
    def is_anonymous(self) -> bool:
        return not self.subject

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF)

    def has_role(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))

    def must_act_for(self, unit_id: str) -> None:
        """An officer acts for the own unit only; operators and supervisors for any."""
        if self.has_role(Role.MODERATOR, Role.SUPERVISOR) or (unit_id and unit_id == self.unit_id):
            return
        raise Forbidden(Text("Việc này thuộc đơn vị khác", "This belongs to another unit"))

    def must_cover_ward(self, ward: str) -> None:
        if self.wards and ward not in self.wards:
            raise Forbidden(Text("Phường/xã này ngoài phạm vi của bạn", "This ward is outside your area"))


ANONYMOUS = Principal(subject="")


def roles_from(values: Iterable[str]) -> frozenset[Role]:
    """The roles we know; an unknown one gives nothing."""
    known = {role.value: role for role in Role}
    return frozenset(known[value] for value in values if value in known)
