"""Runs this service alone: `uv run camera`."""

from hueioc.run import serve


def main() -> None:
    serve("camera")


if __name__ == "__main__":
    main()
