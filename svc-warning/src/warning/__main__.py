"""Runs this service alone: `uv run warning`."""

from hueioc.run import serve


def main() -> None:
    serve("warning")


if __name__ == "__main__":
    main()
