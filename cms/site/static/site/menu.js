// The menu of languages closes on Escape, and when a click or the focus goes elsewhere. Without this
// script it opens and closes by its own button.
for (const menu of document.querySelectorAll(".language-menu")) {
  const closeElsewhere = (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("click", closeElsewhere);
  document.addEventListener("focusin", closeElsewhere);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
