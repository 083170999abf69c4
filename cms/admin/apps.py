"""The back office: who may do what, what may be uploaded, and where things are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdminConfig(AppConfig):
    name = "cms.admin"
    label = "backoffice"
    verbose_name = _("Back office")

    def ready(self) -> None:
        from django.db.models.signals import pre_save
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.signals import pre_page_move, published

        from cms.admin import (
            active_filters,
            address_fields,
            alternative_texts,
            comparisons,
            csv_exports,
            date_fields,
            datetime_fields,
            guards,
            heif,
            redirect_files,
            redirects,
            search_boxes,
            text_fields,
            title_order,
            uploads,
            usage_lists,
            visible_titles,
            write_api_errors,
        )
        from cms.content.base_pages import require_one_language
        from cms.content.translatable import reschedule_translations
        from cms.languages import admin_language
        from cms.translation.cascade import deletion

        address_fields.register()
        alternative_texts.register()
        comparisons.register()
        csv_exports.register()
        date_fields.register()
        active_filters.register()
        guards.register()
        heif.register()
        admin_language.register()
        datetime_fields.register()
        redirect_files.register()
        redirects.register()
        search_boxes.register()
        text_fields.register()
        title_order.register()
        usage_lists.register()
        visible_titles.register()
        write_api_errors.register()
        deletion.connect()
        pre_save.connect(
            uploads.check_saved_picture,
            sender=get_image_model(),
            dispatch_uid="backoffice check_saved_picture",
        )
        for model in (get_document_model(), get_image_model()):
            pre_save.connect(
                uploads.name_unnamed_file,
                sender=model,
                dispatch_uid=f"backoffice name_unnamed_file {model._meta.label}",
            )
        published.connect(reschedule_translations, dispatch_uid="backoffice embargoes")
        pre_page_move.connect(require_one_language, dispatch_uid="backoffice languages")
