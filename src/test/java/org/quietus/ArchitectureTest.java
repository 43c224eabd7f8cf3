package org.quietus;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The boundaries inside the product: one table, and every breach of it at once. */
class ArchitectureTest {

  /**
   * Package to the packages that it may use; it may also use what those may use. A package of the
   * second level uses what the one above it may, and that one itself.
   */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("policy", Set.of()),
          Map.entry("policy.condition", Set.of("policy")),
          Map.entry("policy.calendar", Set.of("policy")),
          Map.entry("policy.read", Set.of("policy.condition", "policy.calendar")),
          Map.entry("subject", Set.of("policy")),
          Map.entry("catalog", Set.of()),
          Map.entry("anonymise", Set.of("policy")),
          Map.entry("objectstore", Set.of()),
          Map.entry("objectstore.s3", Set.of("objectstore")),
          Map.entry("objectstore.directory", Set.of("objectstore")),
          Map.entry("evidence", Set.of("objectstore.s3", "objectstore.directory")),
          Map.entry("request.mirror", Set.of("evidence", "subject")),
          Map.entry(
              "request", Set.of("policy.calendar", "policy.read", "subject", "request.mirror")),
          Map.entry("recipient", Set.of("policy", "request", "certificate.seal")),
          Map.entry("plan", Set.of("policy", "request", "anonymise", "catalog")),
          Map.entry("plan.make", Set.of("plan")),
          Map.entry("hold", Set.of("plan")),
          Map.entry("target", Set.of("hold")),
          Map.entry("database", Set.of("target")),
          Map.entry("database.engine", Set.of("database")),
          Map.entry("database.h2", Set.of("database")),
          Map.entry("database.mysql", Set.of("database")),
          Map.entry("database.postgres", Set.of("database")),
          Map.entry("format", Set.of("anonymise")),
          Map.entry("format.gzip", Set.of("format")),
          Map.entry("format.zstd", Set.of("format")),
          Map.entry("format.mysqldump", Set.of("format")),
          Map.entry("format.jsonl", Set.of("format")),
          Map.entry("format.csv", Set.of("format")),
          Map.entry("format.parquet", Set.of("format")),
          Map.entry("format.pgdump", Set.of("format")),
          Map.entry(
              "backup.file",
              Set.of("backup", "backup.dump", "format.jsonl", "format.csv", "format.parquet")),
          Map.entry("backup", Set.of("target", "objectstore", "subject", "format")),
          Map.entry(
              "backup.dump",
              Set.of("backup", "format.gzip", "format.zstd", "format.mysqldump", "format.pgdump")),
          Map.entry("backup.person", Set.of("backup.dump")),
          Map.entry("backup.journal", Set.of("backup.person", "backup.file")),
          Map.entry("backup.packed", Set.of("backup")),
          Map.entry("backup.version", Set.of("backup.journal", "backup.packed")),
          Map.entry("backup.search", Set.of("backup.version")),
          Map.entry(
              "backup.set", Set.of("backup.search", "objectstore.s3", "objectstore.directory")),
          Map.entry("coverage", Set.of("plan")),
          Map.entry("coverage.read", Set.of("coverage", "database")),
          Map.entry("ledger", Set.of("target")),
          Map.entry("certificate.seal", Set.of("evidence")),
          Map.entry("certificate.log", Set.of("certificate.seal", "policy")),
          Map.entry("certificate.stamp", Set.of("certificate.log")),
          Map.entry("certificate", Set.of("ledger", "certificate.log", "certificate.stamp")),
          Map.entry("report", Set.of("certificate")),
          Map.entry("report.text", Set.of("report")),
          Map.entry("report.portal", Set.of("report")),
          Map.entry("report.pdf", Set.of("report")),
          Map.entry("job", Set.of("ledger", "certificate", "recipient")),
          Map.entry("control", Set.of("job", "report.pdf")),
          Map.entry("run.person", Set.of("control")),
          Map.entry("run.certify", Set.of("run.person")),
          Map.entry("run.batch", Set.of("run.person")),
          Map.entry("run.replay", Set.of("run.person")),
          Map.entry("run.desk", Set.of("run.certify", "plan.make")),
          Map.entry("run", Set.of("run.desk", "run.batch", "run.replay")),
          Map.entry("pack", Set.of()),
          Map.entry("cli.output", Set.of("job")),
          Map.entry("cli.input", Set.of("cli.output")),
          Map.entry("cli.run", Set.of("cli.input", "run.batch", "plan.make")),
          Map.entry("cli.request", Set.of("cli.input")),
          Map.entry("cli.answer", Set.of("cli.input")),
          Map.entry("cli.hold", Set.of("cli.input")),
          Map.entry("cli.recipient", Set.of("cli.input")),
          Map.entry(
              "cli.certificate", Set.of("cli.input", "report.text", "report.pdf", "report.portal")),
          Map.entry("cli.key", Set.of("cli.input")),
          Map.entry("cli.draft", Set.of("cli.input", "database", "plan.make", "coverage")),
          Map.entry("cli.coverage", Set.of("cli.input", "coverage.read")),
          Map.entry(
              "cli.demo", Set.of("cli.input", "database", "report.text", "report.portal", "pack")),
          Map.entry(
              "cli",
              Set.of(
                  "run",
                  "database.engine",
                  "backup.set",
                  "cli.run",
                  "cli.request",
                  "cli.answer",
                  "cli.hold",
                  "cli.recipient",
                  "cli.certificate",
                  "cli.key",
                  "cli.draft",
                  "cli.coverage",
                  "cli.demo")),
          Map.entry("", Set.of("cli")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.quietus");

  @Test
  void packagesUseOnlyWhatTheTableAllows() {
    assertThat(
            breaches(
                dependency ->
                    isOurs(dependency.getTargetClass())
                        && !mayUse(dependency.getOriginClass())
                            .contains(packageOf(dependency.getTargetClass()))))
        .isEmpty();
  }

  @Test
  void everyPackageStandsInTheTableAndNothingElseDoes() {
    assertThat(CLASSES.stream().map(ArchitectureTest::packageOf).distinct())
        .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @Test
  void packagesFormNoCycle() {
    SlicesRuleDefinition.slices()
        .matching("org.quietus.(**)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void packagesHaveTwoLevelsAndAreNullMarked() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .allSatisfy(
            found -> {
              assertThat(found.getName()).matches("org\\.quietus(\\.[a-z0-9]+){0,2}");
              assertThat(isNullMarked(found)).as("%s is @NullMarked", found.getName()).isTrue();
            });
  }

  @Test
  void onlyTheBatchOfARunKnowsSpringBatch() {
    assertThat(
            breaches(
                dependency ->
                    isIn(dependency.getTargetClass(), "org.springframework.batch")
                        && !packageOf(dependency.getOriginClass()).equals("run.batch")))
        .isEmpty();
  }

  @Test
  void onlyRunAndCliAreWiredBySpring() {
    assertThat(
            breaches(
                dependency ->
                    (isIn(dependency.getTargetClass(), "org.springframework.stereotype")
                            || isIn(
                                dependency.getTargetClass(),
                                "org.springframework.context.annotation"))
                        && !Set.of("run.batch", "cli")
                            .contains(packageOf(dependency.getOriginClass()))))
        .isEmpty();
  }

  @Test
  void onlyCliTouchesTheStandardStreams() {
    assertThat(
            accesses(
                access ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && Set.of("in", "out", "err").contains(access.getName())
                        && !packageOf(access.getOriginOwner()).equals("cli")))
        .isEmpty();
  }

  @Test
  void timeComesFromAClock() {
    assertThat(accesses(ArchitectureTest::readsTheTimeWithoutAClock)).isEmpty();
  }

  @Test
  void onlyTheEntryPointMakesAClock() {
    assertThat(
            accesses(
                access ->
                    access.getTargetOwner().isEquivalentTo(Clock.class)
                        && access.getName().startsWith("system")
                        && !packageOf(access.getOriginOwner()).equals("cli")))
        .isEmpty();
  }

  @Test
  void namesSayWhatAThingIs() {
    assertThat(CLASSES.stream().map(JavaClass::getSimpleName))
        .noneMatch(name -> name.matches(".+(Util|Utils|Helper|Manager|Impl|Handler)"));
  }

  @Test
  void noNameStandsForTwoThings() {
    Map<String, List<String>> byName =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
    assertThat(byName.values()).allMatch(names -> names.size() == 1);
  }

  @Test
  void foldersAreShort() throws IOException {
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.list(folder)) {
          assertThat(files.filter(Files::isRegularFile)).as("%s", folder).hasSizeLessThan(61);
        }
      }
    }
  }

  @Test
  void filesAreShort() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readAllLines(file).size()).as("%s", file).isLessThanOrEqualTo(300);
      }
    }
  }

  private static Set<String> breaches(Predicate<Dependency> forbidden) {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(forbidden)
        .map(
            dependency ->
                dependency.getOriginClass().getName()
                    + " uses "
                    + dependency.getTargetClass().getName())
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> accesses(Predicate<JavaAccess<?>> forbidden) {
    return CLASSES.stream()
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(forbidden)
        .map(JavaAccess::getDescription)
        .collect(toCollection(TreeSet::new));
  }

  private static boolean readsTheTimeWithoutAClock(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    if (!(access.getTarget() instanceof AccessTarget.CodeUnitCallTarget call)) {
      return false;
    }
    boolean now =
        isIn(owner, "java.time")
            && call.getName().equals("now")
            && call.getRawParameterTypes().stream()
                .noneMatch(type -> type.isEquivalentTo(Clock.class));
    boolean millis =
        owner.isEquivalentTo(System.class) && call.getName().equals("currentTimeMillis");
    boolean date =
        owner.isEquivalentTo(Date.class)
            && call.getName().equals("<init>")
            && call.getRawParameterTypes().isEmpty();
    return now || millis || date;
  }

  private static Set<String> mayUse(JavaClass origin) {
    Set<String> closure = new TreeSet<>();
    closeOver(packageOf(origin), closure);
    return closure;
  }

  private static void closeOver(String name, Set<String> closure) {
    if (closure.add(name)) {
      MAY_USE.getOrDefault(name, Set.of()).forEach(used -> closeOver(used, closure));
    }
  }

  private static boolean isOurs(JavaClass type) {
    return isIn(type.getBaseComponentType(), "org.quietus");
  }

  private static boolean isIn(JavaClass type, String name) {
    return (type.getPackageName() + ".").startsWith(name + ".");
  }

  private static String packageOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.equals("org.quietus") ? "" : name.replace("org.quietus.", "");
  }

  private static boolean isNullMarked(JavaPackage found) {
    return found.isAnnotatedWith(NullMarked.class);
  }
}
