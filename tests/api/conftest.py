"""Whatever a test of the API asks, the answer has to be one that the API's description foresees."""

from typing import Any

import pytest
from django.test import Client

from tests import described


@pytest.fixture(autouse=True)
def every_answer_is_described(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Client.request

    def checked(client: Client, **request: Any) -> Any:
        response = ask(client, **request)
        path, query = request["PATH_INFO"], request.get("QUERY_STRING", "")
        if path.startswith(described.ROOT):
            described.check(request["REQUEST_METHOD"], path, query, response)
        return response

    monkeypatch.setattr(Client, "request", checked)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-examples",
        action="store_true",
        help="write cms/api/examples/*.json anew from what the API answers now",
    )
