"""What wagtail-localize does by itself and must never happen, each beside what happens here.

Each test asks one question of both: once of wagtail-localize as it comes (`stock`), once of this
project, and says which of the two fails. In the order in which they were found:

     1  what is sent for translation is published untranslated               test_publishing.py
     2  a translation of an old text is told to be up to date                test_changes.py
     3  half a translation is published, the rest in the source's words      test_publishing.py
     4  one changed letter loses the translation of its paragraph            test_changes.py
     5  what is translated on one page is unknown on the next                test_changes.py
     6  what a page chooses and links to stays in the source's language      test_references.py
     7  a slug is cut to its digits, and sent to a machine                   test_slugs.py
     8  a source that goes leaves its translations, or takes their words     test_endings.py
     9  anybody who sends may send, take over and publish anywhere; a lock
        holds nobody up; nothing can be submitted for review; nobody is
        told what there is to translate                                      test_work.py
    10  a file that is not quite right is an error 500, one of any size read test_files.py
    11  a snippet without drafts is public, untranslated, once it is sent    test_publishing.py

Each room's own tests go deeper: `jobs`, `editor`, `memory`, `exchange`, `machine`,
test_wholeness.py and test_drafts.py beside this folder, tests/admin/test_following.py and
role_table.txt, tests/store/test_translations.py.
"""
