/* The way back from an error page: as the browser's own, which keeps what was typed in a form. */
document.querySelector("[data-back]")?.addEventListener("click", (event) => {
  if (window.history.length < 2) return;
  event.preventDefault();
  window.history.back();
});
