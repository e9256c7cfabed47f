"""Runs this service alone: `uv run advertising`."""

from hueioc.run import serve


def main() -> None:
    serve("advertising")


if __name__ == "__main__":
    main()
