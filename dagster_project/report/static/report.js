// Lists, the dialog of a check, charts, and peers. Pages can be read without any of it but the last.
(function () {
  "use strict";

  // ---- lists: rows carry data-*, a form names the same things; the address holds what is chosen ----
  function tableOf(form) { return document.getElementById(form.dataset.for); }
  const originals = new Map();
  function rowsOf(form) {
    if (!originals.has(form)) {
      const table = tableOf(form);
      originals.set(form, table ? Array.from(table.tBodies[0].rows) : []);
    }
    return originals.get(form);
  }
  const lowered = new WeakMap();
  function textOf(element) {
    if (!lowered.has(element)) lowered.set(element, element.textContent.toLowerCase());
    return lowered.get(element);
  }
  const isView = (element) => "view" in element.dataset;
  function fits(row, element) {
    if (element.type === "checkbox") return element.checked || row.dataset.fold !== "yes";
    const wanted = element.value.trim();
    if (!wanted) return true;
    if (element.name === "text") return textOf(row).includes(wanted.toLowerCase());
    if (element.name === "unit") return textOf(row.querySelector("[data-unit]") || row).includes(wanted.toLowerCase());
    // A document has findings of several rules.
    return (row.dataset[element.name] || "").split(" ").includes(wanted);
  }
  function fieldsOf(form) { return Array.from(form.elements).filter((e) => e.name); }
  function applyFilter(form) {
    const fields = fieldsOf(form).filter((e) => !isView(e));
    const rows = rowsOf(form);
    let shown = 0;
    for (const row of rows) {
      const kept = fields.every((e) => fits(row, e));
      row.hidden = !kept;
      shown += kept;
    }
    const output = form.querySelector("output");
    if (output) output.textContent = shown === rows.length ? `共 ${shown} 条` : `${shown} / ${rows.length} 条`;
    if (form.dataset.chart) drawComparison(form);
  }
  // An order is a key of the table's head, with a minus before it from the largest down.
  const orders = new Map();
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  function valueOf(cell, isNumber) {
    const printed = (cell.dataset.sort ?? cell.textContent).trim();
    if (!isNumber) return cell.dataset.sort ? Number(printed) : printed;
    const number = Number.parseFloat(printed.replace(/,/g, "").replace("−", "-"));
    return Number.isNaN(number) ? null : number;
  }
  function applyOrder(form) {
    const table = tableOf(form);
    if (!table) return;
    const order = orders.get(form) || "", key = order.replace(/^-/, ""), sign = order.startsWith("-") ? -1 : 1;
    const heads = Array.from(table.tHead.rows[0].cells);
    const column = heads.findIndex((head) => head.dataset.key === key && key);
    heads.forEach((head, number) => {
      if (number === column) head.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    let rows = rowsOf(form);
    if (column >= 0) {
      const isNumber = "number" in heads[column].dataset;
      const keyed = rows.map((row) => [valueOf(row.cells[column], isNumber), row]);
      // What is blank comes last either way: it is not small, it is not known.
      keyed.sort(([a], [b]) => {
        if (a === null || a === "" || b === null || b === "") return (a === null || a === "") - (b === null || b === "");
        return sign * (typeof a === "number" ? a - b : collator.compare(a, b));
      });
      rows = keyed.map(([, row]) => row);
    }
    table.tBodies[0].append(...rows);
  }
  function defaultOf(element) {
    if (element.type === "checkbox") return "";
    return element.tagName === "SELECT" ? element.querySelector("option").value : "";
  }
  function valueOfField(element) {
    return element.type === "checkbox" ? (element.checked ? element.value : "") : element.value;
  }
  function readAddress(form) {
    const address = location.hash.slice(1);
    if (address && !address.includes("=")) return;
    const state = new URLSearchParams(address);
    for (const element of fieldsOf(form)) {
      const value = state.get(element.name) ?? defaultOf(element);
      if (element.type === "checkbox") element.checked = value === element.value;
      else element.value = value;
      // What no option offers would leave nothing chosen, and hide every row without a word.
      if (element.tagName === "SELECT" && element.selectedIndex < 0) element.value = defaultOf(element);
    }
    orders.set(form, state.get("sort") || "");
  }
  function writeAddress(form) {
    const state = new URLSearchParams();
    for (const element of fieldsOf(form)) {
      const value = valueOfField(element);
      if (value !== defaultOf(element)) state.set(element.name, value);
    }
    if (orders.get(form)) state.set("sort", orders.get(form));
    history.replaceState(null, "", `#${state}`);
  }
  // A text that a spreadsheet program would take for a formula is kept a text.
  function csvField(text, isNumber) {
    const inert = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(inert) ? `"${inert.replace(/"/g, '""')}"` : inert;
  }
  function csvOf(form) {
    const table = tableOf(form), heads = Array.from(table.tHead.rows[0].cells);
    const plain = (cell) => (cell.dataset.csv ?? cell.textContent).replace(/\s+/g, " ").trim();
    const lines = [heads.map((head) => csvField(plain(head)))];
    for (const row of table.tBodies[0].rows) {
      if (row.hidden) continue;
      lines.push(Array.from(row.cells).map((cell, number) => {
        const isNumber = "number" in heads[number].dataset;
        const text = plain(cell);
        return csvField(isNumber && /^[−\d,.]+$/.test(text) ? text.replace(/,/g, "").replace("−", "-") : text, isNumber && /^[−-]?\d[\d,.]*$/.test(text));
      }));
    }
    return "\ufeff" + lines.map((line) => line.join(",") + "\r\n").join("");
  }
  function download(form) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csvOf(form)], { type: "text/csv;charset=utf-8" }));
    link.download = `${form.dataset.for}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  const forms = Array.from(document.querySelectorAll("form.filters[data-for]"));
  for (const form of forms) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { writeAddress(form); applyFilter(form); });
    const button = form.querySelector(".download");
    if (button && tableOf(form)) {
      button.hidden = false;
      button.addEventListener("click", () => download(form));
    }
    for (const head of tableOf(form) ? tableOf(form).tHead.rows[0].cells : []) {
      if (!head.dataset.key) continue;
      const sorter = document.createElement("button");
      sorter.type = "button";
      sorter.className = "sorter";
      sorter.append(...head.childNodes);
      head.append(sorter);
      sorter.addEventListener("click", () => {
        const now = orders.get(form) || "", key = head.dataset.key;
        // Figures are looked for from the largest down, names from the first on; a third click undoes it.
        const [first, second] = "number" in head.dataset ? [`-${key}`, key] : [key, `-${key}`];
        orders.set(form, now === first ? second : now === second ? "" : first);
        writeAddress(form);
        applyOrder(form);
      });
    }
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
    forms.forEach((form) => { readAddress(form); applyOrder(form); applyFilter(form); });
    document.querySelectorAll(".here").forEach((e) => e.classList.remove("here"));
    const target = location.hash && !location.hash.includes("=") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
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
  const toNumber = (text) => Number(text.replace(/,/g, "").replace("−", "-"));
  function drawComparison(form) {
    const figure = document.getElementById(form.dataset.chart), table = tableOf(form);
    if (!figure || !table) return;
    const metric = form.elements.namedItem("metric");
    const heads = Array.from(table.tHead.rows[0].cells);
    const column = heads.findIndex((head) => head.dataset.key === metric.value), unit = heads[column].dataset.of;
    // Amounts or rates: twenty columns at once are no comparison.
    table.classList.toggle("show-rates", heads[column].classList.contains("rates"));
    heads.forEach((head, number) => head.classList.toggle("chosen", number === column));
    if (!window.vegaEmbed) return;
    const values = [];
    for (const row of rowsOf(form)) {
      const cell = row.cells[column], printed = cell.firstChild ? cell.firstChild.textContent.trim() : "";
      if (row.hidden || !printed) continue;
      const place = cell.querySelector(".place");
      values.push({
        label: row.cells[0].textContent.trim(), series: row.cells[1].textContent.trim() || "年度未知", value: toNumber(printed), short: printed,
        text: `${unit === "万元" ? `${cell.dataset.csv} 元` : `${printed} ${unit}`}${place ? `,${place.textContent},${place.dataset.peers} 个可比单位` : ""}`,
      });
    }
    values.sort((a, b) => b.value - a.value);
    const years = Array.from(new Set(values.map((v) => v.series))).sort();
    const several = years.length > 1;
    const labels = Array.from(new Set(values.map((v) => v.label))).slice(0, several ? 10 : 30);
    const kept = values.filter((v) => labels.includes(v.label));
    const spec = structuredClone(JSON.parse(figure.querySelector("script.spec").textContent));
    spec.data.values = kept;
    spec.encoding.y.sort = labels;
    spec.encoding.x.title = unit;
    const largest = Math.max(0, ...kept.map((v) => v.value)), least = Math.min(0, ...kept.map((v) => v.value));
    Object.assign(spec.encoding.x.scale, { domainMin: least * 1.35, domainMax: largest * 1.35 || 1 });
    if (several) {
      spec.encoding.yOffset = { field: "series", type: "nominal", sort: years };
      spec.height = { step: 15, for: "offset" };
      const range = years.map((_, number) => `var(--chart-${number % 4 + 1})`);
      spec.layer[0].encoding.color = { field: "series", type: "nominal", scale: { domain: years, range }, legend: { orient: "top", title: null } };
    }
    const turn = (drawn.get(figure) || Promise.resolve()).then(() => draw(figure, spec));
    drawn.set(figure, turn);
  }
  function drawCharts() {
    if (!window.vegaEmbed) return;
    for (const figure of document.querySelectorAll("figure.chart:not(.wide)")) {
      draw(figure, JSON.parse(figure.querySelector("script.spec").textContent));
    }
  }

  // ---- names: of many documents they are in scripts beside the lists, loaded when somebody looks ----
  function searchNames() {
    const form = document.getElementById("names"), found = document.getElementById("found");
    if (!form || !found) return;
    const all = [], most = 50, lists = Number(form.dataset.lists), output = form.querySelector("output");
    let loaded = 0;
    window.juesuanNames = (names) => { all.push(...names); };
    function load() {
      if (loaded >= lists) return;
      const script = document.createElement("script");
      loaded += 1;
      script.src = `lists/${loaded}.js`;
      script.onload = script.onerror = () => { show(); load(); };
      document.head.append(script);
    }
    function show() {
      const wanted = form.elements.namedItem("name").value.trim().toLowerCase();
      const fitting = wanted.length < 2 ? [] : all.filter(([name]) => name.toLowerCase().includes(wanted));
      found.replaceChildren(...fitting.slice(0, most).map(([name, year, url]) => {
        const item = document.createElement("li"), link = document.createElement("a");
        link.href = url;
        link.textContent = name;
        item.append(link, ` ${year ?? ""}`);
        return item;
      }));
      output.textContent = wanted.length < 2 ? "" : `找到 ${fitting.length} 份${fitting.length > most ? `,列出 ${most} 份` : ""}`;
    }
    form.addEventListener("input", () => { if (!loaded) load(); show(); });
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  // ---- peers: what moves with every document of the corpus is no part of the page of one ----
  function fillPeers() {
    const section = document.querySelector("[data-document]"), all = window.juesuanPeers;
    if (!section || !all || !Object.hasOwn(all, section.dataset.document)) return;
    const own = all[section.dataset.document];
    for (const row of section.querySelectorAll("tr[data-metric]")) {
      if (!Object.hasOwn(own, row.dataset.metric)) continue;
      const [median, documents, percentile, peers] = own[row.dataset.metric];
      const [middle, place] = Array.from(row.cells).slice(-2);
      if (median !== null) {
        const of = document.createElement("span");
        of.className = "quiet";
        of.textContent = `${documents} 份`;
        middle.append(`${median} `, of);
      }
      if (percentile === null) {
        place.classList.add("quiet");
        place.textContent = "可比单位不足 5 个";
      } else {
        const shown = document.createElement("span");
        shown.textContent = `P${percentile} / ${peers} 个`;
        place.classList.add("bar");
        place.style.setProperty("--part", percentile / 100);
        place.append(shown);
      }
    }
  }

  showTarget();
  fillPeers();
  searchNames();
  drawCharts();
  document.documentElement.dataset.ready = "true";
})();
