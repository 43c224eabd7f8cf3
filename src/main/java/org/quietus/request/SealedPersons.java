package org.quietus.request;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** What requests of a job know of their persons: sealed in the control schema, opened here. */
public final class SealedPersons {
  private static final int TOGETHER = 500;

  /** Behind what was sealed under a key that is not there, if somebody has to choose rows again. */
  private static final byte[] UNREVIEWED = "\0unreviewed".getBytes(StandardCharsets.US_ASCII);

  private final JdbcTemplate jdbc;
  private final String job;
  private final SealingKey key;

  /** Requests of which the key has opened what is known: nobody seals that under another one. */
  private final Set<String> openable = ConcurrentHashMap.newKeySet();

  /** Those of a job, which the key opens. */
  public SealedPersons(JdbcTemplate jdbc, String job, SealingKey key) {
    this.jdbc = jdbc;
    this.job = job;
    this.key = key;
  }

  /** What is known of the person of a request; empty if it is forgotten. */
  public Optional<SealedPerson> of(String id) {
    return sealed(id).map(bytes -> opened(bytes, id));
  }

  /** The same; empty also if it was sealed under a key that is not there. */
  public Optional<SealedPerson> readable(String id) {
    return Optional.ofNullable(each(List.of(id)).get(id));
  }

  private Optional<byte[]> sealed(String id) {
    return jdbc
        .query(
            "SELECT sealed FROM quietus.request WHERE job = ? AND request_id = ?"
                + " AND sealed IS NOT NULL",
            (row, n) -> row.getBytes(1),
            job,
            id)
        .stream()
        .findFirst();
  }

  private SealedPerson opened(byte[] sealed, String id) {
    int length = sealed.length - UNREVIEWED.length;
    SealedPerson person =
        isMarked(sealed)
            ? SealedPerson.opened(Arrays.copyOf(sealed, length), key, id).withoutReview()
            : SealedPerson.opened(sealed, key, id);
    openable.add(id);
    return person;
  }

  private static boolean isMarked(byte[] sealed) {
    int length = sealed.length - UNREVIEWED.length;
    return length > 0
        && Arrays.equals(sealed, length, sealed.length, UNREVIEWED, 0, UNREVIEWED.length);
  }

  /** What is known of the persons of some requests, by request, as far as the key opens it. */
  public Map<String, SealedPerson> each(Collection<String> ids) {
    Map<String, SealedPerson> known = new HashMap<>();
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += TOGETHER) {
      List<Object> binds = new ArrayList<>(List.of(job));
      binds.addAll(all.subList(from, Math.min(all.size(), from + TOGETHER)));
      jdbc.query(
          "SELECT request_id, sealed FROM quietus.request WHERE job = ? AND sealed IS NOT NULL"
              + " AND request_id IN ("
              + String.join(", ", Collections.nCopies(binds.size() - 1, "?"))
              + ")",
          row -> {
            String id = row.getString(1);
            try {
              known.put(id, opened(row.getBytes(2), id));
            } catch (SealingKey.SealedOtherwise e) {
              // nobody can tell
            }
          },
          binds.toArray());
    }
    return known;
  }

  /** Whether what is known of the person of a request was sealed under a key that is not there. */
  public boolean areSealedOtherwise(String id) {
    if (openable.contains(id)) {
      return false;
    }
    try {
      of(id);
      return false;
    } catch (SealingKey.SealedOtherwise e) {
      return true;
    }
  }

  /**
   * The requests that no run has taken up yet, and their persons; without those that were sealed
   * under a key that is lost, for nobody can tell whose they are.
   */
  Map<ErasureRequest, SealedPerson> untouched() {
    Map<ErasureRequest, SealedPerson> untouched = new LinkedHashMap<>();
    jdbc.query(
        "SELECT * FROM quietus.request WHERE job = ? AND state IN ('received', 'verifying',"
            + " 'cooling-off', 'approved')",
        row -> {
          ErasureRequest request = RequestRow.request(row);
          byte[] sealed = row.getBytes("sealed");
          try {
            untouched.put(request, opened(sealed, request.id()));
          } catch (SealingKey.SealedOtherwise e) {
            // whoever asks now is taken in by a request of their own
          }
        },
        job);
    return untouched;
  }

  /** Puts what is known of a person in place of what was; an empty one is forgotten. */
  void put(String id, Optional<SealedPerson> person) {
    jdbc.update(
        "UPDATE quietus.request SET sealed = ? WHERE job = ? AND request_id = ?",
        person.map(known -> known.sealedWith(key, id)).orElse(null),
        job,
        id);
  }

  /** Forgets whom somebody chose; where the key is not there, that is noted for when it is. */
  void unreview(String id) {
    Optional<byte[]> sealed = sealed(id);
    if (sealed.isEmpty()) {
      return;
    }
    if (!areSealedOtherwise(id)) {
      put(id, of(id).map(SealedPerson::withoutReview));
    } else if (!isMarked(sealed.get())) {
      byte[] marked = Arrays.copyOf(sealed.get(), sealed.get().length + UNREVIEWED.length);
      System.arraycopy(UNREVIEWED, 0, marked, sealed.get().length, UNREVIEWED.length);
      jdbc.update(
          "UPDATE quietus.request SET sealed = ? WHERE job = ? AND request_id = ?",
          marked,
          job,
          id);
    }
  }

  /** Freezes whose rows a request is about and the erasure instant; the first time counts. */
  void freeze(String id, SealedPerson person, Instant at) {
    jdbc.update(
        "UPDATE quietus.request SET sealed = ?, resolved_at = ?"
            + " WHERE job = ? AND request_id = ? AND resolved_at IS NULL",
        person.sealedWith(key, id),
        RequestRow.utc(at),
        job,
        id);
  }
}
