"""The service starts."""


async def test_the_service_is_alive(make_client):
    assert (await make_client().get("/livez")).text == "ok"
