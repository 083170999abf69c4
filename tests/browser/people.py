"""Somebody at a browser, and what they have pressed."""

from difflib import SequenceMatcher

from playwright.sync_api import Locator, Page


class Person:
    """Who is logged in to a back office, by a tab of their own.

    `clicks` are the presses of the mouse's button (two or three in a row on one place are one),
    `keys` those of the keyboard (a shortcut is one).
    """

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page, self.url = page, url
        self.clicks = self.keys = 0
        page.goto(f"{url}/admin/login/")
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill("secret")
        page.locator("form [type=submit]").click()
        page.wait_for_url(f"{url}/admin/")

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def follow(self, address: str) -> None:
        """Click on a link outside of the browser, as in a mail."""
        self.page.goto(address)
        self.clicks += 1

    def press(self, what: Locator, key: str) -> None:
        what.press(key)
        self.keys += 1

    def correct(self, field: Locator, old: str, new: str) -> None:
        """Click into a field at some words, take out what is wrong of them and type what is right.

        The click that brings the field up is none of this one's.
        """
        self.click(field)
        field.fill(field.input_value().replace(old, new, 1))
        self.keys += differing(old, new)


def differing(old: str, new: str) -> int:
    """How many keys it takes to make one of the other: each letter taken out, and each put in."""
    parts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(b - a + d - c for kind, a, b, c, d in parts if kind != "equal")
