/*
 * Makes slugs in the editor exactly as cms/core/slugs.py makes them on the server, by its own tables,
 * which the page carries as JSON in #slug-rules. The field says in which language the title is.
 * Replaces Wagtail's "w-slug" controller.
 */
(() => {
  const rules = JSON.parse(document.getElementById("slug-rules").textContent);
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);

  const fold = (text) => text.normalize("NFKC").toLowerCase().normalize("NFKC");
  const isLetter = (char) => /[\p{L}\p{M}\p{N}]/u.test(char);

  function cut(slug) {
    if (slug.length <= rules.length) return slug;
    const lastHyphen = slug.slice(0, rules.length + 1).lastIndexOf("-");
    return slug.slice(0, lastHyphen > 0 ? lastHyphen : rules.length);
  }

  /** The slug of a title; null when a letter is of an alphabet that only the server knows. */
  function slugify(title, language) {
    const [code] = language.split("-");
    const table = own(rules.languages, code) ?? Object.values(rules.languages)[0];
    const latin = (char) => own(table.letters, char) ?? own(rules.letters, char);
    const isKnown = (char) => !isLetter(char) || /[a-z0-9]/.test(char) || latin(char) !== undefined;

    function write(word) {
      for (const [pattern, replacement] of Object.entries(table.patterns)) {
        word = word.replace(new RegExp(pattern, "g"), replacement);
      }
      return Array.from(word, (char) => latin(char) ?? char).join("");
    }

    const heard = Array.from(fold(title)).filter((char) => latin(char) !== "");
    if (!heard.every(isKnown)) return null;
    const words = heard.map((char) => (isLetter(char) ? char : " ")).join("").split(" ");
    return cut(words.map(write).filter(Boolean).join("-"));
  }

  class SlugController extends window.StimulusModule.Controller {
    /** Before the title is typed in: leave a slug alone that was written by hand. */
    compare(event) {
      const slug = this.element.value;
      if (slug && this.#made(event.detail.value) !== slug) event.preventDefault();
    }

    /** The title has changed. An empty slug is filled in by the server. */
    urlify(event) {
      this.element.value = this.#made(event.detail.value) ?? "";
    }

    /** The slug was written by hand. */
    slugify() {
      this.element.value = this.#made(this.element.value) ?? this.element.value;
    }

    #made(text) {
      return slugify(text, this.element.dataset.wSlugLocaleValue ?? "");
    }
  }

  window.wagtail.app.register("w-slug", SlugController);
})();
