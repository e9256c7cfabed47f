"""The committed contracts are those of the code."""

import pytest

from hueioc.openapi import contracts, encode

FOUND = contracts()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parent.name)
def test_the_committed_contract_is_that_of_the_code(path):
    assert path.read_text(encoding="utf-8") == encode(FOUND[path]), "run make openapi"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parent.name)
def test_a_contract_is_openapi_3_1(path):
    assert FOUND[path]["openapi"].startswith("3.1")


def operations(document):
    return [(path, verb, each) for path, item in document["paths"].items() for verb, each in item.items()]


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parent.name)
def test_every_operation_has_an_id_of_its_own(path):
    ids = [each["operationId"] for _, _, each in operations(FOUND[path])]
    assert len(ids) == len(set(ids))


def answers(document):
    for _, _, each in operations(document):
        for response in each["responses"].values():
            for content in response.get("content", {}).values():
                yield content.get("schema", {})


def reached(document, schema, seen):
    """Every named schema that an answer may hold."""
    if isinstance(schema, dict):
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        if name and name not in seen:
            seen.add(name)
            reached(document, document["components"]["schemas"][name], seen)
        for each in schema.values():
            reached(document, each, seen)
    elif isinstance(schema, list):
        for each in schema:
            reached(document, each, seen)
    return seen


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.parent.name)
def test_what_is_answered_always_has_all_its_fields(path):
    document = FOUND[path]
    names = {name for schema in answers(document) for name in reached(document, schema, set())}
    for name in names - {"Problem", "HTTPValidationError", "ValidationError"}:
        schema = document["components"]["schemas"][name]
        assert set(schema.get("properties", {})) == set(schema.get("required", ())), name
