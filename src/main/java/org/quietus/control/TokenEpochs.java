package org.quietus.control;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quietus.job.CannotRun;
import org.quietus.job.KeySummary;
import org.quietus.policy.JobFile;
import org.quietus.request.KeyEpochs;
import org.quietus.request.SuppressionEntries;
import org.quietus.request.mirror.Mirror;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenMaker;
import org.quietus.target.Backups;

/** Lists, begins and ends the epochs of the keys that suppression tokens are made under. */
public final class TokenEpochs {
  private final JobFile job;
  private final Control control;
  private final Backups backups;
  private final EvidenceAccess evidence;
  private final TokenKeys keys;
  private final KeyEpochs epochs;
  private final SuppressionEntries entries;

  public TokenEpochs(JobFile job, Control control, Backups backups, EvidenceAccess evidence) {
    this.job = job;
    this.control = control;
    this.backups = backups;
    this.evidence = evidence;
    this.keys = evidence.tokens();
    this.epochs = new KeyEpochs(control.jdbc(), job.job());
    this.entries = control.suppression(job.job());
  }

  /** Every epoch that there is a file or a record of. */
  public List<KeySummary> all() {
    boolean recorded = control.schema().has("key_epoch");
    List<KeyEpochs.Epoch> known = recorded ? epochs.all() : List.of();
    SortedSet<Integer> files = keys.epochs();
    SortedSet<Integer> numbers = new TreeSet<>(files);
    known.forEach(epoch -> numbers.add(epoch.number()));
    if (recorded) {
      numbers.addAll(entries.epochs());
    }
    List<KeySummary> all = new ArrayList<>();
    for (int number : numbers) {
      Optional<KeyEpochs.Epoch> record =
          known.stream().filter(epoch -> epoch.number() == number).findFirst();
      all.add(
          new KeySummary(
              number,
              state(number, files, record),
              record.map(KeyEpochs.Epoch::begunAt),
              recorded ? entries.lastErasure(number) : Optional.empty()));
    }
    return all;
  }

  /**
   * Sees that the next erasure can be noted for later.
   *
   * @throws org.quietus.certificate.seal.KeyRefused if the key for that is missing
   */
  public static void requireNewest(JobFile job, Control control) {
    TokenKeys keys = new TokenKeys(job.evidence().keys());
    if (control.schema().has("key_epoch")) {
      NewestTokens.of(
          job, keys, new KeyEpochs(control.jdbc(), job.job()), control.suppression(job.job()));
    } else {
      NewestTokens.ofAny(job, keys);
    }
  }

  private static String state(
      int number, SortedSet<Integer> files, Optional<KeyEpochs.Epoch> record) {
    if (record.flatMap(KeyEpochs.Epoch::destroyedAt).isPresent()) {
      return "destroyed";
    }
    if (!files.contains(number)) {
      return "missing";
    }
    return number == files.last() ? "current" : "earlier";
  }

  /** Begins an epoch after the last one. */
  public KeySummary rotate() {
    control.schema().migrate();
    int next = all().stream().mapToInt(KeySummary::epoch).max().orElse(0) + 1;
    keys.begin(next);
    TokenMaker key = key(next);
    Mirror mirror = mirror();
    control
        .transaction()
        .executeWithoutResult(status -> epochs.begin(key, control.clock().instant(), mirror));
    EvidenceAccess.copy(mirror);
    return summary(next);
  }

  private TokenMaker key(int epoch) {
    try {
      return keys.maker(epoch);
    } catch (IOException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Destroys an epoch's key, and with it whatever its tokens could tell.
   *
   * @throws CannotRun with {@link CannotRun#REFUSED} as long as a copy of the data may hold
   *     somebody who was erased under it
   */
  public KeySummary destroy(int epoch) {
    control.schema().migrate();
    KeySummary key = summary(epoch);
    if (key.state().equals("current")) {
      throw refused("it is in use; begin another one first: quietus key rotate " + file());
    }
    Optional<Instant> last = entries.lastErasure(epoch);
    List<String> copies = last.map(backups::heldFrom).orElse(List.of());
    if (!copies.isEmpty()) {
      throw refused(
          "persons who were erased under it may be in copies that were begun before "
              + last.orElseThrow()
              + ", as a dump that is dated by its end"
              + ":\n  "
              + String.join("\n  ", copies)
              + "\nnobody could take them out once the key is gone");
    }
    Mirror mirror = mirror();
    if (!key.state().equals("destroyed")) {
      control
          .transaction()
          .executeWithoutResult(
              status -> {
                epochs.destroy(epoch, control.clock().instant(), mirror);
                entries.remove(epoch);
              });
    }
    EvidenceAccess.copy(mirror);
    keys.destroy(epoch);
    return summary(epoch);
  }

  private KeySummary summary(int epoch) {
    return all().stream()
        .filter(key -> key.epoch() == epoch)
        .findFirst()
        .orElseThrow(() -> refused("there is none; see: quietus key list " + file()));
  }

  private static CannotRun refused(String why) {
    return new CannotRun(CannotRun.REFUSED, "the key is left as it is: " + why);
  }

  private String file() {
    return job.text().file();
  }

  private Mirror mirror() {
    return control.mirror(job.job(), evidence.store());
  }
}
