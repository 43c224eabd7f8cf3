package org.quietus.report.portal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.quietus.certificate.AuditVisitor;
import org.quietus.certificate.CertificateAudit;
import org.quietus.certificate.log.LogContents;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceStore;
import org.quietus.policy.Language;

/**
 * The certificates of an evidence store as a folder of HTML pages: an index with what they come to,
 * a page for each, and all that a browser needs to check signatures and log by itself.
 */
public final class Portal {
  private static final List<String> ASSETS =
      List.of(
          "portal.css", "icon.svg", "check.js", "trust.js", "log.js", "index.js", "certificate.js");

  private final EvidenceStore store;
  private final PublicKeys trusted;
  private final List<NoteKey> logKeys;
  private final PortalText text;
  private final boolean withRequests;
  private List<PolicyGaps> gaps = List.of();

  /**
   * A portal of a store.
   *
   * @param withRequests whether certificates of single requests have pages; their numbers are in
   *     the totals either way
   */
  public Portal(
      EvidenceStore store,
      PublicKeys trusted,
      List<NoteKey> logKeys,
      Language language,
      boolean withRequests) {
    this.store = store;
    this.trusted = trusted;
    this.logKeys = List.copyOf(logKeys);
    this.text = new PortalText(language);
    this.withRequests = withRequests;
  }

  /** Shows what policies do not cover, too. */
  public Portal showing(List<PolicyGaps> found) {
    gaps = List.copyOf(found);
    return this;
  }

  /**
   * What was made.
   *
   * @param index the page to begin with
   * @param shown certificates that have a page
   * @param leftOut certificates of single requests that have none
   * @param audit what is wrong, and is shown as wrong
   */
  public record Made(Path index, long shown, long leftOut, CertificateAudit.Report audit) {}

  /**
   * Makes it, in the place of an earlier one.
   *
   * @param madeAt stands on the index; all else is the same whenever it is made
   * @throws PortalRefused if the folder has other files, or another process writes it
   */
  public Made make(Path folder, CertificateAudit audit, Instant madeAt) throws IOException {
    try (PortalFolder out = new PortalFolder(folder)) {
      CheckPanel check = new CheckPanel(text, PortalKeys.of(store, trusted, logKeys));
      Pages pages = new Pages(out, check);
      CertificateAudit.Report report = audit.report(Optional.empty(), pages);
      Entries entries = new Entries(pages.entries(), withRequests);
      CertificateList list = new CertificateList(text, entries);
      list.plainPages().forEach(out::write);
      out.write("data/rows.js", list.script());
      out.write("data/logs.js", logs());
      out.write("index.html", new IndexPage(text, entries, report, check, madeAt, gaps).html());
      assets(out);
      out.publish();
      return new Made(
          folder.resolve("index.html"),
          entries.all().size() - entries.leftOut(),
          entries.leftOut(),
          report);
    }
  }

  /** Writes the page of each certificate as soon as it was examined. */
  private final class Pages implements AuditVisitor {
    private final PortalFolder out;
    private final CheckPanel check;
    private AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(0);
    private Optional<CertificatePage> page = Optional.empty();
    private Optional<EvidenceFiles> evidence = Optional.empty();

    Pages(PortalFolder out, CheckPanel check) {
      this.out = out;
      this.check = check;
    }

    @Override
    public void begin(List<String> ids) {
      entries = new AtomicReferenceArray<>(ids.size());
      page = Optional.of(new CertificatePage(text, check, Set.copyOf(ids)));
      evidence = Optional.of(new EvidenceFiles(out, ids.size()));
    }

    @Override
    public void examined(Examined one) {
      Entry entry = Entry.of(one);
      entries.set(one.place(), entry);
      boolean shown = new Entries(List.of(), withRequests).isShown(entry);
      if (shown) {
        out.write(CertificatePage.file(one.id()), page.orElseThrow().of(one, entry));
      }
      evidence.orElseThrow().add(one, entry, shown);
    }

    List<Entry> entries() {
      return IntStream.range(0, entries.length()).mapToObj(entries::get).toList();
    }
  }

  /** The entries of each log, from which a browser computes what its checkpoint was signed for. */
  private String logs() {
    Map<String, Object> logs = new LinkedHashMap<>();
    for (NoteKey key : logKeys) {
      LogContents log = LogContents.read(store, key);
      byte[] entries = new byte[Digest.of("").bytes().length * log.entries().size()];
      int at = 0;
      for (Digest entry : log.entries()) {
        byte[] digest = entry.bytes();
        System.arraycopy(digest, 0, entries, at, digest.length);
        at += digest.length;
      }
      logs.put(log.name(), JsonData.object("checkpoint", log.checkpoint(), "entries", entries));
    }
    return "\"use strict\";\nglobalThis.quietusLogs=" + JsonData.escaped(JsonData.of(logs)) + ";\n";
  }

  private void assets(PortalFolder out) {
    for (String asset : ASSETS) {
      out.write("assets/" + asset, Asset.text(asset));
    }
    out.write(
        "assets/texts.js",
        "\"use strict\";\nglobalThis.quietusTexts="
            + JsonData.escaped(JsonData.of(text.forScripts()))
            + ";\n");
  }
}
