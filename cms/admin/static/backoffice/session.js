/*
 * The browser's side of cms/admin/sessions.py: nothing typed is lost when the session ends.
 *
 * - Before a form is submitted, the server is asked whether the page's user is still logged in.
 * - A request by script names that user, is answered 401 if they are not, and then waits.
 *
 * Either way a dialog asks to log in; what waits is sent after that. Logging in changes the CSRF
 * token (in another tab too), so the token is read from its cookie whenever something is sent.
 *
 * It runs before all other scripts, which use the fetch() that they find.
 */
(() => {
  const dialog = document.getElementById("session-dialog");
  const data = dialog.dataset;
  const place = dialog.querySelector("[data-form]");
  const error = dialog.querySelector("[data-error]");
  const FIELD = "csrfmiddlewaretoken";
  const UNAUTHORIZED = 401;
  const ANSWER_TIMEOUT = 15_000; // milliseconds
  const TYPING_PAUSE = 1_000; // milliseconds
  const send = window.fetch.bind(window);

  let restoring = null; // while the dialog is open: a promise of whether the session is back
  let declined = false; // "Not now": requests in the background do not ask again
  let warned = false; // the page says that something was not saved
  let typedAt = -TYPING_PAUSE;
  let passing = null; // the form that is being submitted after its check
  const checking = new WeakSet();

  // The session

  /** Return what is the matter with the session: nothing ("held"), or the name of a state. */
  function judge({ user, enters }) {
    if (user === null) return "ended";
    if (String(user) !== data.user) return "another";
    return enters ? "held" : "barred";
  }

  async function ask() {
    try {
      const answer = await send(data.session, { signal: AbortSignal.timeout(ANSWER_TIMEOUT) });
      const session = await answer.json();
      return { state: judge(session), name: session.name };
    } catch {
      return { state: "unreachable" };
    }
  }

  /** Resolve to whether the user is logged in, if need be after they have done so. */
  function holds() {
    restoring ??= restore().finally(() => {
      restoring = null;
    });
    return restoring;
  }

  async function restore() {
    const session = await ask();
    let held = session.state === "held";
    if (!held) {
      await pause();
      held = await open(session);
    }
    if (held) forget();
    else warn();
    return held;
  }

  function warn() {
    declined = warned = true;
    const detail = { text: data.unsaved, type: "warning", clear: true };
    document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
  }

  function forget() {
    if (warned) document.dispatchEvent(new CustomEvent("w-messages:clear"));
    declined = warned = false;
  }

  // The dialog

  /** Wait until nothing is being typed, or the rest of a word would go into the password. */
  async function pause() {
    let left;
    while ((left = typedAt + TYPING_PAUSE - performance.now()) > 0) {
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  const typing = () => {
    typedAt = performance.now();
  };
  document.addEventListener("keydown", typing, { capture: true });

  function open(session) {
    dialog.returnValue = "";
    dialog.showModal();
    explain(session);
    return new Promise((resolve) => {
      const closed = () => {
        place.replaceChildren();
        resolve(dialog.returnValue === "held");
      };
      dialog.addEventListener("close", closed, { once: true });
    });
  }

  function explain({ state, name = "" }) {
    if (state === "held") {
      dialog.close("held");
      return;
    }
    for (const part of dialog.querySelectorAll("[data-state]")) {
      part.hidden = part.dataset.state !== state;
    }
    dialog.setAttribute("aria-labelledby", `session-${state}`);
    dialog.setAttribute("aria-describedby", `session-${state}-explained`);
    dialog.querySelector("[data-other]").textContent = name;
    const asks = state === "ended" || state === "another";
    const retry = dialog.querySelector("[data-retry]");
    retry.hidden = asks;
    error.textContent = "";
    place.replaceChildren();
    if (asks) request(data.login);
    // While the form is loaded, Enter must not press “Not now”.
    (asks ? document.getElementById(`session-${state}`) : retry).focus();
  }

  /** Request the login page, or send its form; show the form that comes back. */
  async function request(address, options = {}) {
    const headers = {
      "X-Requested-With": "XMLHttpRequest",
      "Accept-Language": document.documentElement.lang,
    };
    try {
      const answer = await send(address, { ...options, headers });
      if (answer.headers.get("Content-Type").startsWith("application/json")) {
        const session = await answer.json();
        explain({ state: judge(session), name: session.name });
      } else {
        show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      explain({ state: "unreachable" });
    }
  }

  function show(page) {
    const form = page.querySelector("form.login-form");
    // Any other page is a refusal.
    const errors = form ? page.querySelectorAll(".messages li") : [page.body];
    error.textContent = Array.from(errors, (each) => each.textContent.trim()).join(" ");
    if (!form) return;
    place.replaceChildren(document.importNode(form, true));
    // The page below stays.
    for (const link of place.querySelectorAll("a")) link.target = "_blank";
    const username = place.querySelector("[name=username]");
    username.value ||= data.username;
    const empty = username.value ? place.querySelector("[name=password]") : username;
    empty.focus();
  }

  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new FormData(event.target);
    // What answers who is logged in then.
    body.set("next", data.session);
    request(data.login, { method: "POST", body });
  });
  dialog.querySelector("[data-retry]").addEventListener("click", async () => explain(await ask()));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  // A dialog of Wagtail's below would close by Escape too, and takes the focus back.
  for (const type of ["keydown", "keyup", "focusin"]) {
    dialog.addEventListener(type, (event) => event.stopPropagation());
  }
  // Back from another tab, where they may have logged in.
  window.addEventListener("focus", async () => {
    if (!dialog.open) return;
    const session = await ask();
    if (dialog.open && session.state === "held") explain(session);
  });

  // The CSRF token

  function token() {
    const start = `${data.csrfCookie}=`;
    const cookie = document.cookie.split("; ").find((each) => each.startsWith(start));
    return cookie?.slice(start.length);
  }

  function renew(body) {
    const value = token();
    if (!value) return body;
    if (typeof body === "string") {
      return body.replace(new RegExp(`(^|&)${FIELD}=[^&]*`), `$1${FIELD}=${value}`);
    }
    if ((body instanceof FormData || body instanceof URLSearchParams) && body.has(FIELD)) {
      body.set(FIELD, value);
    }
    return body;
  }

  // However a form is sent, and also when it is read by script.
  document.addEventListener("formdata", (event) => renew(event.formData));

  // Requests by script

  const isOurs = (address) => {
    const url = new URL(address, document.baseURI);
    return url.origin === window.location.origin && url.pathname.startsWith(data.root);
  };

  /** Make a request, and make it again once the user has logged in. */
  async function persist(attempt) {
    for (;;) {
      const answer = await attempt();
      if (answer.status !== UNAUTHORIZED) {
        // An answer of 0 is none: the server was not reached.
        if (answer.status) forget();
        return answer;
      }
      if (declined || !(await holds())) return answer;
    }
  }

  function headersOf(given) {
    const headers = new Headers(given);
    headers.set("X-Session-User", data.user);
    if (headers.has("X-CSRFToken") && token()) headers.set("X-CSRFToken", token());
    return headers;
  }

  window.fetch = (resource, options = {}) => {
    if (!isOurs(resource.url ?? resource)) return send(resource, options);
    return persist(() => {
      const headers = headersOf(options.headers ?? resource.headers);
      return send(resource, { ...options, headers, body: renew(options.body) });
    });
  };

  /** What jQuery sends its requests by: uploads and the dialogs that choose something. */
  function transport(options) {
    if (options.crossDomain || !options.async || !isOurs(options.url)) return undefined;
    const request = { abort: () => request.current?.abort() };
    const attempt = (given) =>
      new Promise((resolve) => {
        const xhr = options.xhr();
        request.current = xhr;
        xhr.open(options.type, options.url, true);
        Object.assign(xhr, options.xhrFields);
        for (const [name, value] of headersOf(given)) xhr.setRequestHeader(name, value);
        xhr.onloadend = () => resolve(xhr);
        xhr.send(options.hasContent ? renew(options.data) : null);
      });
    request.send = async (headers, complete) => {
      const sent = { "X-Requested-With": "XMLHttpRequest", ...headers };
      const xhr = await persist(() => attempt(sent));
      const body = { text: xhr.responseText };
      complete(xhr.status, xhr.statusText, body, xhr.getAllResponseHeaders());
    };
    return request;
  }

  document.addEventListener("DOMContentLoaded", () => {
    window.jQuery.ajaxTransport("+*", transport);
    const first = window.wagtailConfig.CSRF_TOKEN;
    Object.defineProperty(window.wagtailConfig, "CSRF_TOKEN", { get: () => token() ?? first });
  });

  // Forms

  /** Whether what somebody has written may be lost with the form. */
  function saves(form) {
    // Its own properties may be covered by fields of the same names.
    const address = new URL(form.getAttribute("action") ?? "", document.baseURI);
    const posts = form.getAttribute("method")?.toUpperCase() === "POST";
    return posts && isOurs(address) && address.pathname !== data.logout && !dialog.contains(form);
  }

  async function check(form, submitter) {
    const notify = (name) => form.dispatchEvent(new CustomEvent(name, { bubbles: true }));
    notify("session:check");
    if (await holds()) {
      pass(form, submitter);
    } else {
      notify("session:failure");
      // Wagtail shows that it is being saved.
      submitter?.setAttribute("data-w-progress-loading-value", "false");
    }
  }

  function pass(form, submitter) {
    // Wagtail disables a button that is pressed, and a disabled one sends no value.
    const disabled = submitter?.disabled;
    if (disabled) submitter.disabled = false;
    passing = form;
    HTMLFormElement.prototype.requestSubmit.call(form, submitter);
    passing = null;
    if (disabled) submitter.disabled = true;
  }

  function hold(event) {
    const { target: form, submitter } = event;
    if (!event.isTrusted || form === passing || !saves(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (checking.has(form)) return;
    checking.add(form);
    check(form, submitter).finally(() => checking.delete(form));
  }

  window.addEventListener("submit", hold, { capture: true });

  // Pressing anything is a reason to ask again.
  const asksAgain = ({ target }) => {
    if (target.closest?.("button, a, summary") && !dialog.contains(target)) declined = false;
  };
  document.addEventListener("click", asksAgain, { capture: true });

  // Wagtail would call it a fault of the server.
  document.addEventListener(
    "w-autosave:error",
    ({ detail }) => {
      if (declined) detail.text = data.unsaved;
    },
    { capture: true },
  );
})();
