package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  private static boolean isTested(String row) {
    String[] parts = row.split(" ");
    String begin = camel(parts[0]) + "_" + parts[1].replace('.', '_') + "_";
    return Stream.<Class<?>>iterate(
            CONTRACTS.get(parts[0]), type -> type != Object.class, Class::getSuperclass)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class))
        .anyMatch(method -> method.getName().startsWith(begin));
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
