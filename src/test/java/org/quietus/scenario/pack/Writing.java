package org.quietus.scenario.pack;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows on a day, into the database and into the model. A tilde in a text stands for a word
 * that is the row's alone.
 */
final class Writing {
  private static final String PLACE = "~";

  final LocalDateTime now;
  final Chance chance;
  private final Instant made;
  private final Tables tables;
  private final Vault vault;
  private final Model model;
  private int person;
  private boolean late;

  Writing(LocalDateTime now, Instant made, Chance chance, Tables tables, Vault vault, Model model) {
    this.now = now;
    this.made = made;
    this.vault = vault;
    this.chance = chance;
    this.tables = tables;
    this.model = model;
  }

  /** About somebody from here on. */
  Writing of(Human human) {
    person = human.id;
    return this;
  }

  /** About nobody from here on. */
  Writing ofNobody() {
    person = Fact.NOBODY;
    return this;
  }

  /** What arrives from here on was on its way for long. */
  Writing late() {
    late = true;
    return this;
  }

  /** A moment of some days ago. */
  LocalDateTime ago(int days) {
    return now.minusDays(days);
  }

  /** A row whose period is counted from a moment, or never. */
  Fact row(String table, @Nullable LocalDateTime from, @Nullable Object... values) {
    return under(table, from, null, null, values);
  }

  /** The same of one that goes with another. */
  Fact under(
      String table,
      @Nullable LocalDateTime from,
      @Nullable Fact on,
      @Nullable String object,
      @Nullable Object... values) {
    int number = chance.fresh(); // a person's own row, the first, has the person's number
    boolean root = model.facts.stream().noneMatch(fact -> fact.person == person);
    long id = root && person != Fact.NOBODY ? person : 1_000_000L + number;
    String word = Fact.word(number);
    List<@Nullable Object> all = new ArrayList<>(Arrays.asList(values));
    all.replaceAll(value -> value instanceof String text ? text.replace(PLACE, word) : value);
    Fact fact = new Fact(table, id, person, on, object, word, from);
    fact.late = late;
    try {
      tables.insert(table, id, all);
      fact.image = tables.row(table, id);
    } catch (SQLException e) {
      throw new IllegalStateException(table + " " + all, e);
    }
    model.facts.add(fact);
    return fact;
  }

  /** A file of log lines, one about somebody and one about nobody. */
  void lines(String folder, Human human, LocalDateTime at) {
    int file = chance.fresh();
    Fact theirs = line(human.id, at);
    Fact nobodys = line(Fact.NOBODY, at);
    boolean byNumber = chance.of(0.5);
    String account = byNumber ? "\"id\":" + human.id : "\"email\":\"" + human.email() + "\"";
    String text =
        "{\"at\":\"%s+05:30\",\"account\":{%s},\"note\":\"%s\"}\n{\"at\":\"%s+05:30\",\"note\":\"%s\"}\n"
            .formatted(at, account, theirs.word, at, nobodys.word);
    put(folder + "/" + file + ".jsonl.gz", text, true);
  }

  private Fact line(int whose, LocalDateTime at) {
    Fact line = new Fact(Model.LINE, 0, whose, null, null, Fact.word(chance.fresh()), at);
    line.late = late;
    model.lines.add(line);
    return line;
  }

  /** An object that a row names, and that goes with it. */
  void object(String key, Fact row) {
    model.lines.add(new Fact("object", 0, Fact.NOBODY, row, key, row.word, null));
    put(key, "sound", false);
  }

  private void put(String key, String text, boolean gzip) {
    try {
      vault.put(key, text, gzip, made);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Somebody's row of a table, the last one. */
  Fact last(String table) {
    return model.facts.stream()
        .filter(fact -> fact.person == person && fact.table.equals(table))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  /** Changes a row as its application does. */
  void change(Fact fact, String assignment, @Nullable LocalDateTime from) {
    try {
      tables.execute("UPDATE " + fact.table + " SET " + assignment + " WHERE id = " + fact.id);
      fact.image = tables.row(fact.table, fact.id);
    } catch (SQLException e) {
      throw new IllegalStateException(assignment, e);
    }
    if (from != null) {
      fact.from = from;
    }
  }
}
