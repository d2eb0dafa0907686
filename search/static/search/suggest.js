// Suggestions below a search box: a combobox with a list. Without this file the box is a plain search field.
(() => {
  const WAIT = 150; // milliseconds: whoever types fast asks once
  const SHORTEST = 2;
  let last = 0;

  const equip = (root) => {
    for (const input of root.querySelectorAll("input[data-suggest]:not([role])")) attach(input);
  };

  const attach = (input) => {
    const { suggest, suggestCount, suggestLabel } = input.dataset;
    const id = `suggestions-${(last += 1)}`;
    const list = document.createElement("ul");
    list.id = id;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", suggestLabel);
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
    })) input.setAttribute(name, value);
    input.after(list, status);
    input.parentElement.classList.add("suggesting");

    let found = [];
    let chosen = -1;
    let timer;
    let request;

    const place = () => {
      list.style.insetBlockStart = `${input.offsetTop + input.offsetHeight + 4}px`;
      list.style.left = `${input.offsetLeft}px`;
      list.style.inlineSize = `${input.offsetWidth}px`;
    };
    const close = () => {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      status.textContent = "";
    };
    const choose = (number) => {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = number;
      const option = list.children[chosen];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    };
    const open = ({ url, query }) => location.assign(url || `${input.form.getAttribute("action")}?${query}`);

    const show = (suggestions) => {
      found = suggestions;
      list.replaceChildren(...found.map((suggestion, number) => {
        const option = document.createElement("li");
        option.id = `${id}-${number}`;
        option.className = "suggestions__option";
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const text = document.createElement("bdi");
        text.textContent = suggestion.text;
        const kind = document.createElement("span");
        kind.className = "suggestions__kind";
        kind.textContent = suggestion.label;
        option.append(text, " ", kind);
        // the box keeps the focus, also when a finger taps
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => open(suggestion));
        return option;
      }));
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = suggestCount.replace("%s", found.length);
      if (found.length) place();
    };
    const ask = async () => {
      request?.abort();
      request = new AbortController();
      const { signal } = request;
      const parameters = new URLSearchParams({ q: input.value.trim(), lang: document.documentElement.lang });
      try {
        const response = await fetch(`${suggest}?${parameters}`, { signal });
        const answer = response.ok ? await response.json() : { suggestions: [] };
        if (!signal.aborted && document.activeElement === input) show(answer.suggestions);
      } catch {
        // aborted, or no network: searching goes on without suggestions
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value.trim().length < SHORTEST) close();
      else timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const count = list.hidden ? 0 : found.length;
      if (event.key === "Escape" && count) {
        // the first Escape closes the list, only the second one empties the box
        event.preventDefault();
        close();
      } else if (event.key === "Enter") {
        if (count && chosen >= 0) {
          event.preventDefault();
          open(found[chosen]);
        } else close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!count) {
          if (event.key === "ArrowDown" && input.value.trim().length >= SHORTEST) ask();
          return;
        }
        event.preventDefault();
        // one place more than there are options: in the box itself none is chosen
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
      }
    });
    input.addEventListener("blur", close);
    addEventListener("pagehide", close);
  };

  equip(document);
  document.addEventListener("htmx:load", (event) => equip(event.target));
})();
