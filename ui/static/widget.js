/* A floating button that opens the chat in a panel of the page it is put on:
   <script src="https://SERVER/widget.js" data-label="Hỏi đáp" defer></script>
   The chat is loaded on the first click. Esc closes. Nothing is asked of any host but the script's own. */
(() => {
  const script = document.currentScript;
  const base = new URL(".", script.src).href;
  const label = script.dataset.label || "Hỏi đáp";
  const english = script.dataset.lang === "en";
  const host = document.body.appendChild(document.createElement("div"));
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `<style>
    :host { all: initial; }
    * { box-sizing: border-box; font: 600 16px/1.4 "Noto Sans", "Segoe UI", system-ui, sans-serif; }
    button { cursor: pointer; }
    button:focus-visible { outline: 3px solid #1f4f8f; outline-offset: 3px; }
    #open { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; display: flex; align-items: center; gap: 10px;
      min-height: 48px; padding: 0 20px 0 16px; border: 0; border-radius: 24px; background: #1f4f8f; color: #fff;
      box-shadow: 0 4px 16px rgb(20 40 70 / .28); }
    #open:hover { background: #173e72; }
    #panel { position: fixed; right: 20px; bottom: 80px; z-index: 2147483000; display: none; flex-direction: column;
      width: min(440px, calc(100vw - 24px)); height: min(720px, calc(100vh - 100px)); overflow: hidden;
      border: 1px solid #c9d1da; border-radius: 14px; background: #f5f6f8; box-shadow: 0 12px 40px rgb(20 40 70 / .3); }
    #panel.on { display: flex; }
    #close { align-self: flex-end; min-width: 44px; min-height: 36px; border: 0; background: none; color: #1b232c; }
    #close svg { vertical-align: middle; }
    iframe { flex: 1; width: 100%; border: 0; }
    @media (max-width: 520px) { #panel { right: 0; bottom: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; } }
  </style>
  <button id="open" type="button" aria-expanded="false" aria-controls="panel">
    <svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"
      stroke-linecap="round" aria-hidden="true"><path d="M3 4h18v13H11l-4.500 4v-4H3zM8 8.800h8M8 12.500h5"/></svg><span></span>
  </button>
  <div id="panel" role="dialog"><button id="close" type="button"><svg width="18" height="18" viewBox="0 0 18 18" fill="none"
    stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M4 4l10 10M14 4L4 14"/></svg></button></div>`;
  const [open, panel, close] = ["open", "panel", "close"].map((id) => root.getElementById(id));
  open.querySelector("span").textContent = label;
  panel.setAttribute("aria-label", label);
  close.setAttribute("aria-label", english ? "Close" : "Đóng");
  const show = (on) => {
    if (on && !panel.querySelector("iframe")) {
      const frame = document.createElement("iframe");
      frame.src = script.dataset.path ? new URL(script.dataset.path, base).href : base;
      frame.title = label;
      frame.allow = "clipboard-write";
      panel.append(frame);
    }
    panel.classList.toggle("on", on);
    open.setAttribute("aria-expanded", on);
    (on ? close : open).focus();
  };
  open.addEventListener("click", () => show(!panel.classList.contains("on")));
  close.addEventListener("click", () => show(false));
  root.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
})();
