"""Any letter case for `icontains` and `istartswith` on SQLite, whose LIKE knows it of ASCII alone.

Wagtail filters by these lookups where a model is not indexed.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Field, Lookup
from django.db.models.lookups import IContains, IStartsWith
from django.db.models.sql.compiler import SQLCompiler

# The name of the SQL function.
CASEFOLD = "cms_casefold"


class AnyCase(Lookup):
    """Mixin of a lookup by LIKE: compare both sides in small letters."""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, Sequence[object]]:
        if not self.rhs_is_direct_value():
            return self.as_sql(compiler, connection)
        left, parameters = self.process_lhs(compiler, connection)
        _, (pattern,) = self.process_rhs(compiler, connection)
        return f"{CASEFOLD}({left}) LIKE %s ESCAPE '\\'", (*parameters, str(pattern).casefold())


class AnyCaseContains(AnyCase, IContains):
    pass


class AnyCaseStartsWith(AnyCase, IStartsWith):
    pass


def register() -> None:
    Field.register_lookup(AnyCaseContains)
    Field.register_lookup(AnyCaseStartsWith)
    connection_created.connect(_add_function, dispatch_uid="search letter case")


def _add_function(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(CASEFOLD, 1, _casefold, deterministic=True)


def _casefold(value: str | None) -> str | None:
    return None if value is None else str(value).casefold()
