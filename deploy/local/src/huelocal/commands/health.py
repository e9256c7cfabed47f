"""`hue doctor`: what this machine lacks, and what to do about it."""

import typer

from huelocal.checks import ALL
from huelocal.commands.running_city import fail


def doctor() -> None:
    """Look at everything the city needs and say what to do about what is missing."""
    wrong = 0
    for check in ALL:
        finding = check()
        wrong += finding.is_wrong
        typer.echo(f"{'!!' if finding.is_wrong else 'ok'}  {finding.sentence}")
    if wrong:
        fail(f"{wrong} of {len(ALL)} need your attention.")
