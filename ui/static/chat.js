// Small repairs to the page that Gradio builds. WORDS is written before this by ui/theme.py.
document.documentElement.lang = WORDS.language;

// The caret goes back to the question box where the button that was pressed has gone; not on touch screens.
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".example, #clear") && matchMedia("(pointer: fine)").matches)
    setTimeout(() => document.querySelector("#q textarea")?.focus(), 100);
});

// Gradio names messages in English by their escaped source; their text speaks for itself. New sources are read from the top.
new MutationObserver((changes) => {
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label");
  const log = document.querySelector("#chat [role=log]");
  if (log && log.ariaLabel !== WORDS.conversation) log.ariaLabel = WORDS.conversation;
  if (changes.some((change) => change.type === "childList" && change.target.closest?.("#sources")))
    document.querySelector("#right").scrollTop = 0;
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
