"""The public picture: faces and moving persons are covered."""

import io

import pytest

from camera.rules.tracker import Box


def pixels_of(jpeg):
    import av

    with av.open(io.BytesIO(jpeg)) as given:
        return next(given.decode(video=0)).to_ndarray(format="bgr24")


def detail(pixels):
    """How much fine structure there is."""
    import cv2

    return cv2.Laplacian(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), cv2.CV_64F).var()


@pytest.fixture
def noisy():
    import numpy as np

    return np.random.default_rng(5).integers(0, 255, (360, 640, 3), dtype=np.uint8)


def test_a_moving_person_is_covered_and_a_car_is_not(noisy):
    from camera.rules.covering import public_picture

    person, car = Box(50, 50, 20, 50), Box(200, 100, 80, 40)
    picture = pixels_of(public_picture(noisy, [person, car], 640 / 480))
    assert detail(picture[75:130, 72:90]) < detail(noisy[75:130, 72:90]) / 20
    assert detail(picture[140:180, 280:360]) > detail(noisy[140:180, 280:360]) / 4


def test_a_face_is_covered():
    import cv2
    from skimage import data

    from camera.rules.covering import public_picture

    portrait = cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR)
    picture = pixels_of(public_picture(portrait, [], 1.0))
    face = slice(80, 160), slice(190, 260)
    assert detail(picture[face]) < detail(portrait[face]) / 4


def test_the_evidence_itself_is_not_changed(noisy):
    from camera.rules.covering import public_picture

    before = noisy.copy()
    public_picture(noisy, [Box(0, 0, 20, 60)], 1.0)
    assert (noisy == before).all()
