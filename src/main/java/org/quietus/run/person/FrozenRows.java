package org.quietus.run.person;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Step;
import org.quietus.request.ErasureRequest;
import org.quietus.request.SealedPerson;
import org.quietus.target.FrozenRow;
import org.quietus.target.PersonKeys;

/** The rows of persons as they are kept sealed, and as a step of today reads them. */
public final class FrozenRows {
  private final Step step;

  public FrozenRows(Step step) {
    this.step = step;
  }

  /** How rows that were found are kept. */
  public List<String> texts(List<RowValues> rows) {
    return rows.stream().map(row -> FrozenRow.of(step, row).encode()).toList();
  }

  /** A person of whom further rows were found; what was frozen before stays as it is. */
  public SealedPerson with(
      SealedPerson person, List<RowValues> further, Map<String, String> traits) {
    Set<String> all = new LinkedHashSet<>(person.rows().orElse(List.of()));
    all.addAll(texts(further));
    return person.found(List.copyOf(all), traits);
  }

  /** The person without what cannot be read any more; empty if nothing is unmatched. */
  public Optional<SealedPerson> readable(ErasureRequest request, SealedPerson person) {
    if (of(request, person).unmatched().isNothing()) {
      return Optional.empty();
    }
    return Optional.of(
        person.found(
            person.rows().orElseThrow().stream()
                .map(FrozenRow::decode)
                .flatMap(row -> row.readable(step).stream())
                .map(FrozenRow::encode)
                .toList(),
            person.traits()));
  }

  /** The person's rows as they were frozen; what cannot be read any more is unmatched. */
  public PersonKeys of(ErasureRequest request, SealedPerson person) {
    List<FrozenRow> frozen = person.rows().orElseThrow().stream().map(FrozenRow::decode).toList();
    boolean keptOnly = person.identifiers().isEmpty(); // forgotten once all else was found gone
    Set<String> columns = new TreeSet<>();
    long rows = 0;
    for (FrozenRow row : frozen) {
      Set<String> lost = row.unmatched(step, keptOnly);
      columns.addAll(lost);
      rows += lost.isEmpty() ? 0 : 1;
    }
    return new PersonKeys(
        frozen.stream().map(row -> row.within(step)).flatMap(Optional::stream).toList(),
        request.resolvedAt().orElseThrow(),
        PersonKeys.Whose.ONE_PERSON,
        new PersonKeys.Unmatched(rows, columns));
  }
}
