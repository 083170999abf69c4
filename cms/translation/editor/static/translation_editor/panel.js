/*
 * The panel of what is left to translate: Ctrl+Enter saves the field one is in and goes to the
 * next, which the server's answer names in its address; fields are as high as their text.
 */
(() => {
  const FIELDS = ".translation-row textarea";

  function fit(field) {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  document.querySelectorAll(FIELDS).forEach(fit);
  document.addEventListener("input", ({ target }) => {
    if (target.matches(FIELDS)) fit(target);
  });
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
