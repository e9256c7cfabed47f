"""Clips with wrong bytes are read or refused: never an error of ours, never an end of the process, never a wait."""

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("mutated_clips.py")
A_BATCH = 1_000
BATCH_WITHIN_S = 900.0


def survive(seed, numbers, folder):
    """What became of these clips. A batch that ends early, or does not end, names the clip that it was reading."""
    folder.mkdir()
    command = [sys.executable, PROGRAM, folder, str(seed), str(numbers.start), str(numbers.stop)]
    with (folder / "said").open("w+") as said:
        try:
            code = subprocess.run(command, stdout=said, stderr=said, timeout=BATCH_WITHIN_S, check=False).returncode
        except subprocess.TimeoutExpired:
            code = "no end"
        said.seek(0)
        words = said.read()
    assert code == 0, f"{code} at {(folder / 'reading').read_text()}: {words[-3000:]}"
    outcomes = Counter(json.loads(words.splitlines()[-1]))
    sys.stdout.write(f"up to {numbers.stop} of seed {seed}: {dict(outcomes)}\n")  # progress, for pytest -s
    return outcomes


def reached(outcomes):
    """Whether enough got past the container, and through everything that follows."""
    everything = sum(outcomes[each] for each in ("read", "no frames", "unreadable", "unreachable", "stalled"))
    found = all(outcomes[f"said {each}"] for each in ("counted", "covered", "picture", "violation"))
    return everything, outcomes["read"] > everything / 2, found


def test_mutated_clips_are_read_or_refused(tmp_path):
    assert reached(survive(3, range(200), tmp_path / "clips")) == (200, True, True)


def test_a_clip_in_which_another_stream_comes_up_is_refused(tmp_path):
    """Clip 7446 of seed 4: PyAV knows the streams of the beginning only."""
    outcomes = survive(4, range(7446, 7447), tmp_path / "clips")
    assert outcomes["unreadable"] == 1


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_mutated_clips_are_read_or_refused(tmp_path):
    batches = [range(first, first + A_BATCH) for first in range(0, 100_000, A_BATCH)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = sum(pool.map(lambda batch: survive(4, batch, tmp_path / f"{batch.start}"), batches), Counter())
    assert reached(outcomes) == (100_000, True, True)
