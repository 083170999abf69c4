"""Sort lists by title."""

from django.db.models import BinaryField, F, Model, OuterRef, Subquery, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from cms.collation.models import TitleKey
from cms.collation.signals import get_model_label


def order_by_title(model: type[Model], descending: bool = False) -> list[OrderBy]:
    """Return what `order_by` takes to sort the rows of a model by their titles."""
    kept = TitleKey.objects.filter(model=get_model_label(model), object_id=OuterRef("pk")).values(
        "key"
    )
    key = Coalesce(Subquery(kept), Value(b"", BinaryField()))
    pk = F("pk")
    return [key.desc(), pk.desc()] if descending else [key.asc(), pk.asc()]
