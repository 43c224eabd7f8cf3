package org.quietus.report.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.CertificateAudit;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.policy.Language;

/** What is in the files of a portal. */
class PortalTest {
  private static final LocalDate MARCH = LocalDate.of(2026, 3, 1);

  @TempDir Path directory;
  private PortalStore evidence;
  private Path out;

  @BeforeEach
  void open() {
    evidence = new PortalStore(directory);
    out = directory.resolve("portal");
  }

  @Test
  void hasAnIndexAndAPageForEachCertificate() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200).run("two", MARCH.plusDays(1), "usage", 0);

    Portal.Made made = made(false);

    assertThat(made.index()).isEqualTo(out.resolve("index.html"));
    assertThat(made.shown()).isEqualTo(2);
    assertThat(made.audit().isGood()).isTrue();
    assertThat(page("certificates/run-one-1.html"))
        .contains("Beispiel GmbH &amp; Söhne 示例", "1,200 matched", "old-visits");
    assertThat(index()).contains("certificates/run-one-1.html", "certificates/run-two-1.html");
  }

  @Test
  void embedsTheExactBytesOfCertificateAndProof() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);

    made(false);

    String page = page("certificates/run-one-1.html");
    assertThat(embedded(page, "file"))
        .isEqualTo(Files.readAllBytes(evidence.certificate("run-one-1")));
    assertThat(embedded(page, "proof"))
        .isEqualTo(
            Files.readAllBytes(evidence.folder().resolve("certificates/run-one-1.tlog-proof")));
  }

  @Test
  void everyPageForbidsWhatIsNotItsOwnAndNamesNothingElse() throws IOException {
    evidence
        .run("one", MARCH, "usage", 1_200)
        .withHostileNames()
        .run("two", MARCH, PortalStore.HOSTILE, 7);

    made(true);

    for (Map.Entry<String, String> file : files().entrySet()) {
      if (!file.getKey().endsWith(".html")) {
        continue;
      }
      String page = file.getValue();
      assertThat(page)
          .as(file.getKey())
          .contains("content=\"default-src &#39;none&#39;; script-src &#39;self&#39;")
          .doesNotContain("unsafe")
          .doesNotContainPattern("(?i)(src|href)=\"(https?:|//|data:|javascript:)")
          .doesNotContain("<style", "<img", "<iframe");
      assertThat(page.replaceAll("=\"[^\"]*\"", "="))
          .doesNotContainPattern("(?i)<[^>]* (on[a-z]+|style)=");
      assertThat(scripts(page)).as(file.getKey()).allMatch(PortalTest::isHarmless);
    }
    assertThat(files().get("assets/portal.css")).doesNotContain("url(", "@import");
    assertThat(String.join("", files().values())).doesNotContain("</script><script>alert");
  }

  /** A script of the portal, or a block of data that is not executed. */
  private static boolean isHarmless(String script) {
    return script.matches("<script defer=\"\" src=\"(\\.\\./)?assets/[a-z]+\\.js\"></script>")
        || script.matches("(?s)<script type=\"application/json\" id=\"[a-z]+\">[^<>&]*</script>");
  }

  private static List<String> scripts(String page) {
    return Pattern.compile("(?s)<script.*?</script>")
        .matcher(page)
        .results()
        .map(found -> found.group())
        .toList();
  }

  @Test
  void leavesSingleRequestsOutUnlessAskedForThem() throws IOException {
    evidence
        .run("one", MARCH, "usage", 1_200)
        .request("r1", MARCH.plusMonths(1), Optional.of(MARCH.plusDays(5)), List.of());

    assertThat(made(false).leftOut()).isEqualTo(1);
    assertThat(String.join("", files().keySet())).doesNotContain("request-r1");
    assertThat(String.join("", files().values()))
        .doesNotContain("request-r1")
        .doesNotContain("consent-withdrawn", "consent withdrawn");
    assertThat(index()).contains("not shown here (&lt; 5)");

    assertThat(made(true).leftOut()).isZero();
    assertThat(files()).containsKey("certificates/request-r1-1.html");
    assertThat(index()).contains("request-r1-1").doesNotContain("not shown here");
  }

  @Test
  void tellsDeadlinesMetAndMissedAndNoCountThatSinglesSomebodyOut() throws IOException {
    for (int i = 0; i < 7; i++) {
      evidence.request(
          "in-time-" + i, MARCH.plusMonths(1), Optional.of(MARCH.plusDays(5)), List.of());
    }
    for (int i = 0; i < 4; i++) {
      evidence.request(
          "late-" + i, MARCH.plusMonths(1), Optional.of(MARCH.plusMonths(2)), List.of());
    }
    evidence.request("open", MARCH.plusMonths(2), Optional.empty(), List.of());

    made(false);

    assertThat(rows("deadlines-table"))
        .containsExactly("2026-05 | 0 | 0 | < 5", "2026-04 | 7 | < 5 | 0");
    assertThat(rows("recipients-table")).containsExactly("push vendor | 0 | 12 | 0 | 0 | 0");
    assertThat(index()).contains("not shown here (12)");
  }

  @Test
  void countsRecordsByMonthAndCategory() throws IOException {
    evidence
        .run("one", MARCH, "usage", 1_200)
        .run("two", MARCH.plusDays(9), "usage", 300)
        .run("three", MARCH.plusDays(9), "chat", 4)
        .run("four", MARCH.plusMonths(1), "", 50);

    made(false);

    assertThat(rows("erased-table"))
        .containsExactly(
            "2026-04 | no category declared | 50",
            "2026-03 | chat | < 5",
            "2026-03 | usage | 1,500");
    assertThat(index()).contains("<dd>1,554</dd>");
  }

  @Test
  void showsWhatLapsesWhenUntilItIsSeenGone() throws IOException {
    LocalDate lapses = MARCH.plusDays(90);
    evidence
        .run(
            "one",
            MARCH,
            "usage",
            9,
            NotRemoved.NOTHING,
            List.of(PortalStore.backup(lapses, false)))
        .request(
            "r1",
            MARCH.plusDays(20),
            Optional.of(MARCH),
            List.of(PortalStore.backup(lapses.plusDays(1), true)))
        .request(
            "r2",
            MARCH.plusDays(20),
            Optional.of(MARCH),
            List.of(PortalStore.backup(lapses.plusDays(2), true)))
        .followUp("r2", MARCH.plusDays(20), Optional.of(MARCH));

    made(false);

    assertThat(rows("calendar-table"))
        .containsExactly(
            lapses + " | backup | nightly | locked | no | 1 | 0",
            lapses.plusDays(1) + " | backup | nightly | locked | yes | 0 | < 5");
    assertThat(rows("open-table")).hasSize(3).allMatch(row -> row.endsWith("| < 5"));
  }

  @Test
  void showsHoldsAndTheirReviews() throws IOException {
    evidence.run(
        "one", MARCH, "usage", 9, evidence.hold("CASE-4711", MARCH.plusMonths(6)), List.of());

    made(false);

    assertThat(rows("holds-table"))
        .containsExactly("2026-09-01 | CASE-4711 | litigation | shop.visit | 2026-03-01");
  }

  @Test
  void isTheSameWheneverItIsMade() throws IOException {
    for (int i = 0; i < 30; i++) {
      evidence.run("r" + i, MARCH.plusDays(i), "usage", i);
    }
    evidence.request("q", MARCH.plusMonths(1), Optional.of(MARCH.plusDays(5)), List.of());
    made(true);
    Map<String, String> first = files();

    made(true, Instant.parse("2031-01-01T00:00:00Z"));

    Map<String, String> second = files();
    second.replaceAll((name, text) -> text.replace("2031-01-01T00:00:00Z", "2026-06-01T12:00:00Z"));
    assertThat(second).isEqualTo(first);
    first.remove("index.html");
    assertThat(String.join("", first.values())).doesNotContain("2026-06-01T12");
  }

  @Test
  void listsWhatIsNotGoodAndShowsNoneOfIt() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200).run("two", MARCH.plusDays(1), "usage", 700);
    Path file = evidence.certificate("run-two-1");
    Files.writeString(file, Files.readString(file).replaceFirst("\"sig\": \"..", "\"sig\": \"AA"));
    Files.writeString(evidence.certificate("run-foreign"), "{\"name\": \"Anna Adler\"}");

    Portal.Made made = made(false);

    assertThat(made.audit().isGood()).isFalse();
    assertThat(index())
        .contains(
            "certificate run-two-1: Not good", "certificate run-foreign: Not good", "What is wrong")
        .contains("<dd>1,200</dd>");
    assertThat(page("certificates/run-two-1.html"))
        .contains("This certificate is not good")
        .doesNotContain("1,200 matched", "700 matched");
    assertThat(embedded(page("certificates/run-two-1.html"), "file"))
        .isEqualTo(Files.readAllBytes(file));
    assertThat(String.join("", files().values()))
        .doesNotContain(
            "Anna", Base64.getEncoder().encodeToString("Anna Ad".getBytes(UTF_8)).substring(0, 9));
  }

  @Test
  void listsARequestThatIsNotGoodButShowsNoneOfItsBytes() throws IOException {
    evidence
        .run("one", MARCH, "usage", 1_200)
        .request("r1", MARCH.plusMonths(1), Optional.empty(), List.of());
    Path file = evidence.certificate("request-r1-1");
    byte[] wrong =
        Files.readString(file).replaceFirst("\"sig\": \"..", "\"sig\": \"AA").getBytes(UTF_8);
    Files.write(file, wrong);
    Files.write(evidence.certificate("run-r1-1"), wrong);

    made(false);

    assertThat(index()).contains("request-r1-1", "run-r1-1");
    assertThat(page("certificates/request-r1-1.html")).doesNotContain("\"file\":");
    assertThat(page("certificates/run-r1-1.html")).doesNotContain("\"file\":");
    assertThat(files().get("data/evidence-0001.js"))
        .doesNotContain(Base64.getEncoder().encodeToString(wrong).substring(0, 400));
  }

  @Test
  void listsACertificateThatIsNotInTheLog() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    PortalStore elsewhere = new PortalStore(directory.resolve("elsewhere"));
    elsewhere.run("two", MARCH, "usage", 5);
    Files.copy(elsewhere.certificate("run-two-1"), evidence.certificate("run-two-1"));

    assertThat(made(false).audit().isGood()).isFalse();
    assertThat(index()).contains("run-two-1", "is in no log");
  }

  @Test
  void speaksChinese() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);

    new Portal(
            evidence.store(),
            PublicKeys.in(evidence.store()),
            LogKeys.in(evidence.store()),
            Language.ZH,
            false)
        .make(out, audit(), Instant.EPOCH);

    assertThat(index()).contains("<html lang=\"zh-Hans\">", "删除证明", "按月份和类别清除的记录");
    assertThat(page("certificates/run-one-1.html")).contains("签名与日志");
  }

  @Test
  void bothLanguagesSayTheSameThings() throws IOException {
    assertThat(keys(Language.EN)).isEqualTo(keys(Language.ZH));
  }

  private static Map<String, String> keys(Language language) throws IOException {
    Map<String, String> found = new HashMap<>();
    try (var in = Portal.class.getResourceAsStream("/report/portal/" + language + ".properties")) {
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        if (line.contains("=") && !line.startsWith("#")) {
          String[] parts = line.split("=", 2);
          assertThat(parts[1]).as(line).isNotBlank();
          found.put(
              parts[0],
              parts[1]
                      .replaceAll("[^{}0-9]|(?<!\\{)[0-9](?!})", "")
                      .chars()
                      .sorted()
                      .boxed()
                      .toList()
                  + "");
        }
      }
    }
    return found;
  }

  @Test
  void putsManyCertificatesOnSeveralPages() throws IOException {
    for (int i = 0; i < 60; i++) {
      evidence.run("r" + i, MARCH.plusDays(i), "usage", i);
    }

    made(false);

    assertThat(rows("certificates-table")).hasSize(CertificateList.FIRST);
    assertThat(rows(page("list-0001.html"), "certificates-table")).hasSize(60);
    assertThat(files().get("data/rows.js")).contains("run-r59-1", "run-r0-1");
  }

  @Test
  void replacesAPortalAsAWhole() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    made(false);
    Files.delete(evidence.certificate("run-one-1"));
    Files.writeString(out.resolve("index.html"), "somebody changed this");

    made(false);

    assertThat(files()).doesNotContainKey("certificates/run-one-1.html");
    assertThat(index()).contains("certificate run-one-1 was removed");
    assertThat(names(directory)).doesNotContain(".portal.earlier", ".portal.unfinished");
  }

  @Test
  void refusesAFolderWithOtherFilesAndLeavesIt() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    made(false);
    Map<String, String> before = files();
    Files.writeString(out.resolve("certificates/notes.txt"), "mine");

    assertThatThrownBy(() -> made(true))
        .isInstanceOf(PortalRefused.class)
        .hasMessageContaining("certificates/notes.txt");

    assertThat(out.resolve("certificates/notes.txt")).hasContent("mine");
    Files.delete(out.resolve("certificates/notes.txt"));
    assertThat(files()).isEqualTo(before);
    Path foreign = Files.createDirectories(directory.resolve("home"));
    Files.writeString(foreign.resolve("index.html"), "mine");
    out = foreign;
    assertThatThrownBy(() -> made(false)).isInstanceOf(PortalRefused.class);
    assertThat(foreign.resolve("index.html")).hasContent("mine");
  }

  @Test
  void finishesWhatAKillBetweenTheTwoNamesLeft() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    made(false);
    Files.move(out, directory.resolve(".portal.earlier"));
    Files.createDirectories(directory.resolve(".portal.unfinished/certificates"));

    made(false);

    assertThat(files()).containsKey("index.html");
    assertThat(names(directory)).doesNotContain(".portal.earlier", ".portal.unfinished");
  }

  private Portal.Made made(boolean withRequests) throws IOException {
    return made(withRequests, Instant.parse("2026-06-01T12:00:00Z"));
  }

  private Portal.Made made(boolean withRequests, Instant at) throws IOException {
    return new Portal(
            evidence.store(),
            PublicKeys.in(evidence.store()),
            LogKeys.in(evidence.store()),
            Language.EN,
            withRequests)
        .make(out, audit(), at);
  }

  private CertificateAudit audit() {
    return new CertificateAudit(
        evidence.store(), PublicKeys.in(evidence.store()), LogKeys.in(evidence.store()));
  }

  private String index() throws IOException {
    return page("index.html");
  }

  private String page(String name) throws IOException {
    return Files.readString(out.resolve(name));
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> found = new HashMap<>();
    for (String name : names(out)) {
      found.put(name, Files.readString(out.resolve(name)));
    }
    return found;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  private static byte[] embedded(String page, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(page);
    assertThat(found.find()).as(name).isTrue();
    return Base64.getDecoder().decode(found.group(1));
  }

  private List<String> rows(String table) throws IOException {
    return rows(index(), table);
  }

  /** The cells of each row of a table's body as text. */
  private static List<String> rows(String page, String table) {
    String body =
        page.substring(page.indexOf("id=\"" + table + "\""))
            .split("<tbody>", 2)[1]
            .split("</tbody>")[0];
    return Pattern.compile("(?s)<tr>(.*?)</tr>")
        .matcher(body)
        .results()
        .map(
            row -> row.group(1).replaceAll("</t[hd]><t[hd][^>]*>", " | ").replaceAll("<[^>]+>", ""))
        .map(row -> row.replace("&lt;", "<"))
        .toList();
  }
}
