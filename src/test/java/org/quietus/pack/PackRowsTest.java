package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of the commitments that we say to keep is shown by a test that is named after it. */
class PackRowsTest {
  private static final Map<String, Class<?>> CONTRACTS =
      Map.of(
          "opengemini", OpenGeminiContract.class,
          "device-cloud-in", DeviceCloudInContract.class,
          "kaiconn", KaiconnContract.class,
          "ciie", CiieContract.class,
          "jingdigital", JingDigitalContract.class);

  @Test
  void everyRowHasATestThatBeginsWithIt() throws Exception {
    assertThat(rows()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(rows()).allMatch(PackRowsTest::isTested);
  }

  @Test
  void everyPackHasRows() throws Exception {
    assertThat(Packs.ALL)
        .extracting(Pack::name)
        .allSatisfy(pack -> assertThat(rows()).anyMatch(row -> row.startsWith(pack + " ")));
  }

  /** So that a row does not get lost here while its tests are still there. */
  @Test
  void everyTestThatIsNamedAfterARowHasIt() throws Exception {
    Set<String> begins = rows().stream().map(PackRowsTest::begin).collect(Collectors.toSet());
    List<String> tests =
        CONTRACTS.values().stream()
            .flatMap(PackRowsTest::tests)
            .filter(name -> name.matches("[a-zA-Z]+_[0-9]+_[0-9]+_.*"))
            .toList();
    assertThat(tests)
        .hasSizeGreaterThanOrEqualTo(begins.size())
        .allMatch(name -> begins.stream().anyMatch(name::startsWith));
  }

  private static boolean isTested(String row) {
    return tests(CONTRACTS.get(row.split(" ")[0])).anyMatch(name -> name.startsWith(begin(row)));
  }

  private static String begin(String row) {

    String[] parts = row.split(" ");
    return camel(parts[0]) + "_" + parts[1].replace('.', '_') + "_";
  }

  private static Stream<String> tests(Class<?> contract) {
    return Stream.<Class<?>>iterate(contract, type -> type != Object.class, Class::getSuperclass)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName);
  }

  private static String camel(String pack) {
    StringBuilder camel = new StringBuilder();
    for (String word : pack.split("-")) {
      camel.append(camel.isEmpty() ? word : word.substring(0, 1).toUpperCase() + word.substring(1));
    }
    return camel.toString();
  }

  private static List<String> rows() throws IOException {
    try (InputStream in = PackRowsTest.class.getResourceAsStream("/pack/rows.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
