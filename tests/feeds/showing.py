"""A feed reader in Chromium: it shows the HTML of items as the careless ones do, and tells what
came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypedDict

from playwright.sync_api import Dialog, Page, Route, sync_playwright

from tests.browser.conftest import CHROMIUM, OPTIONS, PATIENCE

READER = "https://reader.example/"
# Shows each piece twice: put into the page, and written into a frame as a page of its own.
SHOW = """
async pieces => {
  window.ran = [];
  window.hacked = number => ran.push(number);
  const shown = [];
  for (const html of pieces) {
    const place = document.createElement("div");
    document.body.append(place);
    place.innerHTML = html;
    const frame = document.createElement("iframe");
    document.body.append(frame);
    frame.contentDocument.open();
    frame.contentDocument.write(html);
    frame.contentDocument.close();
    const documents = [place, frame.contentDocument.body].filter(Boolean);
    shown.push({
      text: place.textContent,
      alts: [...place.querySelectorAll("img")].map(image => image.alt),
      schemes: documents.flatMap(one => [...one.querySelectorAll("a")].map(link => link.protocol)),
    });
    await new Promise(requestAnimationFrame);
  }
  // Whatever is fetched has come or failed, and whatever begins with a frame has begun.
  await Promise.all([...document.images].map(image => image.complete || new Promise(done => {
    image.addEventListener("load", done);
    image.addEventListener("error", done);
  })));
  for (let frames = 0; frames < 10; frames++) await new Promise(requestAnimationFrame);
  return shown;
}
"""
PICTURE = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b"
)


class Piece(TypedDict):
    """What a reader has of one piece: its words, its pictures' words, where its links lead."""

    text: str
    alts: list[str]
    schemes: list[str]


@dataclass
class Shown:
    """What came of it: what was shown of each piece, the numbers of what ran, all that was asked
    for beside the pictures that may be, and what windows and dialogs opened."""

    pieces: list[Piece] = field(default_factory=list)
    ran: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)


@contextmanager
def reader() -> Iterator[Page]:
    """An empty page of the reader."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


def show(page: Page, pieces: list[str], pictures: str) -> Shown:
    """Show pieces of HTML; the address of any picture that may be asked for begins with
    `pictures`."""
    shown = Shown()

    def answer(route: Route) -> None:
        url = route.request.url
        if url == READER:
            route.fulfill(body="<!doctype html><title>reader</title>", content_type="text/html")
        elif url.startswith(pictures):
            route.fulfill(body=PICTURE, content_type="image/gif")
        else:
            shown.asked.append(url)
            # Nothing, so that whoever wanted to lead the reader away does not.
            route.fulfill(status=204)

    def dismiss(dialog: Dialog) -> None:
        shown.opened.append(dialog.message)
        dialog.dismiss()

    page.unroute_all()
    page.route("**/*", answer)
    page.on("dialog", dismiss)
    page.on("popup", lambda popup: shown.opened.append(popup.url))
    page.goto(READER)
    shown.pieces = page.evaluate(SHOW, pieces)
    shown.ran = page.evaluate("window.ran")
    return shown
