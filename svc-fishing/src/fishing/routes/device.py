"""What tracking devices send, each with its own key. Idempotent by boat, source and second."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request

from fishing import schemas
from fishing.models import Device
from fishing.service.intake import Delivery, take
from fishing.service.reasons import REASONS
from fishing.service.vessels import demand_own, device_of_key, find
from fishing.states import Outcome
from hueioc.auth.access import anyone
from hueioc.edge import EdgeRoute, Session, without_key
from hueioc.runtime import runtime_of

router = APIRouter(prefix="/v1/fishing", route_class=EdgeRoute, tags=["fishing"], dependencies=[anyone])


async def _device(
    request: Request, session: Session, device_key: Annotated[str, Header(max_length=200)] = ""
) -> Device:
    return await device_of_key(session, runtime_of(request), device_key)


@router.post("/positions")
@without_key
async def send_positions(
    session: Session, device: Annotated[Device, Depends(_device)], data: schemas.FixBatch
) -> schemas.BatchAnswer:
    """Fixes out of a device's buffer, also old ones; it may forget what is answered as accepted or duplicate."""
    demand_own(device, data.device_id)
    delivery = Delivery(await find(session, device.vessel_id), device, data.fixes)
    await take(session, delivery)
    counted = Counter(outcome for outcome, _ in delivery.answers.values())
    return schemas.BatchAnswer(
        device_id=device.code,
        seq=data.seq,
        accepted=counted[Outcome.ACCEPTED],
        duplicates=counted[Outcome.DUPLICATE],
        rejected=counted[Outcome.REJECTED],
        fixes=[
            schemas.FixAnswer(fix=place, outcome=outcome, reason=why, message=REASONS[why] if why else None)
            for place, (outcome, why) in sorted(delivery.answers.items())
        ],
    )
