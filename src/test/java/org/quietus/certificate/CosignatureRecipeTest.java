package org.quietus.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.log.Witness;
import org.quietus.certificate.log.WitnessMemory;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/** A cosignature, checked with openssl as the README says. */
class CosignatureRecipeTest {

  private static final String README = "README.md";

  @TempDir Path directory;

  @Test
  void opensslFollowsTheRecipeToTheSameAnswer() throws Exception {
    EvidenceStore store = EvidenceStores.at(directory.resolve("evidence"));
    SigningKeys logKeys = SigningKeys.generate(directory.resolve("keys"), Use.LOG);
    new CertificateLog(store, logKeys)
        .add(CertificateLog.Entry.of("run-1-1", "certificate".getBytes(UTF_8)));
    SigningKeys keys = SigningKeys.generate(directory.resolve("witness.pem"), "key of a witness");
    byte[] march = store.read(EvidenceName.ofLog(logKeys.keyId(), "checkpoint")).orElseThrow();
    Witness witness =
        new Witness(
            keys, "example.org/w", new WitnessMemory(directory.resolve("m")), Clock.systemUTC());
    Witness.Answer answer =
        witness.cosign(
            march, LogKeys.in(store).get(0), new Witness.Grounds(true, Optional.empty()));
    Files.write(directory.resolve("march"), march);
    Files.writeString(directory.resolve("march.cosigned"), ((Witness.Cosigned) answer).lines());

    Shell good = Shell.run(directory, recipe());
    assertThat(good.output()).contains("Signature Verified Successfully");
    assertThat(good.exitCode()).isZero();

    String other = new String(march, UTF_8).replace("\n1\n", "\n2\n");
    Files.writeString(directory.resolve("march"), other);
    assertThat(Shell.run(directory, recipe()).exitCode()).isNotZero();
  }

  private static String recipe() throws Exception {
    List<String> lines = Files.readAllLines(Path.of(README));
    int first =
        lines.indexOf("cut -d' ' -f3 march.cosigned | base64 -d > all; tail -c 64 all > sig");
    assertThat(first).isPositive();
    return String.join("\n", lines.subList(first, first + 4));
  }
}
