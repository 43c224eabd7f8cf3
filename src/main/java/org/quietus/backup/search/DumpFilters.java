package org.quietus.backup.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Trouble;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.DumpTables;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.journal.ValueFilters;
import org.quietus.backup.person.PersonValues;
import org.quietus.backup.version.SetContext;
import org.quietus.format.DumpSchema;
import org.quietus.objectstore.Pin;
import org.quietus.subject.TokenMaker;
import org.quietus.target.PersonKeys;
import org.quietus.target.Sought;

/**
 * What rules out, without reading a backup again, that somebody is in it: keyed digests of all the
 * values in its rows that a search begins with, taken down when it was searched and nobody was
 * found. Kept with one of its objects, it says nothing once any is another one. For many threads.
 */
final class DumpFilters {
  private static final String GRAPH = "graph ";
  private static final String NOTICE = "notice ";
  private static final String BARE = "bare ";
  private static final String SEVERAL = "several tables";

  private final String names;
  private volatile @Nullable List<PersonGraph> graphs;
  private volatile @Nullable Digested last;
  private volatile @Nullable OfSet ofSet;
  private final AtomicLong ruledOut = new AtomicLong();

  /** {@code names} says which tables of the database those in a dump are. */
  DumpFilters(String names) {
    this.names = names;
  }

  /** Everybody who is sought, under the key of one epoch. */
  private record Digested(List<Sought> persons, int epoch, Optional<Whom> whom) {}

  /** The digests of all of them, and by which graphs they are sought. */
  private record Whom(Set<Long> digests, Set<String> graphs) {}

  /** What backups of the set have in common of their forms. */
  private record OfSet(int epoch, String form) {}

  /**
   * What else is known of a backup in which nobody can be who is sought.
   *
   * @param bare keys of its objects that declare tables and have no rows
   */
  record Known(Set<String> bare) {}

  /** How many versions were not read, since nobody sought can be in them. */
  long ruledOut() {
    return ruledOut.get();
  }

  /** Counts versions that were not read. */
  void spare(int versions) {
    ruledOut.addAndGet(versions);
  }

  /** The kinds of person whom the job file has in the database, in the order of their steps. */
  List<PersonGraph> graphs(DumpContents contents, SetContext set) {
    List<PersonGraph> known = graphs;
    if (known == null) {
      known =
          set.task().erased().kinds().stream()
              .filter(kind -> kind.step().database().equals(contents.settings().database()))
              .map(kind -> new PersonGraph(kind.step(), kind.subject()))
              .toList();
      graphs = known;
    }
    return known;
  }

  /** What is known of a backup of these versions if nobody of the run can be in it. */
  Optional<Known> ruledOut(DumpContents contents, SetContext set, List<Pin> versions) {
    Optional<TokenMaker> maker = VersionDigests.maker(set);
    if (maker.isEmpty()) {
      return Optional.empty();
    }
    Optional<Whom> whom = whom(contents, set, maker.get());
    if (whom.isEmpty()) {
      return Optional.empty();
    }
    String form = form(contents, set, maker.get(), versions);
    return set.screening()
        .read(
            () ->
                set.filters()
                    .of(first(versions))
                    .filter(filter -> filter.epoch() == maker.get().epoch())
                    .filter(filter -> filter.form().equals(form))
                    .filter(filter -> texts(filter, GRAPH).containsAll(whom.get().graphs()))
                    .filter(filter -> !isNoticed(set, filter))
                    .filter(
                        filter ->
                            !VersionDigests.hasAny(
                                set, first(versions), filter, whom.get().digests()))
                    .map(filter -> new Known(texts(filter, BARE))));
  }

  /**
   * Whether versions are one backup: they are if something was noted of just these, and not if the
   * first is of several tables; empty if nothing tells.
   */
  Optional<Boolean> notedAsOne(DumpContents contents, SetContext set, List<Pin> versions) {
    if (noted(contents, set, versions).isPresent()) {
      return Optional.of(true);
    }
    return noted(contents, set, versions.subList(0, 1))
        .filter(filter -> filter.texts().contains(SEVERAL))
        .map(filter -> false);
  }

  private Optional<ValueFilters.Filter> noted(
      DumpContents contents, SetContext set, List<Pin> versions) {
    Optional<String> form =
        VersionDigests.maker(set).map(maker -> form(contents, set, maker, versions));
    return form.flatMap(
        of ->
            set.screening()
                .read(() -> set.filters().of(first(versions)))
                .filter(filter -> filter.form().equals(of)));
  }

  private String form(DumpContents contents, SetContext set, TokenMaker maker, List<Pin> versions) {
    KeyTokens tokens = VersionDigests.tokens(set, maker);
    OfSet known = ofSet;
    if (known == null || known.epoch() != maker.epoch()) {
      String[] texts = DumpForm.ofSet(contents, names, graphs(contents, set));
      known = new OfSet(maker.epoch(), tokens.hex(texts));
      ofSet = known;
    }
    return tokens.hex(DumpForm.of(known.form(), contents, set, versions));
  }

  private static Pin first(List<Pin> versions) {
    return versions.stream()
        .min(Comparator.comparing((Pin pin) -> pin.key().value()).thenComparing(Pin::versionId))
        .orElseThrow();
  }

  /** Whether a notice in it is of a request of the run; in a transaction. */
  private static boolean isNoticed(SetContext set, ValueFilters.Filter filter) {
    Set<String> notices = texts(filter, NOTICE);
    Set<String> requests = new HashSet<>(set.requests());
    return !notices.isEmpty()
        && set.task().notices().apply(notices).values().stream().anyMatch(requests::contains);
  }

  private static Set<String> texts(ValueFilters.Filter filter, String kind) {
    return filter.texts().stream()
        .filter(text -> text.startsWith(kind))
        .map(text -> text.substring(kind.length()))
        .collect(Collectors.toSet());
  }

  /** Empty if there is somebody of whom too little is known, or whom only a server can compare. */
  private Optional<Whom> whom(DumpContents contents, SetContext set, TokenMaker maker) {
    Digested known = last;
    if (known == null || known.persons() != set.persons() || known.epoch() != maker.epoch()) {
      known = new Digested(set.persons(), maker.epoch(), digested(contents, set, maker));
      last = known;
    }
    return known.whom();
  }

  private Optional<Whom> digested(DumpContents contents, SetContext set, TokenMaker maker) {
    PersonValues values = values(contents, VersionDigests.tokens(set, maker));
    Whom all = new Whom(new HashSet<>(), new HashSet<>());
    for (Sought person : set.persons()) {
      int graph = graph(contents, set, person);
      boolean lost = graph < 0 && set.task().isOwn(person);
      try {
        Set<Long> theirs = lost ? Set.of() : values.of(person);
        if (theirs.isEmpty() || !person.keys().unmatched().equals(PersonKeys.Unmatched.NOTHING)) {
          return Optional.empty();
        }
        all.digests().addAll(theirs);
        all.graphs().addAll(graph < 0 ? Set.of() : Set.of(String.valueOf(graph)));
      } catch (Trouble e) {
        return Optional.empty();
      }
    }
    return Optional.of(all);
  }

  /** Which graph a person is sought by; -1 if it is none of those that are looked at. */
  private int graph(DumpContents contents, SetContext set, Sought person) {
    List<PersonGraph> all = graphs(contents, set);
    for (int n = 0; n < all.size(); n++) {
      if (all.get(n).step().number() == person.step().number()
          && all.get(n).subject().equals(person.subject())) {
        return n;
      }
    }
    return -1;
  }

  private static PersonValues values(DumpContents contents, KeyTokens tokens) {
    return new PersonValues(tokens, contents.filed(), contents.zones());
  }

  /** Forgets what was noted of a backup, which is read again. */
  void forget(SetContext set, List<Pin> versions) {
    set.task().fenced().transaction(() -> set.filters().forget(first(versions)));
  }

  /** Takes down what is in a backup, all of which was read, and in which nobody was found. */
  void keep(
      DumpContents contents,
      SetContext set,
      IndexedVersions versions,
      List<SealedVersion> standing) {
    List<DumpSchema> schemas = standing.stream().map(versions::schema).toList();
    Optional<TokenMaker> maker = VersionDigests.maker(set);
    if (maker.isEmpty()
        || !schemas.stream().allMatch(schema -> isByItself(contents, schema))
        || !contents.named().isOwn(contents, schemas)) {
      return;
    }
    List<PersonGraph> readable = new ArrayList<>();
    Dump.@Nullable Wanted tables = null;
    List<PersonGraph> all = graphs(contents, set);
    for (PersonGraph graph : all) {
      try {
        tables =
            new DumpTables(contents.catalog(), List.of(graph), contents.filed()).matched(schemas);
        readable.add(graph);
      } catch (Trouble e) {
        // such persons cannot be sought in it, so that nothing is known of them
      }
    }
    if (tables == null) {
      return;
    }
    List<Pin> pins = standing.stream().map(SealedVersion::pin).toList();
    String form = form(contents, set, maker.get(), pins);
    try (VersionDigests digests = new VersionDigests(set, maker.get().epoch(), form)) {
      readable.forEach(graph -> digests.beside(GRAPH + all.indexOf(graph)));
      if (schemas.get(0).tables().size() > 1) {
        digests.beside(SEVERAL);
      }
      for (int n = 0; n < standing.size(); n++) {
        if (RowsBeside.isBare(schemas.get(n))) {
          digests.beside(BARE + standing.get(n).key());
        }
      }
      Rows rows = new Rows(values(contents, VersionDigests.tokens(set, maker.get())), digests);
      Dump.Wanted looked =
          tables.only(
              table ->
                  contents.filed().has(table)
                      || readable.stream().anyMatch(graph -> !graph.of(table).isEmpty()));
      for (SealedVersion version : standing) {
        versions
            .dump(version)
            .scan(looked, (bound, row) -> rows.values().see(readable, bound, row, rows));
      }
      digests.keep(first(pins));
    } catch (UnreadRow | Trouble e) {
      // what nobody can read or compare is read each time
    }
  }

  /** Whether no comment, and nothing that other backups say, decides on what is found. */
  private static boolean isByItself(DumpContents contents, DumpSchema schema) {
    return !schema.isChosen()
        && schema.databases().stream().allMatch(name -> NamedDatabases.isOwn(contents, name));
  }

  /** Passes on what rows have. */
  private record Rows(PersonValues values, VersionDigests digests) implements PersonValues.Sink {
    @Override
    public void add(long digest) throws IOException {
      digests.add(digest);
    }

    @Override
    public void notice(String id) {
      digests.beside(NOTICE + id);
    }
  }
}
