package org.quietus.backup.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Trouble;
import org.quietus.backup.dump.Spool;
import org.quietus.backup.file.Digests;
import org.quietus.backup.journal.ValueFilters;
import org.quietus.backup.version.SetContext;
import org.quietus.objectstore.Pin;
import org.quietus.policy.Counted;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;

/** Takes down keyed digests of what is in an object version, keeps them, and looks them up. */
final class VersionDigests implements AutoCloseable {
  private static final int MOST_TEXT = 16_000;
  private static final int PAGES_AT_ONCE = 200;
  private static final ValueFilters.Page NOTHING = new ValueFilters.Page(0, 0, new byte[0]);

  private final SetContext set;
  private final int epoch;
  private final String form;
  private final Digests digests = new Digests(new Spool());
  private final Set<String> texts = new LinkedHashSet<>();
  private long letters;
  private boolean lost;

  /**
   * {@code epoch} is that of the key which the digests are under, {@code form} what they are of.
   */
  VersionDigests(SetContext set, int epoch, String form) {
    this.set = set;
    this.epoch = epoch;
    this.form = form;
  }

  /** Makes tokens under the newest key; empty if it is not there. */
  static Optional<TokenMaker> maker(SetContext set) {
    try {
      return set.task().erased().keys().current();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Under the key of an epoch; empty if it is not there. */
  static Optional<TokenMaker> maker(SetContext set, int epoch) {
    try {
      return Optional.of(set.task().erased().keys().maker(epoch));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What digests of a set are made with. */
  static KeyTokens tokens(SetContext set, TokenMaker maker) {
    return new KeyTokens(
        maker
            .of(Optional.empty(), "value filters", TokenKind.ROW_KEY, set.settings().name())
            .bytes());
  }

  /** Whether a version may have one of some digests, by what is known of it; in a transaction. */
  static boolean hasAny(
      SetContext set, Pin version, ValueFilters.Filter filter, Set<Long> digests) {
    Map<Integer, List<Long>> byPage = new LinkedHashMap<>();
    for (long digest : digests) {
      byPage
          .computeIfAbsent(Digests.page(digest, filter.pageBits()), page -> new ArrayList<>())
          .add(digest);
    }
    List<Long> inFirst = byPage.getOrDefault(0, List.of());
    byPage.remove(0);
    return has(filter, filter.first(), inFirst)
        || set.filters().pages(version, byPage.keySet()).stream()
            .anyMatch(page -> has(filter, page, byPage.getOrDefault(page.number(), List.of())));
  }

  private static boolean has(
      ValueFilters.Filter filter, ValueFilters.Page page, List<Long> digests) {
    return digests.stream()
        .anyMatch(digest -> Digests.has(page.content(), page.digests(), digest, filter.pageBits()));
  }

  /** For people: how many versions were not read for that reason; empty of none. */
  static Optional<String> spared(long versions) {
    return Optional.of(
            Counted.of(versions, "object version")
                + Counted.verb(versions, " was", " were")
                + " not read again, for what was noted of "
                + Counted.verb(versions, "it", "them")
                + " rules out everybody who is sought")
        .filter(told -> versions > 0);
  }

  /** Takes a digest; without room for it nothing is kept, and the version is read again. */
  void add(long digest) throws IOException {
    if (!lost) {
      try {
        digests.add(digest);
      } catch (Trouble e) {
        lost = true;
      }
    }
  }

  /** Takes a text of one line that is looked at without reading the version. */
  void beside(String text) {
    if (texts.add(text)) {
      letters += text.length() + 1;
      lost |= letters > MOST_TEXT;
    }
  }

  /** Keeps them for a version, all of which was read and understood. */
  void keep(Pin version) {
    if (lost) {
      return;
    }
    ValueFilters filters = set.filters();
    ValueFilters.Filter filter = filter(NOTHING);
    List<ValueFilters.Page> first = new ArrayList<>(List.of(NOTHING));
    List<ValueFilters.Page> further = new ArrayList<>();
    set.task().fenced().transaction(() -> filters.forget(version));
    try {
      digests.into(
          (number, count, content) -> {
            ValueFilters.Page page = new ValueFilters.Page(number, count, content);
            if (number == 0) {
              first.set(0, page);
            } else {
              further.add(page);
            }
            if (further.size() == PAGES_AT_ONCE) {
              set.task().fenced().transaction(() -> filters.add(version, filter, further));
              further.clear();
            }
          });
    } catch (IOException e) {
      return; // without its first page it is none
    }
    set.task()
        .fenced()
        .transaction(
            () -> {
              filters.add(version, filter, further);
              filters.complete(version, filter(first.get(0)));
            });
  }

  private ValueFilters.Filter filter(ValueFilters.Page first) {
    return new ValueFilters.Filter(epoch, form, digests.pageBits(), first, List.copyOf(texts));
  }

  @Override
  public void close() {
    try {
      digests.close();
    } catch (IOException e) {
      // it goes with the process
    }
  }
}
