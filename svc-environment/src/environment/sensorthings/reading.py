"""Answers a resource path with its options: a collection, an entity, a property, a value or references."""

from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from environment.errors import NoSuchEntity
from environment.sensorthings import queries
from environment.sensorthings.documents import entity_of
from environment.sensorthings.entities import RELATIONS, Kind, Of, Resource, resource_of
from environment.sensorthings.options import Options, options_of

Given = list[tuple[str, str]]


async def answer(session: AsyncSession, root: str, path: str, given: Given) -> Any:
    """JSON; a `str` is a property's bare value. Raises `NoSuchEntity` or `FilterRefused`."""
    *way, last = resource_of(path)
    of: Of | None = None
    for step in way:
        of = Of(step.kind, await _number(session, step, of, root))
    asked = options_of(last.kind, given)
    if last.is_many:
        if last.rest not in {(), ("$ref",)}:
            raise NoSuchEntity
        found = await collection(session, root, (last.kind, of), asked, f"{root}/{path.strip('/')}")
        return _references(found) if last.rest else found
    entity = await _entity(session, last, of, root)
    if last.rest:
        return _part(entity, last.rest)
    await _expand(session, root, last.kind, entity, asked)
    return _selected(entity, asked)


async def _number(session: AsyncSession, step: Resource, of: Of | None, root: str) -> int:
    return int((await _entity(session, step, of, root))["@iot.id"])


async def _entity(session: AsyncSession, step: Resource, of: Of | None, root: str) -> dict[str, Any]:
    row: Any = None
    if step.kind is Kind.OBSERVATIONS:
        row = await queries.observation(session, step.id) if step.id is not None else None
    elif step.id is not None:
        row = await queries.entity(session, step.kind, step.id, of)
    elif of:
        row = next(iter(await queries.entities(session, step.kind, of, Options(top=1))), None)
    if row is None:
        raise NoSuchEntity
    entity = entity_of(step.kind, row, root)
    if step.kind is Kind.OBSERVATIONS and of and entity["@iot.id"] >> 32 != of.id:
        raise NoSuchEntity
    return entity


async def collection(
    session: AsyncSession, root: str, what: tuple[Kind, Of | None], asked: Options, link: str
) -> dict[str, Any]:
    """`link` is the collection's own address: the next page's begins with it."""
    kind, of = what
    found: dict[str, Any] = {}
    if asked.is_counted:
        found["@iot.count"] = await _count(session, kind, of, asked)
    rows = await (
        queries.observations(session, of, asked)
        if kind is Kind.OBSERVATIONS
        else queries.entities(session, kind, of, asked)
    )
    entities = [entity_of(kind, row, root) for row in rows[: asked.top]]
    if len(rows) > asked.top and entities:
        found["@iot.nextLink"] = next_link(link, asked, entities[-1]["@iot.id"])
    for entity in entities:
        await _expand(session, root, kind, entity, asked)
    return found | {"value": [_selected(entity, asked) for entity in entities]}


async def _count(session: AsyncSession, kind: Kind, of: Of | None, asked: Options) -> int:
    if kind is Kind.OBSERVATIONS:
        return await queries.count_observations(session, of, asked)
    return await queries.count(session, kind, of)


async def _expand(session: AsyncSession, root: str, kind: Kind, entity: dict[str, Any], asked: Options) -> None:
    of = Of(kind, entity["@iot.id"])
    for name, inner in asked.expand.items():
        relation = RELATIONS[kind][name]
        if not relation.is_many:
            step = Resource(relation.target, is_many=False)
            entity[name] = _selected(await _entity(session, step, of, root), inner)
            continue
        link = f"{entity['@iot.selfLink']}/{name}"
        related = await collection(session, root, (relation.target, of), inner, link)
        entity[name] = related.pop("value")
        entity |= {f"{name}{control}": value for control, value in related.items()}


def next_link(link: str, asked: Options, last: int) -> str:
    """Goes on after the last entity shown; how many were skipped before is done with."""
    kept = [(name, value) for name, value in asked.given if name not in {"$skip", "$skiptoken", "$top"}]
    pairs = [*kept, ("$top", str(asked.top)), ("$skiptoken", str(last))]
    return f"{link}?{urlencode(pairs, quote_via=quote, safe='$(),;:')}"


def _selected(entity: dict[str, Any], asked: Options) -> dict[str, Any]:
    if not asked.select:
        return entity
    wanted = {"@iot.id" if name == "id" else name for name in asked.select} | set(asked.expand)
    controls = {"@iot.id", "@iot.selfLink"}
    return {name: value for name, value in entity.items() if name in wanted | controls or name.split("@")[0] in wanted}


def _references(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"value": [{"@iot.selfLink": entity["@iot.selfLink"]} for entity in found["value"]]}


def _part(entity: dict[str, Any], rest: tuple[str, ...]) -> Any:
    """`/name` is `{"name": …}`, `/name/$value` the bare value, `/$ref` the entity's own link."""
    if rest == ("$ref",):
        return {"@iot.selfLink": entity["@iot.selfLink"]}
    name = "@iot.id" if rest[0] == "id" else rest[0]
    if name not in entity or "@iot.navigationLink" in name or rest[1:] not in {(), ("$value",)}:
        raise NoSuchEntity
    return str(entity[name]) if rest[1:] else {name: entity[name]}
