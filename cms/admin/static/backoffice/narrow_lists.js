/*
 * Gives each cell of a list the name of its column, which narrow.css shows where the list is too
 * narrow for a table. Not the first cells: a box to tick, and the title.
 */
(() => {
  function label(table) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    const isBox = (cell) => cell.classList.contains("bulk-action-checkbox-cell");
    for (const row of table.tBodies[0]?.rows ?? []) {
      const cells = [...row.cells];
      cells.slice(cells.findIndex((cell) => !isBox(cell)) + 1).forEach((cell) => {
        const name = heads[cell.cellIndex]?.textContent.replace(/\s+/g, " ").trim();
        const isEmpty = !cell.textContent.trim() && !cell.querySelector("svg, img, input, button");
        if (name) cell.dataset.label = name;
        cell.toggleAttribute("data-empty", isEmpty);
      });
    }
  }

  const labelAll = () => document.querySelectorAll("#listing-results table.listing").forEach(label);
  document.addEventListener("DOMContentLoaded", labelAll);
  document.addEventListener("w-swap:success", labelAll);
})();
