"""Runs this service alone: `uv run press`."""

from hueioc.run import serve


def main() -> None:
    serve("press")


if __name__ == "__main__":
    main()
