package org.quietus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/** What an outside witness does, with nothing but the commands. */
class WitnessCommandsTest {

  @TempDir Path directory;
  private final CommandRun quietus = new CommandRun((job, clock) -> null);
  private EvidenceStore store;
  private SigningKeys logKeys;
  private String logKey = "";
  private String witness = "";

  @BeforeEach
  void makeALog() {
    store = EvidenceStores.at(directory.resolve("evidence"));
    logKeys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
    grow(0, 3);
    logKey = at("evidence/keys/" + logKeys.keyId() + ".vkey");
    witness = at("witness/witness.pem");
  }

  @Test
  void aWitnessCosignsInThreeCommands() throws Exception {
    good("key", "generate", "--witness", at("witness"), "--name", "example.org/witness");
    String first = good("checkpoint", "export", at("evidence"));
    String cosigned = good(cosign(file("march", first), "--first"));
    grow(3, 9);
    String request = good("checkpoint", "export", at("evidence"), "--since-size", "3");
    String later = good(cosign(file("april", request)));

    assertThat(Files.readString(directory.resolve("witness/witness.vkey")))
        .matches("example\\.org/witness\\+[0-9a-f]{8}\\+B[A-Za-z0-9+/]+=*\n");
    assertThat(cosigned).startsWith("— example.org/witness ").hasLineCount(1);
    assertThat(later).startsWith("— example.org/witness ").isNotEqualTo(cosigned);
    assertThat(request).startsWith("old 3\n");
  }

  @Test
  void whatIsNotCosignedIsToldAndNothingIsPrinted() throws Exception {
    good("key", "generate", "--witness", at("witness"), "--name", "w");
    String three = good("checkpoint", "export", at("evidence"));
    grow(3, 4);
    String four = good("checkpoint", "export", at("evidence"));
    quietus.typing(four);
    good(cosign("-", "--first"));

    quietus.run(cosign(file("earlier", three)));
    assertThat(quietus.exitCode()).isEqualTo(6);
    assertThat(quietus.out()).isEmpty();
    assertThat(quietus.err()).startsWith("Not cosigned: it goes back");
    grow(4, 5);
    quietus.run(cosign(file("later", good("checkpoint", "export", at("evidence")))));
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.err()).contains("--since-size 4");
    good(cosign(at("later"), "--store", at("evidence")));
  }

  @Test
  void aKeyOfAWitnessIsMadeOnceAndNeedsAName() throws Exception {
    quietus.run("key", "generate", "--witness", at("witness"));
    assertThat(quietus.err()).contains("--witness and --name go together");
    quietus.run("key", "generate", "--witness", at("witness"), "--name", "two words");
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(directory.resolve("witness")).doesNotExist();
    good("key", "generate", "--witness", at("witness"), "--name", "w");
    quietus.run("key", "generate", "--witness", at("witness"), "--name", "w");
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.err()).contains("already");

    Files.delete(directory.resolve("witness/witness.vkey")); // as if it had been killed there
    quietus.run(cosign(file("c", good("checkpoint", "export", at("evidence"))), "--first"));
    assertThat(quietus.err()).contains("pass --name");
    good("key", "generate", "--witness", at("witness"), "--name", "w");
    good(cosign(at("c"), "--first"));
  }

  private void grow(int from, int to) {
    List<CertificateLog.Entry> entries =
        IntStream.range(from, to)
            .mapToObj(i -> CertificateLog.Entry.of("run-" + i + "-1", bytes("certificate " + i)))
            .toList();
    new CertificateLog(store, logKeys).complete(entries);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String at(String path) {
    return directory.resolve(path).toString();
  }

  private String file(String name, String content) throws Exception {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  private String[] cosign(String file, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("checkpoint", "cosign", file, "--key", witness, "--log-key", logKey));
    command.addAll(List.of(more));
    return command.toArray(String[]::new);
  }

  private String good(String... command) {
    quietus.run(command);
    assertThat(quietus.exitCode()).as(quietus.err()).isZero();
    return quietus.out();
  }
}
