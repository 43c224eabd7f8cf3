package org.quietus.certificate.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.CertificateAudit;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Examples;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.testing.LocalAuthority;

class StampingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  @TempDir static Path own;
  private static LocalAuthority authority;
  private EvidenceStore store;
  private CertificateWriter writer;

  @org.junit.jupiter.api.BeforeAll
  static void listen() throws IOException {
    authority = new LocalAuthority(own);
    authority.ca("stranger");
    authority.signer("foreign", "stranger", 3650);
    authority.signer("expired", "ca", -1);
  }

  @org.junit.jupiter.api.AfterAll
  static void close() {
    authority.close();
  }

  @BeforeEach
  void issueTwo() {
    store = EvidenceStores.at(directory.resolve("evidence"));
    writer =
        new CertificateWriter(
            store,
            SigningKeys.generate(directory.resolve("keys"), Use.CERTIFICATES),
            SigningKeys.generate(directory.resolve("keys"), Use.LOG));
    writer.issue(Examples.aRunOf("one"));
    writer.issue(Examples.aRunOf("two"));
  }

  @AfterEach
  void mend() {
    authority.answeringWell();
  }

  @Test
  void aLogIsStampedOnceAndTheTimeIsProven() {
    Instant before = Instant.now().minusSeconds(2);
    assertThat(stamp()).isTrue();
    int asked = authority.asked();
    assertThat(stamp()).isFalse();
    assertThat(authority.asked()).isEqualTo(asked);

    CertificateAudit.Report report = audit("ca");
    assertThat(report.problems()).isEmpty();
    assertThat(report.logs().get(0).stamps())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.entries()).isEqualTo(2);
              assertThat(one.at()).isBetween(before, Instant.now().plusSeconds(2));
            });
  }

  @Test
  void aLogThatGoesOnIsStampedAgainAndTheEarlierStampStaysGood() {
    stamp();
    writer.issue(Examples.aRunOf("three"));
    assertThat(stamp()).isTrue();
    assertThat(audit("ca").logs().get(0).stamps())
        .extracting(StampedPart.Stamp::entries)
        .containsExactly(2L, 3L);
    assertThat(audit("ca").problems()).isEmpty();
  }

  /** As the documentation tells it. */
  @Test
  void opensslChecksItToo() throws Exception {
    stamp();
    Path stamped = directory.resolve("evidence/stamped");
    String stem = store.list(EvidenceName.Folder.STAMPS).get(0).stem();
    Process good = openssl(stamped, stem, authority.certificate("ca"));
    assertThat(new String(good.getInputStream().readAllBytes(), UTF_8))
        .contains("Verification: OK");
    assertThat(good.waitFor()).isZero();
    Process bad = openssl(stamped, stem, authority.certificate("stranger"));
    assertThat(new String(bad.getInputStream().readAllBytes(), UTF_8)).doesNotContain("OK");
    assertThat(bad.waitFor()).isNotZero();
  }

  private static Process openssl(Path stamped, String stem, Path ca) throws IOException {
    return new ProcessBuilder(
            "sh",
            "-c",
            "openssl ts -verify -in %1$s.tsr -data %1$s.checkpoint -CAfile %2$s"
                .formatted(stem, ca))
        .directory(stamped.toFile())
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void anAuthorityThatNobodyTrustsProvesNothing() {
    stamp();
    assertThat(audit("stranger").problems())
        .singleElement()
        .asString()
        .contains("its signer is not of the authority");
    assertThat(audit("stranger").logs().get(0).stamps()).isEmpty();
  }

  /** A file of a whole system's authorities has a hundred and more. */
  @Test
  void theAuthorityMayBeOneOfMany() throws IOException {
    String stranger = Files.readString(authority.certificate("stranger"));
    String ours = Files.readString(authority.certificate("ca"));
    Path many = directory.resolve("many.pem");
    Files.writeString(many, stranger.repeat(20) + ours);
    stamp();
    assertThat(auditBy(many).problems()).isEmpty();
    Files.writeString(many, stranger.repeat(20));
    assertThat(auditBy(many).problems())
        .singleElement()
        .asString()
        .contains("its signer is not of the authority");
  }

  @Test
  void aReplyWithAnotherNonceIsRefused() {
    authority.answering(
        query -> authority.reply(query(new TimeStampRequest(query).getMessageImprintDigest(), 5)));
    assertRefused("not to this request");
  }

  @Test
  void aReplyForAnotherDigestIsRefused() {
    authority.answering(
        query ->
            authority.reply(
                new TimeStampRequestGeneratorWithCertificate()
                    .query(Digest.of("other").bytes(), new TimeStampRequest(query).getNonce())));
    assertRefused("not to this request");
  }

  @Test
  void aSignerOfAnotherAuthorityIsRefused() {
    authority.answering(query -> authority.replyBy(query, "foreign"));
    assertRefused("its signer is not of the authority");
  }

  @Test
  void aSignerWhoseCertificateHasExpiredIsRefused() {
    authority.answering(query -> authority.replyBy(query, "expired"));
    assertRefused("not valid");
  }

  @Test
  void garbageIsRefused() {
    for (String text : List.of("", "no time-stamp", "0".repeat(5000))) {
      authority.answering(query -> text.getBytes(UTF_8));
      assertRefused("the reply is not");
    }
  }

  @Test
  void aReplyThatIsCutOffIsRefused() {
    authority.answering(query -> java.util.Arrays.copyOf(authority.reply(query), 200));
    assertRefused("not");
  }

  /** Ten gigabytes are announced and begun; what is read of them is 64 KiB. */
  @Test
  void aReplyWithoutEndIsBrokenOff() throws IOException {
    HttpServer endless = server();
    endless.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 10L << 30);
            byte[] some = new byte[1 << 16];
            while (true) {
              exchange.getResponseBody().write(some);
            }
          }
        });
    try {
      assertThatThrownBy(() -> stampAt(url(endless), PATIENCE))
          .isInstanceOf(StampRefused.class)
          .hasMessageContaining("larger than 65536 bytes");
    } finally {
      endless.stop(0);
    }
    assertThat(store.list(EvidenceName.Folder.STAMPS)).isEmpty();
  }

  @Test
  void anAuthorityThatHangsIsNotWaitedForLonger() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    HttpServer hanging = server();
    hanging.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      assertThatThrownBy(() -> stampAt(url(hanging), Duration.ofSeconds(1)))
          .isInstanceOf(StampRefused.class)
          .hasMessageContaining("did not answer within 1 s");
    } finally {
      over.countDown();
      hanging.stop(0);
    }
  }

  @Test
  void anAuthorityThatIsNotThereIsNamed() throws IOException {
    HttpServer gone = server();
    URI nobody = url(gone);
    gone.stop(0);
    assertThatThrownBy(() -> stampAt(nobody, PATIENCE))
        .isInstanceOf(StampRefused.class)
        .hasMessageContaining("cannot be asked");
  }

  @Test
  void anAuditFindsAStampThatWasChangedOrLostItsCheckpoint() throws IOException {
    stamp();
    String stem = store.list(EvidenceName.Folder.STAMPS).get(0).stem();
    Path reply = directory.resolve("evidence/stamped/" + stem + ".tsr");
    Path checkpoint = directory.resolve("evidence/stamped/" + stem + ".checkpoint");
    byte[] right = Files.readAllBytes(reply);
    List<StampedPart.Stamp> stamps = audit("ca").logs().get(0).stamps();
    int found = 0;
    for (int at = 0; at < right.length; at += 41) {
      byte[] wrong = right.clone();
      wrong[at] ^= 0x41;
      Files.write(reply, wrong);
      CertificateAudit.Report report = audit("ca");
      if (report.problems().isEmpty()) { // some bytes say nothing, such as the status text
        assertThat(report.logs().get(0).stamps()).as("byte %d", at).isEqualTo(stamps);
      } else {
        found++;
      }
    }
    assertThat(found).isGreaterThan(right.length / 41 / 2);
    Files.write(reply, right);
    byte[] text = Files.readAllBytes(checkpoint);
    byte[] wrong = text.clone();
    wrong[text.length - 10] ^= 1;
    Files.write(checkpoint, wrong);
    assertThat(audit("ca").problems()).isNotEmpty();
    Files.delete(checkpoint);
    assertThat(audit("ca").problems())
        .singleElement()
        .asString()
        .contains("the checkpoint of it was removed");
  }

  @Test
  void aStampOfAnotherLogIsNotThisLogsTime() throws IOException {
    stamp();
    EvidenceStore elsewhere = EvidenceStores.at(directory.resolve("elsewhere"));
    new CertificateWriter(
            elsewhere,
            SigningKeys.load(directory.resolve("keys"), Use.CERTIFICATES),
            SigningKeys.load(directory.resolve("keys"), Use.LOG))
        .issue(Examples.aRunOf("other"));
    for (EvidenceName.Folder folder :
        List.of(EvidenceName.Folder.STAMPS, EvidenceName.Folder.STAMPED)) {
      EvidenceName name = store.list(folder).get(0);
      elsewhere.putIfAbsent(name, store.read(name).orElseThrow());
    }
    assertThat(
            new CertificateAudit(elsewhere, PublicKeys.in(elsewhere), LogKeys.in(elsewhere))
                .stampedBy(StampAuthority.load(authority.certificate("ca")))
                .report(java.util.Optional.empty())
                .problems())
        .isNotEmpty();
  }

  private void assertRefused(String why) {
    assertThatThrownBy(this::stamp).isInstanceOf(StampRefused.class).hasMessageContaining(why);
    assertThat(store.list(EvidenceName.Folder.STAMPS)).isEmpty();
    assertThat(audit("ca").problems()).isEmpty();
  }

  private boolean stamp() {
    return stampAt(authority.url(), PATIENCE);
  }

  private boolean stampAt(URI url, Duration patience) {
    return new Stamping(
            store, new StampClient(url, patience), StampAuthority.load(authority.certificate("ca")))
        .stamp(writer.published().orElseThrow());
  }

  private CertificateAudit.Report audit(String ca) {
    return auditBy(authority.certificate(ca));
  }

  private CertificateAudit.Report auditBy(Path certificates) {
    return new CertificateAudit(store, PublicKeys.in(store), LogKeys.in(store))
        .stampedBy(StampAuthority.load(certificates))
        .report(java.util.Optional.empty());
  }

  private static byte[] query(byte[] digest, long nonce) throws IOException {
    return new TimeStampRequestGeneratorWithCertificate().query(digest, BigInteger.valueOf(nonce));
  }

  /** Asks as the product does, with whatever digest and nonce. */
  private static final class TimeStampRequestGeneratorWithCertificate {
    byte[] query(byte[] digest, BigInteger nonce) throws IOException {
      TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
      generator.setCertReq(true);
      return generator.generate(TSPAlgorithms.SHA256, digest, nonce).getEncoded();
    }
  }

  private static HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
    server.start();
    return server;
  }

  private static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }
}
