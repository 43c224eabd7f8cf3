package org.quietus.report;

import java.util.ArrayList;
import java.util.List;
import org.quietus.certificate.Authority;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Identity;
import org.quietus.certificate.LegalClock;
import org.quietus.certificate.OpensslRecipe;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Verification;
import org.quietus.policy.Language;
import org.quietus.report.Outline.Lead;
import org.quietus.report.Outline.Row;
import org.quietus.report.Outline.Section;

/**
 * A certificate in its order of reading: the outcome, what it is about, what was removed and under
 * which rule, what remains, how it was verified, who was told, and how to check it.
 */
public final class CertificateOutline {
  /** The kind of document, as {@link Words} names it. */
  public static final String DOCUMENT = "certificate";

  private final Certificate certificate;
  private final Language language;
  private final Words words;
  private final Wording wording;

  private CertificateOutline(Certificate certificate, Language language) {
    this.certificate = certificate;
    this.language = language;
    words = Words.of(DOCUMENT, language);
    wording = new Wording(words, certificate.identity().occasion().kind());
  }

  /** The outline of a certificate, which states all of it. */
  public static Outline of(Certificate certificate, Language language) {
    return new CertificateOutline(certificate, language).outline();
  }

  private Outline outline() {
    List<Section> sections = new ArrayList<>();
    sections.add(section("about", about()));
    sections.addAll(new RemovedSections(certificate, words, wording).sections());
    sections.add(section("rules", rules()));
    sections.add(section("remains", new RemainingRows(certificate, words, wording).rows()));
    sections.add(section("verification", verification()));
    sections.add(section("recipients", recipients()));
    sections.add(section("check", check()));
    return new Outline(language, words.text("title"), certificate.id(), lead(), sections);
  }

  private Section section(String key, List<Row> rows) {
    return new Section(key, words.text("section." + key), rows);
  }

  private Lead lead() {
    Outcome outcome = certificate.outcome();
    String key = "outcome." + outcome;
    return new Lead(
        outcome.name(),
        words.text(key),
        words.text(key + (foundNothing() ? ".nothing" : ".sentence")));
  }

  private boolean foundNothing() {
    CertificateType type = certificate.identity().type();
    return certificate.outcome() == Outcome.COMPLETE
        && (type == CertificateType.RETENTION_RUN || type == CertificateType.ERASURE_REQUEST)
        && certificate.targets().stream().allMatch(target -> target.counts().matched() == 0);
  }

  private List<Row> about() {
    Identity identity = certificate.identity();
    Authority authority = certificate.authority();
    SectionRows rows = new SectionRows(words);
    rows.add("outcome", certificate.outcome().name());
    for (Outcome other : certificate.result().others()) {
      rows.add(
          "also",
          words.text("sentence", "subject", other, "sentence", words.text("outcome." + other)));
    }
    rows.add("controller", authority.controller());
    authority.tenant().ifPresent(tenant -> rows.add("tenant", tenant));
    rows.add("type", words.text("type." + identity.type().label()));
    rows.add(
        identity.occasion().kind().label(),
        words.text("occasion", "id", identity.occasion().id(), "n", identity.sequence()));
    rows.add("issued", wording.moment(identity.issuedAt()));
    identity.supersedes().ifPresent(earlier -> rows.add("supersedes", earlier));
    authority
        .purpose()
        .ifPresent(purpose -> rows.add("purpose", words.text("only", "it", purpose)));
    authority.ground().ifPresent(ground -> rows.add("ground", words.code("ground", ground)));
    authority.requester().ifPresent(role -> rows.add("requester", words.code("role", role)));
    authority.approver().ifPresent(role -> rows.add("approver", words.code("role", role)));
    certificate.clock().ifPresent(clock -> clock(clock, rows));
    certificate
        .subject()
        .ifPresent(
            subject ->
                rows.add("subject", words.text("subject"), wording.digest(subject.digest())));
    rows.add("schema", words.text("schema", "n", identity.schemaVersion()));
    return rows.all();
  }

  private void clock(LegalClock clock, SectionRows rows) {
    rows.add("received", clock.received().toString());
    clock.verified().ifPresent(day -> rows.add("verified", day.toString()));
    clock.due().ifPresent(day -> rows.add("due", day.toString()));
    clock.extended().ifPresent(day -> rows.add("extended", day.toString()));
    clock.completed().ifPresent(day -> rows.add("completed", day.toString()));
  }

  private List<Row> rules() {
    Authority authority = certificate.authority();
    SectionRows rows = new SectionRows(words);
    for (Authority.AppliedRule rule : authority.rules()) {
      List<String> terms = new ArrayList<>();
      rule.keep().ifPresent(keep -> terms.add(words.text("keep", "period", wording.period(keep))));
      rule.startEvent().ifPresent(from -> terms.add(words.text("from", "column", from)));
      rule.cutoff()
          .ifPresent(
              cutoff ->
                  terms.add(
                      words.text(
                          "cutoff",
                          "local",
                          wording.local(cutoff, authority.zone()),
                          "utc",
                          wording.utc(cutoff))));
      rows.add(
          "rule",
          terms.isEmpty()
              ? rule.id()
              : words.text("sentence", "subject", rule.id(), "sentence", words.list(terms)));
    }
    authority
        .bypass()
        .ifPresent(
            bypass ->
                bypass
                    .sets()
                    .forEach(
                        set ->
                            rows.add(
                                "bypass",
                                words.text(
                                    "bypass",
                                    "set",
                                    set.set(),
                                    "n",
                                    Words.number(set.versions()),
                                    "because",
                                    set.because()))));
    if (authority.rules().isEmpty()) {
      rows.add("rule", words.text("none"));
    }
    rows.add("job", authority.job());
    rows.add("job-file", "", wording.digest(authority.jobFile()));
    rows.add("zone", authority.zone().getId());
    return rows.all();
  }

  private List<Row> verification() {
    SectionRows rows = new SectionRows(words);
    if (certificate.verification().isEmpty()) {
      rows.add("read-again", words.text("not-verified"));
      return rows.all();
    }
    Verification reading = certificate.verification().get();
    rows.add("read-again", wording.moment(reading.at()));
    rows.add("how", words.code("how", reading.how()));
    rows.add("connection", words.text("connection." + reading.connection().label()));
    for (Verification.Check check : reading.checks()) {
      rows.add(
          "found",
          words.text(
              "found",
              "target",
              check.target(),
              "due",
              Words.number(check.due()),
              "kept",
              Words.number(check.kept()),
              "held",
              Words.number(check.held())),
          words.text("query", "digest", wording.digest(check.query())));
    }
    return rows.all();
  }

  private List<Row> recipients() {
    SectionRows rows = new SectionRows(words);
    certificate
        .recipients()
        .forEach(
            recipient ->
                rows.add(
                    "recipient",
                    words.text(
                        "sentence",
                        "subject",
                        recipient.name(),
                        "sentence",
                        words.text("recipient." + recipient.state().label()))));
    if (certificate.recipients().isEmpty()) {
      rows.add("recipient", words.text("none"));
    }
    return rows.all();
  }

  private List<Row> check() {
    String file = certificate.id() + ".json";
    SectionRows rows = new SectionRows(words);
    rows.wide(words.text("check.what", "file", file), "");
    rows.wide(
        words.text("check.quietus"),
        "quietus certificate verify " + file + " --key PUBLIC-KEY.pem");
    rows.wide(
        words.text("check.openssl"),
        "FILE=" + file + " KEY=PUBLIC-KEY.pem\n" + OpensslRecipe.lines().stripTrailing());
    rows.wide(words.text("check.log", "proof", certificate.id() + ".tlog-proof"), "");
    return rows.all();
  }
}
