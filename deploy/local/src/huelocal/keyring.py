"""The secrets of this checkout: made once, kept in one file that only its owner reads, marked as development."""

import base64
import json
import os
from pathlib import Path

from hueioc.embedded.secret import MARK, development_secret

KEY_BYTES = 32


class Keyring:
    """Secrets by name. A name asked for the first time gets a new secret, written to the file at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._secrets: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def secret(self, name: str) -> str:
        return self._secrets.get(name) or self._keep(name, development_secret())

    def key(self, name: str) -> str:
        """The mark, then 32 random bytes in base64."""
        made = MARK + base64.b64encode(os.urandom(KEY_BYTES)).decode()
        return self._secrets.get(name) or self._keep(name, made)

    def _keep(self, name: str, value: str) -> str:
        self._secrets[name] = value
        draft = self._path.with_suffix(".new")
        with open(draft, "w", encoding="utf-8", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            json.dump(self._secrets, file, indent=1)
            file.flush()
            os.fsync(file.fileno())  # the databases are encrypted and closed with these
        draft.replace(self._path)
        return value
