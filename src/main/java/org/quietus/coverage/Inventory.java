package org.quietus.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Comments;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.coverage.NameList.Meaning;

/**
 * What the names, types, comments and foreign keys of a database say about personal data, whatever
 * a job file says.
 */
public final class Inventory {
  private static final Set<Kind> MAKES_A_PERSON =
      Set.of(Kind.EMAIL, Kind.PHONE, Kind.NAME, Kind.BIRTH, Kind.ID_NUMBER);
  private static final Set<String> NETWORK_TYPES = Set.of("inet", "cidr");
  private static final Set<String> DEVICE_TYPES = Set.of("macaddr", "macaddr8");

  /** How many foreign keys a row may be away from a person. */
  private static final int FARTHEST = 3;

  private final Catalog catalog;
  private final Comments comments;
  private final NameList list = NameList.read();
  private final NameReading names = new NameReading(list);
  private final Map<String, Map<String, List<Heard>>> heard = new TreeMap<>();
  private final Set<String> persons = new TreeSet<>();
  private final Set<String> linked = new TreeSet<>();
  private final Set<String> belonging = new TreeSet<>();
  private ReferenceNames references = new ReferenceNames(Set.of());

  /** A meaning, and where it is from. */
  private record Heard(Meaning meaning, String from) {}

  private Inventory(Catalog catalog, Comments comments) {
    this.catalog = catalog;
    this.comments = comments;
  }

  /**
   * Looks at every table.
   *
   * @param known tables that somebody has said to be about persons
   */
  public static Inventory of(Catalog catalog, Comments comments, Set<String> known) {
    Inventory inventory = new Inventory(catalog, comments);
    catalog.tables().values().forEach(inventory::listen);
    inventory.persons.addAll(known);
    catalog.tables().values().stream()
        .filter(inventory::isAboutPersons)
        .forEach(table -> inventory.persons.add(table.name()));
    inventory.references = new ReferenceNames(inventory.persons);
    inventory.linked.addAll(inventory.leadingTo(inventory.persons));
    catalog.tables().values().stream()
        .filter(inventory::namesAPerson)
        .forEach(table -> inventory.linked.add(table.name()));
    inventory.belonging.addAll(inventory.persons);
    inventory.belonging.addAll(inventory.linked);
    for (int steps = 0; steps < FARTHEST; steps++) {
      inventory.belonging.addAll(inventory.leadingTo(inventory.belonging));
    }
    return inventory;
  }

  private Set<String> leadingTo(Set<String> tables) {
    return catalog.tables().values().stream()
        .filter(
            table ->
                table.foreignKeys().stream()
                    .map(ForeignKey::referencedTable)
                    .anyMatch(tables::contains))
        .map(Table::name)
        .collect(Collectors.toSet());
  }

  private boolean namesAPerson(Table table) {
    return table.columns().values().stream()
        .anyMatch(column -> references.of(table, column).isPresent());
  }

  /** The table of persons that a column without a foreign key is named after, if any. */
  Optional<String> namedReference(Table table, Column column) {
    return references.of(table, column);
  }

  private void listen(Table table) {
    Map<String, List<Heard>> columns = new LinkedHashMap<>();
    for (Column column : table.columns().values()) {
      List<Heard> all = isKeyOfAnother(table, column) ? List.of() : heard(table, column);
      if (!all.isEmpty()) {
        columns.put(column.name(), all);
      }
    }
    heard.put(table.name(), columns);
  }

  /** The name of a reference says what it leads to, and not what it holds. */
  private static boolean isKeyOfAnother(Table table, Column column) {
    return table.foreignKeys().stream().anyMatch(key -> key.columns().contains(column.name()));
  }

  private List<Heard> heard(Table table, Column column) {
    List<Heard> all = new ArrayList<>();
    names
        .of(column.name())
        .filter(meaning -> meaning.kind().fits(column))
        .ifPresent(meaning -> all.add(new Heard(meaning, "its name")));
    names
        .ofComment(comments.of(table.name(), column.name()))
        .filter(meaning -> meaning.kind().fits(column))
        .ifPresent(meaning -> all.add(new Heard(meaning, "its comment")));
    ofType(column).ifPresent(meaning -> all.add(new Heard(meaning, "its type")));
    return all;
  }

  private static Optional<Meaning> ofType(Column column) {
    String type = column.typeName().toLowerCase(Locale.ROOT);
    if (NETWORK_TYPES.contains(type)) {
      return Optional.of(
          new Meaning(
              Kind.IP, Optional.of(Level.LIKELY), Level.LIKELY, "leads to a person or a host"));
    }
    if (DEVICE_TYPES.contains(type)) {
      return Optional.of(
          new Meaning(
              Kind.DEVICE, Optional.of(Level.LIKELY), Level.LIKELY, "tells one device apart"));
    }
    return column.type() == Column.Type.POINT
        ? Optional.of(
            new Meaning(
                Kind.LOCATION,
                Optional.of(Level.POSSIBLE),
                Level.LIKELY,
                "may be where somebody was"))
        : Optional.empty();
  }

  private boolean isAboutPersons(Table table) {
    return list.hasAny("person", NameWords.of(table.name()), table.name())
        || heard.getOrDefault(table.name(), Map.of()).values().stream()
            .flatMap(List::stream)
            .map(Heard::meaning)
            .anyMatch(
                meaning ->
                    MAKES_A_PERSON.contains(meaning.kind())
                        && meaning.elsewhere().filter(Level.CERTAIN::equals).isPresent());
  }

  /** Whether each row of the table seems to be about a person. */
  public boolean isOfPersons(String table) {
    return persons.contains(table);
  }

  /** Whether rows of the table seem to belong to persons, by foreign keys. */
  boolean belongsToPersons(String table) {
    return belonging.contains(table);
  }

  /** What the table's own name and comment say. */
  List<Sign> of(Table table) {
    List<Heard> all = new ArrayList<>();
    names.of(table.name()).ifPresent(meaning -> all.add(new Heard(meaning, "its name")));
    names
        .ofComment(comments.of(table.name()))
        .ifPresent(meaning -> all.add(new Heard(meaning, "its comment")));
    return all.stream().flatMap(each -> sign(table.name(), each).stream()).toList();
  }

  /** Whether the table seems to record what happened. */
  public boolean isLog(String table) {
    return !list.has("technical", NameWords.of(table).joined())
        && list.hasAny("log", NameWords.of(table), table);
  }

  /** What a column's name, comment and type say, the surest first. */
  public List<Sign> of(String table, Column column) {
    return heard.getOrDefault(table, Map.of()).getOrDefault(column.name(), List.of()).stream()
        .flatMap(each -> sign(table, each).stream())
        .sorted(Comparator.comparing(Sign::level))
        .toList();
  }

  private Optional<Sign> sign(String table, Heard each) {
    Meaning meaning = each.meaning();
    boolean ofPersons =
        persons.contains(table) || (linked.contains(table) && meaning.kind() != Kind.NAME);
    Optional<Level> level = ofPersons ? Optional.of(meaning.ofPersons()) : meaning.elsewhere();
    return level.map(sure -> new Sign(meaning.kind(), sure, said(meaning, each.from())));
  }

  private static String said(Meaning meaning, String from) {
    return "%s, by %s: %s".formatted(meaning.kind(), from, meaning.why());
  }

  /** What a key of a document says it holds, if that is certain. */
  public Optional<Kind> kindOfKey(String key) {
    return names
        .of(key)
        .filter(meaning -> meaning.elsewhere().filter(Level.CERTAIN::equals).isPresent())
        .map(Meaning::kind);
  }

  /** The catalog that it is of. */
  public Catalog catalog() {
    return catalog;
  }

  NameList list() {
    return list;
  }
}
