"use strict";
/*
 * Checks a certificate and its place in a log, with the browser's own cryptography and nothing else:
 * DSSE over Ed25519, C2SP tlog-proof and signed-note, RFC 6962 hashes.
 */
globalThis.quietusCheck = (() => {
  const IN_TOTO = "application/vnd.in-toto+json";
  const KEY_EVENT = "application/vnd.quietus.key-event+json";
  const LOG_KEY_EVENT = "application/vnd.quietus.log-key-event+json";
  const SPKI = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
  const PREDICATE = "https://quietus.org/deletion-certificate/v1";
  const ascii = (text) => new TextEncoder().encode(text);
  const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

  function bytes(base64) {
    const raw = atob(base64);
    if (btoa(raw) !== base64) {
      throw new Error("base64");
    }
    return Uint8Array.from(raw, (c) => c.charCodeAt(0));
  }

  const base64 = (array) => btoa(String.fromCharCode(...array));
  const hex = (array) => Array.from(array, (b) => b.toString(16).padStart(2, "0")).join("");

  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  const sha256 = async (array) => new Uint8Array(await crypto.subtle.digest("SHA-256", array));
  const leafHash = (entry) => sha256(joined(Uint8Array.of(0), entry));
  const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));
  const isSame = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

  const imported = new Map();

  function key(format, array) {
    const name = format + base64(array);
    if (!imported.has(name)) {
      imported.set(
        name,
        crypto.subtle.importKey(format, array, { name: "Ed25519" }, false, ["verify"]),
      );
    }
    return imported.get(name);
  }

  const isSigned = async (publicKey, signature, message) =>
    crypto.subtle.verify({ name: "Ed25519" }, await publicKey, signature, message);

  /** Why this browser cannot check; empty if it can. It tries with the first test of RFC 8032. */
  async function obstacle() {
    if (!globalThis.isSecureContext || !globalThis.crypto || !crypto.subtle) {
      return "insecure";
    }
    try {
      const known = key("raw", bytes("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="));
      const right = bytes(
        "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==",
      );
      const wrong = right.slice();
      wrong[0] ^= 1;
      const nothing = new Uint8Array(0);
      return (await isSigned(known, right, nothing)) && !(await isSigned(known, wrong, nothing))
        ? ""
        : "no-ed25519";
    } catch (e) {
      return "no-ed25519";
    }
  }

  /** The id of a public key: half of the digest of its SubjectPublicKeyInfo. */
  const idOf = async (spki) => hex((await sha256(spki)).slice(0, 16));

  const encoded = (type, payload) =>
    joined(ascii(`DSSEv1 ${ascii(type).length} ${type} ${payload.length} `), payload);

  function envelope(file, type) {
    const read = JSON.parse(utf8(file));
    if (read.payloadType !== type || !Array.isArray(read.signatures) || !read.signatures.length) {
      throw new Error("envelope");
    }
    const payload = bytes(read.payload);
    return { payload, signatures: read.signatures, signed: encoded(type, payload) };
  }

  /** Which of the keys signed an envelope; throws a reason if a signature is wrong or none fits. */
  async function signer(read, keys) {
    let found = "";
    for (const one of read.signatures) {
      const named = one.keyid || "";
      let right = "";
      for (const [id, spki] of keys) {
        if ((!named || named === id) && !right) {
          right = (await isSigned(key("spki", spki), bytes(one.sig), read.signed)) ? id : "";
        }
      }
      if (!right && keys.has(named)) {
        throw new Error("signature-wrong");
      }
      found = found || right;
    }
    if (!found) {
      throw new Error("not-signed");
    }
    return found;
  }

  const REASONS = ["signature-wrong", "not-signed", "other-certificate", "envelope"];

  /** What a certificate file says, and who signed it; {why} if it is not good. */
  async function certificate(file, id, keys) {
    try {
      const read = envelope(file, IN_TOTO);
      const by = await signer(read, keys);
      const statement = JSON.parse(utf8(read.payload));
      if (statement.predicateType !== PREDICATE || statement.predicate.identity.id !== id) {
        throw new Error("other-certificate");
      }
      return { good: true, by, says: statement.predicate };
    } catch (e) {
      return { good: false, why: REASONS.includes(e.message) ? e.message : "envelope" };
    }
  }

  /** A key of a log, of the form NAME+ID+KEY; only Ed25519 is known. */
  async function logKey(text) {
    const parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim());
    const typed = bytes(parts[3]);
    const id = (await sha256(joined(ascii(parts[1] + "\n"), typed))).slice(0, 4);
    if (typed.length !== 33 || typed[0] !== 1 || hex(id) !== parts[2]) {
      throw new Error("log-key");
    }
    const spki = joined(Uint8Array.from(SPKI), typed.slice(1));
    return { name: parts[1], id, key: typed.slice(1), spki };
  }

  function note(text) {
    const end = text.lastIndexOf("\n\n");
    if (end < 0 || !text.endsWith("\n")) {
      throw new Error("note");
    }
    const signatures = text
      .slice(end + 2, -1)
      .split("\n")
      .map((line) => {
        const parts = /^\u2014 ([^+\s]+) ([A-Za-z0-9+/]+=*)$/.exec(line);
        const whole = bytes(parts[2]);
        return { name: parts[1], id: whole.slice(0, 4), signature: whole.slice(4) };
      });
    return { text: text.slice(0, end + 1), signatures };
  }

  /** How far a log had come, if the log's key signed that; otherwise it throws a reason. */
  async function checkpoint(text, log) {
    const read = note(text);
    const claims = read.signatures.filter((s) => s.name === log.name && isSame(s.id, log.id));
    for (const claim of claims) {
      if (!(await isSigned(key("raw", log.key), claim.signature, ascii(read.text)))) {
        throw new Error("checkpoint-wrong");
      }
    }
    const lines = read.text.split("\n");
    if (!claims.length || lines[0] !== log.name || !/^(0|[1-9][0-9]{0,15})$/.test(lines[1])) {
      throw new Error("other-log");
    }
    return { origin: lines[0], size: Number(lines[1]), root: bytes(lines[2]) };
  }

  function readProof(text) {
    const parts = /^c2sp\.org\/tlog-proof@v1\n(?:extra [^\n]+\n)?index (0|[1-9][0-9]{0,15})\n((?:[^\n]+\n)*)\n/.exec(text);
    return {
      index: Number(parts[1]),
      path: parts[2].split("\n").filter(Boolean).map(bytes),
      note: text.slice(parts[0].length),
    };
  }

  /** Whether a path leads from a leaf to a root; RFC 9162, 2.1.3.2. */
  async function leads(leaf, index, path, size, root) {
    if (index >= size) {
      return false;
    }
    let node = index;
    let last = size - 1;
    let hash = leaf;
    const up = (n) => Math.floor(n / 2);
    for (const sibling of path) {
      if (last === 0) {
        return false;
      }
      if (node % 2 === 1 || node === last) {
        hash = await nodeHash(sibling, hash);
        while (node % 2 === 0 && node !== 0) {
          node = up(node);
          last = up(last);
        }
      } else {
        hash = await nodeHash(hash, sibling);
      }
      node = up(node);
      last = up(last);
    }
    return last === 0 && isSame(hash, root);
  }

  /** Whether a certificate file is in one of the logs, by its proof; {why} if it is not. */
  async function proof(file, proofFile, logs) {
    if (!proofFile) {
      return { good: false, why: "no-proof" };
    }
    let why = "proof-wrong";
    for (const log of logs) {
      try {
        const read = readProof(utf8(proofFile));
        const head = await checkpoint(read.note, log);
        const leaf = await leafHash(await sha256(file));
        if (await leads(leaf, read.index, read.path, head.size, head.root)) {
          return { good: true, index: read.index, size: head.size, log: log.name };
        }
        why = "proof-wrong";
      } catch (e) {
        why = ["checkpoint-wrong", "other-log"].includes(e.message) ? e.message : "proof-wrong";
      }
    }
    return { good: false, why };
  }

  /** The root over the first entries of a log, 32 bytes each; RFC 6962, 2.1. */
  async function root(entries, size) {
    const stack = [];
    for (let i = 0; i < size; i++) {
      let hash = await leafHash(entries.slice(32 * i, 32 * (i + 1)));
      for (let n = i; n % 2 === 1; n = Math.floor(n / 2)) {
        hash = await nodeHash(stack.pop(), hash);
      }
      stack.push(hash);
    }
    let whole = stack.pop() || (await sha256(new Uint8Array(0)));
    while (stack.length) {
      whole = await nodeHash(stack.pop(), whole);
    }
    return whole;
  }

  /** What an event of keys of one use says, if both of the keys that it names signed it. */
  async function keyEvent(file, known, ofLog) {
    try {
      const read = envelope(file, ofLog ? LOG_KEY_EVENT : KEY_EVENT);
      const says = JSON.parse(utf8(read.payload));
      for (const id of [says.from, says.to]) {
        const own = read.signatures.filter((s) => s.keyid === id);
        if (!own.length || !known.has(id)) {
          return null;
        }
        await signer({ ...read, signatures: own }, new Map([[id, known.get(id)]]));
      }
      return says["quietus-key-event"] === 1 ? says : null;
    } catch (e) {
      return null;
    }
  }

  return Object.freeze({
    obstacle, bytes, utf8, hex, sha256, isSame, idOf, certificate, proof, checkpoint, logKey, root, keyEvent,
  });
})();
