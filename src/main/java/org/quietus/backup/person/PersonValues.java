package org.quietus.backup.person;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.UnreadValue;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.Table;
import org.quietus.format.Row;
import org.quietus.plan.Member;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.Sought;

/**
 * Makes keyed digests of what leads to persons in a dump: of the values that rows have, and of
 * those that a person's search begins with. It finds nothing of whoever has none of them in common
 * with any row, be it the person's own, one that hangs on what is gone, or one of which somebody
 * would have to say whose it is.
 */
public final class PersonValues {
  /** Is raised when a search begins with more than before, or compares it in another way. */
  public static final int FORM = 1;

  private final KeyTokens tokens;
  private final FiledTables filed;
  private final Zones zones;

  /** {@code tokens} are under a key of the job's own. */
  public PersonValues(KeyTokens tokens, FiledTables filed, Zones zones) {
    this.tokens = tokens;
    this.filed = filed;
    this.zones = zones;
  }

  /** Takes what rows have. */
  public interface Sink {
    void add(long digest) throws IOException;

    /** A row is a notice of that id, which alone may tell whom it is about. */
    void notice(String id);
  }

  /**
   * The digests of what a person's search begins with; none of somebody of whom nothing is known.
   */
  public Set<Long> of(Sought person) {
    PersonGraph graph = new PersonGraph(person.step(), person.subject());
    Table root = person.step().root().catalogTable();
    PersonRow row = new PersonRow(person);
    Set<Long> digests = new LinkedHashSet<>();
    row.keys().forEach(key -> digests.add(key(root, key)));
    person.traits().given().forEach(given -> digests.add(identifier(given.type(), given.value())));
    person
        .traits()
        .columns()
        .forEach(
            (column, value) -> {
              type(graph, column).ifPresent(type -> digests.add(identifier(type, value)));
              graph
                  .identifier(column, value)
                  .ifPresent(known -> digests.add(identifier(known.type(), known.value())));
            });
    for (List<String> columns : graph.offered(root)) {
      for (int n = 0; n < row.keys().size(); n++) {
        row.known(n, columns).ifPresent(values -> digests.add(link(root.name(), columns, values)));
      }
    }
    for (GoneLinks.Link gone : GoneLinks.links(person)) {
      digests.add(link(gone.table().name(), gone.columns(), gone.values()));
    }
    return digests;
  }

  private static Optional<IdentifierType> type(PersonGraph graph, String column) {
    return Optional.ofNullable(graph.subject().identifiers().get(column))
        .flatMap(IdentifierType::named);
  }

  /**
   * Takes what a row has.
   *
   * @throws UnreadRow if something of it cannot be read
   */
  public void see(List<PersonGraph> graphs, BoundTable bound, Row row, Sink sink)
      throws IOException {
    for (PersonGraph graph : graphs) {
      if (graph.isRoot(bound.table())) {
        seeOwn(graph, bound, row, sink);
      }
      for (Member member : graph.of(bound.table())) {
        if (!member.path().isEmpty()) {
          Optional<List<String>> values = bound.key(row, member.path().get(0).fromColumns());
          if (values.isPresent()) {
            sink.add(
                link(
                    member.path().get(0).toTable(),
                    member.path().get(0).toColumns(),
                    values.get()));
          }
        }
      }
    }
    if (filed.has(bound.table())) {
      seeFiled(bound, row, sink);
    }
  }

  private void seeOwn(PersonGraph graph, BoundTable bound, Row row, Sink sink) throws IOException {
    UnreadKeys unread = new UnreadKeys();
    OwnRow own = OwnRow.of(graph.subject(), bound, row, zones, unread);
    if (unread.hasIdentifiers()) {
      throw new UnreadRow(bound.table().name(), new UnreadValue("identifiers"));
    }
    if (own.key().isPresent()) {
      sink.add(key(bound.table(), own.key().get()));
    }
    for (Map.Entry<String, Identifier> one : own.identifiers().entrySet()) {
      sink.add(identifier(one.getValue().type(), one.getValue().value()));
    }
  }

  private void seeFiled(BoundTable bound, Row row, Sink sink) throws IOException {
    FiledRow one = FiledRow.of(filed, bound, row, zones);
    for (Identifier told : one.told()) {
      sink.add(identifier(told.type(), told.value()));
    }
    if (!filed.isInbox(bound.table())) {
      sink.notice(one.id());
    }
  }

  private long key(Table root, List<String> values) {
    return digest("key " + root.name(), values);
  }

  private long identifier(IdentifierType type, String value) {
    return digest("identifier " + type, List.of(value));
  }

  private long link(String table, List<String> columns, List<String> values) {
    return digest("link " + table + " " + columns, values);
  }

  private long digest(String relation, List<String> values) {
    return tokens.of(new Relation(relation), values).high();
  }
}
