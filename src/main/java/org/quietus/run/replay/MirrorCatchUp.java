package org.quietus.run.replay;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Replays;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.evidence.EvidenceStore;
import org.quietus.hold.LegalHold;
import org.quietus.hold.RestoredHolds;
import org.quietus.job.Accepted;
import org.quietus.job.ReplayOptions;
import org.quietus.policy.JobFile;
import org.quietus.request.Answers;
import org.quietus.request.CopyReviews;
import org.quietus.request.KeyEpochs;
import org.quietus.request.ReplayedRequests;
import org.quietus.request.RestoredRequests;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealingKey;
import org.quietus.request.SuppressionEntries;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;

/**
 * Brings a restored control schema up to the mirror: requests, answers, notices, holds, suppression
 * entries, key epochs, what was said of rows of copies.
 */
public final class MirrorCatchUp {
  private final JobFile job;
  private final Sites sites;
  private final SealingKey key;
  private final Control control;
  private final Replays replays;
  private final RestoredRequests requests;
  private final ReplayedRequests replayed;
  private final SuppressionEntries suppression;
  private final KeyEpochs epochs;
  private final CopyReviews copies;
  private final RestoredHolds holds;
  private final Mirror mirror;

  /** The control schema is that of home, which knows of the holds on other databases too. */
  public MirrorCatchUp(JobFile job, Sites sites, EvidenceStore store, SealingKey key) {
    this.job = job;
    this.sites = sites;
    this.key = key;
    this.control = sites.home().control();
    this.replays = control.replays(job.job());
    this.requests = control.restored(job.job(), key);
    this.replayed = control.replayed(job.job(), key);
    this.suppression = control.suppression(job.job());
    this.copies = new CopyReviews(control.jdbc(), job.job(), key);
    this.epochs = new KeyEpochs(control.jdbc(), job.job());
    this.holds =
        new RestoredHolds(
            database -> sites.keptHolds(database.orElse(sites.home().name())), job.job(), key);
    this.mirror = control.mirror(job.job(), store);
  }

  /**
   * Opens the replay, so that nothing else may be done until it ends, and catches up. Whoever is
   * erased by some requests, or may be in the backup half erased, or of whom the backup cannot have
   * seen anything, is sought whenever that was. The moment is about the named database alone,
   * unless what home knows was put back too.
   *
   * @param named such requests
   */
  public void level(ReplayOptions options, Set<String> named) {
    boolean behind = mirror.standing() == Mirror.Standing.DATABASE_BEHIND;
    ErasedIn there = new ErasedIn(job, control, options.database());
    boolean all = behind || !there.isOneOfSeveral() || replays.isOfAll();
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              Instant since = options.snapshot();
              replays.begin(all ? since : Replays.NEVER, !options.accepted().isEmpty());
              replays.name(named);
              if (options.database().equals(job.home())) { // which is what runs ask for
                replays.name(requests.forgotten());
              }
              replays.name(all ? requests.unfinished(since) : there.since(since, requests));
              if (behind) {
                giveUpWhatWasRestored();
              }
            });
    mirror.restore(entry -> takeOver(entry, options.snapshot()));
    control.transaction().executeWithoutResult(status -> requests.settle());
    bindWhatAKeyOpens();
    sites.others().stream().filter(sites::isElsewhere).forEach(this::takeBack);
  }

  /** A hold of which the condition was sealed under a key that was not there, and is now. */
  private void bindWhatAKeyOpens() {
    List<MirrorEntry> all = mirror.of(MirrorEntry.Kind.HOLD);
    Set<String> lost = holds.lost(all).keySet();
    if (!lost.isEmpty()) {
      control
          .transaction()
          .executeWithoutResult(
              status -> {
                control.fence().raiseEpoch();
                all.stream().filter(entry -> lost.contains(entry.about())).forEach(holds::restore);
              });
    }
  }

  /** Whom a hold is on is known beside the data of another database, if that was not put back. */
  private void takeBack(Site site) {
    Set<String> lost = holds.lost(mirror.of(MirrorEntry.Kind.HOLD)).keySet();
    site.legalHolds().active().stream()
        .filter(hold -> lost.contains(hold.id()) && hold.extent() instanceof LegalHold.OfPerson)
        .forEach(hold -> takeBack(hold, site));
  }

  /** One that another job set, under a key of its own, is lost here: whoever replays is told. */
  private void takeBack(LegalHold hold, Site site) {
    SealedPerson held;
    try {
      held = site.legalHolds().person(hold, key);
    } catch (SealingKey.SealedOtherwise e) {
      return;
    }
    control
        .transaction()
        .executeWithoutResult(status -> sites.keptHolds(site.name()).add(hold, held, key));
  }

  /** A run that was under way when the backup was made ended long ago; its evidence is kept. */
  private void giveUpWhatWasRestored() {
    control
        .runs()
        .open(job.job())
        .ifPresent(
            run -> control.runs().end(run.id(), "abandoned", "FAILED", control.clock().instant()));
  }

  private void takeOver(MirrorEntry entry, Instant snapshot) {
    switch (entry.kind()) {
      case REQUEST -> {
        requests.restore(entry);
        if (RestoredRequests.isPutBack(entry)) {
          requests.putBack(entry.about());
        }
      }
      case HOLD -> {
        control.fence().raiseEpoch();
        holds.restore(entry);
      }
      case SUPPRESSION -> {
        requests.erased(entry);
        suppression.restore(entry);
        if (!entry.at().isAfter(snapshot)) {
          replays.name(entry.about());
        }
      }
      case ANSWER -> new Answers(control.jdbc(), job.job()).restore(entry);
      case NOTICE -> control.notices(job.job()).restore(entry);
      case REVIEW -> copies.restore(entry);
      case KEY_EPOCH -> epochs.restore(entry).ifPresent(suppression::remove);
    }
  }

  /** A line for each hold that nobody knows any more whom it protects. */
  public List<String> lostHolds() {
    List<MirrorEntry> all = mirror.of(MirrorEntry.Kind.HOLD);
    Set<String> sealed = holds.ofConditions(all);
    return holds.lost(all).entrySet().stream()
        .map(
            hold ->
                "hold "
                    + hold.getKey()
                    + " ("
                    + hold.getValue()
                    + (sealed.contains(hold.getKey())
                        ? ") was sealed under another requests.key: bring that back into "
                            + job.evidence().keys()
                            + " from a copy of the keys and replay once more, or set it again"
                        : ") was on a person who went with the database; set it again")
                    + " before the next run: quietus hold add; then, or if it is not needed any"
                    + " more: "
                    + Accepted.HOLDS.remedy())
        .toList();
  }

  /** A line for each request of whose person nobody can tell anything without a key. */
  public List<String> sealedRequests() {
    return requests.sealedOtherwise().stream()
        .map(
            request ->
                "request "
                    + request
                    + " stays as it was in the backup: what is known of its person was sealed under"
                    + " another requests.key; bring that key back into "
                    + job.evidence().keys()
                    + " from a copy of the keys and replay once more")
        .toList();
  }

  /**
   * Ends the holds that nobody knows any more whom they protect, after somebody was told of them,
   * so that a later replay does not ask for them again.
   */
  public void releaseLostHolds() {
    Instant at = control.clock().instant();
    control
        .transaction()
        .executeWithoutResult(
            status ->
                holds
                    .lost(mirror.of(MirrorEntry.Kind.HOLD))
                    .keySet()
                    .forEach(
                        id -> mirror.append(MirrorEntry.Kind.HOLD, id, at, RestoredHolds.FORGONE)));
    EvidenceAccess.copy(mirror);
  }

  /** A line for each request that nobody knows any more whom it is about. */
  public List<String> lostRequests() {
    return replayed.withoutIdentifiers().stream()
        .map(
            request ->
                "the identifiers of request "
                    + request
                    + " went with the database, so that it expires; take it in again: quietus"
                    + " request add; and say that you have seen this: "
                    + Accepted.REQUESTS.remedy())
        .toList();
  }

  /** A line for each person of whom nobody knows any more that they were not to be erased. */
  public List<String> lostDecisions() {
    return replayed.lostDecisions().stream()
        .map(
            request ->
                "whom request "
                    + request
                    + " was about went with the database, and so did the decision not to erase"
                    + " them; unless it was taken again, set a hold before the next run: quietus"
                    + " hold add")
        .toList();
  }
}
