package org.quietus.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of data subject: the table with one row per person and what else belongs to that person.
 *
 * @param identifiers column of {@code records} to identifier type ({@code email}, {@code phone}, …)
 * @param created the column that tells when a person's row was created
 * @param tenant the column that tells whose customer the person is; the same address is somebody
 *     else there
 * @param owns declared edges to follow, beside the foreign keys, which are found by themselves
 * @param shares tables of which only this person's own columns may be touched; never followed
 * @param minor which of them are children without consent, who are erased ahead of everything
 * @param purposes what their data is held for, by name, as far as consent to it can be withdrawn
 * @param purpose the one that alone is meant, if the name is that of a purpose
 * @param sameAs the kind that the same people are of in another database
 */
public record SubjectType(
    String name,
    TableName records,
    Map<String, String> identifiers,
    Optional<String> created,
    Optional<String> tenant,
    List<Edge> owns,
    List<SharedTable> shares,
    Optional<Minor> minor,
    Map<String, Purpose> purposes,
    Optional<Purpose> purpose,
    Optional<SameAs> sameAs) {

  /** A kind whose people are of no other kind. */
  public SubjectType(
      String name,
      TableName records,
      Map<String, String> identifiers,
      Optional<String> created,
      Optional<String> tenant,
      List<Edge> owns,
      List<SharedTable> shares,
      Optional<Minor> minor,
      Map<String, Purpose> purposes,
      Optional<Purpose> purpose) {
    this(
        name,
        records,
        identifiers,
        created,
        tenant,
        owns,
        shares,
        minor,
        purposes,
        purpose,
        Optional.empty());
  }

  /** A kind of whom children are treated like everybody. */
  public SubjectType(
      String name,
      TableName records,
      Map<String, String> identifiers,
      Optional<String> created,
      Optional<String> tenant,
      List<Edge> owns,
      List<SharedTable> shares) {
    this(
        name,
        records,
        identifiers,
        created,
        tenant,
        owns,
        shares,
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  /** The same persons, of whom only what one purpose needs is meant; none of them as a child. */
  public SubjectType only(Purpose of) {
    return new SubjectType(
        Purpose.name(name, of.name()),
        records,
        identifiers,
        created,
        tenant,
        owns,
        shares,
        Optional.empty(),
        Map.of(),
        Optional.of(of),
        Optional.empty());
  }

  /** Their purposes, each as a kind of its own. */
  public List<SubjectType> byPurpose() {
    return purposes.values().stream().map(this::only).toList();
  }

  /** Whether a column may go of rows that stay: for a purpose, or as one person's own part. */
  boolean takesAlone(TableName table, String column) {
    return purposes.values().stream().anyMatch(purpose -> purpose.needs(table, column))
        || shares.stream()
            .filter(shared -> shared.table().equals(table))
            .flatMap(shared -> shared.own().values().stream())
            .anyMatch(own -> own.contains(column));
  }

  /**
   * The identifier that is a table's key, so that both are one trait; empty where there is no other
   * identifier that could agree beside it.
   */
  public Optional<String> identifyingKey(List<String> primaryKey) {
    return primaryKey.stream()
        .filter(column -> primaryKey.size() == 1 && identifiers.size() > 1)
        .filter(identifiers::containsKey)
        .findFirst();
  }
}
