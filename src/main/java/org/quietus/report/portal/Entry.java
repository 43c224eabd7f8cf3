package org.quietus.report.portal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.quietus.certificate.AuditVisitor;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.LegalClock;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Verdict;

/**
 * What the portal remembers of a certificate file when its page is written.
 *
 * @param id as the file's name says
 * @param aboutRequest whether it is about a single request, as far as anybody can tell
 * @param problems none if it is good
 * @param facts empty unless a trusted key signed it
 */
record Entry(String id, boolean aboutRequest, List<String> problems, Optional<Facts> facts) {
  private static final Pattern OF_TENANT = Pattern.compile("(.+)-t[1-9][0-9]*");

  Entry {
    problems = List.copyOf(problems);
  }

  /**
   * What it says.
   *
   * @param issued the day, in the job's zone; in UTC if it is about a request
   * @param removed records that were deleted, anonymised or masked
   * @param left records that stayed where they were
   */
  record Facts(
      CertificateType type,
      Occasion occasion,
      int sequence,
      LocalDate issued,
      String controller,
      String job,
      Optional<String> tenant,
      Outcome outcome,
      long removed,
      long left,
      List<String> categories,
      List<Erased> erased,
      Optional<LegalClock> clock,
      List<Residuals.Copy> copies,
      List<NotRemoved.Hold> holds,
      List<Recipient> recipients) {

    /** The run that a certificate for one tenant of it is a part of. */
    Optional<Occasion> partOf() {
      return tenant
          .map(name -> OF_TENANT.matcher(occasion.id()))
          .filter(id -> occasion.kind() == Occasion.Kind.RUN && id.matches())
          .map(id -> Occasion.run(id.group(1)));
    }
  }

  /** Records of a target that were changed, by the month of its last chunk. */
  record Erased(YearMonth month, List<String> categories, long records) {}

  static Entry of(AuditVisitor.Examined examined) {
    boolean ofRequest = AboutOnePerson.is(examined);
    return examined.verdict() instanceof Verdict.Good good
        ? new Entry(
            examined.id(), ofRequest, examined.problems(), Optional.of(facts(good.certificate())))
        : new Entry(examined.id(), ofRequest, examined.problems(), Optional.empty());
  }

  boolean isGood() {
    return problems.isEmpty() && facts.isPresent();
  }

  private static Facts facts(Certificate certificate) {
    boolean ofRequest = certificate.identity().occasion().kind() == Occasion.Kind.REQUEST;
    ZoneId zone = ofRequest ? ZoneOffset.UTC : certificate.authority().zone();
    LocalDate issued = LocalDate.ofInstant(certificate.identity().issuedAt(), zone);
    TreeSet<String> categories = new TreeSet<>();
    certificate.targets().forEach(target -> categories.addAll(target.categories()));
    return new Facts(
        certificate.identity().type(),
        certificate.identity().occasion(),
        certificate.identity().sequence(),
        issued,
        certificate.authority().controller(),
        certificate.authority().job(),
        certificate.authority().tenant(),
        certificate.outcome(),
        certificate.targets().stream().mapToLong(t -> t.counts().changed()).sum(),
        certificate.targets().stream().mapToLong(t -> t.counts().left()).sum(),
        List.copyOf(categories),
        certificate.targets().stream()
            .filter(target -> target.counts().changed() > 0)
            .map(target -> erased(target, zone))
            .toList(),
        certificate.clock(),
        certificate.residuals().copies(),
        certificate.notRemoved().holds(),
        certificate.recipients());
  }

  private static Erased erased(TargetRecord target, ZoneId zone) {
    Instant last = target.last().orElseThrow();
    return new Erased(
        YearMonth.from(LocalDate.ofInstant(last, zone)),
        target.categories(),
        target.counts().changed());
  }
}
