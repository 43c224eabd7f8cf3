package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.report.pdf.PdfA;

/** A PDF lies beside each certificate, and a run ends well without. */
class PdfBesideCertificatesTest {
  private static final String SCHEMA = "pdf_beside";
  private static final String JOB =
      """
      quietus: 1
      job: pdf
      controller: 示例有限公司
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}", pdf: on }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      erasure:
        records:
          crm.customer: { then: delete }
      """;

  @TempDir static Path files;
  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.h2(files);

  @BeforeEach
  void fill() throws Exception {
    engine.fresh(SCHEMA);
    try (Connection connection = engine.server().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80))");
      statement.execute("INSERT INTO customer VALUES (1, 'ann@example.org'), (2, 'b@example.org')");
    }
  }

  @Test
  void eachCertificateHasOneThatSaysTheSame() throws Exception {
    OpenedJob job = job(JOB);
    String request = job.request("email: ann@example.org");
    ok(job.run());

    assertThat(pdfs(job)).hasSize(2);
    for (Path pdf : pdfs(job)) {
      byte[] content = Files.readAllBytes(pdf);
      assertThat(PdfA.breaches(content)).isEmpty();
      assertThat(text(content))
          .contains("Deletion certificate", "示例有限公司")
          .contains(pdf.getFileName().toString().replace(".pdf", ".json"))
          .doesNotContain("ann@example.org");
      assertThat(new String(content, StandardCharsets.ISO_8859_1)).doesNotContain("ann@example");
    }
    assertThat(text(Files.readAllBytes(beside(job, request)))).contains("1 matched = 1 deleted");
    assertThat(
            ok(CommandRun.onDatabases(Map.of())
                    .run("certificate", "audit", job.evidence().toString()))
                .out())
        .contains("Good");
  }

  @Test
  void isInTheLanguageThatTheJobFileNames() throws Exception {
    OpenedJob job = job(JOB.replace("pdf: on", "language: zh, pdf: on"));
    ok(job.run());

    assertThat(text(Files.readAllBytes(pdfs(job).get(0)))).contains("个人信息删除证明");
  }

  @Test
  void isNotThereIfTheJobFileSaysSo() throws Exception {
    OpenedJob job = job(JOB.replace("pdf: on", "pdf: off"));
    ok(job.run());

    assertThat(pdfs(job)).isEmpty();
  }

  @Test
  void aRunIsCompleteWithoutAndSaysHowToMakeIt() throws Exception {
    OpenedJob job = job(JOB);
    String request = job.request("email: ann@example.org");
    Files.createDirectories(beside(job, request).resolve("in the way"));
    CommandRun run = ok(job.run());

    assertThat(job.certificatesOf(request)).hasSize(1);
    Path json = job.evidence().resolve("certificates/request-" + request + "-1.json");
    assertThat(run.json().get("outcome").asString()).isEqualTo("COMPLETE");
    assertThat(run.out()).contains("quietus certificate render " + json);

    Path out = directory.resolve("again.pdf");
    ok(render(json.toString(), "--out", out.toString()));
    assertThat(text(Files.readAllBytes(out))).contains("request-" + request + "-1.json");
  }

  @Test
  void canBeMadeAgainFromTheCertificate() throws Exception {
    OpenedJob job = job(JOB);
    String request = job.request("email: ann@example.org");
    ok(job.run());
    Path pdf = beside(job, request);
    byte[] first = Files.readAllBytes(pdf);
    String json = pdf.toString().replace(".pdf", ".json");

    assertThat(render(json).err()).contains(pdf + " is there already; remove it, or name");
    Files.delete(pdf);
    assertThat(ok(render(json)).out()).contains(pdf.toString());
    assertThat(Files.readAllBytes(pdf)).isEqualTo(first);

    Path chinese = directory.resolve("zh.pdf");
    ok(render(json, "--language", "zh", "--out", chinese.toString()));
    assertThat(text(Files.readAllBytes(chinese))).contains("个人信息删除证明");
  }

  @Test
  void noneIsMadeOfACertificateThatIsNotGood() throws Exception {
    OpenedJob job = job(JOB);
    String request = job.request("email: ann@example.org");
    ok(job.run());
    Path pdf = beside(job, request);
    Path json = Path.of(pdf.toString().replace(".pdf", ".json"));
    Files.delete(pdf);
    Files.writeString(json, Files.readString(json).replaceFirst("\"sig\": \"..", "\"sig\": \"AA"));

    CommandRun refused = render(json.toString());
    assertThat(refused.exitCode()).isEqualTo(6);
    assertThat(refused.out()).contains("Not good");
    assertThat(pdf).doesNotExist();
  }

  private OpenedJob job(String yaml) throws Exception {
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, yaml);
    ok(job.generateKeys());
    return job;
  }

  private static CommandRun render(String... arguments) {
    return CommandRun.onDatabases(Map.of())
        .run(
            Stream.concat(Stream.of("certificate", "render"), Stream.of(arguments))
                .toArray(String[]::new));
  }

  private static Path beside(OpenedJob job, String request) {
    return job.evidence().resolve("certificates/request-" + request + "-1.pdf");
  }

  private static List<Path> pdfs(OpenedJob job) throws Exception {
    try (Stream<Path> all = Files.list(job.evidence().resolve("certificates"))) {
      return all.filter(file -> file.toString().endsWith(".pdf")).sorted().toList();
    }
  }

  private static String text(byte[] pdf) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static CommandRun ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }
}
