package org.quietus.backup.version;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.packed.PackedList;
import org.quietus.objectstore.Pin;
import org.quietus.target.TokenSet;

/** Objects that are new and current, put together by what they have in common; held as numbers. */
final class AlikeObjects {
  private static final int END = -1;

  private final List<Fresh> fresh;
  private final KeyTokens tokens;
  private final int[] next;
  private final Map<String, Bunch> bunches = new LinkedHashMap<>();
  private @Nullable TokenSet keys;

  /** {@code common} gives for a key what its object has in common with others. */
  AlikeObjects(List<Fresh> fresh, Function<String, String> common, KeyTokens tokens) {
    this.fresh = fresh;
    this.tokens = tokens;
    this.next = new int[fresh.size()];
    int place = 0;
    for (Fresh one : fresh) {
      if (one.current()) {
        add(common.apply(one.key().value()), place);
      }
      place++;
    }
  }

  private void add(String common, int place) {
    @Nullable Bunch bunch = bunches.get(common);
    next[place] = END;
    if (bunch == null) {
      bunches.put(common, new Bunch(common, place));
    } else {
      next[bunch.last] = place;
      bunch.last = place;
      bunch.size++;
    }
  }

  /** Those that have one thing in common. */
  static final class Bunch {
    private final String common;
    private final int first;
    private int last;
    private int size = 1;
    private boolean others;
    private boolean replaced;
    private Optional<Pin> standing = Optional.empty();

    private Bunch(String common, int first) {
      this.common = common;
      this.first = first;
      this.last = first;
    }

    String common() {
      return common;
    }

    int size() {
      return size;
    }

    /**
     * Whether current objects with the same in common are known, which were taken for a backup
     * each, and none of these is new.
     */
    boolean isGrown() {
      return others && !replaced;
    }

    /** One of those that are known, if it can be read. */
    Optional<Pin> standing() {
      return standing;
    }
  }

  Collection<Bunch> bunches() {
    return bunches.values();
  }

  /** Takes note of a current object that is known and was taken for a backup by itself. */
  void known(String common, JournalEntry entry) {
    @Nullable Bunch bunch = bunches.get(common);
    if (bunch != null) {
      bunch.others = true;
      bunch.replaced |= keys().contains(token(entry.held().key()));
      bunch.standing = bunch.standing.or(() -> entry.standing().map(standing -> standing.pin()));
    }
  }

  private TokenSet keys() {
    @Nullable TokenSet known = keys;
    if (known == null) {
      known = new TokenSet();
      for (Fresh one : fresh) {
        if (one.current()) {
          known.add(token(one.key().value()));
        }
      }
      keys = known;
    }
    return known;
  }

  private String token(String key) {
    return tokens.hex("key", key);
  }

  /** The objects of one bunch. */
  Stream<Fresh> of(Bunch bunch) {
    return IntStream.iterate(bunch.first, place -> place != END, place -> next[place])
        .mapToObj(fresh::get);
  }

  /** Those of them that can be read, by what they have in common. */
  List<Pin> readable(String common) {
    @Nullable Bunch bunch = bunches.get(common);
    PackedList<Pin> pins = new PackedList<>(Pin.class);
    if (bunch != null) {
      of(bunch).filter(Fresh::readable).map(Fresh::pin).forEach(pins::add);
    }
    return pins;
  }
}
