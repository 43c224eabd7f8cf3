package org.quietus.backup.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
import org.quietus.subject.TokenMaker;
import org.quietus.target.Sought;

/**
 * What rules out, without reading a version again, that somebody is in it: keyed digests of all the
 * values that its records have, taken down when it was read. A version stands for one content, so
 * what was read of it stays true. Several threads may ask.
 */
final class FileFilters {
  private final RecordFields fields;
  private final String form;
  private final Map<Integer, Optional<Set<Long>>> digests = new HashMap<>();
  private @Nullable List<Sought> sought;
  private @Nullable NamedBeside named;
  private final AtomicLong ruledOut = new AtomicLong();

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
    NamedBeside whom = set.task().fenced().alone(() -> named(set, persons));
    if (whom.isInKey(version.key())) {
      return false;
    }
    boolean none =
        set.screening().read(() -> isRuledOut(set, version.pin(), persons, whom))
            && set.store().labels(version.pin()).stream().noneMatch(whom::isInKey);
    ruledOut.addAndGet(none ? 1 : 0);
    return none;
  }

  private NamedBeside named(SetContext set, List<RecordPerson> persons) {
    NamedBeside known = named;
    if (sought != set.persons() || known == null) {
      known = new NamedBeside(fields, persons);
      sought = set.persons();
      named = known;
      digests.clear();
    }
    return known;
  }

  /** How many versions were not read, since nobody sought can be in them. */
  long ruledOut() {
    return ruledOut.get();
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
        && !VersionDigests.hasAny(set, version, known.get(), theirs.get());
  }

  private Optional<Set<Long>> digests(SetContext set, int epoch, List<RecordPerson> persons) {
    return VersionDigests.maker(set, epoch)
        .map(
            maker -> {
              RecordValues values = new RecordValues(fields, VersionDigests.tokens(set, maker));
              Set<Long> all = new HashSet<>();
              persons.forEach(person -> all.addAll(values.of(person)));
              return all;
            });
  }

  /** Begins to take down what a version holds; empty if no filters are kept. */
  Optional<Taken> begin(SetContext set) {
    return areUsed()
        ? VersionDigests.maker(set).map(maker -> new Taken(set, maker))
        : Optional.empty();
  }

  /** What one reading of a version takes down. */
  final class Taken {
    private final RecordValues values;
    private final VersionDigests digests;

    private Taken(SetContext set, TokenMaker maker) {
      this.values = new RecordValues(fields, VersionDigests.tokens(set, maker));
      this.digests = new VersionDigests(set, maker.epoch(), form);
    }

    /** Takes the values of some records; false if they have to be looked at one by one. */
    boolean see(KnownValues known) throws IOException {
      return values.see(known, digests::add);
    }

    void see(Row row) throws IOException {
      values.see(row, digests::add);
    }

    /** Takes a text that belongs to no record. */
    void beside(String text) {
      digests.beside(text);
    }

    /** Keeps it for a version, all of which was read and understood. */
    void keep(Pin version) {
      digests.keep(version);
    }

    void close() {
      digests.close();
    }
  }
}
