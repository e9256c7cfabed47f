"""The secrets that the embedded start makes."""

from hueioc.embedded.secret import MARK, development_secret
from hueioc.settings import DEVELOPMENT_MARK, MINIMUM_SECRET_LENGTH


def test_a_secret_of_this_machine_carries_the_mark_that_production_refuses():
    assert MARK == DEVELOPMENT_MARK
    assert development_secret().startswith(MARK)


def test_secrets_are_long_and_never_the_same():
    made = {development_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(len(secret) > MINIMUM_SECRET_LENGTH for secret in made)
