"""Every model with an entry implements the contract that the serializers and the store rely on.

mypy cannot check that: the models extend Wagtail's, which have no type annotations.
"""

from inspect import isfunction, signature
from typing import get_type_hints

import pytest
from django.db.models import Model
from typing_extensions import get_protocol_members

from cms.content.entry_types import TYPES
from cms.content.publishable import Publishable
from cms.content.serializers.page_reader import PageReader

MODELS = [kind.model for kind in TYPES.values()]
MEMBERS = sorted(get_protocol_members(Publishable))
METHODS = sorted(
    name
    for name, member in vars(Publishable).items()
    if name.startswith(("is_", "public_")) and isfunction(member)
)


@pytest.mark.parametrize("model", MODELS)
def test_model_has_each_member_of_the_contract(model: type[Model]) -> None:
    assert [name for name in MEMBERS if not hasattr(model, name)] == []


@pytest.mark.parametrize("model", MODELS)
def test_methods_have_the_signatures_of_the_contract(model: type[Model]) -> None:
    for name in METHODS:
        declared, implemented = getattr(Publishable, name), getattr(model, name)
        assert signature(implemented).parameters.keys() == signature(declared).parameters.keys()
        hints = get_type_hints(declared, localns={"Reading": PageReader})
        assert get_type_hints(implemented) == hints, name
