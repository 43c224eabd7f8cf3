package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.plan.make.Planning.plan;
import static org.quietus.plan.make.Planning.problem;
import static org.quietus.plan.make.Planning.problems;
import static org.quietus.policy.JobFileBuilder.aJob;
import static org.quietus.policy.Then.ANONYMISE;
import static org.quietus.policy.Then.DELETE;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.anonymise.Fixed;
import org.quietus.anonymise.RandomShape;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.plan.Action;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.CheckProbe;
import org.quietus.plan.Plan;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

class AnonymisationsTest {
  private static CatalogBuilder person(String... columns) {
    String[] all = new String[columns.length + 2];
    all[0] = "id int pk";
    all[1] = "at date null";
    System.arraycopy(columns, 0, all, 2, columns.length);
    return aCatalog().table("person", all);
  }

  private static JobFileBuilder with(String... strategies) {
    return rule(aJob().anonymise("person", strategies));
  }

  private static JobFileBuilder rule(JobFileBuilder job) {
    return job.rule("r", "person").then(ANONYMISE);
  }

  private static Action.Anonymise action(Plan plan) {
    return (Action.Anonymise) plan.steps().get(0).root().action();
  }

  @ParameterizedTest
  @CsvSource({
    "varchar(9),           x: set-null",
    "blob null,            x: redact",
    "int null,             x: template: u-{random}",
    "varchar(9),           x: year",
    "time,                 x: month",
    "int,                  x: network: 16",
    "date,                 x: random",
    "varchar(25),          x: template: u-{random}",
    "varchar(6),           x: network: 8",
    "varchar(3),           x: fixed: gone",
    "varchar(9) generated, x: redact",
    "varchar(9) unique,    x: redact",
    "int unique,           x: fixed: 0",
    "date unique,          x: decade",
    "tinyint,              x: fixed: 128",
    "'decimal(5,2)',       x: fixed: 1.234",
    "double,               x: fixed: 0.1",
    "enum(a|b),            x: fixed: c",
    "date,                 x: fixed: 2024-02-30",
    "timestamp,            x: fixed: 1970-01-01",
    "'geometry null',      x: fixed: 0",
    "varchar(9),           'x: fixed: end '"
  })
  void refusesWhatTheColumnCannotBecome(String column, String strategy) {
    Problem problem = problem(with(strategy), person("x " + column));
    assertThat(problem.id()).isEqualTo("IMPOSSIBLE-ANONYMISATION");
    assertThat(problem.line()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "varchar(9) null unique, x: set-null",
    "geometry null,          x: set-null",
    "varchar(1),             x: redact",
    "varchar(26) unique,     x: template: u-{random}",
    "varchar(7),             x: network: 8",
    "varchar(4),             x: fixed: gone",
    "timestamp,              x: decade",
    "tinyint,                x: fixed: -128",
    "'decimal(5,2)',         x: fixed: 123.4",
    "enum(a|b),              x: fixed: b",
    "date,                   x: fixed: 2024-02-29",
    "bool,                   x: fixed: false"
  })
  void acceptsWhatTheColumnCanBecome(String column, String strategy) {
    assertThat(plan(with(strategy), person("x " + column)).steps()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "int,            42,         42",
    "'decimal(5,2)', 1e2,        100.00",
    "double,         7,          7.0",
    "date,           2024-02-29, 2024-02-29",
    "datetime,       2024-02-29, 2024-02-29T00:00",
    "time,           12:30,      12:30",
    "bool,           1,          true"
  })
  void givesTheFixedValueTheTypeOfItsColumn(String column, String text, String value) {
    Plan plan = plan(with("x: fixed: " + text), person("x " + column));
    Fixed fixed = (Fixed) action(plan).how().columns().get("x");
    assertThat(fixed.value()).hasToString(value).isNotInstanceOf(String.class);
  }

  @Test
  void tellsRandomNumbersHowLargeTheColumnIs() {
    JobFileBuilder job = rule(aJob().anonymiseMarked("at", "person", "x: random"));
    assertThat(action(plan(job, person("x tinyint unsigned"))).how().columns())
        .containsEntry("x", new RandomShape(Optional.of(BigInteger.valueOf(255))));
    assertThat(problem(job, person("x year")).id()).isEqualTo("IMPOSSIBLE-ANONYMISATION");
  }

  @Test
  void refusesWhatNothingTellsWhenItIsDone() {
    Problem problem = problem(with("x: random"), person("x int"));
    assertThat(problem.id()).isEqualTo("NO-DONE-PREDICATE");
    assertThat(problem.mend()).contains("mark: anonymised_at");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m varchar(9) null",
        "m date",
        "m timestamp null onupdate",
        "m timestamp null generated"
      })
  void refusesAMarkThatMayBeSetOtherwise(String mark) {
    JobFileBuilder job = rule(aJob().anonymiseMarked("m", "person", "x: random"));
    assertThat(problem(job, person("x int", mark)).id()).isEqualTo("UNFIT-MARK");
  }

  @Test
  void refusesAMarkThatIsAnonymised() {
    JobFileBuilder job = rule(aJob().anonymiseMarked("at", "person", "at: set-null"));
    assertThat(problem(job, person()).id()).isEqualTo("UNFIT-MARK");
  }

  @Test
  void refusesToChangeKeys() {
    CatalogBuilder catalog =
        person("code varchar(40) unique", "parent int null", "town int null")
            .table("town", "id int pk")
            .table("badge", "id int pk", "code varchar(40)")
            .key("badge.code -> person.code", OnDelete.RESTRICT)
            .key("person.town -> town.id", OnDelete.RESTRICT);
    assertThat(problems(with("id: fixed: 7"), catalog))
        .extracting(Problem::id)
        .containsOnly("IMPOSSIBLE-ANONYMISATION");
    assertThat(problem(with("code: template: c-{random}"), catalog).what())
        .contains("badge.code -> person.code");
    assertThat(problem(with("town: fixed: 1"), catalog).mend()).contains("set-null");
    assertThat(plan(with("town: set-null"), catalog).steps()).hasSize(1);
  }

  @Test
  void refusesAUniqueIndexThatCollapsesAsAWholeAndWarnsOfAPart() {
    CatalogBuilder catalog = person("a varchar(9)", "b varchar(9) null").unique("person.a+b");
    assertThat(problem(with("a: redact", "b: redact"), catalog).id())
        .isEqualTo("IMPOSSIBLE-ANONYMISATION");
    assertThat(plan(with("a: redact"), catalog).warnings())
        .extracting(Problem::id)
        .containsExactly("UNIQUE-AT-RISK");
    assertThat(plan(with("a: redact", "b: set-null"), catalog).warnings()).isEmpty();
  }

  @Test
  void handsOverChecksThatDependOnWhatChangesOnly() {
    CatalogBuilder catalog =
        person("name varchar(9)", "kind varchar(9)").check("person", "length(`NAME`) > 2");
    Plan plan = plan(with("name: redact", "kind: fixed: x"), catalog);
    assertThat(plan.checkProbes()).hasSize(1);
    CheckProbe probe = plan.checkProbes().get(0);
    assertThat(probe.table()).hasToString("shop.person");
    assertThat(probe.samples())
        .contains(Map.of("name", "*"), Map.of("name", "********"))
        .hasSize(8);
    assertThat(probe.refusal().id()).isEqualTo("CHECK-VIOLATED");
  }

  @Test
  void samplesEveryCombinationOfTheColumnsOfACheck() {
    CatalogBuilder catalog =
        person("a int null", "b date").check("person", "a is null or b > '2000-01-01'");
    Plan plan = plan(with("a: set-null", "b: year"), catalog);
    Map<String, Object> row = new HashMap<>();
    row.put("a", null);
    row.put("b", LocalDate.of(1981, 1, 1));
    assertThat(plan.checkProbes().get(0).samples()).hasSize(3).contains(row);
  }

  /** The database of these job files is in UTC. */
  @ParameterizedTest
  @CsvSource({
    "UTC,           datetime,  true",
    "Etc/UTC,       timestamp, true",
    "Europe/Berlin, datetime,  false",
    "Europe/Berlin, timestamp, false",
    "Asia/Shanghai, timestamp, false"
  })
  void cutsTheMomentThatARuleCountsFromOnlyWhereThatIsOnTheSameDay(
      String zone, String type, boolean taken) {
    CatalogBuilder catalog =
        aCatalog().table("visit", "id int pk", "at " + type + " index", "seen " + type + " index");
    JobFileBuilder job =
        aJob()
            .in(zone)
            .anonymise("visit", "at: day")
            .rule("old", "visit")
            .keeping("P3Y")
            .then(DELETE)
            .rule("masked", "visit")
            .keeping("P1Y")
            .from("seen")
            .then(ANONYMISE);
    if (taken) {
      assertThat(plan(job, catalog).steps()).hasSize(2);
    } else {
      assertThat(problem(job, catalog).id()).isEqualTo("MOVES-THE-MOMENT");
      assertThat(problem(job, catalog).what()).contains("'at'", "'old'", zone);
    }
  }

  @Test
  void refusesACheckOverMoreTogetherThanCanBeTried() {
    CatalogBuilder few =
        person("a varchar(9)", "b varchar(9)", "c varchar(9)", "d varchar(9)", "e varchar(9)")
            .check("person", "CONCAT(a, b, c, d, e) <> ''");
    String[] five = {"a: redact", "b: redact", "c: redact", "d: redact", "e: redact"};
    assertThat(plan(with(five), few).checkProbes().get(0).samples()).hasSize(32_768);
    String columns =
        IntStream.range(0, 40).mapToObj(n -> "c" + n).collect(Collectors.joining(", "));
    CatalogBuilder many =
        person(
                IntStream.range(0, 40)
                    .mapToObj(n -> "c" + n + " varchar(99)")
                    .toArray(String[]::new))
            .check("person", "CONCAT(" + columns + ") <> ''");
    Problem problem =
        problem(
            with(IntStream.range(0, 40).mapToObj(n -> "c" + n + ": redact").toArray(String[]::new)),
            many);
    assertThat(problem.id()).isEqualTo("CHECK-TOO-WIDE");
    assertThat(problem.what()).contains("c0, c1, ", "40000");
  }

  @Test
  void refusesAChangeThatACheckComparesWithOtherColumnsOrWithChance() {
    CatalogBuilder catalog = person("a int", "b int").check("person", "a < b");
    assertThat(problem(with("a: fixed: 1"), catalog).id()).isEqualTo("CHECK-UNPROVABLE");
    CatalogBuilder alone = person("a int", "b int").check("person", "a > 3");
    JobFileBuilder random = rule(aJob().anonymiseMarked("at", "person", "a: random"));
    assertThat(problem(random, alone).id()).isEqualTo("CHECK-UNPROVABLE");
    assertThat(plan(with("b: fixed: 1"), alone).checkProbes()).isEmpty();
  }

  @Test
  void tellsEveryProblemOfAnAnonymisation() {
    assertThat(
            problems(
                with("nmae: redact", "x: redcat", "y: set-null", "z: network: 9"),
                person("name varchar(9)", "x varchar(9)", "y int", "z varchar(40)")))
        .extracting(Problem::id)
        .containsExactly(
            "UNKNOWN-COLUMN", "UNKNOWN-STRATEGY", "IMPOSSIBLE-ANONYMISATION", "STRATEGY-ARGUMENT");
  }
}
