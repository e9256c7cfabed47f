"""The engines that look at pixels, loaded when the first picture comes."""

from typing import TYPE_CHECKING, Any

from hueioc.engines import on_first_use

if TYPE_CHECKING:
    import cv2
    import numpy as np
else:
    cv2, np = on_first_use("cv2"), on_first_use("numpy")

__all__ = ["Pixels", "cv2", "np"]

Pixels = Any
"""A numpy array; numpy's own types tell no shapes. Colours are BGR uint8, as OpenCV has them."""
