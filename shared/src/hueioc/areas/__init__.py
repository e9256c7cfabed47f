"""The 40 wards and communes of Hue since 1 July 2025 (Resolution 1675/NQ-UBTVQH15), and which one a point lies in.

With `HUE_AREAS` (a TopoJSON or GeoJSON file of the operator) the answer is exact as that file; without it the suite
builds approximate cells and says so: `Area.boundary` is `exact` or `approximate`, never a legal boundary.
"""
