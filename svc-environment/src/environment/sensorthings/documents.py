"""Rows as entities of SensorThings, with their control information."""

from collections.abc import Callable, Mapping
from typing import Any

from environment.models import Datastream, Latest, Parameter, Reading, Sensor, Station
from environment.sensorthings.entities import RELATIONS, Kind, observation_id
from environment.views.stations import failed_names

MEASUREMENT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"
GEOJSON = "application/geo+json"
_UCUM = {"µg/m³": "ug/m3", "°C": "Cel", "%": "%", "m": "m", "mm": "mm"}


def entity_of(kind: Kind, row: Any, root: str) -> dict[str, Any]:
    """`row` is what `queries` gives of this kind."""
    number, body = _MADE[kind](row)
    link = f"{root}/{kind.value}({number})"
    relations = {f"{name}@iot.navigationLink": f"{link}/{name}" for name in RELATIONS[kind]}
    return {"@iot.id": number, "@iot.selfLink": link, **body, **relations}


def _thing(row: Any) -> tuple[int, Mapping[str, Any]]:
    station: Station = row[0]
    properties = {
        "code": station.code,
        "medium": station.medium.value,
        "state": station.state.value,
        "name_en": station.name_en,
        "ward": station.ward_code,
        "source": station.source,
    }
    return station.number, {"name": station.name_vi, "description": station.name_en, "properties": properties}


def _location(row: Any) -> tuple[int, Mapping[str, Any]]:
    station: Station = row[0]
    point = {"type": "Point", "coordinates": [station.lon, station.lat]}
    return station.number, {
        "name": station.name_vi,
        "description": station.name_en,
        "encodingType": GEOJSON,
        "location": point,
    }


def _datastream(row: Any) -> tuple[int, Mapping[str, Any]]:
    stream: Datastream = row[0]
    station: Station = row[1]
    parameter: Parameter = row[2]
    latest: Latest = row[3]
    unit = {
        "name": parameter.unit,
        "symbol": parameter.unit,
        "definition": f"http://unitsofmeasure.org/ucum.html#{_UCUM.get(parameter.unit, parameter.unit)}",
    }
    return stream.number, {
        "name": f"{parameter.code}, {station.name_vi}",
        "description": f"{parameter.name_en} at {station.name_en}",
        "observationType": MEASUREMENT,
        "unitOfMeasurement": unit,
        "properties": {"count": latest.count, "latest": None if latest.at is None else moment(latest.at)},
    }


def _sensor(row: Any) -> tuple[int, Mapping[str, Any]]:
    sensor: Sensor = row[0]
    return sensor.number, {
        "name": sensor.name,
        "description": sensor.description,
        "encodingType": "text/plain",
        "metadata": sensor.metadata_text,
    }


def _property(row: Any) -> tuple[int, Mapping[str, Any]]:
    parameter: Parameter = row[0]
    return parameter.position + 1, {
        "name": parameter.code,
        "definition": parameter.definition,
        "description": f"{parameter.name_vi} / {parameter.name_en}",
    }


def _observation(row: Any) -> tuple[int, Mapping[str, Any]]:
    reading: Reading = row
    return observation_id(reading.datastream, reading.at), {
        "phenomenonTime": moment(reading.at),
        "resultTime": moment(reading.at),
        "result": reading.value,
        "resultQuality": {"flag": reading.flag, "failed": failed_names(reading.failed), "status": reading.status},
    }


def moment(at: Any) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


_MADE: dict[Kind, Callable[[Any], tuple[int, Mapping[str, Any]]]] = {
    Kind.THINGS: _thing,
    Kind.LOCATIONS: _location,
    Kind.DATASTREAMS: _datastream,
    Kind.SENSORS: _sensor,
    Kind.PROPERTIES: _property,
    Kind.OBSERVATIONS: _observation,
}
