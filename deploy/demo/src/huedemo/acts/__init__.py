"""One act for each service, by its name."""

from huedemo.acts import (
    advertising,
    camera,
    cards,
    environment,
    fishing,
    infosec,
    press,
    procedures,
    reflection,
    warning,
)
from huedemo.play import Act

ACTS: dict[str, Act] = {
    "reflection": reflection.act,
    "environment": environment.act,
    "warning": warning.act,
    "fishing": fishing.act,
    "camera": camera.act,
    "press": press.act,
    "advertising": advertising.act,
    "infosec": infosec.act,
    "cards": cards.act,
    "procedures": procedures.act,
}
