"""Scripts of blocks in the editor."""

from django.contrib.staticfiles import finders

from cms.content.blocks.table import CellsAdapter


def test_script_of_tables_registers_the_constructor_that_the_server_names() -> None:
    path = finders.find("blocks/table_ids.js")
    assert path, "the script is not among the static files"
    with open(path, encoding="utf-8") as script:
        assert f'telepath.register("{CellsAdapter.js_constructor}"' in script.read()
