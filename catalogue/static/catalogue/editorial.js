/* Comfort on the editors' desk. Without it every page works all the same, by reloading and ticking one by one. */

const POLL_MILLISECONDS = 1500;

function followProgress(box) {
  const bar = box.querySelector("progress");
  const timer = setInterval(async () => {
    let state;
    try {
      const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      state = await answer.json();
    } catch {
      // logged out or offline: the button to reload stays
      clearInterval(timer);
      return;
    }
    bar.value = state.finished;
    if (state.is_over) {
      clearInterval(timer);
      location.reload();
    }
  }, POLL_MILLISECONDS);
}

function offerTickingAll(control) {
  const boxes = [...control.closest("table").querySelectorAll("tbody input[type=checkbox]")];
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    control.checked = ticked === boxes.length;
    control.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  control.hidden = false;
  control.addEventListener("change", () => {
    boxes.forEach((box) => {
      box.checked = control.checked;
    });
  });
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
}

document.querySelectorAll("[data-progress-url]").forEach(followProgress);
document.querySelectorAll("[data-tick-all]").forEach(offerTickingAll);
