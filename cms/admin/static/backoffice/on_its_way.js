// Keeps up, on the open home screen, what is said of work that goes on in the background.

(() => {
  const PAUSE = 2000; // milliseconds
  const here = document.currentScript.previousElementSibling;

  async function keepUp() {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.getElementById(here.id);
    if (there) {
      here.replaceChildren(...there.childNodes);
      setTimeout(keepUp, PAUSE);
    } else {
      here.remove();
    }
  }

  setTimeout(keepUp, PAUSE);
})();
