"""Who asks: found by a keyed hash, sealed, shown to staff with a line in the audit, erased when its time is over."""

import base64
import hmac
import json
from datetime import timedelta
from math import ceil
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hueioc.audit import record
from hueioc.auth.principal import Principal
from hueioc.clock import now
from hueioc.errors import Invalid, invalid_field
from hueioc.personal.vault import Vault
from procedures.errors import ContactErased, ContactMissing, TooManyEnquiries, UnknownEnquiry
from procedures.models import Enquiry
from procedures.queries import enquiries, intake
from procedures.queries.intake import Limit
from procedures.schemas import enquiries as schemas
from procedures.service.enquiry_terms import Terms

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


class Asked(NamedTuple):
    """By whom, from where and about what, as far as limits are concerned: keyed hashes."""

    contact: bytes
    address: bytes
    project_id: UUID


def contact_token(vault: Vault, data: schemas.EnquiryCreate) -> bytes:
    """Of the e-mail address, or else of the telephone number. Raises `Invalid`, which names the field."""
    tokens: list[bytes] = []
    for kind, value in (("email", data.email), ("phone", data.phone)):
        if not value:
            continue
        try:
            tokens.append(vault.token(kind, value))
        except Invalid as error:
            words = error.fields[0].detail
            raise invalid_field(f"/{kind}", words.vi, words.en) from error
    if not tokens:
        raise ContactMissing
    return tokens[0]


async def demand_few(session: AsyncSession, terms: Terms, asked: Asked) -> None:
    """Raises `TooManyEnquiries`: of one contact in a day; of one address, about one project, of all in an hour."""
    moment, wait_s = now(), 0.0
    if await enquiries.since_by_contact(session, asked.contact, moment - A_DAY) >= terms.most_a_contact:
        wait_s = A_DAY.total_seconds()
    elif (
        await enquiries.since(session, moment - AN_HOUR, asked.project_id) >= terms.most_a_project
        or await enquiries.since(session, moment - AN_HOUR) >= terms.most
    ):
        wait_s = AN_HOUR.total_seconds()
    else:
        turns = Limit(asked.address, terms.most_an_address, AN_HOUR / terms.most_an_address)
        wait_s = await intake.take_turn(session, turns, moment)
    if wait_s:
        raise TooManyEnquiries(headers={"Retry-After": str(ceil(wait_s))})


async def reveal(session: AsyncSession, vault: Vault, caller: Principal, enquiry_id: UUID) -> schemas.EnquiryContact:
    """Who asks, in clear, and a line in the audit."""
    if await enquiries.find(session, enquiry_id) is None:
        raise UnknownEnquiry
    contact = await enquiries.contact(session, enquiry_id)
    if contact is None:
        raise ContactErased
    opened = json.loads(await vault.open(session, enquiry_id, contact.sealed, context_of(enquiry_id)))
    await record(session, caller.subject, "enquiry.contact_read", str(enquiry_id))
    return schemas.EnquiryContact(**{name: opened[name] for name in schemas.EnquiryContact.model_fields})


def link_of(vault: Vault, enquiry_id: UUID) -> str:
    """The signature by which whoever asked opens the enquiry: 43 characters of base64url."""
    return base64.urlsafe_b64encode(vault.token("enquiry-link", str(enquiry_id))).decode().rstrip("=")


async def followed(session: AsyncSession, vault: Vault, enquiry_id: UUID, link: str) -> Enquiry:
    """The enquiry of a link. A wrong link, an unknown enquiry and one whose time is over are told alike."""
    is_right = hmac.compare_digest(link_of(vault, enquiry_id).encode(), link.encode())
    row = await enquiries.find(session, enquiry_id) if is_right else None
    if row is None or await enquiries.contact(session, enquiry_id) is None:
        raise UnknownEnquiry
    return row


async def forget(session: AsyncSession, vault: Vault, row: Enquiry) -> None:
    """The key first: what a backup still holds is noise."""
    await vault.erase(session, row.id)
    await enquiries.erase_contact(session, row.id)


def context_of(enquiry_id: UUID) -> str:
    return f"enquiry_contacts.sealed.{enquiry_id}"
