package org.quietus.target;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a run left of its backups. There may be as many objects as the stores have: none of them is
 * held, and they are gone through again where they are needed.
 */
public final class LeftObjects {
  /** Beyond so many of one kind they are counted. */
  private static final int MOST = 20;

  public static final LeftObjects NOTHING = new LeftObjects(action -> {}, token -> false, Set.of());

  private final Source source;
  private final Predicate<String> unread;
  private final Set<String> unlisted;
  private final Map<String, Kind> kinds = new TreeMap<>();

  /** Goes through what was left, the same whenever it is asked, until the run is forgotten. */
  @FunctionalInterface
  public interface Source {
    void each(Consumer<LeftObject> action);
  }

  /**
   * Goes through them for the first time.
   *
   * @param unread tells of the token of a version whether it is one of those that the run had no
   *     reason to read again, so that what was said of rows in them still holds
   * @param unlisted sets of which the run could not see what is there
   */
  public LeftObjects(Source source, Predicate<String> unread, Set<String> unlisted) {
    this.source = source;
    this.unread = unread;
    this.unlisted = Set.copyOf(unlisted);
    source.each(
        object -> kinds.computeIfAbsent(beginning(object), of -> new Kind(object)).add(object));
  }

  /** Those that one line tells of. */
  private static final class Kind {
    private final String end;
    private final StringBuilder names = new StringBuilder();
    private long count;

    Kind(LeftObject one) {
      this.end = mend(one);
    }

    void add(LeftObject object) {
      if (count++ < MOST) {
        names.append(names.isEmpty() ? "" : ", ").append(object.name());
        object.until().ifPresent(day -> names.append(" until ").append(day));
      }
    }

    String line(String beginning) {
      return beginning + names + (count > MOST ? " and " + (count - MOST) + " more" : "") + end;
    }
  }

  /** Shows each of them. */
  public void each(Consumer<LeftObject> action) {
    if (!kinds.isEmpty()) {
      source.each(action);
    }
  }

  /**
   * Whether what an earlier run left still is as it was although this one did not leave it itself.
   *
   * @param token of the version
   * @param ofRequest whether it was left for rows of one person
   */
  public boolean stays(String set, String token, boolean ofRequest) {
    return unlisted.contains(set) || (ofRequest && unread.test(token));
  }

  /** For people: one line for each kind of end in each set, and for each person in doubt. */
  public List<String> lines() {
    return kinds.entrySet().stream().map(kind -> kind.getValue().line(kind.getKey())).toList();
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

  private static String mend(LeftObject object) {
    return object.request().isPresent()
        ? "; say which are: quietus request review; what it does not list take out by hand, or wait"
            + " until the objects expire"
        : "";
  }
}
