package org.quietus.run.desk;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Retrying;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;
import org.quietus.hold.RestoredHolds;
import org.quietus.job.CannotRun;
import org.quietus.policy.JobFile;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;
import org.springframework.dao.DataAccessException;

/**
 * Sets and ends holds beside the data, each time under a new epoch, which waits for every open
 * chunk; later ones see it. The mirror has it before the caller hears of it.
 */
final class HoldChanges {
  private final JobFile job;
  private final LegalHolds holds;
  private final Control control;
  private final Optional<Site> elsewhere;
  private final Optional<String> database;

  /** Holds on the tables of one of the databases of a job. */
  HoldChanges(JobFile job, Sites sites, Site site) {
    this.job = job;
    this.holds = sites.keptHolds(site.name());
    this.control = sites.home().control();
    this.elsewhere = Optional.of(site).filter(sites::isElsewhere);
    this.database = Optional.of(site.name()).filter(name -> !name.equals(sites.home().name()));
  }

  /**
   * Sets a hold on the rows that meet a condition, which may name a person. It binds beside the
   * data before home knows of it, so that it is not told of one that does not.
   */
  void set(LegalHold hold, SealingKey key) {
    set(hold, there -> there.add(hold), content(hold, key));
  }

  /** Sets a hold on a person, in the same order. */
  void set(LegalHold hold, SealedPerson person, SealingKey key) {
    set(hold, there -> there.add(hold, person, key), content(hold, key));
  }

  private void set(LegalHold hold, Consumer<LegalHolds> insert, Map<String, Object> mirrored) {
    elsewhere.ifPresent(site -> bind(site, hold, insert));
    try {
      setAtHome(hold, () -> insert.accept(holds), mirrored);
    } catch (RuntimeException e) {
      elsewhere.ifPresent(site -> takeBack(site, hold, e));
      throw e;
    }
  }

  /** Only if home certainly does not know of it: else it binds as home says. */
  private void takeBack(Site site, LegalHold hold, RuntimeException failure) {
    try {
      if (holds.find(hold.id()).isEmpty()) {
        site.legalHolds().takeBack(hold);
      }
    } catch (DataAccessException e) {
      failure.addSuppressed(e);
    }
  }

  private static void bind(Site site, LegalHold hold, Consumer<LegalHolds> insert) {
    change(
        site.control(),
        "setting the hold",
        () -> insert.accept(site.legalHolds()),
        () -> site.legalHolds().find(hold.id()).isPresent());
  }

  private void setAtHome(LegalHold hold, Runnable insert, Map<String, Object> mirrored) {
    change(
        "setting the hold",
        () -> {
          insert.run();
          mirror().append(MirrorEntry.Kind.HOLD, hold.id(), hold.setAt(), mirrored);
        },
        () -> holds.find(hold.id()).isPresent());
  }

  /** What outlives the database: all but the person, and a condition sealed. */
  private Map<String, Object> content(LegalHold hold, SealingKey key) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("event", "set");
    content.put("kind", hold.kind().word());
    content.put("reference", hold.reference());
    content.put("basis", hold.basis());
    content.put("review", hold.review().toString());
    content.put("table", hold.extent().table());
    database.ifPresent(name -> content.put(RestoredHolds.DATABASE, name));
    hold.caseReference().ifPresent(text -> content.put("case", text));
    hold.request().ifPresent(id -> content.put("request", id));
    if (hold.extent() instanceof LegalHold.Matching matching) {
      content.put("sealed-where", matching.sealed(hold.id(), key));
    }
    return content;
  }

  /** Ends holds; one that had ended before stays as it is. */
  void release(List<LegalHold> ending, Instant at, String reason) {
    change(
        "releasing holds",
        () -> ending.forEach(hold -> release(hold, at, reason)),
        () -> holds.active().stream().map(LegalHold::id).noneMatch(ids(ending)::contains));
    elsewhere.ifPresent(site -> free(site, ending, at, reason));
  }

  private static void free(Site site, List<LegalHold> ending, Instant at, String reason) {
    LegalHolds there = site.legalHolds();
    change(
        site.control(),
        "releasing holds",
        () -> ending.forEach(hold -> there.release(hold, at, reason)),
        () -> there.active().stream().map(LegalHold::id).noneMatch(ids(ending)::contains));
  }

  /**
   * The same at home inside a transaction that has raised the epoch, and whose mirror the caller
   * copies; elsewhere they bind until the next run.
   */
  void releaseWithin(List<LegalHold> ending, Instant at, String reason) {
    ending.forEach(hold -> release(hold, at, reason));
  }

  private static List<String> ids(List<LegalHold> some) {
    return some.stream().map(LegalHold::id).toList();
  }

  private void release(LegalHold hold, Instant at, String reason) {
    if (holds.release(hold, at, reason)) {
      mirror()
          .append(
              MirrorEntry.Kind.HOLD, hold.id(), at, Map.of("event", "released", "reason", reason));
    }
  }

  private void change(String doing, Runnable change, BooleanSupplier settled) {
    EvidenceAccess.writable(control.evidence());
    change(control, doing, change, settled);
    EvidenceAccess.copy(mirror());
  }

  private static void change(
      Control where, String doing, Runnable change, BooleanSupplier settled) {
    try {
      new Retrying(() -> false)
          .call(
              doing,
              () -> {
                where
                    .transaction()
                    .executeWithoutResult(
                        status -> {
                          where.fence().raiseEpoch();
                          change.run();
                        });
                return true;
              },
              () -> settled.getAsBoolean() ? true : null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CannotRun.failed(doing, e);
    }
  }

  private Mirror mirror() {
    return control.mirror(job.job());
  }
}
