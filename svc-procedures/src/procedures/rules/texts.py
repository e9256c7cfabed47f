"""Text as it is kept: one kind of line end, no control characters, composed letters."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?")


def clean(text: str) -> str:
    """NFC, LF line ends, without characters that PostgreSQL or XML 1.0 refuse or that cannot be seen."""
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))).strip()
