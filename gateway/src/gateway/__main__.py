"""Runs the gateway alone: `uv run gateway`."""

from hueioc.run import serve


def main() -> None:
    serve("gateway")


if __name__ == "__main__":
    main()
