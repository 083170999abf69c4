/*
 * The pop-up of a date field. It stands in the page below its field, so it covers nothing; what
 * cannot be read as a date stays as it was typed, for the server to refuse; Escape closes it.
 */
(() => {
  // Closed under a pressed pointer, it would move away what is being pressed.
  const closing = new Set();
  let pressed = false;

  function hideClosed() {
    pressed = false;
    for (const popup of closing) popup.hide();
    closing.clear();
  }

  document.addEventListener("pointerdown", () => (pressed = true), { capture: true });
  document.addEventListener("pointercancel", hideClosed);
  document.addEventListener("click", () => setTimeout(hideClosed), { capture: true });
  // A mouse that is moved while it is pressed makes no click; a finger's click comes later.
  document.addEventListener("pointerup", ({ pointerType }) => {
    if (pointerType === "mouse") setTimeout(hideClosed);
  });

  const options = {
    insideParent: true,
    // By default it writes the present moment over what it cannot read.
    validateOnBlur: false,

    /** Mark the chosen day alone; Wagtail's own takes the text for an ISO date. */
    onGenerate(shown, field) {
      const written = field.val() && this.data("xdsoft_datetime").strToDateTime(field.val());
      if (written && written.toDateString() === shown.toDateString()) return;
      this.find(".xdsoft_date.xdsoft_current:not(.xdsoft_today)").removeClass("xdsoft_current");
    },

    onShow() {
      closing.delete(this);
    },

    onClose() {
      if (pressed) closing.add(this);
      return !pressed;
    },
  };

  // Before the dialog that the field may stand in, which would close too.
  window.addEventListener(
    "keydown",
    (event) => {
      const popup = window.jQuery(event.target).data("xdsoft_datetimepicker");
      if (event.key !== "Escape" || !popup?.is(":visible")) return;
      event.stopImmediatePropagation();
      popup.trigger("close.xdsoft");
    },
    { capture: true },
  );

  for (const name of ["initDateChooser", "initDateTimeChooser"]) {
    const init = window[name];
    window[name] = (id, given) => init(id, { ...given, ...options });
  }
})();
