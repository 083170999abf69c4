/*
 * The panel of what is left to translate: Ctrl+Enter saves the field one is in and goes to the
 * next, which the server's answer names in its address.
 */
(() => {
  const FIELDS = ".translation-row textarea";

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (!event.target.matches(FIELDS)) return;
    event.preventDefault();
    event.target.closest(".translation-row").querySelector("[data-save]").click();
  });

  if (window.location.hash.startsWith("#segment-")) {
    document.querySelector(`${window.location.hash} textarea`)?.focus();
  }
})();
