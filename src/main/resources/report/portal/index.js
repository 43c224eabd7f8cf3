"use strict";
/* The index: searches the table of certificates, and checks all of them. */
(() => {
  const A_PAGE = 25;
  const CHECKED_UNASKED = 1000;
  const check = globalThis.quietusCheck;
  const { load, texts, examine } = globalThis.quietusLog;
  const trust = globalThis.quietusTrust;
  const byId = (id) => document.getElementById(id);
  const [ID, GOOD, TYPE, ISSUED, JOB, CONTROLLER, OUTCOME, REMOVED, LEFT, CATEGORIES, TENANT] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ];
  const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
  let rows = [];
  let categories = [];
  let found = [];
  let page = 0;
  let checking = 0;
  const states = new Map();

  function cell(name, text, kind) {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) {
      element.className = kind;
    }
    return element;
  }

  function isolated(text) {
    const element = document.createElement("td");
    element.append(cell("bdi", text));
    return element;
  }

  function stateOf(row) {
    const state = states.get(row[ID]) || (row[GOOD] ? "was-good" : "bad");
    const text = { good: "checked-good", bad: "not-good", "was-good": "was-good" }[state];
    const element = document.createElement("td");
    element.append(cell("span", texts(text), "state " + state));
    return element;
  }

  function drawn(row) {
    const line = document.createElement("tr");
    const head = document.createElement("th");
    const link = cell("a", row[ID]);
    head.scope = "row";
    link.href = "certificates/" + encodeURIComponent(row[ID]) + ".html";
    head.append(link);
    const known = row.length > 2;
    line.append(
      head,
      cell("td", known ? texts("type." + row[TYPE]) : ""),
      cell("td", known ? row[ISSUED] : ""),
      isolated(known ? row[JOB] : ""),
      cell("td", known ? texts("outcome." + row[OUTCOME]) : ""),
      cell("td", known ? number(row[REMOVED]) : "", "number"),
      cell("td", known ? number(row[LEFT]) : "", "number"),
      stateOf(row),
    );
    return line;
  }

  function draw() {
    const pages = Math.max(1, Math.ceil(found.length / A_PAGE));
    page = Math.min(page, pages - 1);
    const first = page * A_PAGE;
    const visible = found.slice(first, first + A_PAGE);
    byId("certificates-table").tBodies[0].replaceChildren(...visible.map(drawn));
    byId("certificates-count").textContent = found.length
      ? texts("rows", number(first + 1), number(first + visible.length), number(found.length))
      : texts("rows-none");
    byId("certificates-pages").hidden = pages < 2;
    byId("page-previous").disabled = page === 0;
    byId("page-next").disabled = page === pages - 1;
  }

  function search() {
    const text = byId("filter-text").value.trim().toLowerCase();
    const outcome = byId("filter-outcome").value;
    const type = byId("filter-type").value;
    const month = byId("filter-month").value;
    const category = categories.indexOf(byId("filter-category").value);
    const said = (row) =>
      [row[ID], row[JOB], row[CONTROLLER], row[TENANT]].filter(Boolean).join("\n").toLowerCase();
    found = rows.filter(
      (row) =>
        (!text || said(row).includes(text)) &&
        (!outcome || (outcome === "!" ? states.get(row[ID]) === "bad" || !row[GOOD] : row[OUTCOME] === outcome)) &&
        (!type || row[TYPE] === type) &&
        (!month || (row[ISSUED] || "").startsWith(month)) &&
        (category < 0 || (row[CATEGORIES] || []).includes(category)),
    );
    page = 0;
    draw();
  }

  function turning(name, step) {
    const button = cell("button", texts(name));
    button.type = "button";
    button.id = "page-" + name;
    button.addEventListener("click", () => {
      page += step;
      draw();
    });
    return button;
  }

  function startTable() {
    byId("certificates-pages").append(turning("previous", -1), " ", turning("next", 1));
    for (const name of ["outcome", "type", "month", "category"]) {
      byId("filter-" + name).addEventListener("change", search);
    }
    byId("filter-text").addEventListener("input", search);
    byId("filter").hidden = false;
    const plain = byId("certificates-plain");
    if (plain) {
      plain.hidden = true;
    }
    found = rows;
    draw();
  }

  function show(state, result, findings) {
    byId("check").dataset.state = state;
    byId("check-result").textContent = result;
    if (findings) {
      byId("check-findings").replaceChildren(
        ...findings.map((one) => cell("li", one.text, one.neutral ? "neutral" : one.good ? "good" : "bad")),
      );
    }
  }

  /** Whether the certificates of one file are good, and where the log has them. */
  async function checkFile(name, now, log) {
    globalThis.quietusEvidence = [];
    await load(name);
    const chunk = globalThis.quietusEvidence;
    globalThis.quietusEvidence = [];
    for (const one of chunk) {
      let good = false;
      if (one.file && one.good) {
        const file = check.bytes(one.file);
        const proof = one.proof ? check.bytes(one.proof) : null;
        const digest = check.hex(await check.sha256(file));
        good =
          (await check.certificate(file, one.id, now.keys)).good &&
          (await check.proof(file, proof, now.logs)).good &&
          log.places.has(digest);
        if (log.places.has(digest)) {
          log.seen.add(digest);
        }
      }
      states.set(one.id, good ? "good" : "bad");
    }
  }

  function progress() {
    const good = rows.filter((row) => states.get(row[ID]) === "good").length;
    return [number(good), number(rows.length)];
  }

  async function checkAll(turn, now, log) {
    const chunks = JSON.parse(byId("portal").textContent).chunks;
    log.seen = new Set();
    for (let chunk = 1; chunk <= chunks; chunk++) {
      await checkFile("data/evidence-" + String(chunk).padStart(4, "0") + ".js", now, log);
      if (turn !== checking) {
        return;
      }
      show("checking", texts("all-progress", ...progress()), log.findings);
    }
    for (const row of rows) {
      states.set(row[ID], states.get(row[ID]) || "bad");
    }
    const bad = rows.filter((row) => states.get(row[ID]) === "bad").length;
    const others = log.places.size - log.seen.size;
    log.findings.push({ good: true, neutral: true, text: texts("log-others", number(log.seen.size), number(others)) });
    const good = bad === 0 && log.findings.every((finding) => finding.good);
    const own = now.ownKeys ? "-own" : "";
    show(good && !byId("problems") ? "good" : "bad", texts(good ? "all-good" + own : "all-bad", ...progress()), log.findings);
    byId("check-whose").hidden = now.ownKeys && now.ownLogs;
    draw();
  }

  async function run() {
    try {
      await examined();
    } catch (e) {
      show("bad", texts("all-bad", ...progress()), [{ good: false, text: texts("why.broken") }]);
    }
  }

  async function examined() {
    const turn = ++checking;
    states.clear();
    byId("check-actions").replaceChildren();
    const obstacle = await check.obstacle();
    if (obstacle) {
      show("cannot", texts("cannot-" + obstacle), []);
      return;
    }
    show("checking", texts("checking"), []);
    const now = await trust.now();
    const log = await examine("", now);
    if (turn !== checking) {
      return;
    }
    if (rows.length <= CHECKED_UNASKED) {
      await checkAll(turn, now, log);
      return;
    }
    const bad = log.findings.some((finding) => !finding.good);
    show(bad ? "bad" : "none", texts("all-waiting", number(rows.length)), log.findings);
    const button = cell("button", texts("all-check", number(rows.length)));
    button.type = "button";
    button.addEventListener("click", () => {
      byId("check-actions").hidden = true;
      checkAll(turn, now, log).catch(() => show("bad", texts("all-bad", ...progress())));
    });
    byId("check-actions").append(button);
    byId("check-actions").hidden = false;
  }

  /** What is over by the reader's own calendar. */
  function markPast() {
    const today = new Date().toISOString().slice(0, 10);
    for (const time of document.querySelectorAll("time.due")) {
      if (time.dateTime < today) {
        time.after(" ", cell("span", texts("past"), "past"));
      }
    }
  }

  async function start() {
    markPast();
    await load("data/rows.js");
    if (globalThis.quietusRows) {
      rows = globalThis.quietusRows.rows;
      categories = globalThis.quietusRows.categories;
      startTable();
    }
    trust.listen(texts, run);
    await run();
  }

  start();
})();
