"""One contract of the whole API."""

import json

from gateway.openapi import merge


def part(path="/v1/x", **schemas):
    body = {"$ref": "#/components/schemas/" + next(iter(schemas))} if schemas else {}
    responses = {"200": {"content": {"application/json": {"schema": body}}}, "422": {"description": "theirs"}}
    return {"paths": {path: {"get": {"responses": responses}}}, "components": {"schemas": schemas}}


def shape(name):
    return {"type": "object", "title": name}


def refers_to(name):
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def schema_of(merged, path):
    answer = merged["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return merged["components"]["schemas"][answer["$ref"].rpartition("/")[2]]


def all_references(value):
    if isinstance(value, dict):
        return [value[name] for name in value if name == "$ref"] + [
            r for each in value.values() for r in all_references(each)
        ]
    return [r for each in value for r in all_references(each)] if isinstance(value, list) else []


def test_paths_of_all_services_stand_side_by_side():
    assert list(merge(part("/v1/g"), {"b": part("/v1/b"), "a": part("/v1/a")})["paths"]) == ["/v1/a", "/v1/b", "/v1/g"]


def test_one_name_for_two_things_becomes_two_names():
    merged = merge(part("/v1/g", Unit=shape("g")), {"press": part("/v1/p", Unit=shape("p"))})
    assert (schema_of(merged, "/v1/g")["title"], schema_of(merged, "/v1/p")["title"]) == ("g", "p")


def test_who_joined_first_keeps_the_name():
    merged = merge(part(), {"reflection": part("/v1/r", Place=shape("r")), "camera": part("/v1/c", Place=shape("c"))})
    assert merged["components"]["schemas"]["Place"]["title"] == "r"
    assert merged["components"]["schemas"]["CameraPlace"]["title"] == "c"


def test_one_name_for_one_thing_stays_one():
    merged = merge(part(), {"a": part("/v1/a", Names=shape("n")), "b": part("/v1/b", Names=shape("n"))})
    assert {"Names", "Problem"} == set(merged["components"]["schemas"])


def test_the_same_words_about_another_thing_are_another_thing():
    parts = {
        name: part(f"/v1/{name}", Page=refers_to("Item"), Item=shape(name)) for name in ("camera", "press", "fishing")
    }
    merged = merge(part(), parts)
    for name in parts:
        item = schema_of(merged, f"/v1/{name}")["items"]["$ref"].rpartition("/")[2]
        assert merged["components"]["schemas"][item]["title"] == name


def test_a_new_name_takes_nobodys_place():
    parts = {"a": part("/v1/a", Unit=shape("1"), BUnit=shape("2")), "b": part("/v1/b", Unit=shape("3"))}
    schemas = merge(part(), parts)["components"]["schemas"]
    assert sorted(schema["title"] for name, schema in schemas.items() if name != "Problem") == ["1", "2", "3"]


def test_every_reference_leads_somewhere():
    from hueioc.openapi import contract_of
    from hueioc.service import installed_services

    own = {service.name: contract_of(service) for service in installed_services()}
    merged = merge(own.pop("gateway"), own)
    names = {reference.rpartition("/")[2] for reference in all_references(merged)}
    assert names <= merged["components"]["schemas"].keys()


def test_every_operation_may_answer_with_a_problem():
    responses = merge(part(), {})["paths"]["/v1/x"]["get"]["responses"]
    assert "application/problem+json" in responses["default"]["content"]
    assert "422" not in responses


def test_merging_changes_none_of_the_parts():
    one, other = part("/v1/g", Unit=shape("g")), part("/v1/p", Unit=shape("p"))
    before = json.dumps(other)
    merge(one, {"press": other})
    assert json.dumps(other) == before
