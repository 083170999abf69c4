/*
 * The languages of what is edited: a press of a button asks for translations, or withdraws that, and
 * shows the list anew. The form of the editor stays as it is, with all that is not saved.
 */
(() => {
  const LIST = "#translation-languages";
  const BUTTON = `${LIST} :is([data-request], [data-withdraw])`;

  async function send(button) {
    const list = button.closest(LIST);
    const config = JSON.parse(document.getElementById("wagtail-config").textContent);
    const body = new URLSearchParams(
      button.dataset.withdraw
        ? { withdraw: "true", locales: button.dataset.withdraw }
        : { locales: button.dataset.request },
    );
    const headers = {
      [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN,
      "X-Requested-With": "XMLHttpRequest",
    };
    button.disabled = true;
    const answer = await fetch(list.dataset.address, { method: "POST", body, headers }).catch(() =>
      Response.error(),
    );
    if (answer.ok && !answer.redirected) {
      list.outerHTML = await answer.text();
      document.querySelector(LIST)?.focus();
      return;
    }
    button.disabled = false;
    const detail = { text: list.dataset.failed, type: "error" };
    document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(BUTTON);
    if (button) send(button);
  });
})();
