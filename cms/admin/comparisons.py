"""How two versions of a field are compared where Wagtail's own way shows “None”."""

from django.db.models import DateTimeField, Field, Model

from cms.upstream.wagtail_admin import FieldComparison, register_comparison_class


class MomentComparison(FieldComparison):
    """Compare two moments; an empty one is shown as nothing."""

    val_a: object
    val_b: object

    def __init__(self, field: Field, obj_a: Model, obj_b: Model) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a = "" if self.val_a is None else self.val_a
        self.val_b = "" if self.val_b is None else self.val_b


def register() -> None:
    """Register the comparison with Wagtail; called once, when the apps are loaded."""
    register_comparison_class(DateTimeField, comparison_class=MomentComparison)
