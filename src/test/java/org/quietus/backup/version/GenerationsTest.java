package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.quietus.backup.packed.HeldMemory;

/** Which backups are the newest, by what their object versions say of themselves. */
class GenerationsTest {
  private final Set<String> one = new HashSet<>();
  private final List<StoredCopy> copies = new ArrayList<>();
  private final Generations generations =
      new Generations(copies::get, one::contains, new MissingTables(Set.of()));
  private final List<String> asked = new ArrayList<>();
  private Optional<String> database = Optional.empty();

  private record Copy(
      String unit,
      String common,
      Optional<String> table,
      String key,
      Instant created,
      boolean latest,
      BooleanSupplier whole,
      Supplier<Optional<String>> says,
      Supplier<Optional<Contents.HeldTables>> has)
      implements StoredCopy {
    @Override
    public boolean isWhole() {
      return whole.getAsBoolean();
    }

    @Override
    public Optional<String> database() {
      return says.get();
    }

    @Override
    public Optional<Contents.HeldTables> held() {
      return has.get();
    }
  }

  private void add(Generations to, Copy copy) {
    copies.add(copy);
    to.add(copies.size() - 1, copy);
  }

  /** A version made at noon on that day of March, in a backup. */
  private void add(String unit, String key, int day, boolean latest, boolean whole) {
    add(
        generations,
        new Copy(
            unit,
            unit,
            Optional.empty(),
            key,
            march(day),
            latest,
            () -> isAsked(unit, whole),
            says(),
            Optional::empty));
  }

  /** A file of one table. */
  private void addTable(String unit, String common, String table, int day) {
    add(
        generations,
        new Copy(
            unit,
            common,
            Optional.of(table),
            common + table,
            march(day),
            true,
            () -> true,
            says(),
            Optional::empty));
  }

  private Supplier<Optional<String>> says() {
    Optional<String> name = database;
    return () -> name;
  }

  private Set<String> newest(int most) {
    return generations.newest(Generations.OWN, most, Instant.MAX);
  }

  private Optional<Generations.Generation> newestWhole() {
    return generations.newestWhole(Instant.MAX);
  }

  private boolean isAsked(String unit, boolean whole) {
    asked.add(unit);
    return whole;
  }

  private static Instant march(int day) {
    return Instant.parse("2026-03-01T12:00:00Z").plus(day - 1, ChronoUnit.DAYS);
  }

  @Test
  void theNewestWholeOnesStayAndNoneIsReadThatNeedNotBe() {
    add("a", "1.sql", 1, true, true);
    add("b", "2.sql", 2, true, true);
    add("c", "3.sql", 3, true, false);
    add("d", "4.sql", 4, true, true);

    assertThat(newest(2)).containsExactly("d", "b");
    assertThat(asked).containsExactly("d", "c", "b");
    assertThat(newest(0)).isEmpty();
  }

  @Test
  void whatLacksTablesThatAnOlderOneHasTakesThePlaceOfNone() {
    addTable("a", "1 March", "customer", 1);
    addTable("a", "1 March", "orders", 1);
    addTable("b", "2 March", "customer", 2);
    addTable("b", "2 March", "orders", 2);
    addTable("c", "3 March", "customer", 3);
    assertThat(newest(1)).containsExactly("b");
    assertThat(newestWhole()).contains(new Generations.Generation("b", march(2)));
    assertThat(generations.lacking()).containsExactly("orders");

    addTable("d", "3 March", "orders", 3);
    assertThat(newest(2)).containsExactly("d", "c");
    assertThat(newestWhole()).contains(new Generations.Generation("d", march(3)));
  }

  @Test
  void aTableThatOnlyANewerOneHasIsLackingInNone() {
    addTable("a", "1 March", "customer", 1);
    addTable("a", "1 March", "orders", 1);
    add(
        generations,
        new Copy(
            "b",
            "2 March",
            Optional.of("customer"),
            "2/customer",
            march(2),
            true,
            () -> false,
            says(),
            Optional::empty));
    addTable("b", "2 March", "orders", 2);
    addTable("b", "2 March", "rating", 2);

    assertThat(newestWhole()).contains(new Generations.Generation("a", march(1)));
    assertThat(newest(1)).containsExactly("a");
    assertThat(generations.lacking()).isEmpty();
  }

  @Test
  void brokenOnesStayOnlyWhereThereAreTooFewWholeOnes() {
    add("a", "1.sql", 1, true, false);
    add("b", "2.sql", 2, true, true);
    add("c", "3.sql", 3, true, false);

    assertThat(newest(1)).containsExactly("b");
    assertThat(newest(2)).containsExactly("b", "c");
    assertThat(newest(4)).containsExactly("b", "c", "a");
  }

  @Test
  void filesThatAreOneBackupCountAsOneAlsoWhereEachWasTakenForABackup() {
    addTable("a", "1 March", "customer", 1);
    addTable("a", "1 March", "orders", 1);
    addTable("b", "2 March", "customer", 2);
    addTable("c", "2 March", "orders", 2);
    one.add("2 March");
    assertThat(newest(1)).containsExactlyInAnyOrder("b", "c");
    assertThat(newest(2)).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void oneBackupWithABrokenFileTakesThePlaceOfNoneAlsoWhereEachWasTakenForABackup() {
    add("a", "1.sql", 1, true, true);
    one.add("dir");
    for (boolean whole : new boolean[] {true, false}) {
      String file = "dir/" + whole;
      add(
          generations,
          new Copy(
              file,
              "dir",
              Optional.empty(),
              file,
              march(2),
              true,
              () -> isAsked(file, whole),
              says(),
              Optional::empty));
    }
    assertThat(newest(1)).containsExactly("a");
    assertThat(newest(2)).containsExactlyInAnyOrder("a", "dir/true", "dir/false");
  }

  @Test
  void aCurrentObjectIsAsOldAsTheLastOneOfItsBackupThatWasMadeWithinADay() {
    addTable("a", "a", "customer", 1);
    addTable("a", "a", "orders", 2);
    addTable("a", "a", "visit", 4);
    add("a", "a/old", 3, false, true);
    addTable("b", "b", "customer", 2);
    assertThat(generations.made().with("a", march(1))).isEqualTo(march(2));
    assertThat(generations.made().with("a", march(2))).isEqualTo(march(2));
    assertThat(generations.made().with("a", march(4))).isEqualTo(march(4));
    assertThat(generations.made().with("c", march(1))).isEqualTo(march(1));
  }

  @Test
  void anOlderVersionCountsOnlyWhereNoNewerOneOfItsObjectIsWhole() {
    add("new", "1.sql", 3, true, true);
    add("old", "1.sql", 2, false, true);
    add("other", "2.sql", 1, true, true);
    assertThat(newest(2)).containsExactly("new", "other");
  }

  @Test
  void anOlderVersionTakesThePlaceOfANewerOneThatIsBroken() {
    add("new", "1.sql", 3, true, false);
    add("old", "1.sql", 2, false, true);
    assertThat(newest(1)).containsExactly("old");
  }

  @Test
  void aBackupIsWholeIfOfEachOfItsObjectsSomeVersionIs() {
    add("dir", "dir/a.sql", 3, true, false);
    add("dir", "dir/a.sql", 2, false, true);
    add("dir", "dir/b.sql", 2, true, true);
    add("half", "half/a.sql", 4, true, true);
    add("half", "half/b.sql", 4, true, false);

    assertThat(newest(1)).containsExactly("dir");
    assertThat(newestWhole()).contains(new Generations.Generation("dir", march(3)));
  }

  @Test
  void aBackupWithAnObjectThatTheNewerOneLacksCountsToo() {
    add("new", "a.sql", 3, true, true);
    add("old", "a.sql", 2, false, true);
    add("old", "b.sql", 2, true, true);
    assertThat(newest(2)).containsExactly("new", "old");
  }

  @Test
  void onlyACurrentBackupRefreshesOlderOnes() {
    add("gone", "1.sql", 5, false, true);
    add("broken", "2.sql", 4, true, false);
    add("newest", "3.sql", 3, true, true);
    add("older", "4.sql", 2, true, true);

    assertThat(newestWhole()).contains(new Generations.Generation("newest", march(3)));
    assertThat(
            new Generations(copies::get, common -> false, new MissingTables(Set.of()))
                .newestWhole(Instant.MAX))
        .isEmpty();
  }

  @Test
  void ofOneAgeTheCurrentOneIsNewerAndThenTheOneListedLast() {
    add("older", "1.sql", 1, false, true);
    add("oldest", "1.sql", 1, false, true);
    add("first", "2.sql", 1, true, true);
    add("last", "3.sql", 1, true, true);
    assertThat(newest(3)).containsExactly("last", "first", "older");
  }

  @Test
  void eachDatabaseHasNewestOnesOfItsOwn() {
    add("shop-1", "s1.sql", 1, true, true);
    add("shop-2", "s2.sql", 2, true, true);
    database = Optional.of("crm");
    add("crm-1", "c1.sql", 3, true, true);
    add("crm-2", "c2.sql", 4, true, true);
    add("crm-half", "c3.sql", 5, true, false);

    assertThat(newest(1)).containsExactly("shop-2");
    assertThat(generations.newest("crm", 1, Instant.MAX)).containsExactly("crm-2");
    assertThat(generations.databases("crm-1")).containsExactly("crm");
    assertThat(newestWhole()).contains(new Generations.Generation("shop-2", march(2)));
  }

  @Test
  void aBackupOfTwoDatabasesCountsForBoth() {
    add("older", "older.sql", 1, true, true);
    add("both", "metadata", 2, true, true);
    database = Optional.of(Generations.OWN);
    add("both", "shop.sql", 2, true, true);
    database = Optional.of("crm");
    add("both", "crm.sql", 2, true, true);

    assertThat(generations.databases("both")).containsExactlyInAnyOrder(Generations.OWN, "crm");
    assertThat(newest(1)).containsExactly("both");
    assertThat(generations.newest("crm", 1, Instant.MAX)).containsExactly("both");
    assertThat(newestWhole()).contains(new Generations.Generation("older", march(1)));
  }

  @Test
  void whatSaysNothingBesideWhatDoesIsOfTheSameDatabase() {
    add("shop", "shop.sql", 1, true, true);
    add("crm", "metadata", 2, true, true);
    database = Optional.of("crm");
    add("crm", "crm.sql", 2, true, true);

    assertThat(generations.databases("crm")).containsExactly("crm");
    assertThat(newest(1)).containsExactly("shop");
  }

  @Test
  void anOlderVersionThatSaysNothingIsReplacedByOneOfTheSetsDatabaseOrIsNone() {
    add("a", "1.sql", 1, false, true);
    add("b", "2.sql", 1, false, false);
    add("c", "3.sql", 1, false, true);
    database = Optional.of("rental");
    add("d", "4.sql", 1, false, true);
    add("b", "2.sql", 2, true, true);
    add("c", "3.sql", 2, true, true);
    database = Optional.of(Generations.OWN);
    add("a", "1.sql", 2, true, true);
    add("d", "4.sql", 2, true, true);

    assertThat(generations.isReplaced("a", "1.sql", march(1), false)).isTrue();
    assertThat(generations.isReplaced("b", "2.sql", march(1), false)).isTrue();
    assertThat(generations.isReplaced("c", "3.sql", march(1), false)).isFalse();
    assertThat(generations.isReplaced("d", "4.sql", march(1), false)).isFalse();
  }

  @Test
  void anOlderVersionIsNotReplacedByOneWithoutRowsThatItHas() {
    Generations shop =
        new Generations(copies::get, one::contains, new MissingTables(Set.of("orders", "visit")));
    for (int day = 1; day <= 2; day++) {
      for (String tables : List.of("orders visit", "visit")) {
        Set<String> held = Set.of((day == 1 ? "orders visit" : tables).split(" "));
        add(
            shop,
            new Copy(
                "a",
                "a",
                Optional.empty(),
                tables,
                march(day),
                day == 2,
                () -> true,
                Optional::empty,
                () -> Optional.of(new Contents.HeldTables(held, true))));
      }
    }
    assertThat(shop.isReplaced("a", "orders visit", march(1), false)).isTrue();
    assertThat(shop.isReplaced("a", "visit", march(1), false)).isFalse();
  }

  @Test
  void tablesOfAnotherDatabaseAreLackingInNone() {
    database = Optional.of("crm");
    addTable("a", "crm 1 March", "customer", 1);
    addTable("a", "crm 1 March", "visit", 1);
    database = Optional.empty();
    addTable("b", "2 March", "customer", 2);
    addTable("b", "2 March", "orders", 2);

    assertThat(newestWhole()).contains(new Generations.Generation("b", march(2)));
    assertThat(generations.lacking()).isEmpty();
  }

  @Test
  void whatIsNotThereAnyMoreWasLeftOutOfNoneAndIsReplaced() {
    add("a", "1.sql", 1, true, true);
    assertThat(generations.missing("a", "gone", Generations.OWN)).isEmpty();
    assertThat(generations.isNewestOfItsTables("gone", Generations.OWN, 1, Instant.MAX)).isFalse();
    assertThat(generations.newestWhole(Instant.MAX, "gone"))
        .contains(new Generations.Generation("a", march(1)));
    assertThat(generations.isReplaced("gone", "0.sql", march(1), false)).isTrue();
    assertThat(generations.databases("gone")).containsExactly(Generations.OWN);
    assertThat(generations.made().ended("gone")).isEmpty();
  }

  @Test
  void theFilesOfAFolderAreAsOldAsTheyAreHoweverManyThereAre() {
    for (int n = 0; n < 200; n++) {
      addTable("folder", "folder", "table" + n * 77 % 200, 1 + n * 77 % 200);
    }
    assertThat(generations.made().begun("folder")).contains(march(1));
    assertThat(generations.made().ended("folder")).contains(march(200));
    assertThat(generations.made().with("folder", march(100))).isEqualTo(march(101));
    assertThat(generations.made().with("folder", march(100).plusSeconds(1))).isEqualTo(march(101));
    assertThat(generations.made().with("folder", march(200))).isEqualTo(march(200));
    assertThat(generations.made().with("folder", march(-5))).isEqualTo(march(-5));
  }

  @Test
  void ofManyThatWereMadeAtOnceTheLastOnesByTheirKeysAreTheNewest() {
    for (int n = 0; n < 1000; n++) {
      int shuffled = n * 77 % 1000;
      add("u" + shuffled, "%04d.sql".formatted(shuffled), shuffled < 500 ? 1 : 2, true, true);
    }
    assertThat(newest(3)).containsExactly("u999", "u998", "u997");
    assertThat(newest(1000)).hasSize(1000).containsSequence("u501", "u500", "u499", "u498");
  }

  /** Some 460 bytes were held of each. */
  @Test
  void holdsLittleOfEach() {
    int many = 100_000;
    List<Integer> wholeAsked = new ArrayList<>();
    Generations all =
        new Generations(
            number -> {
              wholeAsked.add(number);
              return ofMany(number);
            },
            common -> false,
            new MissingTables(Set.of()));
    long before = HeldMemory.bytes();
    for (int n = 0; n < many; n++) {
      all.add(n, ofMany(n));
    }
    long held = HeldMemory.bytes() - before;

    assertThat(all.newest(Generations.OWN, 1, Instant.MAX)).containsExactly("unit 99999");
    assertThat(wholeAsked).hasSizeLessThan(10);
    assertThat(held).isLessThan(200L * many);
  }

  private Copy ofMany(int n) {
    return new Copy(
        "unit " + n,
        "nightly/",
        Optional.empty(),
        "nightly/shop-%06d.sql.gz".formatted(n),
        march(1).plusSeconds(n),
        true,
        () -> true,
        Optional::empty,
        Optional::empty);
  }
}
