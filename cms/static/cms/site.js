// Small comforts. Every page works without this file.
(() => {
  // After a form came back with errors, readers of all kinds start at the list of them.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // Printing is offered only where a script can do it.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A folded part that an address points into opens itself.
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  };
  unfold();
  addEventListener("hashchange", unfold);

  // On paper nothing is folded.
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("main details:not([open])")) part.open = true;
  });
})();
