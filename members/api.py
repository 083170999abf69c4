"""The members' endpoint: in the order of the page tree."""

from cms.api.registry import register


def register_endpoints() -> None:
    register("members/", "member", order="tree")
