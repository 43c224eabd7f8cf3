package org.quietus.backup.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.dump.GatedCopy;
import org.quietus.backup.file.RecordPerson;
import org.quietus.backup.file.RecordSearch;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.backup.version.SetContext;
import org.quietus.format.Beside;
import org.quietus.format.Row;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenKind;
import org.quietus.target.ErasedBefore;

/** Persons whom earlier runs erased, as far as records of some versions name them. */
final class ErasedInFiles {
  private static final int MOST_LOOKED_UP = 500;

  private final FileContents contents;
  private final SetContext set;
  private final EarlierErasures.Part part;
  private boolean spared;

  ErasedInFiles(FileContents contents, SetContext set, EarlierErasures.Part part) {
    this.contents = contents;
    this.set = set;
    this.part = part;
  }

  /** Whether one of them stays because of a hold. */
  boolean isSpared() {
    return spared;
  }

  /** Reads the versions once. */
  List<RecordPerson> search(List<SealedVersion> versions) {
    RecordSearch search =
        new RecordSearch(contents.fields(), part.makers(), part.filter(), part.tenants());
    versions.forEach(version -> FileSearch.scan(contents, version, new Looking(search)));
    List<RecordPerson> persons = new ArrayList<>();
    for (RecordSearch.Known known : search.found(this::entries)) {
      person(known).ifPresent(persons::add);
    }
    return persons;
  }

  /** Also at texts beside records, where somebody may be named who is in none of them. */
  private record Looking(RecordSearch search) implements GatedCopy.Look {
    @Override
    public void at(Row row) throws IOException {
      search.look(row);
    }

    @Override
    public void beside(Beside place, String text) {
      search.lookBeside(text);
    }
  }

  private List<SuppressionEntry> entries(Set<Token> tokens) {
    List<Token> all = List.copyOf(tokens);
    List<SuppressionEntry> entries = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MOST_LOOKED_UP) {
      List<Token> some = all.subList(from, Math.min(all.size(), from + MOST_LOOKED_UP));
      entries.addAll(set.screening().read(() -> part.range().with(some)));
    }
    return entries;
  }

  private Optional<RecordPerson> person(RecordSearch.Known known) {
    EarlierErasures screening = set.screening();
    Optional<ErasedBefore.Kind> kind =
        part.kinds().stream()
            .filter(of -> of.subject().name().equals(known.subject().name()))
            .findFirst()
            .filter(of -> screening.read(() -> screening.isWanted(known.request())));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Set<TokenKind> kinds =
        screening.read(() -> screening.entries().of(known.request())).stream()
            .map(SuppressionEntry::kind)
            .collect(Collectors.toCollection(HashSet::new));
    RecordPerson person =
        contents.fields().person(known, kind.get().step(), kinds, set.task().others());
    if (set.task().erased().isHeld().test(person.sought())) {
      spared = true;
      set.task()
          .notes()
          .accept(
              set.settings().label()
                  + ": records name a person of request "
                  + known.request()
                  + ", who is held; left as they are");
      return Optional.empty();
    }
    return Optional.of(person);
  }
}
