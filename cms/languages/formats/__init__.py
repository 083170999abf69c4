"""How each of the back office's languages writes dates; Django reads it by FORMAT_MODULE_PATH.

The first input format is the one a field shows. The week starts on Monday in both languages: those
who write English here work in Europe too.
"""
