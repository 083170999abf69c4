/*
 * Keeps the outline of an editor up to date: Wagtail names a block by its content when it is opened
 * or closed, but not after it was written in.
 */
(() => {
  // The rich-text editor writes what was typed into its field 250 ms later.
  const WRITTEN = 500; // milliseconds

  function rename({ target }) {
    let block = target.closest?.("[data-streamfield-child]");
    if (!block) return;
    for (; block; block = block.parentElement.closest("[data-streamfield-child]")) {
      // Its title is read anew; what stands within it stays as it is.
      const toggle = block.querySelector("[data-panel-toggle]");
      toggle.dispatchEvent(new CustomEvent("wagtail:panel-toggle"));
    }
    document.dispatchEvent(new CustomEvent("wagtail:panel-init"));
  }

  document.addEventListener("change", rename);
  document.addEventListener("focusout", (event) => setTimeout(rename, WRITTEN, event));
})();
