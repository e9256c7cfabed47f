"""Clips with wrong bytes are read or refused: never an error of ours, never an end of the process, never a wait."""

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE

import pytest

PROGRAM = Path(__file__).with_name("mutated_clips.py")
A_BATCH = 1_000
BATCH_WITHIN_S = 900.0


def survive(seed, numbers, folder):
    """What became of these clips. A batch that ends early, or does not end, names the clip that it was reading."""
    folder.mkdir()
    command = [sys.executable, PROGRAM, folder, str(seed), str(numbers.start), str(numbers.stop)]
    with (folder / "wrong").open("w+") as wrong:
        try:
            done = subprocess.run(command, stdout=PIPE, stderr=wrong, text=True, timeout=BATCH_WITHIN_S, check=False)
            code, said = done.returncode, done.stdout
        except subprocess.TimeoutExpired:
            code, said = "no end", ""
        wrong.seek(0)
        words = wrong.read()
    outcomes = Counter(json.loads(said or "{}"))
    sys.stdout.write(f"up to {numbers.stop} of seed {seed}: {dict(outcomes)}\n")  # progress, for pytest -s
    return outcomes, "" if code == 0 else f"{code} at {(folder / 'reading').read_text()}: {words[-3000:]}"


def reached(outcomes):
    """Whether enough got past the container, and through everything that follows."""
    everything = sum(outcomes[each] for each in ("read", "no frames", "unreadable", "unreachable", "stalled"))
    found = all(outcomes[f"said {each}"] for each in ("counted", "covered", "picture", "violation"))
    return everything, outcomes["read"] > everything / 2, found


def test_mutated_clips_are_read_or_refused(tmp_path):
    outcomes, wrong = survive(3, range(200), tmp_path / "clips")
    assert not wrong
    assert reached(outcomes) == (200, True, True)


@pytest.mark.parametrize(
    ("number", "became"),
    [
        pytest.param(7446, "unreadable", id="another stream comes up, which PyAV does not know"),
        pytest.param(5591, "read", id="a picture is to be seen in thousands of years"),
    ],
)
def test_what_once_ended_the_reading_of_a_clip_does_no_more(tmp_path, number, became):
    """Clips of seed 4."""
    outcomes, wrong = survive(4, range(number, number + 1), tmp_path / "clips")
    assert not wrong
    assert outcomes[became] == 1


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_hundred_thousand_mutated_clips_are_read_or_refused(tmp_path):
    batches = [range(first, first + A_BATCH) for first in range(0, 100_000, A_BATCH)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda batch: survive(4, batch, tmp_path / f"{batch.start}"), batches))
    assert "\n".join(wrong for _, wrong in results if wrong) == ""
    assert reached(sum((outcomes for outcomes, _ in results), Counter())) == (100_000, True, True)
