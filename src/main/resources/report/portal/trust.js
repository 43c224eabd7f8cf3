"use strict";
/* Whose keys count: those that came with the portal, or those that the reader was given. */
globalThis.quietusTrust = (() => {
  const check = globalThis.quietusCheck;
  const STORED = "quietus-own-keys";
  const embedded = JSON.parse(document.getElementById("trust").textContent);

  function stored() {
    try {
      return sessionStorage.getItem(STORED) || "";
    } catch (e) {
      return memory;
    }
  }
  let memory = "";

  function store(text) {
    memory = text;
    try {
      sessionStorage.setItem(STORED, text);
    } catch (e) {
      /* then it holds for this page alone */
    }
  }

  /** Public keys, log keys and checkpoints, in whatever order they were pasted. */
  async function parsed(text) {
    const found = { keys: new Map(), logs: [], checkpoints: [], unknown: false };
    const clean = text.replace(/\r\n?/g, "\n");
    const pem = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\n?/g;
    try {
      for (const block of clean.matchAll(pem)) {
        const spki = check.bytes(block[1].replace(/\s/g, ""));
        found.keys.set(await check.idOf(spki), spki);
      }
      const rest = [];
      for (const line of clean.replace(pem, "").split("\n")) {
        if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(line.trim())) {
          found.logs.push(await check.logKey(line));
        } else {
          rest.push(line);
        }
      }
      const note = rest.join("\n").trim();
      if (note.includes("\n\n\u2014 ")) {
        found.checkpoints.push(note + "\n");
      } else if (note) {
        found.unknown = true;
      }
    } catch (e) {
      found.unknown = true;
    }
    return found;
  }

  /** The keys of one use, those whose place they took, and those that took theirs. */
  async function withHistory(keys, known, ofLog) {
    const all = new Map([...known, ...keys]);
    const events = [];
    for (const file of embedded.events) {
      const event = await check.keyEvent(check.bytes(file), all, ofLog);
      if (event) {
        events.push(event);
      }
    }
    const grown = new Map(keys);
    for (const [by, other] of [["to", "from"], ["from", "to"]]) {
      for (let more = true; more; ) {
        more = false;
        for (const event of events) {
          if (grown.has(event[by]) && !grown.has(event[other])) {
            grown.set(event[other], all.get(event[other]));
            more = true;
          }
        }
      }
    }
    return grown;
  }

  const byId = async (logs) =>
    new Map(await Promise.all(logs.map(async (log) => [await check.idOf(log.spki), log.spki])));

  /** The same for logs: of those that the portal brings, the ones that belong to the given. */
  async function logsWithHistory(given, brought) {
    const mine = await byId(given);
    const grown = await withHistory(mine, await byId(brought), true);
    const logs = [...given];
    for (const log of brought) {
      const id = await check.idOf(log.spki);
      if (grown.has(id) && !mine.has(id)) {
        logs.push(log);
      }
    }
    return logs;
  }

  /** What counts now. */
  async function now() {
    const known = new Map();
    for (const [id, spki] of Object.entries(embedded.keys)) {
      const array = check.bytes(spki);
      if ((await check.idOf(array)) === id) {
        known.set(id, array);
      }
    }
    const logs = [];
    for (const text of embedded.logs) {
      try {
        logs.push(await check.logKey(text));
      } catch (e) {
        /* a key that was changed is nobody's */
      }
    }
    const own = await parsed(stored());
    return {
      ownKeys: own.keys.size > 0,
      ownLogs: own.logs.length > 0,
      keys: own.keys.size ? await withHistory(own.keys, known, false) : known,
      logs: own.logs.length ? await logsWithHistory(own.logs, logs) : logs,
      checkpoints: own.checkpoints,
    };
  }

  /** Lets the reader give keys; what follows is told when they did. */
  function listen(texts, changed) {
    const byId = (id) => document.getElementById(id);
    const area = byId("own-text");
    area.value = stored();
    byId("own").hidden = false;
    const take = async (text) => {
      area.value = text;
      const found = await parsed(text);
      const any = found.keys.size + found.logs.length + found.checkpoints.length;
      byId("own-result").textContent =
        found.unknown || (text.trim() && !any)
          ? texts("own-unknown")
          : texts("own-found", found.keys.size, found.logs.length, found.checkpoints.length);
      if (!found.unknown) {
        store(text);
        changed();
      }
    };
    const read = async (files) => {
      const parts = [area.value.trim()];
      for (const file of files) {
        parts.push((await file.text()).trim());
      }
      take(parts.filter(Boolean).join("\n") + "\n");
    };
    byId("own-apply").addEventListener("click", () => take(area.value));
    byId("own-forget").addEventListener("click", () => take(""));
    byId("own-file").addEventListener("change", (event) => read(event.target.files));
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      if (event.dataTransfer.files.length) {
        event.preventDefault();
        read(event.dataTransfer.files);
      }
    });
  }

  return Object.freeze({ now, listen });
})();
