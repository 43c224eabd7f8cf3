package org.quietus.report.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.CertificateAudit;
import org.quietus.certificate.KeySuccession;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.seal.JobKeys;
import org.quietus.certificate.seal.Passphrase;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.certificate.seal.SuccessorKey;
import org.quietus.evidence.EvidenceName;
import org.quietus.policy.Language;
import org.quietus.testing.Browser;

/** What a reader of a portal sees in a browser, from a folder on a disk. */
@EnabledIf(
    value = "org.quietus.testing.Browser#isInstalled",
    disabledReason = Browser.NOT_INSTALLED)
@Tag("long")
class PortalInBrowserTest {
  private static final LocalDate MARCH = LocalDate.of(2026, 3, 1);
  private static final String DONE =
      "!['none','checking'].includes(document.getElementById('check').dataset.state)";

  @TempDir static Path profile;
  private static Browser browser;

  @TempDir Path directory;
  private PortalStore evidence;
  private Path out;

  @BeforeAll
  static void start() {
    browser = Browser.start(profile);
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  @BeforeEach
  void open() {
    evidence = new PortalStore(directory);
    out = directory.resolve("portal");
    browser.preferring("light").open(profile.resolve("chromium.log").toUri());
    browser.evaluate("sessionStorage.clear()");
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void showsGoodAsGoodInBothLanguages(Language language) throws IOException {
    evidence.run("one", MARCH, "usage", 1_200).run("two", MARCH, "usage", 7);
    make(language);

    index();

    assertThat(state()).isEqualTo("good");
    assertThat(browser.text("#check-result"))
        .contains("2", language == Language.ZH ? "通过" : "2 of 2 checked good");
    assertThat(browser.evaluate("document.documentElement.lang").asString())
        .isEqualTo(language.tag());
    assertQuiet();
    page("run-one-1");
    assertThat(state()).isEqualTo("good");
    assertThat(browser.text("#check-signed")).contains("run-one-1", "1200");
    assertQuiet();
  }

  /** Nothing on the console, and nothing asked of anybody but the portal's own folder. */
  private void assertQuiet() throws IOException {
    String folder = out.toRealPath().toUri().toString();
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).isNotEmpty().allMatch(url -> url.startsWith(folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payload",
        "signature",
        "proof",
        "another-proof",
        "no-proof",
        "key",
        "log-key",
        "trust"
      })
  void showsWhatWasTamperedWithAsBad(String what) throws IOException {
    evidence.run("one", MARCH, "usage", 1_200).run("two", MARCH, "usage", 7);
    make(Language.EN);
    for (String file :
        List.of("certificates/run-one-1.html", "index.html", "data/evidence-0001.js")) {
      tamper(out.resolve(file), what);
    }

    page("run-one-1");

    assertThat(state()).isEqualTo("bad");
    assertThat(browser.text("#check-result")).contains("NOT GOOD");
    assertThat(browser.text("#check-findings li.bad")).isNotBlank();
    index();
    assertThat(state()).isEqualTo("bad");
    assertThat(browser.text("#check-result")).contains("NOT GOOD");
    assertThat(browser.text("#certificates-table")).contains("NOT GOOD");
  }

  private static void tamper(Path file, String what) throws IOException {
    String text = Files.readString(file);
    String tampered =
        switch (what) {
          case "payload" -> changed(text, "file", "(?s)(\"payload\": \".{40}A*)([^A])", "$1A");
          case "signature" -> changed(text, "file", "(?s)(\"sig\": \".{10}A*)([^A])", "$1A");
          case "proof" ->
              changed(text, "proof", "(?s)(\\n\\n[^\\n]+\\n[0-9]+\\n.{9}A*)([^A])", "$1A");
          case "another-proof" -> changed(text, "proof", "index [0-9]+", "index 1");
          case "no-proof" -> text.replaceAll("\"proof\":\"[^\"]+\"", "\"other\":\"\"");
          case "key" -> text.replaceAll("(\"[0-9a-f]{32}\":\"MCowBQYDK2VwAyEA)..", "$1AA");
          case "log-key" ->
              text.replaceAll(
                  "\"logs\":\\[[^]]+]",
                  "\"logs\":[\"example.com/log+09b8baba+AVZ3oLwn1tJ4Pm/cVwvlqWvGHLTDtxFHYqYAJCPAVpuZ\"]");
          case "trust" -> text.replace("\"keys\":{", "\"keys\":[],\"other\":{");
          default -> throw new IllegalArgumentException(what);
        };
    Files.writeString(file, tampered);
  }

  /** The first embedded file of a name, with something in it changed. */
  private static String changed(String text, String name, String from, String to) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(text);
    if (!found.find()) {
      return text;
    }
    String inside = new String(Base64.getDecoder().decode(found.group(1)), UTF_8);
    String other = inside.replaceFirst(from, to);
    assertThat(other).isNotEqualTo(inside);
    return text.replace(found.group(1), Base64.getEncoder().encodeToString(other.getBytes(UTF_8)));
  }

  @Test
  void showsThatACertificateWasTakenOutOfTheLogOrIsShownUnderAnothersName() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200).run("two", MARCH, "usage", 7);
    make(Language.EN);
    Path logs = out.resolve("data/logs.js");
    Files.writeString(
        logs, Files.readString(logs).replaceFirst("\"entries\":\".{4}", "\"entries\":\"AAAA"));
    Files.writeString(
        out.resolve("certificates/run-two-1.html"),
        Files.readString(out.resolve("certificates/run-one-1.html"))
            .replace("\"id\":\"run-one-1\"", "\"id\":\"run-two-1\""));

    index();
    assertThat(state()).isEqualTo("bad");
    assertThat(browser.text("#check-findings")).contains("NOT whole");
    page("run-two-1");
    assertThat(state()).isEqualTo("bad");
    assertThat(browser.text("#check-findings")).contains("another certificate");
  }

  @Test
  void showsTheProofOfAnotherCertificateAsBad() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200).run("two", MARCH, "usage", 7);
    make(Language.EN);
    Pattern proof = Pattern.compile("\"proof\":\"[^\"]+\"");
    Matcher others = proof.matcher(Files.readString(out.resolve("certificates/run-one-1.html")));
    assertThat(others.find()).isTrue();
    Path page = out.resolve("certificates/run-two-1.html");
    Files.writeString(page, proof.matcher(Files.readString(page)).replaceFirst(others.group()));

    page("run-two-1");

    assertThat(state()).isEqualTo("bad");
    assertThat(browser.text("#check-findings li.bad")).contains("does not lead");
  }

  @Test
  void showsWhatWasBadInTheStoreAsBad() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200).run("two", MARCH, "usage", 7);
    Path file = evidence.certificate("run-two-1");
    Files.writeString(file, Files.readString(file).replaceFirst("\"sig\": \"..", "\"sig\": \"AA"));
    Files.writeString(evidence.certificate("run-foreign"), "{}");
    make(Language.EN);

    index();

    assertThat(state()).isEqualTo("bad");
    assertThat(browser.text("#check-result")).contains("1 of 3 checked good");
    assertThat(browser.text("#certificates-table tbody tr:first-child")).contains("NOT GOOD");
    for (String id : List.of("run-two-1", "run-foreign")) {
      page(id);
      assertThat(state()).isEqualTo("bad");
      assertQuiet();
    }
  }

  @Test
  void checksWithTheKeysThatTheReaderWasGiven() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    make(Language.EN);
    PortalStore other = new PortalStore(directory.resolve("other"));
    other.run("one", MARCH, "usage", 1);

    page("run-one-1");
    give(key(evidence), vkey(evidence), checkpoint(evidence));
    assertThat(state()).isEqualTo("good");
    assertThat(browser.text("#check-findings"))
        .contains("which you trust", "that you kept (1 entries) fits", "among the entries");
    assertThat(browser.evaluate("document.getElementById('check-whose').hidden").asBoolean())
        .isTrue();
    index();
    assertThat(browser.text("#check-result"))
        .as("kept for the tab")
        .contains("the keys that you gave");

    give(key(other));
    assertThat(state()).isEqualTo("bad");
    give(checkpoint(other));
    assertThat(state()).isEqualTo("bad");
    assertThat(browser.text("#check-findings")).contains("NOT signed");
    page("run-one-1");
    give(vkey(other));
    assertThat(state()).isEqualTo("bad");
    assertThat(browser.text("#check-findings")).contains("another log");
    give("nonsense");
    assertThat(browser.text("#own-result")).contains("This is not");
  }

  private void succeed(Use use) {
    Path keys = directory.resolve("keys");
    new KeySuccession(evidence.store(), new JobKeys(keys, Passphrase.NONE, List.of()))
        .succeed(use, SuccessorKey.inFile(keys, use, Passphrase.NONE), Instant.EPOCH);
  }

  @Test
  void whoTrustsAnEarlierKeyTrustsTheOneThatTookItsPlace() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    String earlier = key(evidence);
    succeed(Use.CERTIFICATES);
    PortalStore later = evidence.again();
    later.run("two", MARCH, "usage", 7);
    make(Language.EN);

    page("run-two-1");
    give(earlier);

    assertThat(state()).isEqualTo("good");
  }

  @Test
  void whoTrustsAnEarlierLogTrustsTheOneThatTookItsPlaceAndNoOther() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    String earlier = vkey(evidence);
    succeed(Use.LOG);
    evidence.again().run("two", MARCH, "usage", 7);
    make(Language.EN);

    page("run-two-1");
    assertThat(browser.text("#check-findings")).contains("entry 1 of");
    give(key(evidence), earlier);
    assertThat(state()).isEqualTo("good");
    page("run-one-1");
    assertThat(state()).isEqualTo("good");
    index();
    assertThat(state()).isEqualTo("good");

    assertThat(browser.text("#check-findings"))
        .contains("2 entries of the log are certificates on these pages. 1 are not");
    page("run-two-1");
    String later = LogKeys.present(evidence.store()).get(0).name().replace("quietus-log/", "");
    give(key(evidence), earlier, text(evidence, EvidenceName.ofLog(later, "checkpoint")));
    assertThat(browser.text("#check-findings"))
        .contains("that you kept (2 entries) fits", "is among the entries");
    page("run-one-1");
    assertThat(browser.text("#check-findings"))
        .as("kept of the other log")
        .contains("that you kept (2 entries) fits", "in another log");

    page("run-two-1");
    PortalStore other = new PortalStore(directory.resolve("other"));
    other.run("one", MARCH, "usage", 1);
    give(key(evidence), vkey(other));
    assertThat(state()).isEqualTo("bad");
  }

  @Test
  void saysThatItCannotCheckRatherThanGood() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    make(Language.EN);
    String without =
        browser.before(
            "crypto.subtle.importKey = () => Promise.reject(new DOMException('',"
                + " 'NotSupportedError'))");
    try {
      page("run-one-1");
      assertThat(state()).isEqualTo("cannot");
      assertThat(browser.text("#check-result")).contains("cannot check Ed25519", "openssl");
      index();
      assertThat(state()).isEqualTo("cannot");
      assertThat(browser.text("#certificates-table")).contains("good when made");
    } finally {
      browser.notBefore(without);
    }
  }

  @Test
  void namesFromElsewhereAreHarmless() throws IOException {
    evidence.withHostileNames().run("one", MARCH, PortalStore.HOSTILE, 1_200);
    make(Language.EN);

    index();
    assertThat(state()).isEqualTo("good");
    assertThat(browser.text("#erased-table")).contains(PortalStore.HOSTILE);
    assertQuiet();
    page("run-one-1");
    assertThat(state()).isEqualTo("good");
    assertThat(browser.text("main")).contains(PortalStore.HOSTILE);
    assertQuiet();
  }

  @Test
  void searchesFiltersAndTurnsPages() throws IOException {
    for (int i = 0; i < 60; i++) {
      evidence.run("r" + i, MARCH.plusDays(i), i % 10 == 0 ? "chat" : "usage", i);
    }
    make(Language.EN);
    index();
    assertThat(shown()).hasSize(25).startsWith("run-r59-1");
    browser.evaluate("document.getElementById('page-next').click()");
    assertThat(shown()).hasSize(25).startsWith("run-r34-1");
    browser.evaluate("document.getElementById('page-next').click()");
    assertThat(shown()).hasSize(10).endsWith("run-r0-1");

    choose("filter-category", "chat");
    assertThat(shown())
        .containsExactly(
            "run-r50-1", "run-r40-1", "run-r30-1", "run-r20-1", "run-r10-1", "run-r0-1");
    choose("filter-month", "2026-03");
    assertThat(shown()).containsExactly("run-r30-1", "run-r20-1", "run-r10-1", "run-r0-1");
    browser.evaluate(
        "(f => { f.value = 'R1'; f.dispatchEvent(new Event('input'));"
            + " })(document.getElementById('filter-text'))");
    assertThat(shown()).containsExactly("run-r10-1");
    assertThat(browser.text("#certificates-count")).isEqualTo("1 to 1 of 1 certificates.");
    choose("filter-type", "retention-run");
    choose("filter-outcome", "COMPLETE");
    assertThat(shown()).containsExactly("run-r10-1");
    browser.evaluate(
        "(f => { f.value = 'nobody'; f.dispatchEvent(new Event('input'));"
            + " })(document.getElementById('filter-text'))");
    assertThat(browser.text("#certificates-count")).isEqualTo("No certificate fits.");
    assertQuiet();
  }

  private void choose(String id, String value) {
    browser.evaluate(
        "(f => { f.value = '%s'; f.dispatchEvent(new Event('change')); })(document.getElementById('%s'))"
            .formatted(value, id));
  }

  private List<String> shown() {
    List<String> ids = new ArrayList<>();
    browser
        .evaluate(
            "[...document.querySelectorAll('#certificates-table tbody th')].map(e => e.innerText)")
        .forEach(id -> ids.add(id.asString()));
    return ids;
  }

  @Test
  void worksByKeyboardInTheOrderOfReading() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    make(Language.EN);
    index();

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      browser.press("Tab");
      order.add(
          browser
              .evaluate(
                  "(e => e.id || e.closest('nav') && 'nav' || e.className ||"
                      + " e.tagName)(document.activeElement)")
              .asString());
      assertThat(
              browser
                  .evaluate(
                      "(e => getComputedStyle(e).outlineStyle !== 'none')(document.activeElement)")
                  .asBoolean())
          .as("focus is seen on " + order)
          .isTrue();
    }
    assertThat(order.stream().distinct().collect(Collectors.joining(" ")))
        .isEqualTo(
            "skip A nav SUMMARY filter-text filter-outcome filter-type filter-month filter-category scroll A"
                .replace(" scroll A", " scroll"));
  }

  @Test
  void tellsAssistiveTechnologyWhatThingsAre() throws IOException {
    evidence
        .run(
            "one",
            MARCH,
            "usage",
            1_200,
            evidence.hold("CASE-1", MARCH),
            List.of(PortalStore.backup(MARCH.plusDays(30), true)))
        .request("r", MARCH.plusMonths(1), Optional.of(MARCH), List.of());
    make(Language.EN);
    index();

    List<String> nodes = browser.accessible();

    assertThat(nodes)
        .contains("main: ", "navigation: On this page", "search: ", "banner: ", "contentinfo: ")
        .contains("table: Certificates", "table: Records removed, by month and category")
        .contains("columnheader: Certificate", "rowheader: run-one-1")
        .contains("searchbox: Search (id, job, controller, tenant)", "combobox: Outcome")
        .anyMatch(node -> node.startsWith("status"))
        .anyMatch(node -> node.matches("(image|img): Records of usage removed by month.*"));
    assertThat(nodes)
        .filteredOn(
            node ->
                node.matches(
                    "(link|button|textbox|combobox|searchbox|table|image|img|region|heading): *"))
        .as("without a name")
        .isEmpty();
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('h1,h2,h3,h4')].map(e => e.tagName).join(' ')")
                .asString())
        .matches("H1( H2)+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void isReadableByLightAndInTheDark(String scheme) throws IOException {
    evidence
        .run("one", MARCH, "usage", 1_200)
        .request("r", MARCH.plusMonths(1), Optional.of(MARCH.plusMonths(3)), List.of());
    Files.writeString(evidence.certificate("run-foreign"), "{}");
    make(Language.EN);
    browser.preferring(scheme);

    index();

    int brightness =
        browser
            .evaluate(
                "Number(getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/)[0])")
            .asInt();
    assertThat(brightness > 128).isEqualTo(scheme.equals("light"));
    assertThat(browser.evaluate(WEAK_CONTRASTS).toString()).isEqualTo("[]");
    page("run-one-1");
    assertThat(browser.evaluate(WEAK_CONTRASTS).toString()).isEqualTo("[]");
  }

  /** Texts whose contrast is below 4.5 to 1, WCAG 2.2 AA. */
  private static final String WEAK_CONTRASTS =
      """
      (() => {
        const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
        const light = (colour) => numbers(colour).slice(0, 3)
          .map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = (e) => {
          for (; e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor;
            if (numbers(colour)[3] !== 0) return colour;
          }
          return 'rgb(255, 255, 255)';
        };
        return [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && !e.disabled
            && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).filter((e) => {
          const style = getComputedStyle(e);
          const a = light(e.closest('svg') ? style.fill : style.color), b = light(ground(e));
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
        }).map((e) => e.outerHTML.slice(0, 90));
      })()
      """;

  private void make(Language language) throws IOException {
    PublicKeys keys = PublicKeys.in(evidence.store());
    new Portal(evidence.store(), keys, LogKeys.in(evidence.store()), language, true)
        .make(
            out,
            new CertificateAudit(evidence.store(), keys, LogKeys.in(evidence.store())),
            Instant.parse("2026-06-01T12:00:00Z"));
  }

  private void index() {
    browser.open(out.resolve("index.html").toUri()).until(DONE);
  }

  private void page(String id) {
    browser.open(out.resolve("certificates").resolve(id + ".html").toUri()).until(DONE);
  }

  private static String state() {
    return browser.evaluate("document.getElementById('check').dataset.state").asString();
  }

  /** Pastes texts and asks for a check with them. */
  private static void give(String... texts) {
    String pasted = Base64.getEncoder().encodeToString(String.join("\n", texts).getBytes(UTF_8));
    browser.evaluate(
        """
        (() => {
          document.getElementById('own').open = true;
          document.getElementById('own-text').value =
            new TextDecoder().decode(Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0)));
          document.getElementById('own-result').textContent = '';
          document.getElementById('check').dataset.state = document.getElementById('own-text').value === 'nonsense' ? 'good' : 'checking';
          document.getElementById('own-apply').click();
        })()
        """
            .formatted(pasted));
    browser.until("document.getElementById('own-result').textContent").until(DONE);
  }

  private static String key(PortalStore store) {
    return text(store, store.store().list(EvidenceName.Folder.KEYS).get(0));
  }

  private static String vkey(PortalStore store) {
    return text(store, store.store().list(EvidenceName.Folder.LOG_KEYS).get(0));
  }

  private static String checkpoint(PortalStore store) {
    EvidenceName log = store.store().list(EvidenceName.Folder.LOG_KEYS).get(0);
    return text(store, EvidenceName.ofLog(log.stem(), "checkpoint"));
  }

  private static String text(PortalStore store, EvidenceName name) {
    return new String(store.store().read(name).orElseThrow(), UTF_8);
  }
}
