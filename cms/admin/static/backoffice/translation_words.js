// Says in the reader's language what wagtail-localize's editor says in English alone: the heading
// above the segments, the name of its menu, and the months of its dates.

{
  const { heading, actions } = document.currentScript.dataset;
  const local = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });
  const months =
    "January|February|March|April|May|June|July|August|September|October|November|December";
  const englishDate = new RegExp(`\\d{1,2} (${months}) \\d{4}`);

  // By the kind of element: what is translated itself stands in none of these.
  const instead = {
    H3: (text) => (/ to .+ translation$/.test(text) ? heading : text),
    LI: (text) => text.replace(englishDate, (date) => local.format(new Date(date))),
    SPAN: (text) => (text === "More actions" ? actions : text),
  };

  const translate = (editor) => {
    const texts = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      const text = instead[node.parentElement.tagName]?.(node.data) ?? node.data;
      if (text !== node.data) node.data = text;
    }
  };

  // The editor itself begins to write then, too; it was asked later.
  document.addEventListener("DOMContentLoaded", () => {
    const editor = document.querySelector(".js-translation-editor");
    const watch = { childList: true, characterData: true, subtree: true };
    new MutationObserver(() => translate(editor)).observe(editor, watch);
  });
}
