// Files in, progress, walking through findings by keyboard. Pages can be read without any of it.
(function () {
  "use strict";
  const find = (selector, root) => (root || document).querySelector(selector);

  // ---- files in ----
  const drop = find("#drop");
  async function post(address, body) {
    const answer = await fetch(address, { method: "POST", body });
    return answer.json();
  }
  async function entriesOf(entry) {
    if (entry.isFile) {
      return new Promise((resolve) => entry.file((file) => resolve([file]), () => resolve([])));
    }
    const reader = entry.createReader(), found = [];
    for (;;) {
      // A reader gives a hundred entries at a time.
      const part = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
      if (!part.length) return found;
      for (const each of part) found.push(...(await entriesOf(each)));
    }
  }
  async function droppedFiles(transfer) {
    const items = Array.from(transfer.items || []).map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    if (!items.length || items.some((entry) => !entry)) return Array.from(transfer.files);
    const found = [];
    for (const entry of items) found.push(...(await entriesOf(entry)));
    return found;
  }
  async function send(files) {
    files = files.filter((file) => !/^(\.|~\$)/.test(file.name));
    if (!files.length || drop.dataset.busy) return;
    drop.dataset.busy = "yes";
    const list = find("#uploads");
    list.replaceChildren();
    let taken = 0;
    try {
      const check = await post("/checks");
      for (const file of files) {
        const line = document.createElement("li"), name = document.createElement("span"), state = document.createElement("span");
        name.className = "name";
        name.textContent = file.name;
        state.textContent = "正在上传";
        line.append(name, state);
        list.append(line);
        let said;
        try {
          said = await post(`/checks/${check.id}/files?name=${encodeURIComponent(file.name)}`, file);
        } catch (problem) {
          said = { problem: "没有传上来" };
        }
        state.textContent = said.problem || "已上传";
        state.className = said.problem ? "bad" : "";
        taken += !said.problem;
      }
      if (taken) {
        await post(`/checks/${check.id}/start`);
        location.assign(`/checks/${check.id}`);
      }
    } finally {
      delete drop.dataset.busy;
    }
  }
  if (drop) {
    for (const kind of ["dragenter", "dragover"]) {
      document.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
    }
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
    document.addEventListener("drop", async (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      send(await droppedFiles(event.dataTransfer));
    });
    for (const id of ["#files", "#folder"]) {
      find(id).addEventListener("change", (event) => send(Array.from(event.target.files)));
    }
    drop.addEventListener("submit", (event) => event.preventDefault());
  }

  // ---- progress ----
  const progress = find("#progress");
  const PARTS = { receiving: 0.02, waiting: 0.04, reading: 0.1, reconciling: 0.75, done: 1, failed: 1 };
  function showProgress(state) {
    const part = (name) => find(`[data-said="${name}"]`, progress);
    part("status").textContent = state.status_zh;
    part("count").textContent = state.groups ? `${state.read} / ${state.groups} 份` : "";
    const read = state.groups ? state.read / state.groups : 0;
    find("progress", progress).value = state.status === "reading" ? 0.1 + 0.6 * read : PARTS[state.status];
    part("problem").textContent = state.problem;
    part("problem").hidden = !state.problem;
    part("lines").replaceChildren(...state.lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line.text;
      if (line.status === "refused") item.className = "refused";
      return item;
    }));
    part("done").hidden = state.status !== "done";
  }
  async function follow() {
    const check = progress.dataset.check;
    let state;
    try {
      state = await (await fetch(`/checks/${check}/state`)).json();
    } catch (problem) {
      setTimeout(follow, 2000);
      return;
    }
    showProgress(state);
    const refused = state.lines.some((line) => line.status === "refused");
    if (state.status === "done" && !refused) location.replace(`/look/${check}`);
    else if (state.status !== "done" && state.status !== "failed") setTimeout(follow, 400);
  }
  if (progress) {
    if (["done", "failed"].includes(progress.dataset.status)) find("progress", progress).value = 1;
    else follow();
    const again = find("#again");
    if (again) again.addEventListener("click", async () => { await post(`/checks/${again.dataset.check}/start`); location.reload(); });
  }

  // ---- the workbench ----
  const WHO = "juesuan.who";
  function remembered() {
    try { return localStorage.getItem(WHO) || ""; } catch (problem) { return ""; }
  }
  function settle() {
    const who = find("#mark [name=who]");
    if (who && !who.value) who.value = remembered();
    const open = find(".list [aria-current]");
    if (open) {
      // Within its own pane: the page itself stays where it is.
      const list = find(".pane.list"), box = open.getBoundingClientRect(), pane = list.getBoundingClientRect();
      if (list.scrollHeight > list.clientHeight && (box.top < pane.top || box.bottom > pane.bottom)) {
        list.scrollTop += box.top - pane.top - pane.height / 3;
      }
    }
    const source = find(".pane.source"), box = find(".pane.source .box.figure, .pane.source .box, .pane.source .hit");
    if (source && box && source.scrollHeight > source.clientHeight) {
      source.scrollTop += box.getBoundingClientRect().top - source.getBoundingClientRect().top - source.clientHeight / 3;
    }
    const scroll = box && box.closest(".scroll, .sheet-of-paper");
    if (scroll && scroll.scrollWidth > scroll.clientWidth) {
      scroll.scrollLeft += box.getBoundingClientRect().left - scroll.getBoundingClientRect().left - scroll.clientWidth / 2;
    }
    document.documentElement.dataset.ready = find(".card") ? find(".card").id : "none";
  }
  let asked = 0;
  async function show(address, push) {
    const mine = ++asked;
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const bench = find("#bench", page);
    // The last key counts: what was asked before it is not shown any more.
    if (mine !== asked) return;
    if (!answer.ok || !bench) { location.assign(address); return; }
    if (push) history.pushState(null, "", address);
    const scrolled = find(".pane.list").scrollTop;
    document.title = page.title;
    find("#bench").replaceWith(document.adoptNode(bench));
    find(".pane.list").scrollTop = scrolled;
    settle();
  }
  function choose(mark) {
    const form = find("#mark"), radio = form && find(`[data-key="${mark}"]`, form);
    if (!radio) return;
    radio.checked = true;
    const who = form.elements.namedItem("who"), why = form.elements.namedItem("why");
    why.required = radio.value === "waived";
    form.scrollIntoView({ block: "nearest" });
    if (!who.value) who.focus();
    else if (why.required && !why.value) why.focus();
    else if (radio.value === "waived") why.focus();
    else form.requestSubmit();
  }
  if (find("#bench")) {
    settle();
    window.addEventListener("popstate", () => show(location.href, false));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest("input, select, textarea")) {
        if (event.key === "Escape") event.target.blur();
        return;
      }
      const bench = find("#bench");
      const to = event.key === "j" ? bench.dataset.after : event.key === "k" ? bench.dataset.before : "";
      if (to) { event.preventDefault(); show(to, true); }
      else if ("cwq".includes(event.key)) { event.preventDefault(); choose(event.key); }
      else if (event.key === "z") toggleZoom();
    });
    document.addEventListener("click", (event) => {
      if (event.target.closest(".zoom")) { toggleZoom(); return; }
      const link = event.target.closest("a.to-finding, .steps a");
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
        event.preventDefault();
        show(link.href, true);
      }
    });
    document.addEventListener("submit", (event) => {
      if (event.target.id !== "mark") return;
      try { localStorage.setItem(WHO, event.target.elements.namedItem("who").value); } catch (problem) { /* private window */ }
    });
    document.addEventListener("change", (event) => {
      const form = event.target.closest("#filters");
      if (form) form.requestSubmit();
      if (event.target.name === "mark") {
        const form = find("#mark");
        form.elements.namedItem("why").required = event.target.value === "waived";
        form.elements.namedItem("who").required = event.target.value !== "none";
      }
    });
    find("#filters").addEventListener("submit", (event) => {
      event.preventDefault();
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(event.target)) if (value) query.append(name, value);
      location.assign(`${location.pathname}?${query}`);
    });
  }
  function toggleZoom() {
    const source = find(".pane.source");
    source.classList.toggle("zoomed");
    for (const button of source.querySelectorAll(".zoom")) button.textContent = source.classList.contains("zoomed") ? "缩小" : "放大";
    settle();
  }
})();
