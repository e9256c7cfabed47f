"""How a process serves."""

import gc

import uvicorn

from hueioc.run import Server


async def nothing(scope, receive, send):
    """An app that answers nobody."""


async def test_what_stands_when_the_service_is_up_is_not_looked_at_again_by_the_collector():
    config = uvicorn.Config(nothing, port=0, lifespan="off", log_config=None)
    config.load()
    server = Server(config)
    server.lifespan = config.lifespan_class(config)  # as `uvicorn.Server.serve` does
    try:
        await server.startup()
        assert gc.get_freeze_count() > 1_000
    finally:
        await server.shutdown()
        gc.unfreeze()
