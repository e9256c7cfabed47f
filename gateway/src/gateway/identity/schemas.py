"""What the first-party routes of identity take and give."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hueioc.auth.principal import Role

Login = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CodeRequest(Input):
    phone: Annotated[str, StringConstraints(min_length=3, max_length=24)]
    """A Vietnamese mobile number: 0912 345 678, 84912345678 or +84912345678."""


class CodeSent(BaseModel):
    """The same for every number, known or not."""

    expires_in: int
    resend_in: int


class PhoneSignIn(CodeRequest):
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class OfficerSignIn(Input):
    login: Login
    password: Password
    code: Annotated[str, StringConstraints(min_length=6, max_length=20)]
    """The six digits of the authenticator, or a recovery code."""


class EnrolmentRequest(Input):
    login: Login
    password: Password


class Enrolment(BaseModel):
    secret: str
    uri: str
    """`otpauth://…`, to be shown as a QR code."""


class Token(BaseModel):
    """An access token for the memory of the page; the refresh token is in an HttpOnly cookie."""

    access_token: str
    token_type: str
    expires_in: int
    subject: UUID
    roles: list[Role]
    agency_id: str
    unit_id: str
    session_id: UUID


class OfficerToken(Token):
    recovery_codes: list[str] | None
    """Only at the first sign-in with an authenticator: to be shown once and written down."""


class Me(BaseModel):
    subject: str
    roles: list[Role]
    agency_id: str
    unit_id: str
    wards: list[str]
    phone: str
    """The last three digits: `•••••••678`."""
    email: str


class EmailUpdate(Input):
    email: Annotated[str, StringConstraints(max_length=200)]
    """Empty takes the address away."""


class PasswordUpdate(Input):
    current_password: Password
    new_password: Password


class SessionShown(BaseModel):
    id: UUID
    device: str
    client_id: str
    methods: list[str]
    created_at: datetime
    used_at: datetime
    expires_at: datetime
    is_current: bool


class SessionList(BaseModel):
    items: list[SessionShown]


class ErasureRequest(Input):
    confirm: Annotated[str, StringConstraints(pattern=r"^(XOÁ|XÓA|XOA|ERASE)$")]
    """The word XOÁ or ERASE, typed by the person."""


class ErasureShown(BaseModel):
    person_id: UUID
    asked_by: str
    asked_at: datetime
    due_at: datetime
    done_at: datetime | None
    answered: dict[str, datetime]
    missing: list[str]


class ErasureList(BaseModel):
    items: list[ErasureShown]


class AccountCreate(Input):
    login: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{3,120}$")]


class FirstPassword(BaseModel):
    """Shown once to the supervisor; the officer changes it after signing in."""

    password: str


class ProviderShown(BaseModel):
    name: str
    title_vi: str
    title_en: str
    url: str


class ProviderList(BaseModel):
    items: list[ProviderShown]


class ClientCreate(Input):
    client_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{2,79}$")]
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    is_public: bool = False
    """An app on a phone or in a browser: no secret, PKCE instead."""
    redirect_uris: Annotated[list[str], Field(max_length=10)] = []
    role: Role | None = None
    """partner, device or service, for client credentials."""
    scopes: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[a-z0-9:._-]{1,60}$")]], Field(max_length=50)
    ] = []
    agency_id: UUID | None = None


class ClientShown(BaseModel):
    client_id: str
    name: str
    is_public: bool
    redirect_uris: list[str]
    grants: list[str]
    role: str | None
    scopes: list[str]
    agency_id: UUID | None
    secrets: int
    closed_at: datetime | None


class ClientMade(ClientShown):
    client_secret: str | None
    """Shown once."""


class ClientList(BaseModel):
    items: list[ClientShown]


class KeyRotated(BaseModel):
    kid: str
    signs_in_s: int


class AuthorizationShown(BaseModel):
    """What the person is asked to allow."""

    id: UUID
    client_name: str
    scopes: list[str]


class AuthorizationAnswer(Input):
    allow: bool


class Redirect(BaseModel):
    redirect_to: str
