"""Runs this service alone: `uv run reflection`."""

from hueioc.run import serve


def main() -> None:
    serve("reflection")


if __name__ == "__main__":
    main()
