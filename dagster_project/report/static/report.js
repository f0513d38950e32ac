// Filters, the dialog of a check, and charts. Pages can be read without any of it.
(function () {
  "use strict";

  // ---- filters: rows carry data-*, a form names the same things ----
  function rowsOf(form) {
    const table = document.getElementById(form.dataset.for);
    return table ? Array.from(table.tBodies[0].rows) : [];
  }
  function applyFilter(form) {
    const wanted = Array.from(form.elements).filter((e) => e.name && !("view" in e.dataset) && e.value);
    let shown = 0;
    const rows = rowsOf(form);
    for (const row of rows) {
      const fits = wanted.every((e) =>
        e.name === "text"
          ? row.textContent.toLowerCase().includes(e.value.trim().toLowerCase())
          : row.dataset[e.name] === e.value);
      row.hidden = !fits;
      shown += fits;
    }
    const output = form.querySelector("output");
    if (output) output.textContent = shown === rows.length ? `共 ${shown} 条` : `${shown} / ${rows.length} 条`;
    if (form.dataset.chart) drawComparison(form);
  }
  function readHash(form) {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      const element = form.elements.namedItem(name);
      if (element) element.value = value;
    }
  }
  const forms = Array.from(document.querySelectorAll("form.filters"));
  for (const form of forms) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => applyFilter(form));
  }

  // ---- findings: a marked cell opens its checks; an address opens the check it names ----
  const dialog = document.getElementById("detail");
  function openFindings(ids) {
    const body = dialog.querySelector(".body");
    body.replaceChildren();
    for (const id of ids) {
      const article = document.getElementById(id);
      if (!article) continue;
      const copy = article.cloneNode(true);
      copy.removeAttribute("id");
      copy.classList.remove("here");
      const details = copy.querySelector("details");
      if (details) details.open = true;
      body.append(copy);
    }
    if (body.childElementCount) dialog.showModal();
  }
  document.addEventListener("click", (event) => {
    const cell = event.target.closest("a[data-findings]");
    if (cell) {
      event.preventDefault();
      // One finding is named by the link itself.
      const ids = cell.dataset.findings || decodeURIComponent(cell.hash.slice(1));
      openFindings(ids.trim().split(/\s+/));
    } else if (event.target === dialog || event.target.closest("#detail a[href^='#']")) {
      dialog.close();
    }
  });
  function showTarget() {
    forms.forEach((form) => { readHash(form); applyFilter(form); });
    document.querySelectorAll(".here").forEach((e) => e.classList.remove("here"));
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    target.classList.add("here");
    const details = target.matches(".finding") && target.querySelector("details");
    if (details) details.open = true;
    target.scrollIntoView({ block: target.matches("td") ? "center" : "start" });
    if (target.matches(".finding")) target.focus({ preventScroll: true });
  }
  window.addEventListener("hashchange", showTarget);

  // ---- charts: colours are the page's own variables, so dark mode and print need no redrawing ----
  const text = "var(--ink)", quiet = "var(--ink-2)", line = "var(--line-soft)";
  const font = getComputedStyle(document.body).fontFamily;
  const config = {
    background: "transparent", font,
    axis: { labelColor: text, titleColor: quiet, gridColor: line, tickColor: line, labelFontSize: 12, titleFontSize: 11, titleFontWeight: 400, grid: false },
    axisX: { grid: true, tickCount: 4, labelColor: quiet, domain: false },
    legend: { labelColor: text, labelFontSize: 12, symbolType: "square" },
    text: { color: quiet }, view: { stroke: null },
  };
  // No remote data and no evaluation of code from strings: the page's policy forbids both.
  const options = { renderer: "svg", actions: false, ast: true, config, defaultStyle: false, tooltip: { disableDefaultStyle: true } };
  function draw(figure, spec) {
    const target = figure.querySelector(".vega");
    const narrow = target.clientWidth < 480;
    const axis = spec.encoding.y.axis;
    axis.labelLimit = narrow ? 130 : 220;
    if (axis.labelAlign === "left") axis.labelPadding = axis.labelLimit;
    return window.vegaEmbed(target, spec, options).catch((error) => {
      console.error(error);
      target.textContent = "图未能绘出,数据见表。";
    });
  }
  const drawn = new Map();
  function drawComparison(form) {
    const figure = document.getElementById(form.dataset.chart);
    if (!figure || !window.vegaEmbed) return;
    const metric = form.elements.namedItem("metric");
    const column = 2 + metric.selectedIndex;
    const values = [];
    for (const row of rowsOf(form)) {
      const printed = row.cells[column].textContent.trim();
      if (row.hidden || !printed) continue;
      const value = Number(printed.replace(/,/g, "").replace("−", "-")) / 10000;
      values.push({ label: `${row.cells[1].textContent.trim()} ${row.cells[0].textContent.trim()}`, series: metric.selectedOptions[0].text, value, short: value.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 }), text: `${printed} 元` });
    }
    values.sort((a, b) => b.value - a.value);
    const kept = values.slice(0, 30);
    const spec = structuredClone(JSON.parse(figure.querySelector("script.spec").textContent));
    spec.data.values = kept;
    const largest = Math.max(0, ...kept.map((v) => v.value)), least = Math.min(0, ...kept.map((v) => v.value));
    Object.assign(spec.encoding.x.scale, { domainMin: least * 1.35, domainMax: largest * 1.35 || 1 });
    const turn = (drawn.get(figure) || Promise.resolve()).then(() => draw(figure, spec));
    drawn.set(figure, turn);
  }
  function drawCharts() {
    if (!window.vegaEmbed) return;
    for (const figure of document.querySelectorAll("figure.chart:not(.wide)")) {
      draw(figure, JSON.parse(figure.querySelector("script.spec").textContent));
    }
  }

  // ---- print shows what is folded ----
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".finding > details").forEach((e) => { e.open = true; });
  });

  showTarget();
  drawCharts();
  document.documentElement.dataset.ready = "true";
})();
