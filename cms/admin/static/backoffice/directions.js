// Gives the fields of a page, and of wagtail-localize's editor, the language and the direction of the
// text that is written in them: they are not those of the back office around them. Fields that are
// added later are given them too. Addresses, dates and choices stay as they are.
{
  const { lang, dir, sourceLang, sourceDir } = document.currentScript.dataset;
  const EDITOR = ".js-translation-editor li";
  const WRITTEN = [
    "[data-field] textarea",
    "[data-field] input[type=text]:not([data-controller], [name$=slug], [class*=admin_date] *, [class*=admin_time] *)",
    ".Draftail-Editor [contenteditable=true]",
    `${EDITOR} > div > p`,
    `${EDITOR} > div textarea`,
  ].join();
  const SOURCE = `${EDITOR} > p`;

  const set = (element, values) => {
    for (const [name, value] of Object.entries(values)) {
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
  };

  const mark = (root) => {
    for (const [selector, values] of [
      [WRITTEN, { lang, dir }],
      ...(sourceLang ? [[SOURCE, { lang: sourceLang, dir: sourceDir }]] : []),
    ]) {
      if (root.matches(selector)) set(root, values);
      for (const element of root.querySelectorAll(selector)) set(element, values);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    mark(document.body);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) if (node instanceof Element) mark(node);
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
}
