package org.quietus.coverage;

import java.util.Optional;
import org.quietus.coverage.NameList.Meaning;

/** What a column's name or comment says: the longest known words in it that are not defused. */
final class NameReading {
  private static final int LONGEST = 4;
  private static final int SHORTEST_ENDING = 5;

  private final NameList list;

  NameReading(NameList list) {
    this.list = list;
  }

  /** What a name says, if anything. */
  Optional<Meaning> of(String name) {
    NameWords words = NameWords.of(name);
    return list.whole(words.joined())
        .or(() -> list.characters(name))
        .or(() -> within(words))
        .or(() -> ending(words));
  }

  /** What a comment says, if anything; a sentence is less sure than a name. */
  Optional<Meaning> ofComment(String comment) {
    if (comment.isEmpty()) {
      return Optional.empty();
    }
    NameWords words = NameWords.of(comment);
    return list.characters(comment).or(() -> within(words)).map(Meaning::weaker);
  }

  /**
   * Of those with the most words the surest, and of these the last, which is what others are of.
   */
  private Optional<Meaning> within(NameWords words) {
    for (int length = Math.min(LONGEST, words.size()); length > 0; length--) {
      Optional<Meaning> best = Optional.empty();
      for (int from = 0; from + length <= words.size(); from++) {
        Optional<Meaning> meaning = list.part(words.joined(from, from + length));
        if (meaning.isPresent()
            && !isDefused(words, from, from + length)
            && best.filter(other -> isSurer(other, meaning.get())).isEmpty()) {
          best = meaning;
        }
      }
      if (best.isPresent()) {
        return best;
      }
    }
    return Optional.empty();
  }

  private static boolean isSurer(Meaning one, Meaning other) {
    return !other.ofPersons().isAtLeast(one.ofPersons())
        || (one.elsewhere().isPresent() && other.elsewhere().isEmpty());
  }

  /** German and others write words together: {@code kundentelefon}. */
  private Optional<Meaning> ending(NameWords words) {
    for (int n = 0; n < words.size(); n++) {
      String word = words.words().get(n);
      for (int at = 1; at <= word.length() - SHORTEST_ENDING; at++) {
        Optional<Meaning> meaning = list.part(word.substring(at));
        if (meaning.isPresent() && !isDefused(words, n, n + 1)) {
          return meaning.map(Meaning::weaker);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the words around it make it the name of something else: {@code email_template}. */
  private boolean isDefused(NameWords words, int from, int to) {
    return (to < words.size() && list.has("not-after", words.words().get(to)))
        || (from > 0 && list.has("not-before", words.words().get(from - 1)));
  }
}
