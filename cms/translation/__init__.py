"""All of translating: jobs, the editor, files, memory, machine translation, the cascade of actions.

The state of a translation itself is part of the content (`cms.content.translation_state`).
"""
