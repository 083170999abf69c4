// Says in the reader's language what wagtail-localize's editor says in English alone: the heading
// above the segments, the name of its menu, and the months of its dates.

const words = document.currentScript.dataset;
const englishDate = /\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}/;
const local = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });

// What stands in the text of an element of this kind; texts to translate stand in other kinds.
const instead = {
  H3: () => words.heading,
  LI: (text) => text.replace(englishDate, (date) => local.format(new Date(date))),
  SPAN: (text) => (text === "More actions" ? words.actions : text),
};

function translate(editor) {
  const texts = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const text = instead[node.parentElement.tagName]?.(node.data) ?? node.data;
    if (text !== node.data) node.data = text;
  }
}

for (const editor of document.querySelectorAll(".js-translation-editor")) {
  const watch = { childList: true, characterData: true, subtree: true };
  new MutationObserver(() => translate(editor)).observe(editor, watch);
}
