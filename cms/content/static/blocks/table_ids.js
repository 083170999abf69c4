/*
 * The browser's side of cms/content/blocks/table.py: in the editor's form the rows and columns of a table
 * keep their ids, by which translations know the cells. What Wagtail's own script inserts is given
 * a new one.
 */
(() => {
  const TypedTableBlock =
    window.telepath.constructors["wagtail.contrib.typed_table_block.blocks.TypedTableBlock"];

  function newId() {
    // Not randomUUID: without https there is none.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Put the id of a row or column into the form, beside its position. */
  function identify(part, id) {
    if (!part.idInput) {
      const name = part.positionInput.name.replace(/order$/, "id");
      part.idInput = Object.assign(document.createElement("input"), { type: "hidden", name });
      part.positionInput.after(part.idInput);
    }
    part.idInput.value = id || newId();
  }

  function identifyAll(table, state) {
    table.columns.forEach((column, place) => identify(column, state?.columns[place]?.id));
    table.rows.forEach((row, place) => identify(row, state?.rows[place]?.id));
  }

  /** Complete a state of the table, or of a copy of it, that Wagtail's script made. */
  function complete(state, table, idOf) {
    state.columns.forEach((column, place) => Object.assign(column, { id: idOf(table.columns[place]) }));
    state.rows.forEach((row, place) => Object.assign(row, { id: idOf(table.rows[place]) }));
    // Wagtail's own knows no caption that was typed; a copy's would be “undefined”.
    return { ...state, caption: table.captionInput.value };
  }

  class CellsBlock extends TypedTableBlock {
    render(placeholder, prefix, initialState, initialError) {
      const table = super.render(placeholder, prefix, initialState, initialError);
      const { insertColumn, insertRow, setState, getState, getDuplicatedState } = table;
      identifyAll(table, initialState);
      return Object.assign(table, {
        insertColumn(...args) {
          const column = insertColumn.apply(table, args);
          identify(column);
          return column;
        },
        insertRow(...args) {
          const row = insertRow.apply(table, args);
          identify(row);
          return row;
        },
        setState(state) {
          setState.call(table, state);
          identifyAll(table, state);
        },
        getState() {
          return complete(getState.call(table), table, (part) => part.idInput.value);
        },
        getDuplicatedState() {
          return complete(getDuplicatedState.call(table), table, newId);
        },
      });
    }
  }

  window.telepath.register("cms.content.blocks.CellsBlock", CellsBlock);
})();
