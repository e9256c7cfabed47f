"""The web builds."""

import gzip
import os

import pytest

from gateway.static import IMMUTABLE, NotBuilt, ReadOnly, WebApps
from hueioc.errors import NotFound


@pytest.fixture
def web(tmp_path):
    folder = tmp_path / "dist"
    for name in ("index.html", "ops/index.html", "assets/app-1a2b.js", "sw.js", "app.webmanifest"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return WebApps(str(folder))


def file_of(answer):
    """Every file of this build holds its own name."""
    return bytes(answer.body).decode()


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("/", "index.html"),
        ("/report/7", "index.html"),
        ("/opsy", "index.html"),
        ("/ops", "ops/index.html"),
        ("/ops/queue", "ops/index.html"),
        ("/sw.js", "sw.js"),
        ("/assets/app-1a2b.js", "assets/app-1a2b.js"),
    ],
)
def test_a_path_is_a_file_or_its_apps_page(web, url, file):
    assert file_of(web.answer(url)) == file


@pytest.mark.parametrize("url", ["/assets/gone.js", "/nothing.png"])
def test_a_missing_file_is_not_answered_with_a_page(web, url):
    with pytest.raises(NotFound):
        web.answer(url)


@pytest.mark.parametrize(
    "url",
    ["/../secret.txt", "/assets/../../secret.txt", "//etc/passwd", "/link.txt", "/..", "/%2e%2e/secret.txt", "/a\0b"],
)
def test_nothing_outside_of_the_build_is_answered(web, url):
    try:
        answer = web.answer(url)
    except NotFound:
        return
    assert file_of(answer) == "index.html"


def test_a_name_that_no_disk_can_hold_is_not_found(web):
    with pytest.raises(NotFound):
        web.answer("/" + "a" * 5000 + ".js")


def test_hashed_files_are_kept_for_ever_and_pages_never(web):
    assert web.answer("/assets/app-1a2b.js").headers["cache-control"] == IMMUTABLE
    assert web.answer("/").headers["cache-control"] == "no-cache"
    assert web.answer("/sw.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("url", ["/", "/assets/app-1a2b.js"])
def test_every_answer_has_the_security_fields(web, url):
    headers = web.answer(url).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_manifest_has_its_media_type(web):
    assert web.answer("/app.webmanifest").media_type == "application/manifest+json"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_pages_are_read_only(web, method):
    with pytest.raises(ReadOnly):
        web.answer("/", method)


@pytest.mark.parametrize("folder", ["", "/nonexistent"])
def test_without_a_build_it_says_so(folder):
    with pytest.raises(NotBuilt):
        WebApps(folder).answer("/")


def test_a_text_is_sent_compressed_to_who_wants_it(web, tmp_path):
    (tmp_path / "dist" / "assets" / "long.js").write_text("x" * 5000)
    plain, small = (web.answer("/assets/long.js", headers=h) for h in ({}, {b"accept-encoding": b"gzip"}))
    assert gzip.decompress(small.body) == plain.body
    assert small.headers["etag"] != plain.headers["etag"]
    assert small.headers["vary"] == "Accept-Encoding"


def test_a_file_that_is_still_good_is_not_sent_again(web):
    etag = web.answer("/sw.js").headers["etag"].encode()
    assert web.answer("/sw.js", headers={b"if-none-match": etag}).status_code == 304


def test_a_new_build_is_seen(web, tmp_path):
    assert file_of(web.answer("/sw.js")) == "sw.js"
    (tmp_path / "dist" / "sw.js").write_text("new")
    os.utime(tmp_path / "dist" / "sw.js", ns=(1, 1))
    assert file_of(web.answer("/sw.js")) == "new"
