"use strict";
/* Holds the entries of a log against its checkpoint, and against one that the reader kept. */
globalThis.quietusLog = (() => {
  const check = globalThis.quietusCheck;

  /** Loads a script of the portal's data; a page that lies on a disk cannot fetch. */
  function load(source) {
    return new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = source;
      script.addEventListener("load", () => resolve(true));
      script.addEventListener("error", () => resolve(false));
      document.head.append(script);
      script.remove();
    });
  }

  /** Text with {0}, {1}, … filled in. */
  function texts(name, ...given) {
    const text = globalThis.quietusTexts[name] || name;
    return text.replace(/\{([0-9])\}/g, (all, number) => String(given[Number(number)]));
  }

  async function rootIs(log, head) {
    return (
      log.entries.length >= 32 * head.size &&
      check.isSame(await check.root(log.entries, head.size), head.root)
    );
  }

  /**
   * Each trusted log and each checkpoint that was kept: {good, text}. The entries' digests are given
   * back as hex with their places, {log, place}, and what was kept as {log, size}.
   */
  async function examine(up, trust) {
    const findings = [];
    const places = new Map();
    const loaded = await load(up + "data/logs.js");
    const kept = trust.checkpoints.map((text) => ({ text, size: -1 }));
    for (const key of trust.logs) {
      const there = loaded && globalThis.quietusLogs[key.name];
      if (!there) {
        findings.push({ good: false, text: texts("log-missing", key.name) });
        continue;
      }
      const log = { entries: check.bytes(there.entries) };
      try {
        const head = await check.checkpoint(there.checkpoint, key);
        const good = log.entries.length === 32 * head.size && (await rootIs(log, head));
        findings.push({ good, text: texts(good ? "log-good" : "log-bad", key.name, head.size) });
      } catch (e) {
        findings.push({ good: false, text: texts("log-unsigned", key.name) });
      }
      for (let i = 0; 32 * i < log.entries.length; i++) {
        const digest = check.hex(log.entries.slice(32 * i, 32 * (i + 1)));
        places.set(digest, [...(places.get(digest) || []), { log: key.name, place: i }]);
      }
      for (const one of kept) {
        try {
          const head = await check.checkpoint(one.text, key);
          one.size = head.size;
          one.log = key.name;
          const good = await rootIs(log, head);
          findings.push({ good, text: texts(good ? "kept-good" : "kept-bad", head.size) });
        } catch (e) {
          /* of another log, or of nobody */
        }
      }
    }
    for (const one of kept.filter((each) => each.size < 0)) {
      findings.push({ good: false, text: texts("kept-unsigned") });
    }
    return { findings, places, kept };
  }

  return Object.freeze({ load, texts, examine });
})();
