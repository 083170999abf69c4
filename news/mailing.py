"""Articles are what subscribers are mailed."""

from cms.outreach.mailing.registry import register


def register_mailing() -> None:
    register("news")
