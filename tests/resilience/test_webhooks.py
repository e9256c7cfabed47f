"""Messages of webhooks over a gateway and a bus that die: none is lost, and one that comes twice has the same id."""

import os
import signal
from collections import Counter

import pytest

from tests.city import City
from tests.e2e.test_alerts import published
from tests.partner import new_partner, partner_server, subscribe
from tests.people import until

ACCEPTED = "vn.hue.reflection.report.accepted.v1"
HEARD_WITHIN_S = 30.0


@pytest.mark.parametrize("victim", ["gateway", "nats"])
async def test_a_partner_misses_nothing(tough_city: City, victim: str):
    city = tough_city
    async with city.client() as client, partner_server() as server:
        server.status = 503  # what comes before the death waits
        await subscribe(await new_partner(city, client, f"partner-{victim}"), server, ACCEPTED)
        sent = [(await published(city, client))["id"] for _ in range(2)]
        os.kill(city.pid(victim), signal.SIGKILL)
        server.status = 204
        city.until_whole()
        sent += [(await published(city, client))["id"] for _ in range(2)]
        heard = await until(server.reports, HEARD_WITHIN_S, is_it=lambda found: set(sent) <= set(found))
    assert Counter(heard) == Counter(sent)
