package org.quietus.certificate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quietus.evidence.Digest;

/** Certificates of a small shop, for tests. */
public final class Examples {

  static final Instant MORNING = Instant.parse("2026-03-01T02:00:03.987Z");
  static final Tool TOOL = new Tool("0.1.0", Optional.of(Digest.of("jar")));

  private Examples() {}

  /** A run that deleted 120 visits. */
  public static Certificate aRun() {
    return aRun(new Counts(120, 120, 0, 0, 0, 0, 0, 0, 0, 0), 0, Set.of());
  }

  /** A run of the same, with another id. */
  public static Certificate aRunOf(String id) {
    Certificate run = aRun();
    return Certificate.of(
        Identity.first(CertificateType.RETENTION_RUN, Occasion.run(id), MORNING),
        run.authority(),
        run.clock(),
        run.subject(),
        run.targets(),
        run.verification(),
        run.residuals(),
        run.notRemoved(),
        run.recipients(),
        Set.of());
  }

  static Certificate aRun(Counts counts, long due, Set<Outcome> alsoFound) {
    return run(List.of(deleting("shop.visit", counts)), due, NotRemoved.NOTHING, alsoFound);
  }

  static Certificate run(
      List<TargetRecord> targets, long due, NotRemoved left, Set<Outcome> alsoFound) {
    return Certificate.of(
        Identity.first(CertificateType.RETENTION_RUN, Occasion.run("0b1c9f"), MORNING),
        ofRun(),
        Optional.empty(),
        Optional.empty(),
        targets,
        Optional.of(verification(targets, due)),
        Residuals.of(List.of()),
        left,
        List.of(),
        alsoFound);
  }

  /** A request after which a copy remains and invoices are kept. */
  public static Certificate aRequest() {
    TargetRecord customer =
        new TargetRecord(
            "contact data",
            List.of("contact"),
            List.of("erasure"),
            Method.anonymise(List.of("set-null", "redact")),
            new Counts(1, 0, 1, 0, 0, 0, 0, 0, 0, 0),
            Optional.of(MORNING),
            Optional.of(MORNING.plusSeconds(1)),
            1,
            Merkle.root(List.of(new byte[32])),
            TOOL);
    TargetRecord invoices =
        new TargetRecord(
            "invoices",
            List.of(),
            List.of("erasure"),
            Method.none(),
            new Counts(2, 0, 0, 0, 2, 0, 0, 0, 0, 0),
            Optional.empty(),
            Optional.empty(),
            0,
            Merkle.root(List.of()),
            TOOL);
    List<TargetRecord> targets = List.of(customer, invoices);
    LocalDate day = LocalDate.of(2026, 2, 20);
    return Certificate.of(
        Identity.first(CertificateType.ERASURE_REQUEST, Occasion.request("7d20aa"), MORNING),
        ofRequest(),
        Optional.of(
            new LegalClock(
                day,
                Optional.of(day),
                Optional.of(day.plusMonths(1)),
                Optional.empty(),
                Optional.of(day.plusDays(9)))),
        Optional.of(
            SubjectCommitment.of(
                new byte[32],
                List.of(new SubjectCommitment.Identifier("email", "anna@example.org")))),
        targets,
        Optional.of(verification(targets, 0)),
        Residuals.of(
            List.of(
                new Residuals.Copy(
                    Residuals.Place.BINARY_LOG,
                    "shop",
                    "access-controlled",
                    Optional.of(LocalDate.of(2026, 3, 8)),
                    true))),
        new NotRemoved(
            List.of(
                new NotRemoved.Kept(
                    "invoices", 2, "bookkeeping 账簿", Optional.of(LocalDate.of(2035, 1, 1)), false)),
            List.of(),
            List.of()),
        List.of(),
        Set.of());
  }

  /** A request's second certificate, in which every field has a value of its own. */
  public static Certificate everything() {
    List<TargetRecord> targets =
        List.of(
            new TargetRecord(
                "health data",
                List.of("health", "contact"),
                List.of("old-visits", "erasure"),
                Method.anonymise(List.of("set-null", "redact")),
                new Counts(1_003_177, 0, 1_003_000, 100, 7, 6, 5, 44, 12, 3),
                Optional.of(MORNING.minusSeconds(86_400 * 3)),
                Optional.of(MORNING.minusSeconds(86_400)),
                4_321,
                Merkle.root(List.of(new byte[32])),
                TOOL),
            new TargetRecord(
                "orders",
                List.of("orders"),
                List.of("old-visits"),
                Method.delete(),
                new Counts(2_222, 2_201, 0, 0, 21, 0, 0, 0, 0, 0),
                Optional.of(MORNING.minusSeconds(86_400 * 5)),
                Optional.of(MORNING.minusSeconds(86_400 * 4)),
                987,
                Merkle.root(List.of(new byte[32], new byte[32])),
                new Tool("0.2.0", Optional.of(Digest.of("later jar")))));
    LocalDate day = LocalDate.of(2026, 1, 11);
    return Certificate.of(
        Identity.first(
                CertificateType.ERASURE_REQUEST,
                Occasion.request("7d20aa"),
                MORNING.minusSeconds(86_400 * 3))
            .next(CertificateType.FOLLOW_UP, MORNING),
        new Authority(
            "Beispiel GmbH & Söhne 示例",
            "shop",
            Optional.of("Mandant 7"),
            ZoneId.of("Europe/Berlin"),
            Digest.of("quietus: 1\n"),
            List.of(
                new Authority.AppliedRule(
                    "old-visits",
                    Optional.of(Period.of(1, 6, 1)),
                    Optional.of("visited_at"),
                    Optional.of(Instant.parse("2025-08-31T22:00:00Z"))),
                new Authority.AppliedRule(
                    "erasure", Optional.empty(), Optional.empty(), Optional.empty())),
            Optional.of("newsletter"),
            Optional.of("consent-withdrawn"),
            Optional.of("requester"),
            Optional.of("dpo"),
            Optional.of(
                new RetentionBypass(
                    List.of(new RetentionBypass.Of("nightly", 3, "erasure comes first"))))),
        Optional.of(
            new LegalClock(
                day,
                Optional.of(day.plusDays(1)),
                Optional.of(day.plusDays(30)),
                Optional.of(day.plusDays(90)),
                Optional.of(day.plusDays(44)))),
        Optional.of(
            SubjectCommitment.of(
                new byte[32],
                List.of(new SubjectCommitment.Identifier("email", "anna@example.org")))),
        targets,
        Optional.of(
            new Verification(
                MORNING.minusSeconds(86_400),
                "count-due-rows",
                Verification.Connection.SEPARATE_READ_ONLY,
                List.of(
                    new Verification.Check("health data", Digest.of("SELECT 1"), 31, 32, 33),
                    new Verification.Check("orders", Digest.of("SELECT 2"), 0, 34, 35)))),
        Residuals.of(
            Stream.of(Residuals.Place.values())
                .map(
                    place ->
                        new Residuals.Copy(
                            place,
                            "copy-" + place.label(),
                            place == Residuals.Place.BACKUP ? "locked" : "access-controlled",
                            place == Residuals.Place.CACHE
                                ? Optional.empty()
                                : Optional.of(LocalDate.of(2027, 1, 2).plusDays(place.ordinal())),
                            place != Residuals.Place.CACHE))
                .toList()),
        new NotRemoved(
            List.of(
                new NotRemoved.Kept(
                    "health data",
                    7,
                    "bookkeeping 账簿",
                    Optional.of(LocalDate.of(2035, 1, 1)),
                    true),
                new NotRemoved.Kept("orders", 21, "warranty", Optional.empty(), false)),
            List.of(
                new NotRemoved.Hold(
                    "health data",
                    "LH-28",
                    "litigation",
                    LocalDate.of(2027, 1, 31),
                    List.of(HoldDetail.of("case", "1 O 23/26", new byte[32]).stated()))),
            List.of(new NotRemoved.Refusal("legal-obligation"))),
        Stream.of(Recipient.State.values())
            .map(state -> new Recipient("Partner " + state.ordinal(), state))
            .toList(),
        Set.of());
  }

  /** A run that kept ten rows of one table for a reason. */
  public static Certificate keptBecause(String basis) {
    return run(
        List.of(deleting("shop.visit", new Counts(120, 110, 0, 0, 10, 0, 0, 0, 0, 0))),
        0,
        new NotRemoved(
            List.of(new NotRemoved.Kept("shop.visit", 10, basis, Optional.empty(), false)),
            List.of(),
            List.of()),
        Set.of());
  }

  /** A run over so many tables. */
  public static Certificate aRunOver(int tables) {
    return run(
        IntStream.rangeClosed(1, tables)
            .mapToObj(i -> deleting("shop.table_" + i, new Counts(i, i, 0, 0, 0, 0, 0, 0, 0, 0)))
            .toList(),
        0,
        NotRemoved.NOTHING,
        Set.of());
  }

  static TargetRecord deleting(String name, Counts counts) {
    boolean worked = counts.matched() > 0;
    return new TargetRecord(
        name,
        List.of("usage"),
        List.of("old-visits"),
        Method.delete(),
        counts,
        worked ? Optional.of(MORNING) : Optional.empty(),
        worked ? Optional.of(MORNING.plusSeconds(4)) : Optional.empty(),
        worked ? 2 : 0,
        worked ? Merkle.root(List.of(new byte[32], new byte[32])) : Merkle.root(List.of()),
        TOOL);
  }

  static Verification verification(List<TargetRecord> targets, long due) {
    return new Verification(
        MORNING.plusSeconds(9),
        "count-due-rows",
        Verification.Connection.SEPARATE_READ_ONLY,
        targets.stream()
            .map(
                t ->
                    new Verification.Check(
                        t.name(), Digest.of("SELECT"), due, t.counts().kept(), 0))
            .toList());
  }

  static Authority ofRun() {
    return authority(
        new Authority.AppliedRule(
            "old-visits",
            Optional.of(Period.ofMonths(6)),
            Optional.of("visited_at"),
            Optional.of(Instant.parse("2025-08-31T22:00:00Z"))),
        Optional.empty());
  }

  static Authority ofRequest() {
    return authority(
        new Authority.AppliedRule("erasure", Optional.empty(), Optional.empty(), Optional.empty()),
        Optional.of("consent-withdrawn"));
  }

  private static Authority authority(Authority.AppliedRule rule, Optional<String> ground) {
    return new Authority(
        "Beispiel GmbH & Söhne 示例",
        "shop",
        Optional.empty(),
        ZoneId.of("Europe/Berlin"),
        Digest.of("quietus: 1\n"),
        List.of(rule),
        Optional.empty(),
        ground,
        ground.map(any -> "data-subject"),
        ground.map(any -> "data-protection-officer"));
  }
}
