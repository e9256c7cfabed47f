"""Words of a report's public text, folded for search.

Computed by PostgreSQL and not by `hueioc.vi`, because reports are written in two ways and a moderator may change the
text: no path can forget it. A test holds both foldings together.
"""

from sqlalchemy import Computed

MARKS = "\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff"
FOLDED = f"translate(regexp_replace(normalize(lower({{text}}), NFD), '[{MARKS}]', '', 'g'), 'đð', 'dd')"


def words_of(text: str) -> Computed:
    """The generated column of the words in an SQL expression of text."""
    return Computed(f"to_tsvector('simple'::regconfig, {FOLDED.format(text=text)})", persisted=True)
