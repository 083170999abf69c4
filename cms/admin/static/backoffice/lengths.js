/*
 * A browser cuts what is pasted to the length of the field and says nothing. Here it stays whole,
 * with its length below the field: the server refuses what is too long.
 */
(() => {
  const { near, over } = document.currentScript.dataset;
  // From this part of the limit on, the length is shown.
  const NEAR = 0.8;

  function release({ target }) {
    const limit = target.maxLength;
    if (!(limit > 0) || !target.matches("input, textarea")) return;
    target.removeAttribute("maxlength");
    target.dataset.maxLength = limit;
  }

  /** As the server counts: letters, and two for a line break. */
  function lengthOf(text) {
    return [...text.replace(/\r?\n/g, "\r\n")].length;
  }

  function counterOf(field) {
    const next = field.nextElementSibling;
    if (next?.matches("[data-length]")) return next;
    const counter = document.createElement("p");
    counter.dataset.length = "";
    counter.setAttribute("role", "status");
    field.after(counter);
    return counter;
  }

  function count({ target }) {
    const limit = Number(target.dataset?.maxLength);
    if (!limit) return;
    const length = lengthOf(target.value);
    const counter = counterOf(target);
    counter.hidden = length < limit * NEAR;
    counter.className = length > limit ? "w-text-critical-200" : "w-help-text";
    counter.textContent = (length > limit ? over : near)
      .replace("{length}", length)
      .replace("{limit}", limit);
  }

  document.addEventListener("focusin", release);
  document.addEventListener("dragenter", release);
  document.addEventListener("input", count);
})();
