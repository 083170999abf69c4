"""What a rebuild of the store shows to the public: nothing."""

import pytest
from django.core.management import call_command

from tests import public
from tests.store.tables import tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]


@pytest.mark.once
def test_no_answer_tells_of_a_rebuild(content: None, subtests: pytest.Subtests) -> None:
    stored, told = tables(), public.tags(public.walk())
    assert sum(tag is not None for _, tag, _, _ in told.values()) > 100
    for options in ([], ["--rebuild"], ["--if-stale"]):
        call_command("sync_store", *options, verbosity=0)
        with subtests.test(" ".join(options)):
            assert tables() == stored
    assert public.tags(public.walk()) == told
