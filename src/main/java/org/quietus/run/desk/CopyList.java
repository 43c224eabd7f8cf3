package org.quietus.run.desk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quietus.evidence.Digest;
import org.quietus.job.Review;
import org.quietus.job.ReviewDesk;
import org.quietus.request.CopyReviews;
import org.quietus.request.NotPossible;

/** The rows of copies of which runs could not say whose they are, while somebody looks at them. */
final class CopyList {
  private static final String ALL = "all";
  private static final int LIST_LENGTH = 8;
  private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private final String request;
  private final Map<String, List<CopyReviews.Row>> byToken = new LinkedHashMap<>();
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final Map<String, String> groups = new HashMap<>();

  CopyList(String request, List<CopyReviews.Row> rows) {
    this.request = request;
    List<CopyReviews.Row> ordered = new ArrayList<>(rows);
    ordered.sort(Comparator.comparing(CopyList::group).thenComparing(row -> row.seen().token()));
    Map<String, String> named = new HashMap<>();
    for (CopyReviews.Row row : ordered) {
      String token = row.seen().token();
      byToken.computeIfAbsent(token, of -> new ArrayList<>()).add(row);
      ids.computeIfAbsent(token, of -> "c" + byToken.size());
      groups.computeIfAbsent(
          token, of -> named.computeIfAbsent(group(row), group -> "g" + (named.size() + 1)));
    }
  }

  private static String group(CopyReviews.Row row) {
    return row.seen().table()
        + new TreeSet<>(row.seen().agreeing())
        + new TreeSet<>(row.seen().differing());
  }

  /** What may be shown of them. */
  Review.Copies copies() {
    List<Review.CopiedRow> shown = new ArrayList<>();
    byToken.forEach((token, rows) -> shown.add(shown(token, rows)));
    return shown.isEmpty() ? Review.Copies.NONE : new Review.Copies(list(), shown);
  }

  private Review.CopiedRow shown(String token, List<CopyReviews.Row> rows) {
    CopyReviews.Seen seen = rows.get(0).seen();
    Optional<CopyReviews.Said> said = rows.get(0).said();
    return new Review.CopiedRow(
        ids.getOrDefault(token, ""),
        groups.getOrDefault(token, ""),
        seen.table(),
        rows.stream()
            .map(row -> new Review.Place(row.set(), row.object(), row.seen().place()))
            .toList(),
        new TreeSet<>(seen.agreeing()),
        new TreeSet<>(seen.differing()),
        seen.key(),
        said.map(CopyReviews.Said::theirs),
        said.map(of -> new Review.Decided(of.at(), of.role(), of.reason())));
  }

  /** Names the rows, in which groups and versions they are, and what was said of them. */
  private String list() {
    return Digest.of(
            byToken.entrySet().stream()
                .map(
                    row ->
                        row.getKey()
                            + groups.get(row.getKey())
                            + row.getValue().get(0).said().map(CopyReviews.Said::theirs)
                            + row.getValue().stream().map(CopyReviews.Row::version).toList())
                .collect(Collectors.joining("\n", request, "")))
        .hex()
        .substring(0, LIST_LENGTH);
  }

  /**
   * What a decision means, by token.
   *
   * @param atWork whether a run may be acting on what was said before
   * @throws NotPossible if it is not about these rows
   */
  Map<String, Boolean> decided(String list, ReviewDesk.OfCopies decision, boolean atWork) {
    if (byToken.isEmpty()) {
      throw new NotPossible(
          "request " + request + " has no row of a backup or file of which somebody has to decide");
    }
    if (!list.equals(list())) {
      throw new NotPossible(
          "list " + list + " of request " + request + " is not the latest; look at it again");
    }
    if (!CODE.matcher(decision.reason()).matches()) {
      throw new NotPossible(
          "a reason is a code of at most 40 small letters, digits and hyphens, e.g."
              + " address-passed-on");
    }
    Set<String> theirs = named(decision.theirs());
    Set<String> others = named(decision.others());
    theirs.stream()
        .filter(others::contains)
        .findFirst()
        .ifPresent(
            token -> {
              throw new NotPossible(
                  "row " + ids.get(token) + " cannot be the person's and somebody else's");
            });
    if (decision.theirs().contains(ALL) && decision.others().contains(ALL)) {
      throw new NotPossible("'all' cannot be the person's and somebody else's");
    }
    addAll(decision.theirs(), theirs, others);
    addAll(decision.others(), others, theirs);
    Map<String, Boolean> decided = new HashMap<>();
    theirs.forEach(token -> decided.put(token, true));
    others.forEach(token -> decided.put(token, false));
    if (decided.isEmpty()) {
      throw new NotPossible("say which rows, with --theirs or --not-theirs");
    }
    if (atWork) {
      decided.forEach(this::requireUnsaid);
    }
    return decided;
  }

  private void addAll(List<String> names, Set<String> some, Set<String> otherwise) {
    if (names.contains(ALL)) {
      byToken.keySet().stream().filter(token -> !otherwise.contains(token)).forEach(some::add);
    }
  }

  /** A run may have begun to take out what somebody said is the person's. */
  private void requireUnsaid(String token, boolean theirs) {
    boolean otherwise =
        byToken.getOrDefault(token, List.of()).stream()
            .flatMap(row -> row.said().stream())
            .anyMatch(said -> said.theirs() != theirs);
    if (otherwise) {
      throw new NotPossible(
          "row "
              + ids.get(token)
              + " was decided otherwise, and an unfinished run may have acted on that; let it end"
              + " first");
    }
  }

  private Set<String> named(List<String> names) {
    Set<String> tokens = new HashSet<>();
    for (String name : names) {
      boolean known = name.equals(ALL);
      for (String token : byToken.keySet()) {
        if (name.equals(ids.get(token)) || name.equals(groups.get(token))) {
          tokens.add(token);
          known = true;
        }
      }
      if (!known) {
        throw new NotPossible(
            "request "
                + request
                + " has no row or group of copies of that name; they are c1 to c"
                + byToken.size()
                + ", or all");
      }
    }
    return tokens;
  }
}
