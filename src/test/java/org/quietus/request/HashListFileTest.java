package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.ListFormat;
import org.quietus.policy.Problem;
import org.quietus.subject.HashedType;

class HashListFileTest {
  /** Of 4155559317 and of 4901234567, as data brokers were given them to check with. */
  private static final String FIRST = "vGM7y5n+hBXRSEAklhHDPCbysyNgYTmXdMcagGUOY8E=";

  private static final String SECOND = "ptzVkgbv9DonwvPCHmXmJ2SEOaolSh37z3ZzY/Gmm+U=";

  @TempDir Path directory;

  private HashList read(String text) throws Exception {
    return HashListFile.read(
        Files.writeString(directory.resolve("list.csv"), text),
        new Hashed.One(HashedType.PHONE, false),
        ListFormat.PUBLISHED);
  }

  private List<Problem> problems(String text) {
    return catchThrowableOfType(InvalidInput.class, () -> read(text)).problems();
  }

  @Test
  void publishedExamplesAreFoundWhateverTheOrderOfTheColumnsAndTheEndsOfLines() throws Exception {
    HashList list =
        read("\ufeffHash,ID\r\n" + FIRST + ",a1\r\n\r\n\"" + SECOND + "\",b2\r\n" + FIRST + ",c3");

    assertThat(list.ids()).containsExactly("a1", "b2", "c3");
    assertThat(list.entries(List.of("+1(415)555-9317"))).containsExactly("a1", "c3");
    assertThat(list.entries(List.of("+84(90)123 4567"))).containsExactly("b2");
    assertThat(list.entries(List.of("415 555 9318"))).isEmpty();
  }

  @Test
  void whatIdentifiesNobodyHasNoHash() {
    assertThat(
            Stream.of("", "-", "n/a", "+")
                .flatMap(text -> HashedType.PHONE.hash(text, false).stream()))
        .isEmpty();
    assertThat(Stream.of("", "-", "@").flatMap(text -> HashedType.EMAIL.hash(text, false).stream()))
        .isEmpty();
  }

  @Test
  void addressesDifferInNothingButTheSizeOfLettersAndSpacesAround() {
    assertThat(HashedType.EMAIL.hash(" Jo.A+b@Example.ORG\t", false))
        .isEqualTo(HashedType.EMAIL.hash("jo.a+b@example.org", false))
        .isNotEqualTo(HashedType.EMAIL.hash("joa+b@example.org", false))
        .isNotEqualTo(HashedType.EMAIL.hash("jo.a@example.org", false));
  }

  @Test
  void aListWithoutEntriesHasAHeader() throws Exception {
    assertThat(read("ID,Hash\n").ids()).isEmpty();
    assertThat(problems("")).extracting(Problem::id).containsExactly("EMPTY-LIST");
  }

  @ParameterizedTest
  @CsvSource({
    "'ID,Hash,ListType', 1, UNKNOWN-COLUMN",
    "'Id,Hash', 1, UNKNOWN-COLUMN",
    "'ID,ID,Hash', 1, COLUMN-TWICE",
    "'Hash', 1, MISSING-COLUMN",
    "'ID,Hash\na1,abc', 2, BAD-HASH",
    "'ID,Hash\na1,*GM7y5n+hBXRSEAklhHDPCbysyNgYTmXdMcagGUOY8E=', 2, BAD-HASH",
    "'ID,Hash\na1', 2, WRONG-FIELD-COUNT",
    "'ID,Hash\na1,\"abc', 2, BAD-HASH",
    "'ID,Hash\n,vGM7y5n+hBXRSEAklhHDPCbysyNgYTmXdMcagGUOY8E=', 2, BAD-ID",
    "'ID,Hash\njo@example.org,vGM7y5n+hBXRSEAklhHDPCbysyNgYTmXdMcagGUOY8E=', 2, BAD-ID",
  })
  void whatIsWrongIsNamedByItsLine(String text, int line, String problem) {
    assertThat(problems(text))
        .anyMatch(found -> found.line() == line && found.id().equals(problem))
        .noneMatch(found -> found.toString().contains("example.org"));
  }

  @Test
  void otherAlgorithmsAndAMixtureAreNamed() {
    assertThat(
            problems(
                "ID,Hash\na,"
                    + FIRST
                    + "\nb,"
                    + "0".repeat(64)
                    + "\nc,"
                    + "0".repeat(40)
                    + "\na,"
                    + SECOND
                    + "\n"))
        .extracting(problem -> problem.line() + " " + problem.id())
        .containsExactly("3 MIXED-HASHES", "4 BAD-HASH", "5 DUPLICATE-ENTRY");
  }

  @Test
  void aJobFileMayNameOtherColumnsAndHashNumbersAsTheyAreCompared() throws Exception {
    ListFormat own = new ListFormat("key", "digest", true, "key", "state", "E", "D", "N");
    Path file =
        Files.writeString(
            directory.resolve("own.csv"),
            "digest,key\n" + HexFormat.of().formatHex(sha256("+14155559317")) + ",k-1\n");

    HashList list = HashListFile.read(file, new Hashed.One(HashedType.PHONE, own.compared()), own);

    assertThat(list.entries(List.of("+1 (415) 555-9317"))).containsExactly("k-1");
    assertThat(list.entries(List.of("(415) 555-9317"))).isEmpty();
    assertThat(ListedStatus.DELETED.code(own)).isEqualTo("D");
  }

  private static byte[] sha256(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void moreProblemsThanAHundredAreCounted() {
    List<Problem> problems =
        problems("ID,Hash\n" + String.join("\n", Collections.nCopies(250, "a,b")));

    assertThat(problems).hasSize(101);
    assertThat(problems.get(100).what()).endsWith(": 150");
  }
}
