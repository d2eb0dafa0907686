// The Merkliste: kept in this browser alone, without account or cookie. Its page works without this file.
(() => {
  const link = document.querySelector("[data-shortlist]");
  if (!link) return;
  const KEY = "kintop.merkliste";
  const { add, kept, remove, added, removed, full } = link.dataset;
  const limit = Number(link.dataset.limit);
  const page = document.querySelector("[data-shortlist-page]");
  const address = link.getAttribute("href");

  const read = () => {
    try {
      const ids = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(ids) ? [...new Set(ids.filter((id) => Number.isSafeInteger(id) && id > 0))].slice(0, limit) : [];
    } catch (error) {
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  };
  const write = (ids) => {
    localStorage.setItem(KEY, JSON.stringify(ids));
    show();
  };
  const getUrl = (ids) => (ids.length ? `${address}?${ids.map((id) => `id=${id}`).join("&")}` : address);

  try {
    localStorage.setItem(KEY, JSON.stringify(read()));
  } catch {
    // Storing is forbidden here: nothing is offered that could not be kept.
    const notice = document.querySelector("[data-no-storage]");
    if (notice) notice.hidden = false;
    return;
  }

  const status = document.createElement("p");
  status.className = "toast";
  status.setAttribute("role", "status");
  document.body.append(status);
  let timer;
  const say = (text) => {
    status.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => (status.textContent = ""), 6000);
  };

  const buttons = new Map();
  const equip = (root) => {
    for (const place of root.querySelectorAll("[data-offering]:not(:has(.keep))")) {
      const id = Number(place.dataset.offering);
      const title = place.dataset.title || place.querySelector(".card__title")?.textContent || "";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "keep";
      const label = document.createElement("span");
      const hint = document.createElement("span");
      hint.className = "visually-hidden";
      button.append(label, hint);
      button.addEventListener("click", () => toggle(id, title));
      (place.querySelector(".card__body") || place).append(button);
      buttons.set(button, { id, title, label, hint });
    }
  };

  const toggle = (id, title) => {
    const ids = read();
    if (ids.includes(id)) {
      write(ids.filter((other) => other !== id));
      say(`${title}: ${removed}`);
    } else if (ids.length >= limit) {
      say(full);
    } else {
      write([...ids, id]);
      say(`${title}: ${added}`);
    }
  };

  const show = () => {
    const ids = read();
    link.href = getUrl(ids);
    const count = link.querySelector("[data-count]");
    count.textContent = ids.length;
    count.hidden = !ids.length;
    for (const [button, { id, title, label, hint }] of buttons) {
      const isKept = ids.includes(id);
      button.classList.toggle("keep--kept", isKept);
      label.textContent = isKept ? kept : add;
      hint.textContent = isKept ? ` – ${remove}: ${title}` : `: ${title}`;
    }
    if (page) showPage(ids);
  };

  const numbers = (text) => text.split(" ").filter(Boolean).map(Number);
  const shown = page ? numbers(page.dataset.shown) : [];
  const showPage = (ids) => {
    const adopt = page.querySelector("[data-adopt]");
    const clear = page.querySelector("[data-clear]");
    if (adopt) adopt.hidden = shown.every((id) => ids.includes(id));
    if (clear) clear.hidden = !shown.some((id) => ids.includes(id));
  };

  if (page) {
    const missing = numbers(page.dataset.missing);
    if (missing.length) write(read().filter((id) => !missing.includes(id)));
    // Whoever opens the bare address wants their own list.
    if (!location.search && read().length) location.replace(getUrl(read()));
    page.querySelector("[data-adopt]")?.addEventListener("click", () => {
      write([...new Set([...read(), ...shown])].slice(0, limit));
    });
    page.querySelector("[data-clear]")?.addEventListener("click", () => {
      write([]);
      location.assign(address);
    });
    const copy = page.querySelector("[data-copy]");
    if (copy && navigator.clipboard) {
      copy.hidden = false;
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).value);
        copy.textContent = copy.dataset.done;
        say(copy.dataset.done);
      });
    }
  }

  equip(document);
  show();
  // cards that came later, as htmx brings them
  document.addEventListener("htmx:load", (event) => {
    equip(event.target);
    for (const button of buttons.keys()) if (!button.isConnected) buttons.delete(button);
    show();
  });
  // another tab changed the list, or the page came back from the history
  addEventListener("storage", (event) => event.key === KEY && show());
  addEventListener("pageshow", (event) => event.persisted && show());
})();
