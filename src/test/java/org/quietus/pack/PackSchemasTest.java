package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample schemas of the packs, and the populations that fill them. */
class PackSchemasTest {

  @ParameterizedTest
  @MethodSource("org.quietus.pack.PackDemoTest#packs")
  void onH2DiffersInTypesAlone(String pack) throws Exception {
    String here = statements("sql/samples/" + pack + "-schema.sql");
    assertThat(
            here.replace(" DATETIME(6)", " TIMESTAMP(6)")
                .replace(" JSON", " CLOB")
                .replace(" POINT", " GEOMETRY(POINT)"))
        .isEqualTo(statements("sql/samples/" + pack + "-schema-h2.sql"));
  }

  @ParameterizedTest
  @MethodSource("org.quietus.pack.PackDemoTest#packs")
  void personsAreTheSameHoweverManyThereAreAndNoTwoAreAlike(String name) {
    Pack pack = Packs.named(name).orElseThrow();
    Population few = new Population(1, 100, PackJob.TODAY);
    Population many = new Population(1, 1_000_000, PackJob.TODAY);
    for (int number : new int[] {1, 40, 100}) {
      assertThat(pack.person(few, number)).isEqualTo(pack.person(many, number));
    }
    assertThat(IntStream.rangeClosed(1, 5_000).mapToObj(number -> pack.person(many, number).name()))
        .doesNotHaveDuplicates();
    assertThat(
            IntStream.rangeClosed(990_000, 1_000_000)
                .mapToObj(number -> pack.person(many, number).email()))
        .doesNotHaveDuplicates();
  }

  private static String statements(String file) throws Exception {
    return Files.readString(Path.of(file))
        .lines()
        .map(line -> line.replaceFirst("--.*", "").replaceAll("\\s+", " ").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
