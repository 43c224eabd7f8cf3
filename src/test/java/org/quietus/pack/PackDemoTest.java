package org.quietus.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.cli.CommandRun;
import org.quietus.cli.demo.PackDatabase;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/** The demo of each pack, as a visitor sees it. */
@Tag("long")
class PackDemoTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  /** From then on 30 working days reach into a year whose holidays are not known. */
  private static final Instant END_OF_YEAR = Instant.parse("2026-12-20T12:00:00Z");

  @TempDir Path directory;

  static Stream<String> packs() {
    return Packs.ALL.stream().map(Pack::name);
  }

  private static CommandRun demo(String... arguments) {
    return demo(NOW, arguments);
  }

  private static CommandRun demo(Instant now, String... arguments) {
    return CommandRun.onDatabases(Map.of())
        .at(now)
        .run(Stream.concat(Stream.of("demo"), Stream.of(arguments)).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("packs")
  void tellsTheStoryAndLeavesNobodyWhoWasErased(String pack) throws Exception {
    Instant now = pack.equals("kaiconn") ? END_OF_YEAR : NOW;
    CommandRun told = demo(now, "--pack", pack, "--dir", directory.toString());

    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out())
        .contains("promised", "done", "What remains, and until when", "nothing of these requests: ")
        .containsPattern("How runs ended, as .*\n  [A-Z_]+: [A-Z][^\n]+\\.\n");
    assertThat(told.out().lines().count()).as("one page").isLessThan(110);
    assertNobodyIn(told.out() + told.err(), pack);
    List<String> erased = Files.readAllLines(directory.resolve("erased-persons.txt"));
    assertThat(erased).isNotEmpty();
    assertThat(filesThatHoldAnyOf(erased)).containsExactly(directory.resolve("erased-persons.txt"));
    assertThat(directory.resolve("keys/signing.pub.pem")).exists();
    assertEveryCertificateIsGood();
    assertThat(told.out()).contains(directory.resolve("portal/index.html").toString());
    assertThat(directory.resolve("portal/index.html"))
        .content()
        .contains("not shown here")
        .doesNotContain("What is wrong");

    CommandRun again = demo(now, "--pack", pack, "--dir", directory.toString());
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).isEqualTo(told.out());
  }

  @Test
  void logFilesKeepTheLinesOfThoseWhoStay() {
    CommandRun told = demo("--pack", "device-cloud-in", "--dir", directory.toString());
    String log = content(directory.resolve("vault/device-logs/devices-1.jsonl.gz"));

    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(log).contains("\"id\":38,").doesNotContain("\"id\":37,", "\"id\":58,", "\"id\":64,");
  }

  @Test
  void recordingsGoWithTheirRowsAndNoOthersDo() throws Exception {
    CommandRun told = demo("--pack", "jingdigital", "--dir", directory.toString());
    List<String> named = new ArrayList<>();
    String url = "jdbc:h2:file:" + directory.resolve("app") + ";DATABASE_TO_LOWER=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "app", "");
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT audio_key FROM call_recording WHERE audio_key IS NOT NULL")) {
      while (rows.next()) {
        named.add(directory.resolve("vault").resolve(rows.getString(1)).toString());
      }
    }

    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out()).contains("34 recordings written");
    try (Stream<Path> files = Files.list(directory.resolve("vault/recordings"))) {
      assertThat(files.map(Path::toString).toList())
          .hasSizeBetween(20, 31)
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @Test
  void listsThePacks() {
    CommandRun listed = demo("--list");
    assertThat(listed.exitCode()).isZero();
    assertThat(listed.out()).contains(packs().toList());
  }

  @Test
  void refusesAPackThatDoesNotExistAndNamesThoseThatDo() {
    CommandRun refused = demo("--pack", "kaicon", "--dir", directory.resolve("x").toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("'kaicon'").contains(packs().toList());
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void refusesADirectoryOfAnotherPackAndTooFewPersons() {
    CommandRun few =
        demo("--pack", "kaiconn", "--persons", "99", "--dir", directory.resolve("few").toString());
    assertThat(few.exitCode()).as(few.err()).isEqualTo(2);
    assertThat(few.err()).contains("100 to 1000000");
  }

  private static void assertNobodyIn(String text, String pack) {
    Pack found = Packs.named(pack).orElseThrow();
    Population population = new Population(PackDatabase.SEED, 100, LocalDate.EPOCH);
    for (int number = 1; number <= 100; number++) {
      assertThat(text).doesNotContain(found.person(population, number).traces());
    }
  }

  private void assertEveryCertificateIsGood() {
    EvidenceStore store = EvidenceStores.at(directory.resolve("evidence"));
    assertThat(new CertificateReader(store, PublicKeys.in(store)).list())
        .isNotEmpty()
        .allSatisfy(stored -> assertThat(stored.verdict()).isInstanceOf(Verdict.Good.class));
  }

  private List<Path> filesThatHoldAnyOf(List<String> terms) throws IOException {
    Traces traces = new Traces(terms);
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !traces.in(content(file)).isEmpty())
          .toList();
    }
  }

  /** As UTF-8, and also what a file holds in compressed form. */
  private static String content(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (file.toString().endsWith(".gz")) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
          bytes = in.readAllBytes();
        }
      }
      return new String(bytes, UTF_8) + file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
