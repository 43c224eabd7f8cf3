package org.quietus.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.evidence.EvidenceConflict;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
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
  private static final int MOST_ENTRIES = 2_000;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final String job;
  private final EvidenceStore store;

  /** {@code transaction} must begin a new one each time. */
  public Mirror(
      JdbcTemplate jdbc, TransactionTemplate transaction, String job, EvidenceStore store) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.job = job;
    this.store = store;
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

  /** Appends an entry, inside the caller's transaction. */
  public void append(MirrorEntry.Kind kind, String about, Instant at, Map<String, Object> content) {
    int heads =
        jdbc.update("UPDATE quietus.mirror_head SET last_no = last_no + 1 WHERE job = ?", job);
    if (heads == 0) {
      jdbc.update("INSERT INTO quietus.mirror_head (job, last_no) VALUES (?, 1)", job);
    }
    jdbc.update(
        "INSERT INTO quietus.mirror_entry (job, entry_no, kind, about, at, content, copied)"
            + " SELECT job, last_no, ?, ?, ?, ?, 0 FROM quietus.mirror_head WHERE job = ?",
        kind.word(),
        about,
        LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC),
        MirrorPiece.content(content),
        job);
  }

  /** Copies to the evidence store all that was appended and committed, durably. */
  public void copy() {
    for (List<MirrorEntry> next = uncopied(); !next.isEmpty(); next = uncopied()) {
      MirrorPiece piece = new MirrorPiece(job, previous(next.get(0).number()), next);
      EvidenceName name = EvidenceName.mirror(digest(job), piece.first());
      long last = piece.last();
      try {
        store.putIfAbsent(name, piece.bytes());
      } catch (EvidenceConflict conflict) {
        // somebody copied a shorter or longer piece, and may have been killed before noting it
        last = shared(MirrorPiece.read(store.read(name).orElseThrow()), next);
      }
      note(last);
    }
  }

  /** Compares the control schema with the mirror. */
  public Standing standing() {
    Optional<MirrorEntry> mirrored =
        names().stream().reduce((a, b) -> b).map(this::piece).map(Mirror::lastOf);
    long here = number("SELECT MAX(entry_no) FROM quietus.mirror_entry WHERE job = ?");
    long copied =
        number("SELECT MAX(entry_no) FROM quietus.mirror_entry WHERE job = ? AND copied = 1");
    long there = mirrored.map(MirrorEntry::number).orElse(0L);
    if (there > here || mirrored.filter(entry -> !isHere(entry)).isPresent()) {
      return Standing.DATABASE_BEHIND;
    }
    return copied > there ? Standing.MIRROR_BEHIND : Standing.LEVEL;
  }

  /**
   * All that the evidence store holds, the oldest first; read piece by piece.
   *
   * @throws IllegalStateException if a piece is missing or was changed
   */
  public Stream<MirrorEntry> mirrored() {
    String[] previous = {""};
    return names().stream()
        .map(
            name -> {
              byte[] bytes = store.read(name).orElseThrow();
              MirrorPiece piece = MirrorPiece.read(bytes);
              if (!piece.previous().equals(previous[0]) || !piece.job().equals(job)) {
                throw new IllegalStateException(
                    "the mirror was changed: " + name + " does not follow the piece before it");
              }
              previous[0] = digest(bytes);
              return piece;
            })
        .flatMap(piece -> piece.entries().stream());
  }

  private List<MirrorEntry> uncopied() {
    return jdbc.query(
        "SELECT * FROM quietus.mirror_entry WHERE job = ? AND copied = 0 ORDER BY entry_no LIMIT "
            + MOST_ENTRIES,
        (row, n) ->
            new MirrorEntry(
                row.getLong("entry_no"),
                MirrorEntry.Kind.of(row.getString("kind")),
                row.getString("about"),
                row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                MirrorPiece.content(row.getString("content"))),
        job);
  }

  private String previous(long first) {
    return names().stream()
        .filter(name -> name.stem().compareTo(EvidenceName.mirror(digest(job), first).stem()) < 0)
        .reduce((a, b) -> b)
        .map(name -> digest(store.read(name).orElseThrow()))
        .orElse("");
  }

  /** The last entry of ours that a piece in the store holds; they must not differ. */
  private static long shared(MirrorPiece there, List<MirrorEntry> ours) {
    int common = Math.min(there.entries().size(), ours.size());
    if (!there.entries().subList(0, common).equals(ours.subList(0, common))) {
      throw new IllegalStateException(
          "the mirror in the evidence store is another database's; see that only one database"
              + " writes to an evidence store under this job's name");
    }
    return ours.get(common - 1).number();
  }

  private void note(long last) {
    transaction.executeWithoutResult(
        status ->
            jdbc.update(
                "UPDATE quietus.mirror_entry SET copied = 1"
                    + " WHERE job = ? AND copied = 0 AND entry_no <= ?",
                job,
                last));
  }

  private boolean isHere(MirrorEntry entry) {
    List<String> content =
        jdbc.queryForList(
            "SELECT content FROM quietus.mirror_entry WHERE job = ? AND entry_no = ?",
            String.class,
            job,
            entry.number());
    return content.equals(List.of(MirrorPiece.content(entry.content())));
  }

  private long number(String sql) {
    Long number = jdbc.queryForObject(sql, Long.class, job);
    return number == null ? 0 : number;
  }

  private List<EvidenceName> names() {
    String prefix = digest(job).substring(0, 16) + "-";
    return store.list(EvidenceName.Folder.MIRROR).stream()
        .filter(name -> name.stem().startsWith(prefix))
        .toList();
  }

  private MirrorPiece piece(EvidenceName name) {
    return MirrorPiece.read(store.read(name).orElseThrow());
  }

  private static MirrorEntry lastOf(MirrorPiece piece) {
    return piece.entries().get(piece.entries().size() - 1);
  }

  private static String digest(String text) {
    return digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
