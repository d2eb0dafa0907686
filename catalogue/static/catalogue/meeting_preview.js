// Asks the server what the weekly times of a run will make, whenever one of its four fields changes.
(() => {
  const FIELDS = ["weekly_times", "start_date", "end_date", "interval_weeks"];

  const findField = (run, name) =>
    run.querySelector(`[name$="-${name}"]:not([name*="-meetings-"])`);

  const fill = (list, texts) => {
    list.replaceChildren(
      ...texts.map((text) => {
        const item = document.createElement("li");
        item.textContent = text;
        return item;
      }),
    );
  };

  const show = (box, answer) => {
    box.querySelector("[data-meeting-preview-summary]").textContent = answer.summary;
    box.querySelector("details").hidden = !answer.meetings.length && !answer.skipped.length;
    box.querySelector("[data-meeting-preview-skipped-heading]").hidden = !answer.skipped.length;
    fill(box.querySelector("[data-meeting-preview-list]"), answer.meetings);
    fill(box.querySelector("[data-meeting-preview-skipped]"), answer.skipped);
  };

  const refresh = async (run, box) => {
    const url = new URL(box.dataset.url, window.location.href);
    for (const name of FIELDS) {
      url.searchParams.set(name, findField(run, name)?.value ?? "");
    }
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (response.ok) show(box, await response.json());
  };

  const timers = new WeakMap();
  const refreshSoon = (run) => {
    const box = run.querySelector("[data-meeting-preview]");
    if (!box) return;
    clearTimeout(timers.get(box));
    timers.set(box, setTimeout(() => refresh(run, box), 400));
  };

  const findRun = (element) =>
    element.closest("[data-contentpath]:has([data-meeting-preview])") ??
    element.closest("[data-inline-panel-child]:has([data-meeting-preview])");

  const onChange = (event) => {
    const name = event.target.name ?? "";
    if (!FIELDS.some((field) => name.endsWith(`-${field}`))) return;
    const run = event.target.closest("[data-inline-panel-child]") ?? findRun(event.target);
    if (run) refreshSoon(run);
  };

  document.addEventListener("input", onChange);
  document.addEventListener("change", onChange);
  const showAll = () => {
    for (const box of document.querySelectorAll("[data-meeting-preview]")) {
      const run = box.closest("[data-inline-panel-child]") ?? findRun(box);
      if (run && findField(run, "weekly_times")?.value) refreshSoon(run);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", showAll);
  else showAll();
})();
