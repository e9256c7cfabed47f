"""The city on one machine: the supervisor behind `make up`, and the `hue` command."""
