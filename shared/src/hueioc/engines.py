"""Heavy engines load on first use: what decodes films and pictures is not in the memory of a city that is idle.

if TYPE_CHECKING:
    import cv2
else:
    cv2 = on_first_use("cv2")
"""

from importlib import import_module
from types import ModuleType
from typing import Any


class _Engine(ModuleType):
    """Stands for a module until somebody asks it for something."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # whoever inspects modules does not mean to load them
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def on_first_use(name: str) -> Any:
    """The module `name`, imported when an attribute of it is first used."""
    return _Engine(name)
