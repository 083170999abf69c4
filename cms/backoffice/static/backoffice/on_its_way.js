// Counts down, on the open home screen, the pages that a wide change has left for the background.

const PAUSE = 2000; // milliseconds

async function countDown() {
  const here = document.getElementById("on-its-way");
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const there = page.getElementById("on-its-way");
  if (there) {
    here.textContent = there.textContent;
    setTimeout(countDown, PAUSE);
  } else {
    here.remove();
  }
}

setTimeout(countDown, PAUSE);
