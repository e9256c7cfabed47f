"""Two hundred thousand published reports in Hue's box, sent over two years."""

import random
from datetime import timedelta
from typing import Any

import asyncpg
import h3

from hueioc.clock import now
from hueioc.ids import uuid7

MANY = 200_000
DAYS = 730
SOUTH, NORTH, WEST, EAST = 16.40, 16.50, 107.54, 107.64
WORDS = "rác ổ gà đèn đường hỏng cống nghẹt cây đổ vỉa hè lấn chiếm trước nhà số chợ trường học gần cầu".split()  # noqa: SIM905 - a list to be read
COLUMNS = (
    "id",
    "version",
    "created_at",
    "updated_at",
    "state",
    "state_since",
    "published_at",
    "priority",
    "source",
    "category_code",
    "category_from",
    "description",
    "address",
    "lat",
    "lon",
    "cell",
    "ward_code",
    "ward_name",
    "assign_note",
    "moderation_note",
)


async def fill(dsn: str, count: int = MANY) -> None:
    """The same reports in every run."""
    connection = await asyncpg.connect(dsn, server_settings={"transaction_timeout": "0"})
    categories = [tuple(row) for row in await connection.fetch("select code, valid_from from categories")]
    dice = random.Random(200_000)
    for begin in range(0, count, 20_000):
        rows = [_row(dice, categories) for _ in range(begin, min(begin + 20_000, count))]
        await connection.copy_records_to_table("reports", records=rows, columns=COLUMNS)
    await connection.execute("vacuum analyze reports")
    await connection.close()


def place(dice: random.Random) -> tuple[float, float]:
    return dice.uniform(SOUTH, NORTH), dice.uniform(WEST, EAST)


def _row(dice: random.Random, categories: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    lat, lon = place(dice)
    sent = now() - timedelta(days=DAYS * dice.random())
    state = dice.choice(["accepted", "assigned", "in_progress", "resolved", "closed", "closed"])
    words = " ".join(dice.choices(WORDS, k=14))
    cell = h3.str_to_int(h3.latlng_to_cell(lat, lon, 9))
    return (
        *(uuid7(), 1, sent, sent, state, sent, sent, "normal", "app", *dice.choice(categories)),
        *(words, f"{dice.randrange(1, 300)} Lê Lợi", lat, lon, cell, "19753", "Phường Thuận Hoá", "", ""),
    )
