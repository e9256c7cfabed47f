"""Runs this service alone: `uv run fishing`."""

from hueioc.run import serve


def main() -> None:
    serve("fishing")


if __name__ == "__main__":
    main()
