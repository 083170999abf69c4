/*
 * wagtail-localize's editor sends a text, and not what it was written over; it says “server error”
 * of whatever is refused, or nothing. What it sends to save is led to our own address here, with
 * the tag of what it shows. What is refused is given back as a text with an error, which it shows
 * in the text's place; what it cannot show stands among the messages of the page.
 *
 * Of each page, picture and file that is chosen it asks the admin's API, which is closed: the answers
 * are in the page.
 */
(() => {
  const { segments, choices, unknown, failed } = JSON.parse(
    document.getElementById("segments-shown").textContent,
  );
  const API = /\/api\/main\/(pages|images|documents)\/\d+\/$/;
  const unsaved = new Set();
  const send = window.fetch;

  window.fetch = async (resource, options) => {
    if (Object.hasOwn(segments, resource)) return save(segments[resource], options);
    if (!API.test(resource)) return send(resource, options);
    return new Response(JSON.stringify(choices[resource] ?? unknown));
  };

  // Links that lead a reader to what they may not change.
  const locked = new CSSStyleSheet();
  document.adoptedStyleSheets.push(locked);

  function lock(choice) {
    if (choice.locked) {
      locked.insertRule(`.js-translation-editor a[href="${choice.locked}"] { display: none; }`);
    }
  }

  Object.values(choices).forEach(lock);

  async function save(segment, options) {
    const headers = {
      ...options.headers,
      "If-Match": segment.tag,
      // Whoever may not is told so, and not led to the start page, which would pass for success.
      "X-Requested-With": "XMLHttpRequest",
    };
    const answer = await send(segment.address, { ...options, headers }).catch(() => Response.error());
    segment.tag = answer.headers.get("ETag") ?? segment.tag;
    unsaved.delete(segment);
    document.dispatchEvent(new CustomEvent("w-messages:clear"));
    if (answer.ok) {
      const { choices: chosen = {} } = await answer.clone().json();
      Object.assign(choices, chosen);
      Object.values(chosen).forEach(lock);
      return answer;
    }
    const { error = failed } = await answer.json().catch(() => ({}));
    if (options.method === "DELETE") {
      const detail = { text: error, type: "error" };
      document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
      return answer;
    }
    unsaved.add(segment);
    const data = options.body.get("value");
    const shown = { data, error, comment: "", last_translated_by: null };
    return new Response(JSON.stringify(shown));
  }

  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
})();
