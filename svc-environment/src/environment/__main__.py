"""Runs this service alone: `uv run environment`."""

from hueioc.run import serve


def main() -> None:
    serve("environment")


if __name__ == "__main__":
    main()
