package org.quietus.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a run left of its backups.
 *
 * @param unread tells of the token of a version whether it is one of those that the run had no
 *     reason to read again, so that what was said of rows in them still holds
 * @param unlisted sets of which the run could not see what is there
 */
public record LeftObjects(
    List<LeftObject> objects, Predicate<String> unread, Set<String> unlisted) {
  /** Beyond so many of one kind they are counted. */
  private static final int MOST = 20;

  public static final LeftObjects NOTHING = new LeftObjects(List.of(), token -> false, Set.of());

  public LeftObjects {
    objects = List.copyOf(objects);
    unlisted = Set.copyOf(unlisted);
  }

  /** For people: one line for each kind of end in each set, and for each person in doubt. */
  public List<String> lines() {
    Map<String, List<LeftObject>> left = new TreeMap<>();
    objects.forEach(
        object -> left.computeIfAbsent(beginning(object), why -> new ArrayList<>()).add(object));
    List<String> lines = new ArrayList<>();
    left.forEach((beginning, some) -> lines.add(beginning + names(some) + mend(some.get(0))));
    return lines;
  }

  private static String beginning(LeftObject object) {
    return "%s: %s: "
        .formatted(
            object.label(),
            object
                .request()
                .map(id -> "rows that may be the person's of request %s were left in".formatted(id))
                .orElse("left as " + object.why()));
  }

  private static String names(List<LeftObject> left) {
    StringBuilder names = new StringBuilder();
    for (LeftObject object : left.subList(0, Math.min(left.size(), MOST))) {
      names.append(names.isEmpty() ? "" : ", ").append(object.name());
      object.until().ifPresent(day -> names.append(" until ").append(day));
    }
    return left.size() > MOST
        ? names.append(" and ").append(left.size() - MOST).append(" more").toString()
        : names.toString();
  }

  private static String mend(LeftObject object) {
    return object.request().isPresent()
        ? "; say which are: quietus request review; what it does not list take out by hand, or wait"
            + " until the objects expire"
        : "";
  }
}
