"""Undocumented parts of Wagtail that can be imported only when all models are loaded.

Nearly all of them are the back office's; see also `wagtail`.
"""

# What is shown above a list about a filter that is on: Wagtail shows True and False.
# https://github.com/wagtail/wagtail/issues/11686
from wagtail.admin.active_filters import (
    ActiveFilter,
    BaseFilterAdapter,
    register_filter_adapter_class,
)

# Wagtail's URLs are wrapped in it; a view of ours that replaces one needs it too. No issue found.
from wagtail.admin.auth import require_admin_access

# Versions are compared by classes that are registered with this alone. No issue found.
from wagtail.admin.compare import FieldComparison, register_comparison_class

# The date picker has a format notation of its own. https://github.com/wagtail/wagtail/issues/8056
from wagtail.admin.datetimepicker import to_datetimepicker_format

# The date range in the filters of the list of articles. No issue found.
from wagtail.admin.filters import DateRangePickerWidget

# The languages offered in the account name LANGUAGE_CODE as default. No issue found.
from wagtail.admin.forms.account import LocalePreferencesForm

# The chooser of workflow tasks has no search that can be extended. No issue found.
from wagtail.admin.forms.workflows import TaskChooserSearchForm

# A response in the user's language outside of Wagtail's views, and the languages that there are.
# No issue found.
from wagtail.admin.localization import get_available_admin_languages, get_localized_response

# A menu item with Wagtail's mark for what is new. No issue found.
from wagtail.admin.menu import DismissibleMenuItem

# Who else has an editor open: Wagtail offers it to its own editor only. No issue found.
from wagtail.admin.models import EditingSession

# Addresses of our scripts beside Wagtail's, with its version in them. No issue found.
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.editing_sessions import EditingSessionsModule

# The table of a list, as a list's view and a template tag get it: only its columns are documented.
# No issue found.
from wagtail.admin.ui.tables import Table

# How Wagtail shows people and drafts, and how it checks `next`. No issue found.
from wagtail.admin.utils import (
    get_latest_str,
    get_user_display_name,
    get_valid_next_url_from_request,
)

# The tab of the account page that notifications are set in, and the view of the login form.
# No issue found.
from wagtail.admin.views.account import LoginView, notifications_tab

# The form for links to addresses shows the title of any page.
# https://github.com/wagtail/wagtail/issues/9714
from wagtail.admin.views.chooser import ExternalLinkView

# Viewsets name their views' classes, but what these may be is documented for choosers alone.
# No issue found.
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView, InspectView
from wagtail.admin.views.generic.base import (
    BaseListingView,
    BaseObjectMixin,
    BaseOperationView,
    WagtailAdminTemplateMixin,
)
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

# Publishing in bulk asks no hook about a single page. No issue found.
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

# The lists of pages of one type. No issue found.
from wagtail.admin.views.pages.listing import ExplorableIndexView, PageFilterSet
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import page_viewset_registry

# Widgets of forms that Wagtail makes for its own models. No issue found.
from wagtail.admin.widgets import (
    AdminAutoHeightTextInput,
    AdminDateTimeInput,
    BooleanRadioSelect,
)

# The import of redirects reads commas and UTF-8 alone; its form knows no further rule for paths.
# No issue found.
from wagtail.contrib.redirects import base_formats
from wagtail.contrib.redirects.forms import RedirectForm

# Documents are served at an address of ours. No issue found.
from wagtail.documents.views.serve import serve

# Uploads are checked before they are decoded: the field and the form base have no hook for it.
# No issue found.
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

# The receivers that keep the reference index: it is updated before many-to-many rows are written.
# https://github.com/wagtail/wagtail/issues/9629
from wagtail.signal_handlers import remove_reference_index_on_delete, update_reference_index_on_save

# The choosers and lists of snippets show every snippet to everybody.
# https://github.com/wagtail/wagtail/issues/14272
from wagtail.snippets.views.chooser import ChooseResultsView as SnippetChooseResultsView
from wagtail.snippets.views.chooser import ChooseView as SnippetChooseView
from wagtail.snippets.views.chooser import SnippetChosenMultipleView, SnippetChosenView
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView

# Whether a request may see a restricted page: it is a hook, and called by Wagtail's views alone.
# No issue found.
from wagtail.wagtail_hooks import check_view_restrictions

__all__ = [
    "ActiveFilter",
    "AdminAutoHeightTextInput",
    "AdminDateTimeInput",
    "BaseFilterAdapter",
    "BaseImageForm",
    "BaseListingView",
    "BaseObjectMixin",
    "BaseOperationView",
    "BooleanRadioSelect",
    "ContentTypeUseView",
    "CreateView",
    "DateRangePickerWidget",
    "DeleteView",
    "DismissibleMenuItem",
    "EditView",
    "EditingSession",
    "EditingSessionsModule",
    "ExplorableIndexView",
    "ExternalLinkView",
    "FieldComparison",
    "IndexView",
    "InspectView",
    "LocalePreferencesForm",
    "LoginView",
    "PageFilterSet",
    "PermissionCheckedMixin",
    "PublishBulkAction",
    "RedirectForm",
    "SnippetChooseResultsView",
    "SnippetChooseView",
    "SnippetChosenMultipleView",
    "SnippetChosenView",
    "SnippetIndexView",
    "Table",
    "TaskChooserSearchForm",
    "WagtailAdminTemplateMixin",
    "WagtailImageField",
    "base_formats",
    "check_view_restrictions",
    "get_available_admin_languages",
    "get_latest_str",
    "get_localized_response",
    "get_user_display_name",
    "get_valid_next_url_from_request",
    "notifications_tab",
    "page_viewset_registry",
    "register_comparison_class",
    "register_filter_adapter_class",
    "remove_reference_index_on_delete",
    "require_admin_access",
    "serve",
    "to_datetimepicker_format",
    "update_reference_index_on_save",
    "versioned_static",
]
