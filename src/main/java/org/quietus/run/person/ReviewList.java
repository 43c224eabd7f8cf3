package org.quietus.run.person;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quietus.evidence.Digest;
import org.quietus.job.Review;
import org.quietus.policy.Counted;
import org.quietus.policy.SubjectType;
import org.quietus.request.NotPossible;
import org.quietus.request.Reviewed;
import org.quietus.request.SealedPerson;

/**
 * The rows that a request's identifiers lead to while somebody looks at them.
 *
 * @param created of each row, the day on which it was created
 * @param crossed of each row, whether it does not tell its tenant, or something hangs on it that is
 *     another's
 * @param decided whether what was decided about them still holds
 * @param ambiguous whether somebody has to decide
 */
public record ReviewList(
    String request,
    SubjectType subject,
    SealedPerson person,
    List<Candidate> rows,
    List<Optional<LocalDate>> created,
    List<Boolean> crossed,
    boolean decided,
    boolean ambiguous) {
  private static final int LIST_LENGTH = 8;

  /** What may be shown of them. */
  public Review review() {
    List<Review.Row> shown = new ArrayList<>();
    for (int n = 0; n < rows.size(); n++) {
      Candidate row = rows.get(n);
      shown.add(
          new Review.Row(
              n + 1,
              created.get(n),
              new TreeSet<>(row.agreeing(subject, Set.copyOf(person.identifiers()))),
              row.shownKey(),
              crossed.get(n)));
    }
    return new Review(
        request,
        list(),
        ambiguous,
        person.reviewed().filter(review -> decided).map(Reviewed::at),
        shown,
        Review.Copies.NONE);
  }

  /** Names the rows and what they hold; blinded, for both can be guessed. */
  private String list() {
    return Digest.of(
            rows.stream()
                .map(row -> row.encodedName() + new TreeMap<>(row.traits()))
                .collect(Collectors.joining("\n", person.nonce() + request, "")))
        .hex()
        .substring(0, LIST_LENGTH);
  }

  /**
   * What the rows with these numbers being the person's means.
   *
   * @throws NotPossible if there is nothing to decide, or not about these
   */
  public Reviewed decided(String list, List<Integer> numbers, Instant at) {
    if (decided) {
      throw new NotPossible(
          "request "
              + request
              + " was reviewed already; if wrongly, cancel it and take it in again");
    }
    if (!ambiguous) {
      throw new NotPossible(
          "request "
              + request
              + " is not ambiguous: it leads to "
              + Counted.of(rows.size(), "row"));
    }
    if (!list.equals(list())) {
      throw new NotPossible(
          "list " + list + " of request " + request + " is not the latest; look at it again");
    }
    Set<Integer> chosen = new HashSet<>(numbers);
    if (!chosen.stream().allMatch(number -> number >= 1 && number <= rows.size())) {
      throw new NotPossible(
          "the rows of request " + request + " are numbered from 1 to " + rows.size());
    }
    Map<String, Map<String, String>> theirs = new HashMap<>();
    Map<String, Map<String, String>> others = new HashMap<>();
    for (int n = 0; n < rows.size(); n++) {
      Candidate row = rows.get(n);
      (chosen.contains(n + 1) ? theirs : others).put(row.encodedName(), row.traits());
    }
    Reviewed decision = new Reviewed(at, theirs, others);
    return person.rows().isPresent()
        ? person.reviewed().map(before -> before.and(decision)).orElse(decision)
        : decision;
  }

  @Override
  public String toString() {
    return "ReviewList[" + rows.size() + " rows]";
  }
}
