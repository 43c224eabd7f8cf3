package org.quietus.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.quietus.catalog.RowValues;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.Holds;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.KeyEpochs;
import org.quietus.request.RecordedRequests;
import org.quietus.request.SealedPersons;
import org.quietus.request.SealingKey;
import org.quietus.run.certify.TableLabels;
import org.quietus.run.person.FrozenRows;
import org.quietus.run.replay.PersonByTokens;
import org.quietus.subject.TokenKeys;
import org.quietus.target.PersonKeys;

/** Seeks the persons whom a certificate is about by their tokens. */
final class LivePersons {
  /** Why it cannot be told of everybody. */
  static final String FORGOTTEN =
      "the keys of erased persons are forgotten, and by the tokens it is not certain of each of"
          + " them who in the database is that person";

  private final JobFile job;
  private final Sites sites;
  private final Control control;

  LivePersons(JobFile job, Sites sites, Control control) {
    this.job = job;
    this.sites = sites;
    this.control = control;
  }

  /**
   * What is there of them.
   *
   * @param byTable rows that should be gone, by table as the certificate calls it
   * @param isWhole whether it is certain of each of them which rows are that person's
   */
  record Found(Map<String, Long> byTable, boolean isWhole) {

    Optional<Long> in(String table) {
      return Optional.ofNullable(byTable.get(table));
    }
  }

  /** Reads the tables of persons. */
  Found of(Certificate certificate, Plan plan) {
    Map<String, Long> rows = new HashMap<>();
    if (!control.schema().has("suppression")) {
      return new Found(rows, false);
    }
    UnaryOperator<String> label =
        certificate.identity().occasion().kind() == Occasion.Kind.REQUEST
            ? TableLabels.ofRequests(job)
            : UnaryOperator.identity();
    Map<Site, PersonByTokens> tokens = new HashMap<>();
    sites.all().forEach(site -> tokens.put(site, tokens(site)));
    PersonByTokens atHome = Objects.requireNonNull(tokens.get(sites.home()));
    boolean whole = true;
    for (String request : requests(certificate)) {
      Optional<String> name = atHome.subject(request);
      List<Step> steps = name.map(plan::stepsOf).orElse(List.of());
      whole &= !steps.isEmpty();
      for (Step step : steps) {
        SubjectType subject = job.subject(name.orElseThrow()).orElseThrow();
        Optional<PersonByTokens.Sighting> person =
            Objects.requireNonNull(tokens.get(sites.of(step)))
                .find(request, step, subject, known(request, step));
        whole &= person.filter(PersonByTokens.Sighting::isSure).isPresent();
        person.ifPresent(
            one ->
                byTable(step, subject, one.rows())
                    .forEach((table, due) -> rows.merge(label.apply(table), due, Long::sum)));
      }
    }
    return new Found(rows, whole);
  }

  /** What the request is about is kept sealed while a law keeps something of it. */
  private List<RowValues> known(String id, Step step) {
    Optional<ErasureRequest> request =
        new RecordedRequests(control.jdbc(), job.job())
            .find(id)
            .filter(known -> known.resolvedAt().isPresent());
    if (request.isEmpty()) {
      return List.of();
    }
    try {
      return new SealedPersons(control.jdbc(), job.job(), EvidenceAccess.sealingKey(job))
          .of(id)
          .filter(person -> person.rows().isPresent())
          .map(person -> new FrozenRows(step).of(request.get(), person).rows())
          .orElse(List.of());
    } catch (KeyRefused | SealingKey.SealedOtherwise e) {
      return List.of(); // the tokens alone tell
    }
  }

  private PersonByTokens tokens(Site site) {
    TokenKeys keys = new TokenKeys(job.evidence().keys());
    return new PersonByTokens(
        site.target(),
        control.suppression(job.job()),
        control.schema().has("key_epoch")
            ? new KeyEpochs(control.jdbc(), job.job()).own(keys)
            : keys);
  }

  private List<String> requests(Certificate certificate) {
    Occasion occasion = certificate.identity().occasion();
    if (occasion.kind() == Occasion.Kind.REQUEST) {
      return List.of(occasion.id());
    }
    return LiveVerification.run(control, certificate)
        .map(run -> control.verifications().requests(run.id()))
        .orElse(List.of());
  }

  private Map<String, Long> byTable(Step step, SubjectType subject, PersonKeys person) {
    Map<String, Long> found = new HashMap<>();
    found.put(step.root().table().toString(), 0L); // every row was held against the tokens
    if (!person.rows().isEmpty()) {
      sites
          .of(step)
          .target()
          .recheck(Holds.NONE)
          .person(step, subject, person)
          .forEach(table -> found.merge(table.table().toString(), table.due(), Long::sum));
    }
    return found;
  }
}
