"""Where wagtail-localize's own editor, below our panel, saves: one segment, or one override.

Its script sends a text and not what it was written over, and wagtail-localize's views take it
whatever it is: they are closed. static/translation_editor/segments.js leads what is sent to these
instead, with the tag of what the editor shows (`If-Match`); an answer has the tag of what there is
now (`ETag`). What is refused (400; 412 where somebody has saved meanwhile) says why, in `error`.
"""

import json
from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.forms import ModelChoiceField
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringTranslation,
    Translation,
)

from cms.core.users import RequestUser
from cms.translation.editor.choices import ChooserResponses, chooser_for, load_choices
from cms.translation.editor.edits import EditSaver, lock_translation
from cms.translation.editor.overrides import clean_value, describe_value, field_for_segment
from cms.translation.editor.worklist import translations_by_key
from cms.translation.memory.models import text_digest
from cms.upstream.wagtail_admin import get_user_display_name
from cms.upstream.wagtail_localize import (
    SegmentOverrideSerializer,
    StringTranslationSerializer,
    user_can_edit_instance,
)


class _TranslationView(APIView):
    """As wagtail-localize's own: for whoever may edit the page or snippet, and sends a form."""

    http_method_names = ("put", "delete")
    authentication_classes = (SessionAuthentication,)
    permission_classes = (IsAuthenticated,)
    parser_classes = (FormParser, MultiPartParser)

    def load_translation(self, number: int) -> Translation:
        """The translation, which nobody else saves into until the answer is sent."""
        translation = get_object_or_404(Translation, pk=number)
        if not user_can_edit_instance(self.request.user, translation.get_target_instance()):
            raise PermissionDenied
        lock_translation(translation)
        return translation

    @property
    def base_version(self) -> str:
        """The digest of what was there when whoever sends looked; "" for nothing."""
        return str(self.request.headers.get("If-Match", "")).removeprefix("W/").strip('"')

    @property
    def submitted_text(self) -> str:
        return str(self.request.POST.get("value", ""))

    def conflict_response(self, author: RequestUser | None, text: str, stored: str) -> Response:
        """Tell what somebody has saved meanwhile, and by its tag that it is known from now on."""
        conflict = _conflict_text(author, self.request.user) % {
            "author": author and get_user_display_name(author),
            "text": text,
        }
        if self.request.method == "DELETE":
            outcome = _("Nothing is deleted; to delete it, do so once more.")
        else:
            outcome = _("Yours is not saved; to replace the other, save yours once more.")
        return _respond({"error": f"{conflict} {outcome}"}, stored, HTTPStatus.PRECONDITION_FAILED)


class SegmentView(_TranslationView):
    """The translation of a segment. It goes by its text and place, as in the panel: the source may
    be taken over anew meanwhile."""

    def put(self, request: Request, translation_id: int, string: int, context: int) -> Response:
        translation, key = self.load_translation(translation_id), f"{string}-{context}"
        saver = EditSaver(
            translation,
            {f"text-{key}": self.submitted_text, f"known-{key}": self.base_version},
            request.user,
        )
        saver.save_touched(pressed_key=key)
        if edit := saver.result.rejected.get(key):
            return (
                self.respond_with_conflict(edit.conflicting)
                if edit.conflicting
                else _error_response(edit.error)
            )
        row = translations_by_key(translation).get(key)
        if row is None:
            raise Http404
        return _respond(StringTranslationSerializer(row).data, row.data)

    def delete(self, request: Request, translation_id: int, string: int, context: int) -> Response:
        row = translations_by_key(self.load_translation(translation_id)).get(f"{string}-{context}")
        if row and self.base_version != text_digest(row.data):
            return self.respond_with_conflict(row)
        if row:
            row.delete()
        return _respond({})

    def respond_with_conflict(self, row: StringTranslation) -> Response:
        return self.conflict_response(row.last_translated_by, row.data, row.data)


class OverrideView(_TranslationView):
    """What a translation has in the place of what its source has."""

    def put(self, request: Request, translation_id: int, context: int) -> Response:
        self.load(translation_id, context)
        try:
            value = clean_value(self.field, self.submitted_text, request.user)
        except ValidationError as error:
            return _error_response(" ".join(error.messages))
        row = self.row
        if row.pk and row.data != value and self.base_version != text_digest(row.data_json):
            return self.respond_with_conflict(row)
        row.data_json, row.last_translated_by = json.dumps(value), request.user
        row.has_error, row.field_error = False, ""
        row.save()
        data = SegmentOverrideSerializer(row).data
        return _respond({**data, "choices": self.choices(value)}, row.data_json)

    def delete(self, request: Request, translation_id: int, context: int) -> Response:
        self.load(translation_id, context)
        if self.row.pk and self.base_version != text_digest(self.row.data_json):
            return self.respond_with_conflict(self.row)
        if self.row.pk:
            self.row.delete()
        return _respond({})

    def load(self, translation_id: int, context: int) -> None:
        """Look for the `field` that the source has there, and for what is kept: a new `row` where
        nothing is yet."""
        translation = self.load_translation(translation_id)
        segment = get_object_or_404(
            OverridableSegment, source=translation.source, context__pk=context
        )
        try:
            self.field = field_for_segment(translation.source.get_source_instance(), segment)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        lookup = {"locale": translation.target_locale, "context": segment.context}
        rows = SegmentOverride.objects.filter(**lookup).select_related("last_translated_by")
        self.row = rows.first() or SegmentOverride(**lookup)

    def choices(self, value: str) -> ChooserResponses:
        """Return what the script asks of what was chosen; {} of what is no choice."""
        if not isinstance(self.field, ModelChoiceField) or self.field.queryset is None:
            return {}
        chooser = chooser_for(self.field.queryset.model)
        return load_choices([(chooser, value)], self.request)

    def respond_with_conflict(self, row: SegmentOverride) -> Response:
        return self.conflict_response(
            row.last_translated_by, describe_value(self.field, row.data), row.data_json
        )


def _conflict_text(author: RequestUser | None, reader: RequestUser) -> str:
    if author == reader:
        return _("You have changed this in another window meanwhile. It says: “%(text)s”.")
    if author:
        return _("%(author)s has changed this meanwhile. It says: “%(text)s”.")
    return _("This has been changed meanwhile. It says: “%(text)s”.")


def _error_response(error: str) -> Response:
    return Response({"error": error}, HTTPStatus.BAD_REQUEST)


def _respond(
    data: object, stored: str | None = None, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    return Response(data, status, headers={"ETag": version_tag(stored)})


def version_tag(stored: str | None) -> str:
    """Return the tag of what is kept; None: nothing."""
    return f'"{text_digest(stored)}"' if stored is not None else '""'
