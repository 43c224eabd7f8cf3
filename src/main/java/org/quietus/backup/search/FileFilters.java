package org.quietus.backup.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Trouble;
import org.quietus.backup.dump.Spool;
import org.quietus.backup.file.Digests;
import org.quietus.backup.file.NamedBeside;
import org.quietus.backup.file.RecordFields;
import org.quietus.backup.file.RecordPerson;
import org.quietus.backup.file.RecordValues;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.journal.ValueFilters;
import org.quietus.backup.version.SetContext;
import org.quietus.format.KnownValues;
import org.quietus.format.Row;
import org.quietus.objectstore.Pin;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;
import org.quietus.target.Sought;

/**
 * What rules out, without reading a version again, that somebody is in it: keyed digests of all the
 * values that its records have, taken down when it was read. A version stands for one content, so
 * what was read of it stays true.
 */
final class FileFilters {
  private static final int MOST_TEXT = 16_000;
  private static final int PAGES_AT_ONCE = 200;
  private static final ValueFilters.Page NOTHING = new ValueFilters.Page(0, 0, new byte[0]);

  private final RecordFields fields;
  private final String form;
  private final Map<Integer, Optional<Set<Long>>> digests = new HashMap<>();
  private @Nullable List<Sought> sought;
  private @Nullable NamedBeside named;
  private long ruledOut;

  FileFilters(RecordFields fields) {
    this.fields = fields;
    this.form = RecordValues.form(fields);
  }

  /** Whether they are kept, and nothing but persons is looked for. */
  private boolean areUsed() {
    return fields.settings().filters() && fields.settings().records().isEmpty();
  }

  /** Whether nobody of those is in a version, whose content was read before. */
  boolean isRuledOut(SetContext set, SealedVersion version, List<RecordPerson> persons) {
    if (!areUsed()) {
      return false;
    }
    if (sought != set.persons() || named == null) {
      sought = set.persons();
      named = new NamedBeside(fields, persons);
      digests.clear();
    }
    NamedBeside whom = named;
    if (whom.isInKey(version.key())) {
      return false;
    }
    boolean none = set.screening().read(() -> isRuledOut(set, version.pin(), persons, whom));
    ruledOut += none ? 1 : 0;
    return none;
  }

  /** How many versions were not read, since nobody sought can be in them. */
  long ruledOut() {
    return ruledOut;
  }

  private boolean isRuledOut(
      SetContext set, Pin version, List<RecordPerson> persons, NamedBeside whom) {
    Optional<ValueFilters.Filter> known =
        set.filters().of(version).filter(filter -> filter.form().equals(form));
    Optional<Set<Long>> theirs =
        known.flatMap(
            filter ->
                digests.computeIfAbsent(filter.epoch(), epoch -> digests(set, epoch, persons)));
    return theirs.isPresent()
        && known.get().texts().stream().noneMatch(whom::isInKey)
        && !hasAny(set, version, known.get(), theirs.get());
  }

  private Optional<Set<Long>> digests(SetContext set, int epoch, List<RecordPerson> persons) {
    return maker(set, epoch)
        .map(
            maker -> {
              RecordValues values = new RecordValues(fields, tokens(set, maker));
              Set<Long> all = new HashSet<>();
              persons.forEach(person -> all.addAll(values.of(person)));
              return all;
            });
  }

  private static boolean hasAny(
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

  /** Under the key of an epoch; empty if it is not there. */
  private static Optional<TokenMaker> maker(SetContext set, int epoch) {
    try {
      return Optional.of(set.task().erased().keys().maker(epoch));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static KeyTokens tokens(SetContext set, TokenMaker maker) {
    return new KeyTokens(
        maker
            .of(Optional.empty(), "value filters", TokenKind.ROW_KEY, set.settings().name())
            .bytes());
  }

  /** Begins to take down what a version holds; empty if no filters are kept. */
  Optional<Taken> begin(SetContext set) {
    if (!areUsed()) {
      return Optional.empty();
    }
    try {
      TokenKeys keys = set.task().erased().keys();
      return keys.current().map(maker -> new Taken(set, maker));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What one reading of a version takes down. */
  final class Taken {
    private final SetContext set;
    private final int epoch;
    private final RecordValues values;
    private final Digests digests = new Digests(new Spool());
    private final Set<String> texts = new LinkedHashSet<>();
    private long letters;
    private boolean lost;

    private Taken(SetContext set, TokenMaker maker) {
      this.set = set;
      this.epoch = maker.epoch();
      this.values = new RecordValues(fields, tokens(set, maker));
    }

    /** Takes the values of some records; false if they have to be looked at one by one. */
    boolean see(KnownValues known) throws IOException {
      return values.see(known, this::add);
    }

    void see(Row row) throws IOException {
      values.see(row, this::add);
    }

    /** Takes a text that belongs to no record. */
    void beside(String text) {
      if (texts.add(text)) {
        letters += text.length() + 1;
        lost |= letters > MOST_TEXT;
      }
    }

    /** Without room for it there is no filter, and the version is read again. */
    private void add(long digest) throws IOException {
      if (!lost) {
        try {
          digests.add(digest);
        } catch (Trouble e) {
          lost = true;
        }
      }
    }

    /** Keeps it for a version, all of which was read and understood. */
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

    void close() {
      try {
        digests.close();
      } catch (IOException e) {
        // it goes with the process
      }
    }
  }
}
