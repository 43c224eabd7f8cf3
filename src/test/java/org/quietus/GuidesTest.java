package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger reads first leads to files that are there. */
class GuidesTest {
  private static final Pattern QUOTED = Pattern.compile("`([^`\\s]+)`");

  private static final Pattern PATH = Pattern.compile("[\\w.-]+(/[\\w.-]+)+/?");

  private static final Pattern CLASS = Pattern.compile("([A-Z]\\w*[a-z]\\w*)([.]\\w+)?");

  /** What stands for a name that a contributor chooses, or is made by a build. */
  private static final Pattern NOT_THERE =
      Pattern.compile(".*/x([/.].*)?|.*/X.*|VN__.*|target/[a-z].*");

  /** Where paths begin. */
  private static final List<Path> ROOTS =
      List.of(
          Path.of("src/main/java/org/quietus"),
          Path.of("src/test/java/org/quietus"),
          Path.of("src/main/resources"),
          Path.of(""));

  private static final Set<String> OF_THE_JDK = Set.of("Clock", "ServiceLoader");

  @ParameterizedTest
  @ValueSource(strings = {"ARCHITECTURE.md", "CONTRIBUTING.md"})
  void namesPathsAndClassesThatAreThere(String guide) throws IOException {
    Set<String> classes = new TreeSet<>(OF_THE_JDK);
    for (Path sources : List.of(Path.of("src/main/java"), Path.of("src/test/java"))) {
      try (Stream<Path> files = Files.walk(sources)) {
        files.forEach(file -> classes.add(file.getFileName().toString().replace(".java", "")));
      }
    }
    Set<String> named = quoted(guide);
    assertThat(named)
        .filteredOn(name -> PATH.matcher(name).matches())
        .hasSizeGreaterThan(20)
        .allMatch(GuidesTest::isThere);
    assertThat(named)
        .map(CLASS::matcher)
        .filteredOn(Matcher::matches)
        .map(name -> name.group(1))
        .isSubsetOf(classes);
  }

  @Test
  void theArchitectureIsReadInOneSitting() throws IOException {
    assertThat(Files.readAllLines(Path.of("ARCHITECTURE.md"))).hasSizeLessThanOrEqualTo(120);
  }

  private static Set<String> quoted(String guide) throws IOException {
    return QUOTED
        .matcher(Files.readString(Path.of(guide)))
        .results()
        .map(found -> found.group(1))
        .filter(name -> !NOT_THERE.matcher(name).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isThere(String path) {
    return ROOTS.stream()
        .anyMatch(
            root -> Files.exists(root.resolve(path)) || Files.exists(root.resolve(path + ".java")));
  }
}
