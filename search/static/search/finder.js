// The finder answers in place, by htmx. Everything here is comfort: without scripts every filter is a form, every way a link.
(() => {
  const status = document.getElementById("finder-status");
  if (!status) return;

  // Whoever only reads does without htmx; it comes with the first sign that somebody is about to change something.
  const { htmx: library } = document.currentScript.dataset;
  const SIGNS = ["pointerover", "pointerdown", "focusin", "keydown"];
  const load = () => {
    for (const sign of SIGNS) document.removeEventListener(sign, load);
    document.head.append(Object.assign(document.createElement("script"), { src: library }));
  };
  for (const sign of SIGNS) document.addEventListener(sign, load, { passive: true });
  // Back to an answer that htmx had put here, after the page was loaded anew.
  window.addEventListener("popstate", (event) => {
    if (!window.htmx && event.state?.htmx) location.reload();
  });
  const find = (id) => document.getElementById(id);
  const isOurs = (event) => event.detail.target?.id === "finder-results";
  const quote = (text) => CSS.escape(text);
  const getDrawer = () => find("finder-filters");
  const isDrawerOpen = () => Boolean(getDrawer()?.matches(":popover-open"));

  /** The button in the drawer says what it leads to. */
  const label = () => {
    const button = find("finder-show");
    const results = find("finder-results");
    if (button && results) button.textContent = results.dataset.show;
  };
  const say = () => {
    status.textContent = find("finder-results")?.dataset.found || "";
  };

  /** Where the visitor is, before the filters are written anew around them. */
  const remember = (elt) => {
    const active = document.activeElement;
    const box = active?.closest("#finder-fields") && active.name
      ? `[name="${quote(active.name)}"]${active.type === "checkbox" ? `[value="${quote(active.value)}"]` : ""}`
      : "";
    const summary = active?.closest("#finder-fields summary");
    const shortcut = elt?.dataset?.shortcut;
    return {
      focus: box ? `#finder-fields ${box}` : summary ? `#${summary.parentElement.id} > summary` : shortcut ? `[data-shortcut="${shortcut}"]` : "",
      isWay: Boolean(elt?.closest?.("#finder-results")),
      isPaging: Boolean(elt?.closest?.(".pagination, .calendar__ways")),
      open: new Set([...document.querySelectorAll("#finder-fields details[open]")].map((part) => part.id)),
      scrolled: [...document.querySelectorAll("#finder-filters, #finder-fields .facet__values")].map((part) => part.scrollTop),
    };
  };
  const restore = ({ focus, isWay, isPaging, open, scrolled }) => {
    for (const part of document.querySelectorAll("#finder-fields details")) part.open = open.has(part.id);
    document.querySelectorAll("#finder-filters, #finder-fields .facet__values").forEach((part, number) => {
      if (scrolled[number]) part.scrollTop = scrolled[number];
    });
    const heading = find("finder-total");
    const place = focus && document.querySelector(focus);
    if (place) place.focus({ preventScroll: true });
    else if (isWay) {
      heading.focus({ preventScroll: true });
      if (isPaging) heading.scrollIntoView({ behavior: "instant" });
    }
  };

  let kept;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isOurs(event)) kept = remember(event.detail.requestConfig?.elt);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!isOurs(event) || !kept) return;
    const isSubmit = event.detail.requestConfig?.triggeringEvent?.type === "submit";
    if (isSubmit && isDrawerOpen()) {
      getDrawer().hidePopover();
      kept = { ...kept, focus: "", isWay: true, isPaging: true };
    }
    restore(kept);
    kept = undefined;
    label();
    say();
  });
  /** Another language shows the same search. */
  const follow = () => {
    for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
  };
  document.addEventListener("htmx:pushedIntoHistory", follow);
  document.addEventListener("htmx:replacedInHistory", follow);
  document.addEventListener("htmx:historyRestore", () => {
    follow();
    label();
    say();
  });
  // An answer that does not come, or no answer of the finder: the browser asks again, and shows what it gets.
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const path = event.detail.pathInfo?.finalRequestPath;
      if (path) location.assign(path);
    });
  }

  // Offered only where a script can do it: paper, and the address of this search for the clipboard.
  const equip = (root) => {
    // those that were there from the start site.js has seen to
    for (const button of root.querySelectorAll("[data-print][hidden]")) {
      button.hidden = false;
      button.addEventListener("click", () => print());
    }
    for (const button of root.querySelectorAll("[data-copy-address][hidden]")) {
      if (!navigator.clipboard) continue;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(location.href);
        button.textContent = button.dataset.done;
        status.textContent = button.dataset.done;
      });
    }
  };
  document.addEventListener("htmx:load", (event) => equip(event.target));
  equip(document);
  label();
})();
