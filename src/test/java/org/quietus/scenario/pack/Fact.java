package org.quietus.scenario.pack;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A row as an application wrote it, or a line of a file, and what should have become of it. */
final class Fact {
  static final Pattern WORD = Pattern.compile("\\bwordno[0-9]+x\\b");

  /** A person nobody is. */
  static final int NOBODY = 0;

  enum State {
    THERE,
    ANONYMOUS,
    GONE
  }

  final String table;
  final long id;
  final int person;

  /** The row that it hangs on and goes with. */
  final @Nullable Fact on;

  /** The object that it lies in, or that it names. */
  final @Nullable String object;

  /** A word that stands in its personal data and nowhere else. */
  final String word;

  /** The moment that its period is counted from; there may be none yet. */
  @Nullable LocalDateTime from;

  /** Its columns as the database gave them when it was written. */
  Map<String, String> image = Map.of();

  State state = State.THERE;
  Set<String> emptied = new TreeSet<>();

  /** It arrived when its person had been erased: it may go at once, and must go by the end. */
  boolean late;

  Fact(
      String table,
      long id,
      int person,
      @Nullable Fact on,
      @Nullable String object,
      String word,
      @Nullable LocalDateTime from) {
    this.table = table;
    this.id = id;
    this.person = person;
    this.on = on;
    this.object = object;
    this.word = word;
    this.from = from;
  }

  /**
   * The word of a number. It has more letters than {@code random}, which keeps the shape of a
   * value, would ever hit on.
   */
  static String word(int number) {
    return "wordno" + number + "x";
  }

  boolean isThere() {
    return state == State.THERE;
  }

  @Override
  public String toString() {
    return table + " " + id + " (" + word + ")";
  }

  /** How a fact stood at a moment. */
  record Standing(
      State state, Set<String> emptied, @Nullable LocalDateTime from, Map<String, String> image) {

    static Standing of(Fact fact) {
      return new Standing(fact.state, Set.copyOf(fact.emptied), fact.from, fact.image);
    }

    void restore(Fact fact) {
      fact.state = state;
      fact.emptied = new TreeSet<>(emptied);
      fact.from = from;
      fact.image = image;
      fact.late = false;
    }
  }
}
