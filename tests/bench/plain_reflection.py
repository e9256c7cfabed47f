"""Scene reflection without its grouped writes: each report in a transaction of its own, as every other route writes."""

from dataclasses import replace

from hueioc.run import run
from hueioc.service import find_service

if __name__ == "__main__":
    run(replace(find_service("reflection"), parts=()))
