"""Access rules of routes. Every route declares one; an app with an undeclared route does not start."""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute

from hueioc.auth.principal import ANONYMOUS, MACHINES, Principal, Role
from hueioc.errors import Forbidden, Unauthenticated

RULE = "hue_access"


def caller_of(request: Request) -> Principal:
    """The caller; `ANONYMOUS` when no token was sent."""
    return getattr(request.state, "principal", ANONYMOUS)


async def _caller(request: Request) -> Principal:
    # a coroutine, as every dependency of ours: FastAPI runs a plain function in a thread
    return caller_of(request)


Caller = Annotated[Principal, Depends(_caller)]


def allow(*roles: Role, scope: str = "") -> Any:
    """A dependency that lets callers with one of `roles` in; machines also need `scope` in their token."""

    async def check(caller: Caller) -> Principal:
        if caller.is_anonymous:
            raise Unauthenticated(headers={"WWW-Authenticate": "Bearer"})
        matched = caller.roles.intersection(roles)
        if not matched or (matched <= MACHINES and scope not in caller.scopes):
            raise Forbidden
        return caller

    setattr(check, RULE, {"roles": sorted(role.value for role in roles), "scope": scope})
    return Depends(check)


async def _anyone(caller: Caller) -> Principal:
    return caller


setattr(_anyone, RULE, {"roles": ["anyone"], "scope": ""})
anyone = Depends(_anyone)
"""A public route; a token is still verified when one is sent."""


def routes_of(routers: Iterable[APIRouter]) -> Iterator[APIRoute]:
    """Every API route of these routers, those of routers included in them too."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield route
            elif (inner := getattr(route, "original_router", None)) is not None:
                yield from routes_of([inner])


def rule_of(route: Any) -> dict[str, Any] | None:
    """The declared rule of a FastAPI route, or None."""
    pending: list[Any] = [route.dependant]
    while pending:
        dependant = pending.pop()
        call: Callable[..., Any] | None = dependant.call
        if (rule := getattr(call, RULE, None)) is not None:
            return rule
        pending.extend(dependant.dependencies)
    return None
