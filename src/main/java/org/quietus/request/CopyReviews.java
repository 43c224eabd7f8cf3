package org.quietus.request;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rows of copies of which a run could not say whether they are a person's, and what somebody said
 * of them since; inside the caller's transaction. What was said binds to a token, which stands for
 * the key of the row and for what it tells of whose it is.
 */
public final class CopyReviews {
  private static final String THEIRS = "theirs";
  private static final String OTHERS = "others";
  private static final int BATCH = 1000;

  private final JdbcTemplate jdbc;
  private final String job;
  private final SealedDoubts sealed;
  private final DoubtedVersions versions;

  public CopyReviews(JdbcTemplate jdbc, String job, SealingKey key) {
    this.jdbc = jdbc;
    this.job = job;
    this.sealed = new SealedDoubts(key);
    this.versions = new DoubtedVersions(jdbc, job);
  }

  /**
   * A row as a run saw it, without any of its values but a key that says nothing by itself.
   *
   * @param token of the row, for this request
   * @param place where it is in the object, for people
   * @param agreeing what agrees with the person, as names of columns
   * @param differing what does not, although both are known
   * @param key its primary key, if it consists of integers
   * @param again whether it is asked for although somebody said something of one that tells the
   *     same: that was of another object
   */
  public record Seen(
      String request,
      String token,
      String table,
      String place,
      Set<String> agreeing,
      Set<String> differing,
      Optional<String> key,
      boolean again) {
    public Seen {
      agreeing = Set.copyOf(agreeing);
      differing = Set.copyOf(differing);
    }
  }

  /** What somebody said of a row: whether it is the person's. */
  public record Said(boolean theirs, Instant at, String role, String reason) {}

  /**
   * A row in one object.
   *
   * @param version of the object, by its token
   * @param object what messages call it
   */
  public record Row(String set, String version, String object, Seen seen, Optional<Said> said) {}

  /**
   * The version of an object that rows were seen in.
   *
   * @param token the same in every run
   * @param at when a run saw them
   */
  public record Version(String set, String token, String object, Instant at) {}

  /** Notes rows that a run saw in a version. */
  public void note(String run, Version version, Collection<Seen> rows) {
    rows.forEach(row -> note(run, version, row));
  }

  private void note(String run, Version version, Seen row) {
    Instant first =
        jdbc
            .query(
                "SELECT sealed FROM quietus.doubted_row WHERE job = ? AND set_name = ?"
                    + " AND version_token = ? AND request_id = ? AND row_token = ?",
                (known, n) ->
                    sealed
                        .readable(version.set(), row.request(), row.token(), known.getBytes(1))
                        .flatMap(SealedDoubts.Doubt::first),
                job,
                version.set(),
                version.token(),
                row.request(),
                row.token())
            .stream()
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(version.at());
    jdbc.update(
        "DELETE FROM quietus.doubted_row WHERE job = ? AND set_name = ? AND version_token = ?"
            + " AND request_id = ? AND row_token = ?",
        job,
        version.set(),
        version.token(),
        row.request(),
        row.token());
    jdbc.update(
        "INSERT INTO quietus.doubted_row (job, set_name, version_token, request_id, row_token,"
            + " run_id, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)",
        job,
        version.set(),
        version.token(),
        row.request(),
        row.token(),
        run,
        sealed.sealed(version.set(), version.object(), row, first));
  }

  /** A version of a set has taken the place of another. */
  public void move(String set, String version, String to) {
    versions.move(set, version, to);
  }

  /**
   * Forgets rows of a set that a run has not seen again, and those of versions that are gone.
   *
   * @param read the versions that the run has read
   * @param left all that are left, those included
   */
  public void keepSeen(String run, String set, Predicate<String> read, Predicate<String> left) {
    versions.keepSeen(run, set, read, left);
  }

  /** A row in a version, as whoever said whose it is was shown it. */
  public record Shown(String version, String request, String token) {}

  /** The rows in versions of a set that runs had seen before somebody said whose they are. */
  public Set<Shown> shown(String set) {
    Set<Shown> shown = new HashSet<>();
    decided(
        set,
        (one, doubt, said) ->
            doubt
                .flatMap(SealedDoubts.Doubt::first)
                .filter(seen -> !seen.isAfter(said))
                .ifPresent(seen -> shown.add(one)));
    return shown;
  }

  /**
   * By version of a set, the requests of which somebody has said whose a row in it is; without
   * those rows that a run has asked for again since, and of which nobody has said anything more.
   */
  public Map<String, Set<String>> saidSince(String set) {
    Map<String, Set<String>> versions = new HashMap<>();
    decided(
        set,
        (one, doubt, said) -> {
          if (doubt.filter(row -> row.waits(said)).isEmpty()) {
            versions.computeIfAbsent(one.version(), of -> new HashSet<>()).add(one.request());
          }
        });
    return versions;
  }

  /** Takes a row of which somebody has said something, as far as it can be opened, and when. */
  private interface Decided {
    void take(Shown row, Optional<SealedDoubts.Doubt> doubt, Instant said);
  }

  private void decided(String set, Decided each) {
    jdbc.query(
        "SELECT d.version_token, d.request_id, d.row_token, d.sealed, r.at"
            + " FROM quietus.doubted_row d"
            + " JOIN quietus.reviewed_row r ON r.job = d.job AND r.request_id = d.request_id"
            + " AND r.row_token = d.row_token WHERE d.job = ? AND d.set_name = ?",
        row -> {
          Shown one = new Shown(row.getString(1), row.getString(2), row.getString(3));
          each.take(
              one,
              sealed.readable(set, one.request(), one.token(), row.getBytes(4)),
              RequestRow.instant(row, "at").orElseThrow());
        },
        job,
        set);
  }

  /** The rows in doubt of a request, in an order of their own. */
  public List<Row> of(String request) {
    Map<String, Said> said = said(request);
    return jdbc.query(
        "SELECT set_name, row_token, sealed, version_token FROM quietus.doubted_row"
            + " WHERE job = ? AND request_id = ? ORDER BY set_name, row_token, version_token",
        (row, n) -> {
          String token = row.getString(2);
          SealedDoubts.Doubt doubt =
              sealed.opened(row.getString(1), request, token, row.getBytes(3));
          Optional<Said> ofIt = Optional.ofNullable(said.get(token));
          return new Row(row.getString(1), row.getString(4), doubt.object(), doubt.seen(), ofIt);
        },
        job,
        request);
  }

  /** What was said of rows of a request, by their tokens. */
  public Map<String, Said> said(String request) {
    return said().getOrDefault(request, Map.of());
  }

  /** What was said of rows of every request, by their tokens. */
  public Map<String, Map<String, Said>> said() {
    Map<String, Map<String, Said>> said = new HashMap<>();
    jdbc.query(
        "SELECT request_id, row_token, theirs, at, actor, reason FROM quietus.reviewed_row"
            + " WHERE job = ?",
        row -> {
          said.computeIfAbsent(row.getString(1), of -> new HashMap<>())
              .put(
                  row.getString(2),
                  new Said(
                      row.getInt(3) == 1,
                      RequestRow.instant(row, "at").orElseThrow(),
                      row.getString(5),
                      row.getString(6)));
        },
        job);
    return said;
  }

  /** Notes what somebody says of rows of a request, and appends it to the mirror. */
  void say(String request, Map<String, Boolean> theirs, Said as, Mirror mirror) {
    put(request, theirs, as);
    List<String> tokens = theirs.keySet().stream().sorted().toList();
    for (int from = 0; from < tokens.size(); from += BATCH) { // one entry fits into one file
      List<String> some = tokens.subList(from, Math.min(tokens.size(), from + BATCH));
      mirror.append(
          MirrorEntry.Kind.REVIEW,
          request,
          as.at(),
          Map.of(
              THEIRS,
              some.stream().filter(token -> theirs.getOrDefault(token, false)).toList(),
              OTHERS,
              some.stream().filter(token -> !theirs.getOrDefault(token, true)).toList(),
              "role",
              as.role(),
              "reason",
              as.reason()));
    }
  }

  /** Takes over what the mirror tells of rows of a request. */
  public void restore(MirrorEntry mirrored) {
    Map<String, Object> told = mirrored.content();
    Map<String, Boolean> theirs = new HashMap<>();
    tokens(told.get(THEIRS)).forEach(token -> theirs.put(token, true));
    tokens(told.get(OTHERS)).forEach(token -> theirs.put(token, false));
    String role = String.valueOf(told.get("role"));
    String reason = String.valueOf(told.get("reason"));
    put(mirrored.about(), theirs, new Said(true, mirrored.at(), role, reason));
  }

  private static List<String> tokens(@Nullable Object tokens) {
    return tokens instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
  }

  private void put(String request, Map<String, Boolean> theirs, Said as) {
    theirs.forEach(
        (token, isTheirs) -> {
          jdbc.update(
              "DELETE FROM quietus.reviewed_row"
                  + " WHERE job = ? AND request_id = ? AND row_token = ?",
              job,
              request,
              token);
          jdbc.update(
              "INSERT INTO quietus.reviewed_row (job, request_id, row_token, theirs, at, actor,"
                  + " reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
              job,
              request,
              token,
              isTheirs ? 1 : 0,
              RequestRow.utc(as.at()),
              as.role(),
              as.reason());
        });
  }
}
