"""Runs this service alone: `uv run infosec`."""

from hueioc.run import serve


def main() -> None:
    serve("infosec")


if __name__ == "__main__":
    main()
