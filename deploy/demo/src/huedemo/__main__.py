"""`make demo`: plays on the city that is up. `python -m huedemo --seconds 60` for a shorter play."""

import argparse
import asyncio

import typer

from huedemo.acts import ACTS
from huedemo.play import play
from huedemo.town import Town
from huelocal.commands.running_city import RunningCity

FIVE_MINUTES_S = 300


def main() -> None:
    parser = argparse.ArgumentParser(prog="huedemo", description=__doc__)
    parser.add_argument("--seconds", type=float, default=FIVE_MINUTES_S)
    seconds: float = parser.parse_args().seconds
    try:
        city = RunningCity()
    except typer.Exit as said:  # it has told why
        raise SystemExit(said.exit_code) from None
    town = Town(city.state.url, city.state.ports, city.surroundings.mqtt_url())
    print(f"Watch it at {town.url}/ops/city (sign in by \u201cĐăng nhập thử nghiệm\u201d) and {town.url}/\n")
    asyncio.run(play(town, ACTS, seconds))


if __name__ == "__main__":
    main()
