"""One city for all processes of a test run: the first to need it starts it and stops it when the others are done."""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.city import City, running_city


@contextmanager
def shared_city(place: Path) -> Iterator[City]:
    """`place`: a folder that all processes know. `place/city` names the city's folder while there is one."""
    address = place / "city"
    with ExitStack() as stack, (place / "visiting").open("w") as visiting:
        with (place / "starting").open("w") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)  # until the file is closed
            fcntl.flock(visiting, fcntl.LOCK_SH)
            is_host = not address.exists()
            if is_host:
                city = stack.enter_context(running_city())
                address.write_text(str(city.home.root))
            else:
                city = City(Path(address.read_text()))
        try:
            yield city
        finally:
            fcntl.flock(visiting, fcntl.LOCK_UN)
            if is_host:
                fcntl.flock(visiting, fcntl.LOCK_EX)  # as soon as nobody else is there
                address.unlink()
