"""Runs this service alone: `uv run procedures`."""

from hueioc.run import serve


def main() -> None:
    serve("procedures")


if __name__ == "__main__":
    main()
