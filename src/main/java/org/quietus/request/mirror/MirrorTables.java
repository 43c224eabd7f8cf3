package org.quietus.request.mirror;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** One job's mirror in the control schema; runs inside the caller's transaction. */
public final class MirrorTables {
  /** About what a file may hold, far below what an evidence store takes. */
  private static final long MOST_CHARACTERS = 2_000_000;

  private static final int MOST_ENTRIES = 2_000;

  private final JdbcTemplate jdbc;
  private final String job;

  public MirrorTables(JdbcTemplate jdbc, String job) {
    this.jdbc = jdbc;
    this.job = job;
  }

  /** A file that holds entries, and its digest. */
  record Copied(long first, long last, String digest) {}

  /** Reserves the next number until the transaction ends; false if there is no first one yet. */
  boolean count() {
    return jdbc.update("UPDATE quietus.mirror_head SET last_no = last_no + 1 WHERE job = ?", job)
        == 1;
  }

  /**
   * Makes the row that numbers are counted in, unless it is there.
   *
   * @throws org.springframework.dao.DuplicateKeyException if somebody else makes it now; the
   *     transaction may be good for nothing more then
   */
  void begin() {
    if (jdbc.queryForList("SELECT job FROM quietus.mirror_head WHERE job = ?", job).isEmpty()) {
      jdbc.update("INSERT INTO quietus.mirror_head (job, last_no) VALUES (?, 0)", job);
    }
  }

  long last() {
    return jdbc
        .queryForList("SELECT last_no FROM quietus.mirror_head WHERE job = ?", Long.class, job)
        .stream()
        .findFirst()
        .orElse(0L);
  }

  void insert(MirrorEntry entry) {
    jdbc.update(
        "INSERT INTO quietus.mirror_entry (job, entry_no, kind, about, at, content)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        job,
        entry.number(),
        entry.kind().word(),
        entry.about(),
        LocalDateTime.ofInstant(entry.at(), ZoneOffset.UTC),
        MirrorPiece.content(entry.content()));
  }

  /** Says which number is taken, at least. */
  void raise(long number) {
    jdbc.update(
        "UPDATE quietus.mirror_head SET last_no = ? WHERE job = ? AND last_no < ?",
        number,
        job,
        number);
  }

  /** As many entries from one on as a file should hold. */
  List<MirrorEntry> from(long first) {
    List<MirrorEntry> entries = entries(first, first + MOST_ENTRIES - 1);
    int count = 0;
    long characters = 0;
    while (count < entries.size() && (count == 0 || characters < MOST_CHARACTERS)) {
      characters += MirrorPiece.content(entries.get(count).content()).length();
      count++;
    }
    return entries.subList(0, count);
  }

  public List<MirrorEntry> entries(long first, long last) {
    return entries("entry_no BETWEEN ? AND ?", first, last);
  }

  private List<MirrorEntry> entries(String which, Object... binds) {
    return jdbc.query(
        "SELECT * FROM quietus.mirror_entry WHERE job = ? AND " + which + " ORDER BY entry_no",
        (row, n) ->
            new MirrorEntry(
                row.getLong("entry_no"),
                MirrorEntry.Kind.of(row.getString("kind")),
                row.getString("about"),
                row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                MirrorPiece.content(row.getString("content"))),
        Stream.concat(Stream.of(job), Stream.of(binds)).toArray());
  }

  List<MirrorEntry> of(MirrorEntry.Kind kind) {
    return entries("kind = ?", kind.word());
  }

  /** The file that was copied last. */
  Optional<Copied> lastCopied() {
    return copied("ORDER BY first_no DESC LIMIT 1");
  }

  /** The file that begins with an entry. */
  Optional<Copied> copied(long first) {
    return copied("AND first_no = " + first);
  }

  private Optional<Copied> copied(String which) {
    return jdbc
        .query(
            "SELECT * FROM quietus.mirror_piece WHERE job = ? " + which,
            (row, n) ->
                new Copied(
                    row.getLong("first_no"), row.getLong("last_no"), row.getString("digest")),
            job)
        .stream()
        .findFirst();
  }

  void note(MirrorFiles.Found file) {
    jdbc.update(
        "INSERT INTO quietus.mirror_piece (job, first_no, last_no, digest) VALUES (?, ?, ?, ?)",
        job,
        file.piece().first(),
        file.piece().last(),
        file.digest());
  }
}
