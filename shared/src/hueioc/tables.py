"""Every table that the common library brings to a service, in the order in which they are made."""

from hueioc.audit import audit
from hueioc.bus.inbox import inbox, inbox_versions
from hueioc.files.uploads import uploads
from hueioc.idempotency import idempotency
from hueioc.outbox import outbox
from hueioc.outbox_store import relay_state
from hueioc.personal.keys import person_keys
from hueioc.sealer import seals

ALL = (outbox, relay_state, inbox, inbox_versions, idempotency, person_keys, uploads, audit, seals)
