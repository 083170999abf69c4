"""Name tables, columns and indexes in the terms of the glossary; no row changes."""

from django.db import migrations, models

INDEXES = ("newest", "tree", "title", "updated")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_dependencies_by_language"),
    ]

    operations = [
        migrations.RenameModel("Mark", "PendingChange"),
        migrations.RenameModel("Facet", "ListMembership"),
        migrations.RenameModel("Listing", "ListState"),
        migrations.RenameField("pendingchange", "due", "due_at"),
        migrations.RenameField("entry", "whole", "full_json"),
        migrations.RenameField("entry", "listed", "list_json"),
        migrations.RenameField("entry", "card", "card_json"),
        migrations.RenameField("entry", "heads", "list_name"),
        migrations.RenameField("entry", "appeared", "published_sequence"),
        migrations.RenameField("entry", "moved", "moved_sequence"),
        migrations.RenameField("sequence", "stamp", "build_version"),
        migrations.RenameField("sequence", "rebuilding", "pending_build_version"),
        migrations.AlterField(
            model_name="listmembership",
            name="entry",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="memberships",
                to="store.entry",
            ),
        ),
        *(
            migrations.RenameIndex(
                model_name="listmembership",
                old_name=f"facet_{order}",
                new_name=f"list_membership_{order}",
            )
            for order in INDEXES
        ),
        migrations.RemoveConstraint(model_name="listmembership", name="facet_once"),
        migrations.AddConstraint(
            model_name="listmembership",
            constraint=models.UniqueConstraint(
                fields=["entry", "name"], name="list_membership_once"
            ),
        ),
        migrations.RemoveConstraint(model_name="liststate", name="listing_once"),
        migrations.AddConstraint(
            model_name="liststate",
            constraint=models.UniqueConstraint(fields=["name", "locale"], name="list_state_once"),
        ),
    ]
