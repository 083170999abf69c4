"""What Wagtail, wagtail-localize and modelsearch document, as far as the product uses it.

By module: the names, and the page of the dependency's documentation that they are on. A name may be
added here only if it is documented; all others belong in `cms/upstream`.
"""

PUBLIC = {
    # docs.wagtail.org
    "wagtail": ("blocks hooks views", "getting_started/integrating_into_django"),
    "wagtail.admin": ("messages urls", "extending/admin_views"),
    "wagtail.admin.action_menu": ("ActionMenuItem", "reference/hooks"),
    "wagtail.admin.admin_url_finder": ("AdminURLFinder", "extending/admin_views"),
    "wagtail.admin.auth": ("permission_denied", "extending/adding_reports"),
    "wagtail.admin.filters": ("WagtailFilterSet", "extending/generic_views"),
    "wagtail.admin.forms": ("WagtailAdminModelForm WagtailAdminPageForm", "extending/forms"),
    "wagtail.admin.forms.models": ("register_form_field_override", "extending/forms"),
    "wagtail.admin.menu": ("MenuItem", "reference/hooks"),
    "wagtail.admin.panels": (
        "FieldPanel FieldRowPanel MultiFieldPanel PublishingPanel TitleFieldPanel",
        "reference/panels",
    ),
    "wagtail.admin.rich_text": ("DraftailRichTextArea", "extending/rich_text_internals"),
    "wagtail.admin.telepath": ("register", "reference/streamfield/widget_api"),
    "wagtail.admin.ui.components": ("Component", "extending/template_components"),
    "wagtail.admin.ui.tables": ("BaseColumn Column DateColumn TitleColumn", "reference/ui/tables"),
    "wagtail.admin.views.account": ("BaseSettingsPanel", "extending/custom_account_settings"),
    "wagtail.admin.views.reports": ("ReportView", "extending/adding_reports"),
    "wagtail.admin.viewsets.model": ("ModelViewSet", "reference/viewsets"),
    "wagtail.admin.viewsets.pages": ("PageViewSet", "reference/viewsets"),
    "wagtail.admin.widgets": ("AdminDateInput Button", "reference/hooks"),
    "wagtail.api": ("APIField", "advanced_topics/api/v2/configuration"),
    "wagtail.api.v3.urls": ("api", "advanced_topics/api/v3/index"),
    "wagtail.blocks": (
        "Block ListBlock StreamBlock StructBlock StructValue",
        "reference/streamfield/blocks",
    ),
    "wagtail.contrib.redirects.models": ("Redirect", "reference/contrib/redirects"),
    "wagtail.contrib.typed_table_block.blocks": (
        "TypedTableBlock",
        "reference/contrib/typed_table_block",
    ),
    "wagtail.documents": ("get_document_model urls", "advanced_topics/documents/overview"),
    "wagtail.documents.blocks": ("DocumentChooserBlock", "reference/streamfield/blocks"),
    "wagtail.documents.forms": (
        "BaseDocumentForm",
        "advanced_topics/documents/custom_document_upload_form",
    ),
    "wagtail.documents.models": (
        "AbstractDocument",
        "advanced_topics/documents/custom_document_model",
    ),
    "wagtail.fields": ("RichTextField StreamField", "topics/streamfield"),
    "wagtail.images": ("get_image_model", "advanced_topics/images/renditions"),
    "wagtail.images.blocks": ("ImageBlock ImageChooserBlock", "reference/streamfield/blocks"),
    "wagtail.images.models": ("AbstractImage", "advanced_topics/images/custom_image_model"),
    "wagtail.models": (
        "Collection DraftStateMixin GroupApprovalTask GroupPagePermission Locale Page "
        "PageViewRestriction PreviewableMixin ReferenceIndex Revision RevisionMixin Site TaskState "
        "TranslatableMixin Workflow WorkflowState get_page_models",
        "reference/models",
    ),
    "wagtail.permission_policies": ("ModelPermissionPolicy", "reference/permissions"),
    "wagtail.permissions": ("policy_registry", "reference/permissions"),
    "wagtail.query": ("PageQuerySet", "reference/pages/queryset_reference"),
    "wagtail.rich_text": ("RichText", "topics/streamfield"),
    "wagtail.search": ("index", "topics/search/indexing"),
    "wagtail.search.backends": ("get_search_backend", "topics/search/searching"),
    "wagtail.search.index": (
        "AutocompleteField FilterField Indexed RelatedFields SearchField",
        "topics/search/indexing",
    ),
    "wagtail.search.query": ("Phrase PlainText", "topics/search/searching"),
    "wagtail.signals": ("post_page_move pre_page_move published", "reference/signals"),
    "wagtail.snippets.models": ("register_snippet", "topics/snippets/registering"),
    "wagtail.snippets.views.chooser": ("SnippetChooserViewSet", "reference/viewsets"),
    "wagtail.snippets.views.snippets": ("SnippetViewSet", "topics/snippets/customizing"),
    "wagtail.users.views.bulk_actions.user_bulk_action": (
        "UserBulkAction",
        "extending/custom_bulk_actions",
    ),
    # wagtail-localize.org
    "wagtail_localize.fields": (
        "SynchronizedField TranslatableField",
        "how-to/field-configuration",
    ),
    "wagtail_localize.models": (
        "OverridableSegment SegmentOverride String StringSegment StringTranslation "
        "TranslatableObject Translation TranslationContext TranslationSource",
        "ref/models",
    ),
    "wagtail_localize.segments": (
        "OverridableSegmentValue StringSegmentValue",
        "ref/segments/types",
    ),
    "wagtail_localize.segments.extract": ("extract_segments", "ref/segments/extract"),
    "wagtail_localize.segments.ingest": ("StreamFieldSegmentsWriter", "ref/segments/ingest"),
    "wagtail_localize.strings": (
        "StringValue extract_ids validate_translation_links",
        "ref/strings",
    ),
}
