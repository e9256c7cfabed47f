"""The `hue` command. Each command is a short function in `huelocal.commands`."""

import typer

from huelocal.commands import bench, city, dead_letters, development, health, rebuild

app = typer.Typer(help="The Hue city suite on one machine.", no_args_is_help=True, add_completion=False)
app.command()(city.up)
app.command()(city.status)
app.command()(city.down)
app.command()(city.logs)
app.command()(development.migrate)
app.command()(development.seed)
app.command()(development.token)
app.command()(health.doctor)
app.command()(bench.bench)
app.add_typer(dead_letters.app, name="dlq")
app.add_typer(rebuild.outbox, name="outbox")
app.add_typer(rebuild.views, name="views")


def main() -> None:
    app()
