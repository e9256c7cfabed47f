"""Letters from templates: `{name}` is a value we know; anything else in braces stays as it stands."""

import re
from collections.abc import Mapping

_NAME = re.compile(r"\{([a-z_]+)\}")


def filled(template: str, values: Mapping[str, str]) -> str:
    return _NAME.sub(lambda match: values.get(match[1], match[0]), template)
