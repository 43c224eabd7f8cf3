"use strict";
/* The page of one certificate: checks what is embedded in it. */
(() => {
  const check = globalThis.quietusCheck;
  const { texts, examine } = globalThis.quietusLog;
  const trust = globalThis.quietusTrust;
  const byId = (id) => document.getElementById(id);
  const evidence = JSON.parse(byId("evidence").textContent);
  const file = evidence.file ? check.bytes(evidence.file) : null;
  const proof = evidence.proof ? check.bytes(evidence.proof) : null;

  function show(state, result, findings) {
    byId("check").dataset.state = state;
    byId("check-result").textContent = result;
    byId("check-findings").replaceChildren(
      ...findings.map((finding) => {
        const item = document.createElement("li");
        item.className = finding.neutral ? "neutral" : finding.good ? "good" : "bad";
        item.textContent = finding.text;
        return item;
      }),
    );
  }

  /** What was signed, read from the signed bytes: the rest of the page could have been changed. */
  function signed(says) {
    const count = (name) => says.targets.reduce((sum, one) => sum + one.counts[name], 0);
    const about = says.identity.occasion.kind === "request" ? /T.*/ : /$^/;
    const rows = [
      ["signed-id", says.identity.id],
      ["signed-outcome", texts("outcome." + says.result.outcome)],
      ["signed-issued", says.identity.issuedAt.replace(about, "")],
      ["signed-controller", says.authority.controller],
      ["signed-matched", count("matched")],
      ["signed-changed", count("deleted") + count("anonymised") + count("masked")],
      ["signed-residuals", says.residuals.copies.length],
    ];
    const list = byId("check-signed");
    list.replaceChildren(
      ...rows.flatMap(([name, value]) => {
        const term = document.createElement("dt");
        term.textContent = texts(name);
        const description = document.createElement("dd");
        const isolated = document.createElement("bdi");
        isolated.textContent = value;
        description.append(isolated);
        return [term, description];
      }),
    );
    list.hidden = false;
  }

  function saved(name, array, label) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([array], { type: "application/octet-stream" }));
    link.download = name;
    link.textContent = texts(label);
    return link;
  }

  async function run() {
    try {
      await examined();
    } catch (e) {
      show("bad", texts("result-bad"), [{ good: false, text: texts("why.broken") }]);
    }
  }

  async function examined() {
    byId("check-signed").hidden = true;
    if (!file) {
      show("bad", texts("result-bad"), [{ good: false, text: texts("why.not-embedded") }]);
      return;
    }
    const obstacle = await check.obstacle();
    if (obstacle) {
      show("cannot", texts("cannot-" + obstacle), []);
      return;
    }
    show("checking", texts("checking"), []);
    const now = await trust.now();
    const one = await check.certificate(file, evidence.id, now.keys);
    const inLog = await check.proof(file, proof, now.logs);
    const findings = [
      {
        good: one.good,
        text: one.good
          ? texts(now.ownKeys ? "signature-good-own" : "signature-good", one.by)
          : texts("why." + one.why),
      },
      {
        good: inLog.good,
        text: inLog.good
          ? texts("proof-good", inLog.index, inLog.log, inLog.size)
          : texts("why." + inLog.why),
      },
    ];
    if (now.checkpoints.length) {
      const log = await examine("../", now);
      findings.push(...log.findings);
      const places = log.places.get(check.hex(await check.sha256(file))) || [];
      const pinned = places.some((at) =>
        log.kept.some((one) => one.log === at.log && at.place < one.size),
      );
      findings.push({ good: true, neutral: !pinned, text: texts(pinned ? "pinned" : "not-pinned") });
    }
    const good = findings.every((finding) => finding.good);
    if (good && !evidence.good) {
      show("bad", texts("result-good-but"), findings);
    } else {
      show(good ? "good" : "bad", texts(good ? "result-good" : "result-bad"), findings);
    }
    byId("check-whose").hidden = now.ownKeys && now.ownLogs;
    if (one.good) {
      signed(one.says);
    }
  }

  if (file) {
    const actions = byId("check-actions");
    actions.append(saved(evidence.id + ".json", file, "save-file"));
    if (proof) {
      actions.append(" ", saved(evidence.id + ".tlog-proof", proof, "save-proof"));
    }
    actions.hidden = false;
  }
  trust.listen(texts, run);
  run();
})();
