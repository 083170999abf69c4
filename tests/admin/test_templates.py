"""The templates that Wagtail leaves no block to extend are copied: each is Wagtail's own of today
but for what is listed here: mostly words that no catalogue could reach.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.utils import get_app_template_dirs

NOTE = "{# Wagtail's own, but for what tests/admin/test_templates.py says. #}\n"
OURS = settings.ROOT / "cms" / "admin" / "templates"
JOBS = settings.ROOT / "cms" / "translation" / "jobs" / "templates"
SEARCH = ('value="Search"', "value=\"{% trans 'Search' %}\"")
GUIDE_LINK = """\
            {% wagtail_feature_release_editor_guide_link as editor_guide_link %}
            {% wagtail_version as current_version %}
            <li>
                <a class="w-underline w-underline-offset-[3px] w-flex w-items-center w-gap-1"
                   href="{{ editor_guide_link }}"
                   target="_blank"
                   rel="noreferrer">
                    {% blocktrans trimmed %}
                        Wagtail {{ current_version }} editor guide
                    {% endblocktrans %}
                    {% icon name="link-external" classname="initial" %}
                </a>
            </li>
"""
CHECKS_LINK = """\
                            <hr>
                            {% help_block status="info" %}
                                {% fragment as guide_link %}\
https://guide.wagtail.org/content-checks/{% endfragment %}
                                {% blocktrans trimmed %}
                                    See our <a href="{{ guide_link }}" target="_blank">\
content checks guide</a> for more information on how content metrics are calculated.
                                {% endblocktrans %}
                            {% endhelp_block %}
"""
OVERWRITE_BUTTON = """\
    <template data-controller="w-teleport" data-w-teleport-target-value="\
#w-save-confirmation-dialog [data-w-dialog-target='confirm']" \
data-w-teleport-mode-value="textContent">
        {% trans "Overwrite the newer version" %}
    </template>
"""

# By template: what Wagtail says, and what we say instead.
COPIES = {
    # A label that nobody marked for translation is looked up all the same.
    "wagtailadmin/shared/formatted_field.html": [("{{ label_text }}", "{% trans label_text %}")],
    "wagtailadmin/shared/headers/_filters.html": [("{{ field.label }}", "{% trans field.label %}")],
    "wagtailadmin/shared/active_filters.html": [
        (
            "{% blocktranslate trimmed with field_label=filter.field_label %}",
            "{% trans filter.field_label as field_label %}{% blocktranslate trimmed %}",
        )
    ],
    # The one block is for the forms that extend it: what becomes of translations comes after it.
    "wagtailadmin/bulk_actions/confirmation/form.html": [
        ("<form action", "{% load cascade_tags usage_tags %}\n<form action"),
        (
            "{% block form_fields %}{% endblock form_fields %}",
            "{% block form_fields %}{% endblock form_fields %}\n"
            "    {% uses_in_bulk view items %}\n"
            "    {% translations_in_bulk view items destination %}",
        ),
    ],
    # What uses the thing is named, and not only counted.
    "wagtailadmin/shared/usage_summary.html": [
        ("{% load i18n wagtailadmin_tags %}", "{% load i18n usage_tags wagtailadmin_tags %}"),
        ("</p>\n", "</p>\n{% uses_at usage_url %}\n"),
    ],
    # The page itself says by which title it may be called.
    "wagtailadmin/chooser/tables/parent_page_cell.html": [
        ("value.get_admin_display_title", "value.specific_deferred.get_admin_display_title")
    ],
    "wagtailadmin/pages/bulk_actions/list_items_with_no_access.html": [
        ("item.item.get_admin_display_title", "item.item.specific_deferred.get_admin_display_title")
    ],
    # The way to Wagtail's own guide: it is in English, and about another back office than this.
    "wagtailadmin/home/account_summary.html": [(GUIDE_LINK, "")],
    "wagtailadmin/shared/side_panels/checks.html": [(CHECKS_LINK, "")],
    # The button of the dialog about a newer version says what it does.
    "wagtailadmin/shared/editing_sessions/list.html": [
        ("    </template>\n{% endif %}", "    </template>\n\n" + OVERWRITE_BUTTON + "{% endif %}")
    ],
    # English in the template itself.
    "wagtailadmin/home.html": [SEARCH],
    "wagtailadmin/shared/header.html": [SEARCH],
    "wagtailadmin/shared/headers/_actions.html": [
        ("{# Actions divider #}", "{% load i18n %}{# Actions divider #}"),
        ('aria-label="Actions"', "aria-label=\"{% trans 'Actions' %}\""),
    ],
    # Values as Python writes them.
    "wagtailadmin/tables/boolean_cell.html": [("value|stringformat:'s'", "value|yesno")],
    "wagtailadmin/shared/user_avatar.html": [
        ("{% load wagtailadmin_tags %}", "{% load i18n wagtailadmin_tags %}"),
        ("{{ user }}", '{{ user|default:_("system") }}'),
    ],
    # A number and a plural: in Bulgarian the form after a number is another.
    "wagtailadmin/shared/pagination_nav.html": [
        (
            "{{ items.paginator.items_count_label|capfirst }}",
            "{% blocktrans trimmed with number=items.paginator.count|intcomma %}"
            "{{ number }} in all{% endblocktrans %}",
        )
    ],
    # A page's languages stand below its title.
    "wagtailadmin/pages/listing/_page_title_cell.html": [
        ("{% load l10n wagtailadmin_tags %}", "{% load l10n translation_jobs wagtailadmin_tags %}"),
        (
            "{% if parent_page %}",
            "{% languages_in_title_cell instance %}\n    {% if parent_page %}",
        ),
    ],
    # Permissions are named in English, in the database.
    "wagtailusers/groups/includes/formatted_permissions.html": [
        (
            "{{ content_perms_dict.object|capfirst }}",
            "{% trans content_perms_dict.object as object %}{{ object|capfirst }}",
        ),
        ("{{ content_perms_dict.add.perm.name }}", "{% trans 'Add' %}: {{ object }}"),
        ("{{ content_perms_dict.change.perm.name }}", "{% trans 'Change' %}: {{ object }}"),
        ("{{ content_perms_dict.delete.perm.name }}", "{% trans 'Delete' %}: {{ object }}"),
    ],
    # A new language has no name but that of its model.
    "wagtaillocales/edit.html": [("subtitle=view.get_page_subtitle", "subtitle=locale")],
    "wagtaillocales/index.html": [
        (
            "{{ locale.num_pages }} pages"
            "{% if locale.num_others %} + {{ locale.num_others }} others{% endif %}",
            "{% blocktrans trimmed with pages=locale.num_pages|intcomma "
            "others=locale.num_others|intcomma %}"
            "pages: {{ pages }}, others: {{ others }}{% endblocktrans %}",
        )
    ],
    # The one block belongs to the templates that extend it.
    "wagtailusers/groups/includes/page_permissions_form.html": [
        ("{{ option.choice_label }}", "{% trans option.data.value.instance.name %}")
    ],
}


def upstream(name: str) -> str:
    """What the template says without us."""
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    paths = [folder / name for folder in folders if folder not in (OURS, JOBS)]
    return next(path for path in paths if path.exists()).read_text()


def copy(name: str) -> Path:
    return next(folder / name for folder in (OURS, JOBS) if (folder / name).exists())


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_wagtails_template_but_for_the_words(name: str) -> None:
    expected = upstream(name)
    for theirs, instead in COPIES[name]:
        assert theirs in expected, f"Wagtail no longer says {theirs}"
        expected = expected.replace(theirs, instead)
    assert copy(name).read_text() == NOTE + expected


def test_every_other_template_extends_wagtails() -> None:
    for folder in (OURS, JOBS):
        for path in folder.glob("wagtail*/**/*.html"):
            name = str(path.relative_to(folder))
            if name not in COPIES:
                assert "{% extends " in path.read_text(), f"{name} is a copy that no test knows"
