// A link to a feed copies its address instead. Without this script, or where a browser lets nobody
// copy, it is a link like any other and opens the feed.
for (const link of navigator.clipboard ? document.querySelectorAll("a[data-copy]") : []) {
  const label = link.firstChild;
  const words = label.textContent;
  let back;
  link.setAttribute("role", "button");
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      window.location = link.href;
      return;
    }
    label.textContent = link.dataset.copy;
    link.setAttribute("aria-live", "polite");
    clearTimeout(back);
    back = setTimeout(() => { label.textContent = words; }, 3000);
  });
}
