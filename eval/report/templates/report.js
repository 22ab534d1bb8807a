// Filters the wrong answers. Without this script the page shows them all.
(() => {
  const form = document.getElementById("filter");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const open = () => document.querySelectorAll("details").forEach((each) => { each.open = true; });
  addEventListener("beforeprint", open);
  if (!form) return;
  const wrongs = [...document.querySelectorAll(".wrong")].map((each) => ({ each, text: fold(each.textContent) }));
  const said = form.querySelector("output");
  const empty = document.getElementById("empty");
  const show = () => {
    const { stage, kind, search } = form.elements;
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { each, text } of wrongs) {
      const fits = (stage.value === "*" || each.dataset.stage === stage.value)
        && (kind.value === "*" || each.dataset.kind === kind.value)
        && words.every((word) => text.includes(word));
      each.hidden = !fits;
      shown += fits;
    }
    said.textContent = form.dataset.shown.replace("{shown}", shown).replace("{all}", wrongs.length);
    empty.hidden = shown > 0;
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  for (const link of document.querySelectorAll("a[data-show-stage], a[data-show-kind]")) {
    link.addEventListener("click", () => {
      form.reset();
      if (link.dataset.showStage !== undefined) form.elements.stage.value = link.dataset.showStage;
      if (link.dataset.showKind !== undefined) form.elements.kind.value = link.dataset.showKind;
      setTimeout(show);
    });
  }
  for (const link of document.querySelectorAll("a[href^='#cau-']")) {
    link.addEventListener("click", () => { form.reset(); show(); });
  }
  form.hidden = false;
  show();
})();
