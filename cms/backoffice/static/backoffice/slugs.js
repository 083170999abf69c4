/*
 * Makes slugs in the editor exactly as cms/slugs.py makes them on the server, by its own table,
 * which the page carries as JSON in #slug-rules. Replaces Wagtail's "w-slug" controller.
 */
(() => {
  const rules = JSON.parse(document.getElementById("slug-rules").textContent);
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);

  const fold = (text) => text.normalize("NFKC").toLowerCase().normalize("NFKC");
  const isLetter = (char) => /[\p{L}\p{M}\p{N}]/u.test(char);
  const isKnown = (char) => !isLetter(char) || char in rules.letters || /[a-z0-9]/.test(char);
  const letters = (text) => Array.from(text, (char) => own(rules.letters, char) ?? char).join("");

  function latin(word) {
    const ending = Object.keys(rules.endings).find((tail) => word.endsWith(tail));
    if (own(rules.words, word)) return rules.words[word];
    if (!ending) return letters(word);
    return letters(word.slice(0, -ending.length)) + rules.endings[ending];
  }

  function cut(slug) {
    if (slug.length <= rules.length) return slug;
    const lastHyphen = slug.slice(0, rules.length + 1).lastIndexOf("-");
    return slug.slice(0, lastHyphen > 0 ? lastHyphen : rules.length);
  }

  /** The slug of a title; null when a letter is of an alphabet that only the server knows. */
  function slugify(title) {
    const heard = Array.from(fold(title)).filter((char) => own(rules.letters, char) !== "");
    if (!heard.every(isKnown)) return null;
    const words = heard.map((char) => (isLetter(char) ? char : " ")).join("").split(" ");
    return cut(words.map(latin).filter(Boolean).join("-"));
  }

  class SlugController extends window.StimulusModule.Controller {
    /** Before the title is typed in: leave a slug alone that was written by hand. */
    compare(event) {
      const slug = this.element.value;
      if (slug && slugify(event.detail.value) !== slug) event.preventDefault();
    }

    /** The title has changed. An empty slug is filled in by the server. */
    urlify(event) {
      this.element.value = slugify(event.detail.value) ?? "";
    }

    /** The slug was written by hand. */
    slugify() {
      this.element.value = slugify(this.element.value) ?? this.element.value;
    }
  }

  window.wagtail.app.register("w-slug", SlugController);
})();
