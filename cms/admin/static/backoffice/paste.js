/*
 * What is pasted from a word processor into rich text keeps its headings and tables. Draftail knows
 * only the levels of headings that the field allows and makes plain text of the others; of a table
 * it makes a column of paragraphs. Here headings move to the levels there are, and a table becomes
 * a block of its own between two texts; where no such block can stand, its rows become lines.
 */
(() => {
  const words = document.currentScript.dataset;
  const LEVELS = ["one", "two", "three", "four", "five", "six"];
  const HEADINGS = LEVELS.map((level) => `header-${level}`);
  const MARK = "\uE000";
  const ours = new WeakSet();

  const textOf = (node) => node.textContent.replace(/\s+/g, " ").trim();

  // Headings

  /** The classes that Word's style sheet gives a place in the outline: [class, level]. */
  function outlineClasses(doc) {
    const css = [...doc.querySelectorAll("style")].map((style) => style.textContent).join("\n");
    const rules = css.matchAll(/([^{}]*)\{[^}]*mso-outline-level:\s*(\d)/g);
    return [...rules].flatMap(([, selectors, level]) =>
      [...selectors.matchAll(/\.([\w-]+)/g)].map(([, name]) => [name, Number(level)]),
    );
  }

  function findHeadings(doc) {
    const found = new Map();
    const add = (selector, level) =>
      doc.querySelectorAll(selector).forEach((each) => found.set(each, level));
    outlineClasses(doc).forEach(([name, level]) => add(`p.${CSS.escape(name)}`, level));
    add("p.MsoTitle", 1);
    add("p.MsoSubtitle", 2);
    for (const each of doc.querySelectorAll("p[style*='mso-outline-level']")) {
      const level = /mso-outline-level:\s*(\d)/.exec(each.getAttribute("style"));
      if (level) found.set(each, Number(level[1]));
    }
    LEVELS.forEach((_, index) => add(`h${index + 1}`, index + 1));
    return found;
  }

  /** Move headings to the levels the field has, the highest to its highest. */
  function moveHeadings(doc, allowed) {
    if (!allowed.length) return false;
    const found = findHeadings(doc);
    const [first, last] = [Math.min(...allowed), Math.max(...allowed)];
    const shift = Math.max(0, first - Math.min(...found.values()));
    let moved = false;
    for (const [old, level] of found) {
      const name = `H${Math.min(level + shift, last)}`;
      if (old.tagName === name) continue;
      const heading = doc.createElement(name);
      heading.append(...old.childNodes);
      old.replaceWith(heading);
      moved = true;
    }
    return moved;
  }

  // Tables

  /** A cell's text; an address that it leads to is written out, since cells have no links. */
  function readCell(cell) {
    for (const link of cell.querySelectorAll("a[href^='http'], a[href^='mailto:']")) {
      const address = link.getAttribute("href").replace(/^mailto:/, "");
      if (!textOf(link).includes(address)) link.append(` (${address})`);
    }
    cell.querySelectorAll("p, div, li, br").forEach((part) => part.append(" "));
    return textOf(cell);
  }

  /** The rows of a table, all of one length: what spans several cells is in the first of them. */
  function readRows(table) {
    const grid = [];
    [...table.rows].forEach((row, y) => {
      grid[y] ??= [];
      let x = 0;
      for (const cell of row.cells) {
        while (grid[y][x] !== undefined) x += 1;
        const [width, height] = [cell.colSpan || 1, cell.rowSpan || 1];
        for (let down = 0; down < height && y + down < table.rows.length; down += 1) {
          grid[y + down] ??= [];
          for (let right = 0; right < width; right += 1) grid[y + down][x + right] = "";
        }
        grid[y][x] = readCell(cell);
      }
    });
    const width = Math.max(0, ...grid.map((row) => row.length));
    return grid.map((row) => Array.from({ length: width }, (_, x) => row[x] ?? ""));
  }

  function readTable(table) {
    const first = table.rows[0];
    const hasHead = Boolean(table.tHead) || [...first.cells].every((cell) => cell.tagName === "TH");
    const caption = table.caption ? textOf(table.caption) : "";
    const rows = readRows(table);
    return { caption, head: hasHead ? rows.shift() : [], rows };
  }

  /** Tables that hold something, outermost first; one of a single cell is a frame around text. */
  function findTables(doc) {
    return [...doc.querySelectorAll("table")].filter((table) => {
      const cells = [...table.rows].reduce((sum, row) => sum + row.cells.length, 0);
      return cells > 1 && textOf(table) && !table.parentElement.closest("table");
    });
  }

  function lineOf(doc, text) {
    const line = doc.createElement("p");
    line.textContent = text;
    return line;
  }

  /** Put a mark, or its rows as lines, in the place of each table; return what they held. */
  function takeTables(doc, asBlocks) {
    return findTables(doc).map((table, number) => {
      const taken = readTable(table);
      const lines = [taken.caption, ...[taken.head, ...taken.rows].map((row) => row.join(" | "))];
      const texts = asBlocks ? [`${MARK}${number}${MARK}`] : lines.filter((line) => line);
      table.replaceWith(...texts.map((text) => lineOf(doc, text)));
      return taken;
    });
  }

  function stateOf({ caption, head, rows }) {
    const width = rows[0]?.length ?? head.length;
    const columns = Array.from({ length: width }, (_, x) => ({
      type: "text",
      heading: head[x] ?? "",
    }));
    const table = { caption, columns, rows: rows.map((values) => ({ values })) };
    return { table, row_headers: false };
  }

  // Blocks

  /** The stream and its child that a field stands in, where the child is nothing but the field. */
  function findChild(field) {
    let element = field;
    while (element && !element.rootBlock) element = element.parentElement;
    const waiting = element ? [element.rootBlock] : [];
    while (waiting.length) {
      const block = waiting.pop();
      const children = Array.isArray(block.children) ? block.children : [];
      const child = children.find((each) => each.block?.widget?.input === field);
      if (child) return { stream: block, child };
      waiting.push(...children.map((each) => each.block).filter(Boolean));
      waiting.push(...Object.values(block.childBlocks ?? {}));
    }
    return null;
  }

  /** Cut a list of Draft.js's blocks at the marks; return the parts, one more than tables. */
  function cutAtMarks(blocks) {
    const parts = [[]];
    const cut = (block, start, end) =>
      block.merge({
        key: crypto.randomUUID().slice(0, 8),
        text: block.getText().slice(start, end),
        characterList: block.getCharacterList().slice(start, end),
      });
    for (const block of blocks) {
      let start = 0;
      for (const mark of block.getText().matchAll(new RegExp(`${MARK}\\d+${MARK}`, "g"))) {
        if (mark.index > start) parts.at(-1).push(cut(block, start, mark.index));
        parts.push([]);
        start = mark.index + mark[0].length;
      }
      if (!start) parts.at(-1).push(block);
      else if (start < block.getLength()) parts.at(-1).push(cut(block, start));
    }
    return parts;
  }

  /** Make blocks of the marked tables, and of the texts between and after them. */
  function placeTables(field, place, tables) {
    const state = field.draftailEditor.getEditorState();
    const content = state.getCurrentContent();
    const [EditorState, ContentState] = [state.constructor, content.constructor];
    const parts = cutAtMarks(content.getBlocksAsArray());
    const { stream, child } = place;
    const isEmpty = (blocks) =>
      blocks.every((block) => block.getType() !== "atomic" && !block.getText().trim());
    const valueOf = (blocks) =>
      EditorState.createWithContent(
        ContentState.createFromBlockArray(blocks, content.getEntityMap()),
        state.getDecorator(),
      );
    const insert = (type, value, index) =>
      stream.insert({ type, value, id: crypto.randomUUID() }, index, {});

    let index = child.index + 1;
    parts.slice(1).forEach((blocks, number) => {
      insert("table", stateOf(tables[number]), index++);
      if (!isEmpty(blocks)) insert(child.type, valueOf(blocks), index++);
    });
    if (isEmpty(parts[0])) stream.deleteBlock(child.index);
    else field.draftailEditor.onChange(valueOf(parts[0]));
  }

  // Pasting

  function note(field, texts) {
    const wrapper = field.closest("[data-field]") ?? field.parentElement;
    wrapper.querySelector("[data-paste-note]")?.remove();
    if (!texts.length) return;
    const box = document.createElement("div");
    box.className = "help-block help-info w-mt-2";
    box.dataset.pasteNote = "";
    box.setAttribute("role", "status");
    box.textContent = texts.join(" ");
    wrapper.append(box);
  }

  function paste(target, html, text) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    ours.add(event);
    target.dispatchEvent(event);
  }

  window.addEventListener(
    "paste",
    (event) => {
      const wrapper = event.target.closest?.("[data-draftail-editor-wrapper]");
      const field = [...(wrapper?.parentElement.children ?? [])].find((each) => each.draftailEditor);
      const html = event.clipboardData?.getData("text/html");
      // What was copied from another rich text field is as Draftail wants it.
      if (ours.has(event) || !field || !html) return;
      if (html.includes("data-draftjs-conductor-fragment")) return;

      const doc = new DOMParser().parseFromString(html, "text/html");
      const types = field.draftailEditor.props.blockTypes.map(({ type }) => type);
      const allowed = HEADINGS.flatMap((name, index) => (types.includes(name) ? [index + 1] : []));
      const place = findChild(field);
      const asBlocks = Boolean(place?.stream.blockDef.childBlockDefsByName?.table);
      const hasPictures = Boolean(doc.querySelector("img"));
      const moved = moveHeadings(doc, allowed);
      const tables = takeTables(doc, asBlocks);
      const texts = [];
      if (tables.length) texts.push(asBlocks ? words.tables : words.lines);
      if (hasPictures) texts.push(words.pictures);
      note(field, texts);
      if (!moved && !tables.length) return;

      event.preventDefault();
      event.stopImmediatePropagation();
      paste(event.target, doc.documentElement.outerHTML, event.clipboardData.getData("text/plain"));
      if (tables.length && asBlocks) placeTables(field, place, tables);
    },
    { capture: true },
  );
})();
