package org.quietus.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quietus.certificate.Residuals;
import org.quietus.control.Control;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.ledger.LedgerReader;
import org.quietus.ledger.Verifications;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.policy.OnErasure;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.request.RecordedRequests;
import org.quietus.run.certify.CopiesLeft;
import org.quietus.run.certify.Notifying;
import org.quietus.run.person.Requested;
import org.quietus.target.BackupEnd;
import org.quietus.target.PersonKeys;
import org.quietus.target.Remnant;

/**
 * Says why a run left something: which request, hold or copy, until when, and the command that
 * comes next.
 */
final class Reasons {
  private static final String PASSED_ON =
      "request %s: %s of %s %s on a key or number that was the person's, or that of a row of"
          + " theirs, and is somebody else's by now; find out which of them are the person's, and"
          + " delete or anonymise them by hand; when only others are left, or nobody can tell:"
          + " quietus request accept %5$s %1$s --unmatched --reason CODE";
  private static final String LOST_TABLE =
      "request %s: %s of %s %s kept for a while, and nothing in %5$s leads to them any more;"
          + " bring the table and what leads to it back, then: quietus run %5$s; or see to them by"
          + " hand, and then: quietus request accept %5$s %1$s --unmatched --reason CODE";
  private static final String RENAMED =
      "request %s: %s of %s %s known by a key under which other identifiers are now, so that it may"
          + " be somebody else's, and nothing was done to it; the next run takes a row that agrees"
          + " under another key. Find out whose it is; if nothing is to be done to it: quietus"
          + " request accept %5$s %1$s --unmatched --reason CODE";
  private static final String IN_DOUBT =
      "request %s: a replay after a restore found other rows that may be its person's; once"
          + " somebody has looked at them: quietus replay %s --database %s --snapshot INSTANT"
          + " --accept rows";
  private final JobFile job;
  private final Control control;
  private final Sites sites;
  private final String run;

  Reasons(JobFile job, Sites sites, String run) {
    this.job = job;
    this.control = sites.home().control();
    this.sites = sites;
    this.run = run;
  }

  /** One line for each reason, first why requests are stranded. */
  List<String> lines(
      Collection<Requested> worked, IssuedCertificates issued, List<String> stranded) {
    Set<String> lines = new LinkedHashSet<>(stranded);
    Set<String> unsure = control.doubts(job.job()).open();
    worked.forEach(requested -> lines.addAll(ofRequest(requested, unsure)));
    lines.addAll(passedOn());
    lines.addAll(renamed(worked));
    lines.addAll(new RecipientReasons(job, control.notices(job.job()).all()).lines());
    lines.addAll(holds());
    lines.addAll(spared(worked));
    lines.addAll(comingBack());
    issued.copies().forEach(copy -> lines.add(residual(copy) + next(copy)));
    return List.copyOf(lines);
  }

  private List<String> ofRequest(Requested requested, Set<String> unsure) {
    List<String> lines = new ArrayList<>();
    String id = requested.request().id();
    PersonKeys person = requested.person();
    int doubtful = person.isAmbiguous() ? person.rows().size() : person.undecided();
    if (doubtful > 0) {
      lines.add(
          "request "
              + id
              + ": "
              + Counted.of(doubtful, "row")
              + " of "
              + table(requested).map(TableName::toString).orElse(requested.request().subject())
              + " may be the person's; say which of them are: quietus request review "
              + job.text().file()
              + " "
              + id);
    }
    if (unsure.contains(id)) {
      lines.add(
          IN_DOUBT.formatted(
              id, job.text().file(), table(requested).map(TableName::database).orElse(job.home())));
    }
    if (!person.unmatched().isNothing()) {
      lines.add(
          "request "
              + id
              + ": "
              + Counted.of(person.unmatched().rows(), "row")
              + Counted.verb(person.unmatched().rows(), " was known by ", " were known by ")
              + String.join(", ", person.unmatched().columns())
              + ", which the database does not have any more, or uses for something else; what"
              + " hangs on it was not found. Bring the column back under that name, then: quietus"
              + " run "
              + job.text().file()
              + "; or give up what it led to: quietus request accept "
              + job.text().file()
              + " "
              + id
              + " --unmatched --reason CODE");
    }
    return lines;
  }

  /** Rows that were kept or came late, and hang on what is somebody else's by now. */
  private List<String> passedOn() {
    return control.reader().unmatched(run).stream()
        .filter(entry -> !isOfPersons(entry.table()))
        .map(
            entry -> {
              boolean known = job.erasure().containsKey(TableName.parse(entry.table()));
              String verb =
                  known
                      ? Counted.verb(entry.rows(), "hangs", "hang")
                      : Counted.verb(entry.rows(), "was", "were");
              return passedOn(known ? PASSED_ON : LOST_TABLE, entry, entry.rows(), verb);
            })
        .toList();
  }

  /** Rows of persons that are known by a name which is somebody else's by now. */
  private List<String> renamed(Collection<Requested> worked) {
    Map<String, Long> unreadable = new LinkedHashMap<>();
    worked.forEach(one -> unreadable.put(one.request().id(), one.person().unmatched().rows()));
    List<String> lines = new ArrayList<>();
    for (LedgerReader.Unmatched entry : control.reader().unmatched(run)) {
      long rows = entry.rows() - unreadable.getOrDefault(entry.request(), entry.rows());
      if (isOfPersons(entry.table()) && rows > 0) {
        lines.add(passedOn(RENAMED, entry, rows, Counted.verb(rows, "was", "were")));
      }
    }
    return lines;
  }

  private String passedOn(String text, LedgerReader.Unmatched entry, long rows, String verb) {
    return text.formatted(
        entry.request(), Counted.of(rows, "row"), entry.table(), verb, job.text().file());
  }

  private boolean isOfPersons(String table) {
    return job.subjects().values().stream()
        .anyMatch(subject -> subject.records().toString().equals(table));
  }

  private Optional<TableName> table(Requested requested) {
    return job.subject(requested.request().subject()).map(SubjectType::records);
  }

  /** Rows that are there again after each round, beyond those that a cause is known for. */
  private List<String> comingBack() {
    Set<String> refused =
        control.reader().refused(run).stream()
            .map(LedgerReader.Refused::table)
            .collect(Collectors.toSet());
    return control.verifications().latestLeft(run).stream()
        .filter(line -> line.failed() > 0 && !refused.contains(line.table()))
        .map(
            line ->
                ("%s of %s %s still there after each round%s; find what keeps or brings them back"
                        + " (a trigger, an application, a copy of the store), and the next run goes"
                        + " on")
                    .formatted(
                        Counted.of(line.failed(), "row"),
                        line.table(),
                        Counted.verb(line.failed(), "is", "are"),
                        line.request().map(id -> " (request " + id + ")").orElse("")))
        .toList();
  }

  private List<String> holds() {
    Map<String, Set<String>> kept = new TreeMap<>();
    for (Verifications.Line line : control.verifications().latestLeft(run)) {
      String what = line.request().map(id -> "request " + id).orElse("rows of " + line.table());
      line.withheld()
          .by()
          .forEach(hold -> kept.computeIfAbsent(hold, id -> new TreeSet<>()).add(what));
    }
    if (kept.isEmpty()) {
      return List.of();
    }
    Map<String, LegalHold> known = new LinkedHashMap<>();
    sites.legalHolds().forEach(hold -> known.put(hold.id(), hold));
    List<String> lines = new ArrayList<>();
    kept.forEach(
        (id, what) ->
            Optional.ofNullable(known.get(id)).ifPresent(hold -> lines.add(held(hold, what))));
    return lines;
  }

  /** Those who were held while the backups were worked off, and of whom nothing is in the data. */
  private List<String> spared(Collection<Requested> worked) {
    Set<String> told =
        control.verifications().latestLeft(run).stream()
            .filter(line -> !line.withheld().by().isEmpty())
            .flatMap(line -> line.request().stream())
            .collect(Collectors.toSet());
    List<String> spared = control.verifications().spared(run);
    return worked.stream()
        .map(requested -> requested.request().id())
        .filter(id -> spared.contains(id) && !told.contains(id))
        .map(
            id ->
                ("request %s: backups were not searched for its person, who is held; see: quietus"
                        + " hold list %s. The next run after the release does it")
                    .formatted(id, job.text().file()))
        .toList();
  }

  private String held(LegalHold hold, Set<String> what) {
    return String.join(", ", what)
        + (what.size() > 1 ? " stay" : " stays")
        + " under "
        + hold.kind().word()
        + " "
        + hold.id()
        + " ("
        + hold.reference()
        + "), to be reviewed by "
        + hold.review()
        + "; when it ends: "
        + hold.request()
            .filter(new RecordedRequests(control.jdbc(), job.job())::isRestricted)
            .map(request -> "quietus request unrestrict " + job.text().file() + " " + request)
            .orElse(
                "quietus hold release " + job.text().file() + " " + hold.id() + " --reason CODE");
  }

  /** A run of a part of the job alone does not look into backups. */
  private String next(Residuals.Copy copy) {
    return copy.protection().equals(BackupEnd.NOT_EXAMINED)
        ? "; a run without --only looks into it: quietus run " + job.text().file()
        : "";
  }

  private static String residual(Residuals.Copy copy) {
    return "a copy remains: "
        + copy.place().label()
        + " of "
        + copy.of()
        + " ("
        + copy.protection()
        + "), "
        + copy.latestExpiry().map(day -> "until " + day).orElse(end(copy.protection()));
  }

  /** What ends a copy of which no day is known. */
  private static String end(String protection) {
    if (protection.equals(BackupEnd.NEWEST_BACKUP)) {
      return "past its period, for it is the last backup of its database in the set"
          + " (keep-generations); it goes when a newer one is there";
    }
    if (protection.equals(Notifying.NOT_TOLD) || protection.equals(Notifying.NOT_CONFIRMED)) {
      return "until the recipient has confirmed it";
    }
    if (protection.equals(CopiesLeft.NOT_REACHED)) {
      return "until the next run that reaches it";
    }
    if (Remnant.Kind.of(protection).isPresent()) {
      return "until " + Remnant.Kind.of(protection).get().end();
    }
    if (protection.equals(Notifying.NOT_REMOVED)) {
      return "a notice that has served, until its place can be reached";
    }
    return OnErasure.AT_REFRESH.waiting().filter(protection::equals).isPresent()
        ? "until the next backup is there"
        : "with no known end";
  }
}
