/*
 * The browser's side of cms/admin/edit_conflicts.py: the form tells the server which version its
 * author knows. That is the one it was opened with, or the last that it saved by itself, or one
 * that Wagtail's dialog told of and that is to be replaced.
 */
(() => {
  const BUTTONS = '[data-edit-form] button:is([type="submit"], [data-workflow-action-name])';
  let saving = false;
  let leaving = false;
  let held = null;
  let newer = null;

  function put(name, value) {
    const form = document.querySelector("[data-edit-form]");
    let input = form.querySelector(`input[name="${name}"]`);
    if (!input) {
      input = Object.assign(document.createElement("input"), { type: "hidden", name });
      form.append(input);
    }
    input.value = value;
  }

  /** A click while the form saves itself waits for the end of that, or it would be a conflict. */
  function hold(event) {
    const button = event.target.closest(BUTTONS);
    if (!button || !saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = button;
  }

  function release() {
    saving = false;
    const button = held;
    held = null;
    button?.click();
  }

  document.addEventListener("click", hold, { capture: true });
  document.addEventListener("submit", (event) => {
    leaving ||= !event.defaultPrevented && event.target.matches("[data-edit-form]");
  });
  // Between the press of a button and that, session.js asks the server who is logged in.
  document.addEventListener("session:check", ({ target }) => {
    leaving ||= target.matches("[data-edit-form]");
  });
  document.addEventListener("session:failure", () => {
    leaving = false;
  });
  document.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    else saving = true;
  });
  document.addEventListener("w-autosave:error", release);
  document.addEventListener("w-autosave:success", ({ detail: { response } }) => {
    if (response.revision_id) {
      put("loaded_revision_id", response.revision_id);
      put("loaded_revision_created_at", response.revision_created_at);
    }
    release();
  });

  document.addEventListener("w-swap:json", ({ detail: { data } }) => {
    const others = data?.other_sessions ?? [];
    newer = others.find((session) => session.revision_id)?.revision_id ?? null;
  });
  // Before Wagtail's own listener, which clicks the button again.
  document.addEventListener(
    "w-dialog:confirmed",
    ({ target }) => {
      if (newer && target.id === "w-save-confirmation-dialog") put("replaced_revision_id", newer);
    },
    { capture: true },
  );
})();
