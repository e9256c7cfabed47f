"""One answer, encoded once."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.readmodel.entry import SMALLEST_GZIP, Entry, accepts_gzip, is_match

LONG = b'{"x":"' + b"a" * SMALLEST_GZIP + b'"}'
TAGS = st.text(st.characters(min_codepoint=0x23, max_codepoint=0x7E, exclude_characters=","), min_size=1).map(
    lambda text: f'"{text}"'.encode()
)


def compressed(entry):
    entry.gzipped()
    return entry.gzipped()


def test_equal_bodies_have_equal_tags_and_others_others(document):
    one, same, other = (Entry(document(body=body)) for body in (b"1", b"1", b"2"))
    assert one.etag == same.etag != other.etag


def test_tags_are_strong(document):
    entry = Entry(document(body=LONG))
    assert not entry.etag.startswith(b"W/")
    assert entry.etag != entry.gzip_etag


def test_the_compressed_form_is_made_when_it_is_asked_for_again(document):
    entry = Entry(document(body=LONG))
    assert entry.gzipped() is None
    assert gzip.decompress(entry.gzipped()[1]) == LONG


def test_the_compressed_form_is_made_once(document):
    entry = Entry(document(body=LONG))
    assert compressed(entry)[1] is compressed(entry)[1]


def test_what_is_short_is_not_compressed(document):
    assert compressed(Entry(document(body=b"{}"))) is None


def test_the_length_of_each_form_is_told(document):
    entry = Entry(document(body=LONG))
    head, body = compressed(entry)
    assert b"content-length: %d\r\n" % len(LONG) in entry.head
    assert b"content-length: %d\r\n" % len(body) in head


def test_not_modified_tells_what_the_whole_answer_would(document):
    entry = Entry(document())
    fields = [line for line in entry.head.split(b"\r\n") if not line.startswith(b"content-length")]
    assert entry.not_modified.split(b"\r\n") == fields


@pytest.mark.parametrize(("audience", "words"), [("public", b"public, max-age"), ("staff", b"private, no-cache")])
def test_only_what_is_public_may_be_kept_by_others(document, audience, words):
    assert b"cache-control: " + words in Entry(document(audience=audience)).head


@given(TAGS, st.lists(TAGS), st.booleans())
def test_a_tag_is_found_wherever_it_stands_in_the_list(tag, others, is_weak):
    sent = b"W/" + tag if is_weak else tag
    assert is_match(b", ".join([*others, sent]), tag)


@given(TAGS, st.lists(TAGS))
def test_a_list_without_the_tag_does_not_match(tag, others):
    assert is_match(b", ".join(other for other in others if other != tag), tag) is False


def test_a_star_matches_everything():
    assert is_match(b" * ", b'"x"')


@pytest.mark.parametrize("value", [b"gzip", b"br, gzip", b"gzip;q=0.5", b"gzip; q=1.0", b"deflate,gzip ;q=0.001"])
def test_gzip_is_welcome(value):
    assert accepts_gzip(value)


@pytest.mark.parametrize("value", [b"", b"br", b"gzip;q=0", b"gzip; q=0.0", b"identity, gzip;q=0.000", b"x-gzipped"])
def test_gzip_is_not_welcome(value):
    assert not accepts_gzip(value)
