package org.quietus.request.mirror;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.quietus.evidence.EvidenceStore;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The append-only copy of a job's requests, holds and suppression entries in the evidence store.
 *
 * <p>An entry is appended in the transaction that it tells of, and {@link #copy copied} before
 * anything is done on its strength. So the database is never behind its mirror, unless it was
 * restored.
 */
public final class Mirror {
  private final String job;
  private final MirrorTables tables;
  private final MirrorFiles files;
  private final TransactionTemplate transaction;

  /** {@code transaction} must begin a new one each time. */
  public Mirror(
      JdbcTemplate jdbc, TransactionTemplate transaction, String job, EvidenceStore store) {
    this.job = job;
    this.tables = new MirrorTables(jdbc, job);
    this.files = new MirrorFiles(job, store);
    this.transaction = transaction;
  }

  /** How the control schema and the mirror stand to each other. */
  public enum Standing {
    /** The schema knows all that the mirror knows. */
    LEVEL,
    /** The mirror knows more, or other things: the database was restored. */
    DATABASE_BEHIND,
    /** What the schema says was copied is not there: another evidence store, or one that lost. */
    MIRROR_BEHIND
  }

  /** Appends an entry, inside the caller's transaction; others wait to append until it ends. */
  public void append(MirrorEntry.Kind kind, String about, Instant at, Map<String, Object> content) {
    if (!tables.count()) {
      begin();
      tables.count();
    }
    tables.insert(
        new MirrorEntry(tables.last(), kind, about, at.truncatedTo(ChronoUnit.MICROS), content));
  }

  /**
   * Copies to the evidence store all that was appended and committed, durably; not inside the
   * transaction that appended, which nobody else sees yet.
   *
   * @throws MirrorBroken if the evidence store holds another database's entries
   */
  public void copy() {
    while (true) {
      Optional<MirrorTables.Copied> last = inTransaction(tables::lastCopied);
      long first = last.map(MirrorTables.Copied::last).orElse(0L) + 1;
      List<MirrorEntry> next = inTransaction(() -> tables.from(first));
      if (next.isEmpty()) {
        return;
      }
      String previous = last.map(MirrorTables.Copied::digest).orElse("");
      // what is there already is from somebody who wrote more or less, or was killed thereafter
      MirrorFiles.Found there = files.write(new MirrorPiece(job, previous, next));
      if (!there.piece().previous().equals(previous) || !isHere(there.piece())) {
        throw new MirrorBroken(
            "the mirror in the evidence store tells of another database; see that only one"
                + " database writes to an evidence store under this job's name");
      }
      note(there);
    }
  }

  /** Compares the control schema with the mirror, in a few reads however long both are. */
  public Standing standing() {
    Optional<MirrorTables.Copied> last = inTransaction(tables::lastCopied);
    if (last.isPresent() && !isThere(last.get())) {
      return Standing.MIRROR_BEHIND;
    }
    Optional<MirrorFiles.Found> next =
        files.read(last.map(MirrorTables.Copied::last).orElse(0L) + 1);
    while (next.isPresent()) {
      if (!isHere(next.get().piece())) {
        return Standing.DATABASE_BEHIND;
      }
      next = files.read(next.get().piece().last() + 1);
    }
    return Standing.LEVEL;
  }

  /** Whether the evidence store holds nothing of the job. */
  public boolean isEmpty() {
    return files.digest(1).isEmpty();
  }

  /**
   * All that the evidence store holds, the oldest first; read piece by piece.
   *
   * @throws MirrorBroken if a piece is missing or was changed
   */
  public Stream<MirrorEntry> mirrored() {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(files.walk(), 0), false)
        .flatMap(found -> found.piece().entries().stream());
  }

  /** What the control schema holds of one kind, the oldest first. */
  public List<MirrorEntry> of(MirrorEntry.Kind kind) {
    return inTransaction(() -> tables.of(kind));
  }

  /**
   * Brings a restored control schema up to the mirror, file by file, each in one transaction.
   *
   * @param missed takes each entry that the schema did not know, inside that transaction
   * @throws MirrorBroken if the schema holds other entries than the mirror
   */
  public void restore(Consumer<MirrorEntry> missed) {
    for (Iterator<MirrorFiles.Found> all = files.walk(); all.hasNext(); ) {
      MirrorFiles.Found file = all.next();
      transaction.executeWithoutResult(status -> restore(file, missed));
    }
  }

  private void restore(MirrorFiles.Found file, Consumer<MirrorEntry> missed) {
    MirrorPiece piece = file.piece();
    Optional<MirrorTables.Copied> known = tables.copied(piece.first());
    List<MirrorEntry> here =
        known.isPresent() ? List.of() : tables.entries(piece.first(), piece.last());
    if (known.filter(copied -> !copied.digest().equals(file.digest())).isPresent()
        || !piece.entries().subList(0, here.size()).equals(here)) {
      throw new MirrorBroken(
          "the database went on after it was restored, and no longer fits the mirror in the"
              + " evidence store; restore it once more and replay it before anything else");
    }
    if (known.isEmpty()) {
      for (MirrorEntry entry : piece.entries().subList(here.size(), piece.entries().size())) {
        tables.insert(entry);
        missed.accept(entry);
      }
      tables.begin();
      tables.raise(piece.last());
      tables.note(file);
    }
  }

  private boolean isHere(MirrorPiece piece) {
    return inTransaction(() -> tables.entries(piece.first(), piece.last())).equals(piece.entries());
  }

  private boolean isThere(MirrorTables.Copied copied) {
    return files.digest(copied.first()).filter(copied.digest()::equals).isPresent();
  }

  private void begin() {
    try {
      transaction.executeWithoutResult(status -> tables.begin());
    } catch (DuplicateKeyException somebodyElseDid) {
      // which is as good
    }
  }

  private void note(MirrorFiles.Found file) {
    try {
      transaction.executeWithoutResult(status -> tables.note(file));
    } catch (DuplicateKeyException notedBySomebodyElse) {
      // and it is the same file, for none is written twice
    }
  }

  /** One of its own, so that what the caller has not committed is not taken for settled. */
  private <T> T inTransaction(Supplier<T> reading) {
    T result = transaction.execute(status -> reading.get());
    if (result == null) {
      throw new IllegalStateException("a transaction returned nothing");
    }
    return result;
  }
}
