// Keys for whoever reviews many submissions. They sleep in fields, with modifiers, and while the box is not ticked;
// the choice stays in this browser. Everything works without them.
(() => {
  const STORE = "catalogue-review-keys";
  const box = document.querySelector("[data-review-keys]");
  if (!box) return;

  const targets = new Map(
    [...document.querySelectorAll("[data-review-key]")].map((element) => [element.dataset.reviewKey, element]),
  );

  const remember = (on) => {
    try {
      localStorage.setItem(STORE, on ? "on" : "off");
    } catch {
      // a browser that keeps nothing still has the box
    }
  };
  const recall = () => {
    try {
      return localStorage.getItem(STORE) !== "off";
    } catch {
      return true;
    }
  };

  const show = () => {
    for (const hint of document.querySelectorAll(".review kbd, .review-header kbd")) hint.hidden = !box.checked;
  };

  const isTyping = (target) => target?.closest?.("input, textarea, select, [contenteditable], [role='textbox']");

  const press = (event) => {
    if (!box.checked || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (isTyping(event.target)) return;
    const target = targets.get(event.key.toLowerCase());
    if (!target) return;
    event.preventDefault();
    if (target.matches("textarea")) target.focus();
    else target.click();
  };

  box.checked = recall();
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => {
    remember(box.checked);
    show();
  });
  show();
  document.addEventListener("keydown", press);

  // a click into the preview must not silence the keys
  const frame = document.querySelector(".review-preview iframe");
  const listen = () => frame.contentDocument?.addEventListener("keydown", press);
  frame?.addEventListener("load", listen);
})();
