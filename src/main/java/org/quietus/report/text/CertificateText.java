package org.quietus.report.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.certificate.Authority;
import org.quietus.certificate.CategoryTotals;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Counts;
import org.quietus.certificate.Identity;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Outcomes;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Verification;

/**
 * A certificate as plain text for a terminal: every statement of it, in the certificate's order.
 */
public final class CertificateText {

  private static final String LABELLED = "%-14s%s\n";

  private final Certificate certificate;
  private final StringBuilder text = new StringBuilder();

  private CertificateText(Certificate certificate) {
    this.certificate = certificate;
  }

  /** The text, in lines that end in a line feed. */
  public static String render(Certificate certificate) {
    return new CertificateText(certificate).render();
  }

  private String render() {
    identity();
    authority();
    clock();
    certificate.targets().forEach(this::target);
    if (certificate.targets().isEmpty()) {
      line("Records", "no target was touched");
    }
    categories();
    verification();
    remaining();
    certificate
        .recipients()
        .forEach(
            recipient -> line("Recipient", recipient.name() + ": " + recipient.state().label()));
    if (certificate.recipients().isEmpty()) {
      line("Recipients", "none");
    }
    return text.toString();
  }

  private void identity() {
    Identity identity = certificate.identity();
    text.append("DELETION CERTIFICATE ").append(identity.id()).append("\n\n");
    Outcomes result = certificate.result();
    line(
        "Outcome",
        result.outcome()
            + (result.others().isEmpty() ? "" : " (also " + joined(result.others()) + ")"));
    line(
        "About",
        identity.occasion().kind().label()
            + " "
            + identity.occasion().id()
            + " ("
            + identity.type().label()
            + ")");
    line("Issued", shown(identity.issuedAt()));
    identity.supersedes().ifPresent(earlier -> line("Supersedes", earlier));
  }

  private void authority() {
    Authority authority = certificate.authority();
    line("Controller", authority.controller());
    line("Job", authority.job() + " (job file SHA-256 " + authority.jobFile() + ")");
    authority.tenant().ifPresent(tenant -> line("Tenant", tenant));
    authority.purpose().ifPresent(purpose -> line("Purpose", purpose + ", no other"));
    authority.ground().ifPresent(ground -> line("Ground", ground));
    authority.requester().ifPresent(role -> line("Requested by", role));
    authority.approver().ifPresent(role -> line("Approved by", role));
    for (Authority.AppliedRule rule : authority.rules()) {
      StringBuilder terms = new StringBuilder(rule.id());
      rule.keep().ifPresent(keep -> terms.append(": kept ").append(keep));
      rule.startEvent().ifPresent(column -> terms.append(" from ").append(column));
      rule.cutoff().ifPresent(cutoff -> terms.append(", due before ").append(cutoff));
      line("Rule", terms.toString());
    }
  }

  private void clock() {
    certificate
        .clock()
        .ifPresent(
            clock -> {
              List<String> days = new ArrayList<>(List.of("received " + clock.received()));
              clock.verified().ifPresent(day -> days.add("verified " + day));
              clock.due().ifPresent(day -> days.add("due " + day));
              clock.extended().ifPresent(day -> days.add("extended to " + day));
              clock.completed().ifPresent(day -> days.add("completed " + day));
              line("Clock", String.join(", ", days));
            });
    certificate
        .subject()
        .ifPresent(subject -> line("Subject", "commitment SHA-256 " + subject.digest()));
  }

  private void target(TargetRecord target) {
    text.append('\n');
    line("Records of", target.name());
    if (!target.categories().isEmpty()) {
      line("  categories", String.join(", ", target.categories()));
    }
    line("  rules", target.rules().isEmpty() ? "none" : String.join(", ", target.rules()));
    line("  method", target.method().toString());
    line("  counts", counts(target.counts()));
    target
        .first()
        .ifPresent(
            first -> line("  when", shown(first) + " to " + shown(target.last().orElseThrow())));
    line(
        "  evidence",
        target.chunks()
            + (target.chunks() == 1 ? " chunk" : " chunks")
            + ", Merkle root "
            + target.merkleRoot());
    line(
        "  done by",
        "Quietus "
            + target.tool().version()
            + target.tool().build().map(build -> " (build SHA-256 " + build + ")").orElse(""));
  }

  private void categories() {
    if (!certificate.categories().isEmpty()) {
      text.append('\n');
    }
    for (CategoryTotals totals : certificate.categories()) {
      line(
          "Category",
          "%s: %d removed, %d left".formatted(totals.category(), totals.removed(), totals.left()));
    }
  }

  private static String counts(Counts counts) {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("deleted", counts.deleted());
    parts.put("anonymised", counts.anonymised());
    parts.put("masked", counts.masked());
    parts.put("kept", counts.kept());
    parts.put("restricted", counts.restricted());
    parts.put("held", counts.held());
    parts.put("gone meanwhile", counts.gone());
    parts.put("ambiguous", counts.ambiguous());
    parts.put("failed", counts.failed());
    List<String> shown = new ArrayList<>();
    parts.forEach(
        (name, count) -> {
          if (count > 0) {
            shown.add(count + " " + name);
          }
        });
    return counts.matched()
        + " matched"
        + (shown.isEmpty() ? "" : " = " + String.join(" + ", shown));
  }

  private void verification() {
    text.append('\n');
    if (certificate.verification().isEmpty()) {
      line("Verified", "no");
    }
    certificate
        .verification()
        .ifPresent(
            reading -> {
              line(
                  "Verified",
                  "%s, %s, connection: %s"
                      .formatted(shown(reading.at()), reading.how(), reading.connection().label()));
              reading.checks().forEach(this::check);
            });
  }

  private void check(Verification.Check check) {
    line(
        "  found",
        "%s: %d due, %d kept, %d held (query SHA-256 %s)"
            .formatted(check.target(), check.due(), check.kept(), check.held(), check.query()));
  }

  private void remaining() {
    NotRemoved left = certificate.notRemoved();
    for (NotRemoved.Kept kept : left.kept()) {
      line(
          "Kept",
          "%d of %s%s, %s%s"
              .formatted(
                  kept.records(),
                  kept.target(),
                  kept.until().map(LocalDate::toString).map(" until "::concat).orElse(""),
                  kept.legalMinimum() ? "by law: " : "because of ",
                  kept.basis()));
    }
    for (NotRemoved.Hold hold : left.holds()) {
      line(
          "Held",
          "%s under %s (%s), to be reviewed %s"
              .formatted(hold.target(), hold.reference(), hold.basis(), hold.review()));
    }
    left.refusals().forEach(refusal -> line("Refused", refusal.code()));
    if (left.equals(NotRemoved.NOTHING)) {
      line("Not removed", "nothing was left on purpose");
    }
    for (Residuals.Copy copy : certificate.residuals().copies()) {
      line(
          "Residual",
          "%s of %s, %s, %s%s"
              .formatted(
                  copy.place().label(),
                  copy.of(),
                  copy.protection() + explained(copy),
                  copy.latestExpiry().map(day -> "gone by " + day).orElse("with no known expiry"),
                  copy.followUp() ? ", a certificate will follow" : ""));
    }
    if (certificate.residuals().copies().isEmpty()) {
      line("Residuals", "none");
    }
    line("Media", certificate.residuals().mediaRemanence());
  }

  /** What a binary log's code means for whoever waits until it is gone. */
  private static String explained(Residuals.Copy copy) {
    if (copy.place() != Residuals.Place.BINARY_LOG) {
      return "";
    }
    return switch (copy.protection()) {
      case "not-listable" -> " (nobody sees it go before the database user has REPLICATION CLIENT)";
      case "switched-off" -> " (no more is written to it, and its files may be there still)";
      case "other-server" ->
          " (written, as far as is known, by another server than the one in use)";
      default -> "";
    };
  }

  private String shown(Instant moment) {
    return certificate.identity().occasion().kind() == Occasion.Kind.REQUEST
        ? LocalDate.ofInstant(moment, ZoneOffset.UTC).toString()
        : moment.toString();
  }

  private static String joined(List<Outcome> outcomes) {
    return String.join(", ", outcomes.stream().map(Outcome::name).toList());
  }

  private void line(String label, String value) {
    text.append(LABELLED.formatted(label, value));
  }
}
