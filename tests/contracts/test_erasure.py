"""Whoever keeps personal data must forget it when asked: every service that seals answers an erasure."""

import re
from pathlib import Path

import pytest

from gateway.identity import erasure
from hueioc.service import installed_services

ROOT = Path(__file__).resolve().parents[2]
SEALS = re.compile(r"\bvault\.seal\(|personal\.(keys|vault|sealed)\b")
OTHERS = [service for service in installed_services() if service.name != "gateway"]


def seals(name: str) -> bool:
    sources = (path for folder in ROOT.glob(f"*/src/{name}") for path in folder.rglob("*.py"))
    return any(SEALS.search(path.read_text(encoding="utf-8")) for path in sources)


@pytest.mark.parametrize("service", [each for each in OTHERS if seals(each.name)], ids=lambda service: service.name)
def test_whoever_seals_hears_of_an_erasure_and_answers_it(service):
    assert "evt.gateway.person.erased" in {each for consumer in service.consumers for each in consumer.subjects}
    assert erasure.answer_of(service.name) in {event.subject for event in service.events}


def test_the_gateway_waits_for_each_who_answers():
    (gateway,) = [service for service in installed_services() if service.name == "gateway"]
    heard = {subject for consumer in gateway.consumers for subject in consumer.subjects}
    assert "reflection" in erasure.services()
    assert {erasure.answer_of(name) for name in erasure.services()} <= heard
