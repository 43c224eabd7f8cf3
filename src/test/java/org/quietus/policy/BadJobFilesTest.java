package org.quietus.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.quietus.policy.JobFilesTest.ENVIRONMENT;
import static org.quietus.policy.JobFilesTest.FILES;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.policy.read.JobFiles;

class BadJobFilesTest {
  @TempDir Path dir;

  /** A job file without a fault. */
  private String good = "";

  @BeforeEach
  void readAGoodOne() throws IOException {
    good = Files.readString(FILES.resolve("smallest.yaml"));
  }

  /** In these files, {@code #!} is followed by the ids of the problems of its line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad-structure.yaml",
        "bad-values.yaml",
        "bad-references.yaml",
        "bad-unsupported.yaml",
        "bad-clocks.yaml",
        "bad-categories.yaml",
        "bad-tenants.yaml",
        "bad-backups.yaml",
        "bad-files.yaml",
        "bad-pace.yaml",
        "bad-databases.yaml",
        "bad-same-as.yaml",
        "bad-home.yaml",
        "bad-home-name.yaml",
        "bad-recipients.yaml"
      })
  void tellsAllProblemsAtOnceEachWithItsLine(String name) throws IOException {
    List<String> expected = new ArrayList<>();
    List<String> lines = Files.readAllLines(FILES.resolve(name));
    for (int i = 0; i < lines.size(); i++) {
      int mark = lines.get(i).indexOf("#!");
      if (mark >= 0) {
        for (String id : lines.get(i).substring(mark + 2).strip().split(" ", -1)) {
          expected.add((i + 1) + " " + id);
        }
      }
    }
    InvalidInput refused = refused(FILES.resolve(name), ENVIRONMENT);

    assertThat(refused.problems())
        .as(refused.getMessage())
        .extracting(problem -> problem.line() + " " + problem.id())
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(refused.problems()).extracting(Problem::line).isSorted();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "retention: | retentoin: | :8: 'retentoin' is not a key of a job file; did you mean"
            + " 'retention'? [UNKNOWN-KEY]",
        "then: delete | then: remove | :9: 'retention.old-visits.then' is 'remove'; write one of"
            + " delete, anonymise [UNKNOWN-VALUE]",
        "from: visited_at, | | :9: 'retention.old-visits' has no 'from'; add e.g. 'from:"
            + " created_at' [MISSING-KEY]",
        "keep: P6M | keep: | :9: 'retention.old-visits.keep' has no value: YAML treats an"
            + " empty value as null; write e.g. 'keep: P6M' [NO-VALUE]",
        "keep: P6M | keep: PT6H | :9: 'retention.old-visits.keep' is 'PT6H', which counts hours,"
            + " but cutoffs are the starts of whole local days; write years, months, weeks and"
            + " days, e.g. P6M, P1Y6M or P30D [BAD-PERIOD]",
        "crm.visit | cmr.visit | :9: 'retention.old-visits.records' is in database 'cmr', which is"
            + " not declared; did you mean 'crm'? [UNKNOWN-DATABASE]",
        "${CRM_PASSWORD} | ${CRM_PASSWROD} | :7: 'databases.crm.password' needs the environment"
            + " variable CRM_PASSWROD, which is not set; set it, e.g. export CRM_PASSWROD=…; a"
            + " password has no default in the file [UNSET-VARIABLE]",
        "${CRM_URL} | ${CRM_ULR} | :7: 'databases.crm.url' needs the environment variable CRM_ULR,"
            + " which is not set; set it, or give a default: ${CRM_ULR:…} [UNSET-VARIABLE]",
        "zone: Europe/Berlin | zone: Europe/Brelin | :4: 'zone' is 'Europe/Brelin', which is not"
            + " a time zone; did you mean 'Europe/Berlin'? [UNKNOWN-ZONE]",
      })
  void saysWhatWhereAndHowToMend(String part, String replacement, String message)
      throws IOException {
    String text = good.replace(part, replacement == null ? "" : replacement);
    assertThat(String.valueOf(refused(text).getMessage()).lines())
        .contains(dir.resolve("job.yaml") + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "XX | XX', of which no working days are known; write the ISO 3166 code of a country, one of"
            + " AT, AU,",
        "RU | RU', of which no working days are known; write the ISO 3166 code of a country, one of"
            + " AT, AU,",
        "CN-31 | CN-31', of which no working days are known; write one of CN",
        "DE-XX | DE-XX', of which no working days are known; write one of DE, DE-BB, DE-BE,",
      })
  void saysWhichCalendarsThereAre(String code, String message) throws IOException {
    InvalidInput refused = refused(good.replace("job:", "calendar: " + code + "\njob:"));

    assertThat(refused.getMessage()).contains(":2: 'calendar' is '" + message);
    assertThat(refused.problems()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1 EMPTY-FILE",
        "`\n# nothing\n` | 1 EMPTY-FILE",
        "`\uFEFF` | 1 EMPTY-FILE",
        "`---\n` | 1 EMPTY-FILE",
        "null | 1 EMPTY-FILE",
        "hello | 1 NOT-A-MAPPING",
        "`- a` | 1 NOT-A-MAPPING",
        "`a: [1` | 1 BROKEN-YAML",
        "`a: 1\n b: 2` | 2 BROKEN-YAML",
        "`a: 'x` | 1 BROKEN-YAML",
        "`a:\n\t- b` | 2 BROKEN-YAML",
        "`a: b: c` | 1 BROKEN-YAML",
        "`a: @x` | 1 BROKEN-YAML",
        "`a: 'x\nb: 1\nc: 2` | 1 BROKEN-YAML",
        "`a: 1\nb: { c: 1, d: 2\ne: 3` | 2 BROKEN-YAML",
        "`a: 1\nb: [ c,\n d\ne: 3` | 2 BROKEN-YAML",
        "`a: *x` | 1 ALIAS",
        "`a: &x 1\nb: *x` | 1 ALIAS",
        "`a: &x [*x]` | 1 ALIAS",
        "`a: !!java.net.URL [x]` | 1 TAG",
        "`a: !x y` | 1 TAG",
        "`a: 1\n---\nb: 1` | 2 SEVERAL-DOCUMENTS",
        "`a: 1\na: 2` | 2 DUPLICATE-KEY",
        "`a: { b: 1, b: 2 }` | 1 DUPLICATE-KEY",
        "`{ [a]: 1 }` | 1 BAD-KEY",
        "`a: \u0007` | 1 NOT-TEXT",
        "`a: 1\nb: \u0000` | 2 NOT-TEXT",
      })
  void refusesWhatIsNoPlainYamlMapping(String escaped, String problem) throws IOException {
    InvalidInput refused = refused(escaped.translateEscapes());

    assertThat(refused.problems())
        .as(refused.getMessage())
        .first()
        .extracting(each -> each.line() + " " + each.id())
        .isEqualTo(problem);
  }

  @Test
  void readsAByteOrderMarkAndWindowsLineEnds() throws IOException {
    Path file = file("\ufeff" + good.replace("\n", "\r\n"));

    assertThat(JobFiles.load(file, ENVIRONMENT).text().lineOf("/retention/old-visits"))
        .isEqualTo(9);
  }

  @Test
  void refusesWhatCannotBeRead() throws IOException {
    assertThat(ids(dir)).containsExactly("FILE-UNREADABLE");
    assertThat(ids(dir.resolve("nothing.yaml"))).containsExactly("FILE-MISSING");
    assertThat(ids(file("#".repeat(1024 * 1024 + 1)))).containsExactly("FILE-TOO-LARGE");
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};
    assertThat(ids(Files.write(dir.resolve("job.png"), png))).containsExactly("NOT-TEXT");
    assertThat(ids(Files.write(dir.resolve("l1"), "job: ä".getBytes(StandardCharsets.ISO_8859_1))))
        .containsExactly("NOT-TEXT");
    assertThat(ids(Files.write(dir.resolve("u16"), good.getBytes(StandardCharsets.UTF_16))))
        .containsExactly("NOT-TEXT");
  }

  @Test
  void refusesDeepNesting() throws IOException {
    assertThat(ids(file("a: " + "[".repeat(400_000)))).containsExactly("TOO-DEEP");
    assertThat(ids(file("a: " + "{b: ".repeat(25) + "1" + "}".repeat(25))))
        .containsExactly("TOO-DEEP");
  }

  @Test
  void refusesAJobFileThatDoesNothing() throws IOException {
    assertThat(ids(file(good.substring(0, good.indexOf("retention:")))))
        .containsExactly("NOTHING-TO-DO");
  }

  @Test
  void refusesErasureWithoutSubjects() throws IOException {
    assertThat(ids(file(good + "erasure: { records: { crm.visit: { then: delete } } }\n")))
        .containsExactly("NO-SUBJECTS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://u:geheim@db/crm",
        "geheim",
        "jdbc:h2:geheim;password=geheim",
        "jdbc:mysql:geheim"
      })
  void quotesNoValueOfTheEnvironment(String url) throws IOException {
    String text =
        good.replace("evidence: {", "evidence: { x: \"${CRM_USER}\",")
            .replace("file:///var/lib/quietus/evidence", "${CRM_USER}")
            .replace("/etc/quietus/keys", "\"${CRM_USER}\"");
    Map<String, String> environment =
        Map.of("CRM_URL", url, "CRM_USER", "geheim", "CRM_PASSWORD", "geheim");
    InvalidInput refused = refused(file(text), environment);

    assertThat(refused.getMessage()).doesNotContain("geheim");
    assertThat(refused.problems())
        .extracting(Problem::id)
        .contains("UNKNOWN-KEY", "BAD-EVIDENCE-STORE", "BAD-KEYS")
        .hasSize(4);
  }

  @Test
  void quotesNoPasswordThatStandsInTheFile() throws IOException {
    for (String password :
        List.of(
            "geheim", "[geheim]", "{ x: geheim }", "\"x${CRM_USER}geheim\"", "\"${X:geheim}\"")) {
      InvalidInput refused = refused(good.replace("\"${CRM_PASSWORD}\"", password));
      assertThat(refused.getMessage()).doesNotContain("geheim");
    }
  }

  /** Stand-ins let reading go on after a problem; none may be in a job file that was accepted. */
  @Test
  void neverLetsAHalfReadJobFileThrough() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String text = Files.readString(FILES.resolve("shop.yaml"));
    String[] pieces = {
      "", " ", "x", "null", "~", "{}", "[]", ":", "1", "crm.x", "''", "- ", "P1Y", "\n"
    };
    int accepted = 0;
    for (int i = 0; i < 500; i++) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(1, 16));
      String mutated =
          text.substring(0, from) + pieces[random.nextInt(pieces.length)] + text.substring(to);
      try {
        JobFile job = JobFiles.load(file(mutated), ENVIRONMENT);
        accepted++;
        assertThat(job.toString())
            .as("seed %d: %s", seed, mutated)
            .doesNotContain("?.?", "database=?", "job=,", "controller=,", "from=,", "[name=,");
        assertThat(job.databases()).as("seed %d", seed).hasSize(1);
      } catch (InvalidInput refused) {
        assertThat(refused.problems()).as("seed %d", seed).isNotEmpty();
      }
    }
    assertThat(accepted).as("seed %d", seed).isPositive();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("job.yaml"), text);
  }

  private InvalidInput refused(String text) throws IOException {
    return refused(file(text), ENVIRONMENT);
  }

  private static List<String> ids(Path file) {
    return refused(file, ENVIRONMENT).problems().stream().map(Problem::id).toList();
  }

  private static InvalidInput refused(Path file, Map<String, String> environment) {
    return catchThrowableOfType(InvalidInput.class, () -> JobFiles.load(file, environment));
  }
}
