"""Settings, and what production refuses."""

import pytest
from pydantic import SecretStr, ValidationError

from hueioc.service import installed_services
from hueioc.settings import MINIMUM_SECRET_LENGTH, Env, ServiceSettings, secret_fields

LONG = "p" * MINIMUM_SECRET_LENGTH


def settings(**over):
    return ServiceSettings(**(dict.fromkeys(secret_fields(ServiceSettings), LONG) | over))


def test_production_starts_with_secrets_of_its_own():
    assert settings(env="prod").env is Env.PROD


@pytest.mark.parametrize("name", secret_fields(ServiceSettings))
@pytest.mark.parametrize(
    "value", ["", "p" * (MINIMUM_SECRET_LENGTH - 1), "dev_" + LONG, f"postgresql://x:dev_{LONG}@h/d"]
)
def test_production_refuses_a_secret_that_is_missing_short_or_made_for_development(name, value):
    with pytest.raises(ValidationError, match=f"HUE_{name.upper()}"):
        settings(env="prod", **{name: value})


def test_development_takes_what_it_gets():
    assert settings(key_encryption_key="dev_x").env is Env.DEV


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("HUE_PORT", "8123")
    assert settings().port == 8123


def test_settings_do_not_change():
    with pytest.raises(ValidationError):
        settings().port = 1


def test_no_secret_shows_when_settings_are_printed():
    assert LONG not in repr(settings())


@pytest.mark.parametrize("service", installed_services(), ids=lambda each: each.name)
def test_every_secret_of_a_service_is_checked(service):
    annotated = {n for n, field in service.settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert annotated == set(secret_fields(service.settings))
    assert all(isinstance(each, str) for each in annotated)
    assert SecretStr is service.settings.model_fields["nats_url"].annotation
