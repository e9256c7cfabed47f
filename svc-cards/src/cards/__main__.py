"""Runs this service alone: `uv run cards`."""

from hueioc.run import serve


def main() -> None:
    serve("cards")


if __name__ == "__main__":
    main()
