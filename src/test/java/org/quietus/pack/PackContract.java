package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.pack.PackJob.ok;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;

/** What every pack is tried with: its own job file, 100 persons, and a look for canaries. */
abstract class PackContract {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=_-]{40,}");

  @TempDir Path directory;
  PackJob job;

  abstract PackPlace place(Path directory);

  abstract String pack();

  @BeforeEach
  void open() throws Exception {
    job = new PackJob(directory, place(directory), Packs.named(pack()).orElseThrow());
  }

  /** What a certificate says of the first target whose name holds that word. */
  static TargetRecord target(Certificate certificate, String name) {
    return certificate.targets().stream()
        .filter(target -> target.name().contains(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(certificate.targets().toString()));
  }

  /** The copies in backups that a certificate says remain. */
  static List<Residuals.Copy> backups(Certificate certificate) {
    return certificate.residuals().copies().stream()
        .filter(copy -> copy.place() == Residuals.Place.BACKUP)
        .toList();
  }

  /** Refuses a request of another person for each reason, and looks for it on the certificates. */
  void refusesForEachOf(List<String> codes, String... options) throws Exception {
    Map<String, String> refused = new LinkedHashMap<>();
    for (String code : codes) {
      int person = 1 + 2 * refused.size();
      String request = job.requestBy("email: " + job.person(person).email(), options);
      ok(job.command("request refuse", request, "--reason", code));
      refused.put(request, code);
    }
    job.day(1).run();
    for (Map.Entry<String, String> each : refused.entrySet()) {
      Certificate certificate = job.lastCertificateOf(each.getKey());
      assertThat(certificate.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(certificate.notRemoved().refusals())
          .containsExactly(new NotRemoved.Refusal(each.getValue()));
      assertThat(ok(job.command("answer list")).out()).contains(each.getKey(), each.getValue());
    }
  }

  /** Asks on each ground, of another person, and looks for it on the certificates. */
  void certifiesEachOf(List<String> grounds, int day) throws Exception {
    Map<String, String> asked = new LinkedHashMap<>();
    for (String ground : grounds) {
      asked.put(job.request(1 + asked.size(), "--ground", ground), ground);
    }
    job.day(day).run();
    for (Map.Entry<String, String> each : asked.entrySet()) {
      assertThat(job.certificatesOf(each.getKey()).get(0).authority().ground())
          .contains(each.getValue());
    }
  }

  /** No generated person can be read from anything that we wrote or printed. */
  @AfterEach
  void findsNobodyInWhatWasWritten() throws Exception {
    List<String> canaries = new ArrayList<>();
    for (int number = 1; number <= job.population().persons(); number++) {
      canaries.addAll(job.person(number).traces());
    }
    Traces traces = new Traces(canaries);
    assertThat(traces.in(job.printed())).isEmpty();
    for (String folder : List.of("evidence", "recipients", "keys")) {
      for (Path written : below(directory.resolve(folder))) {
        String text = new String(Files.readAllBytes(written), StandardCharsets.UTF_8);
        assertThat(traces.in(written.toString())).isEmpty();
        assertThat(traces.in(text + decoded(text))).as(written.toString()).isEmpty();
      }
    }
  }

  private static List<Path> below(Path folder) throws Exception {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String decoded(String text) {
    StringBuilder all = new StringBuilder();
    Matcher encoded = BASE64.matcher(text);
    while (encoded.find()) {
      String piece = encoded.group().replace('-', '+').replace('_', '/').replace("=", "");
      int whole = piece.length() % 4 == 1 ? piece.length() - 1 : piece.length();
      byte[] bytes = Base64.getDecoder().decode(piece.substring(0, whole));
      all.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
    }
    return all.toString();
  }
}
