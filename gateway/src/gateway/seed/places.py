"""Units of the demonstration that other data refers to."""

from uuid import UUID

OPERATIONS_CENTRE = UUID("5b0c86b5-7a0c-5b55-9a3f-0c6f3f0f7a10")
WARD_UNIT = UUID("5fd94540-9226-52d5-b2a1-cacd244b6a43")
"""The people's committee of Thuận Hoá ward."""
