"""The tests of the camera service: clips with their truth, cameras, cases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from huedemo import clips as street

from camera.service.cameras import add_camera
from camera.service.intake import Said, take
from camera.states import FileRole
from hueioc.auth.principal import Principal, Role
from hueioc.clock import now

CAMERA = {
    "code": "CAU-TRUONG-TIEN",
    "name_vi": "Cầu Trường Tiền",
    "name_en": "Trường Tiền bridge",
    "lat": 16.4683,
    "lon": 107.5897,
    "purpose": "Giám sát giao thông",
    "source": {"kind": "recordings"},
}


@pytest.fixture(scope="session")
def service_name() -> str:
    return "camera"


@pytest.fixture(scope="session")
def clips():
    """The street of the demonstration, whose truth is known."""
    return street


@pytest.fixture(scope="session")
def busy(clips, tmp_path_factory):
    """A clip of both lanes, and how many of which size cross the middle in which direction."""
    movers, truth = clips.busy_street()
    return clips.street(tmp_path_factory.mktemp("busy") / "busy.mp4", movers, 21), truth


@pytest.fixture(scope="session")
def bad_manners(clips, tmp_path_factory):
    """One stops for nine seconds where it may not, one goes against the one way, one does as it should."""
    movers = [
        clips.Mover(2, clips.RIGHT, 160, stops=(2, 9)),
        clips.Mover(4, clips.LEFT, -160),
        clips.Mover(6, clips.LEFT, 160),
    ]
    return clips.street(tmp_path_factory.mktemp("bad") / "bad.mp4", movers, 18)


@pytest.fixture
def scene(clips):
    return clips.SCENE | {"zones": [clips.NO_STOPPING, clips.ONE_WAY]}


@pytest.fixture
def camera_given():
    return dict(CAMERA)


class Bureau:
    """Cameras, and what a worker says of them."""

    def __init__(self, session, runtime, scene):
        self.session, self.runtime, self.scene = session, runtime, scene

    async def camera(self, **over):
        from camera.schemas import CameraCreate

        caller = Principal("keeper", roles=frozenset({Role.MODERATOR}))
        data = CameraCreate.model_validate(CAMERA | {"scene": self.scene} | over)
        return await add_camera(self.session, self.runtime, caller, data)

    async def say(self, camera, *messages):
        said = []
        for message in messages:
            files = {role: await self.runtime.files.write(raw) for role, raw in message.get("raw", {}).items()}
            said.append(Said({name: part for name, part in message.items() if name != "raw"}, files))
        await take(self.session, camera.id, said)
        await self.session.flush()

    def violation(self, **over):
        moment = now() - timedelta(minutes=1)
        raw = {role.value: f"{role.value} {uuid4()}".encode() for role in FileRole}
        return {
            "say": "violation",
            "track": str(uuid4()),
            "rule": "illegal-stop",
            "zone": "P",
            "size": "medium",
            "since": (moment - timedelta(seconds=70)).isoformat(),
            "at": moment.isoformat(),
            "measured": {"stood_s": 70.5},
            "raw": raw,
            **over,
        }


@pytest.fixture
def bureau(session, runtime, scene):
    return Bureau(session, runtime, scene)
