package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.cli.CommandRun;

/** A job whose certificates are signed by a program, which has the key. */
class ExternalSignerTest {
  private static final String SCHEMA = "signed_outside";

  @TempDir Path directory;
  @TempDir static Path files;

  @Test
  void certificatesAreSignedByAProgramThatHasTheKey() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    Path module = directory.resolve("module");
    SigningKeys theirs = SigningKeys.generate(module, Use.CERTIFICATES);
    Path program = directory.resolve("sign");
    Files.writeString(
        program,
        "#!/bin/sh\n"
            + "cat > \"$0.in\"; openssl pkeyutl -sign -rawin -inkey \"$1\" -in \"$0.in\" |"
            + " base64\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    OpenedJob job =
        new OpenedJob(
            directory,
            engine.server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                .replace(
                    "keys: \"${KEYS}\" }",
                    "keys: \"${KEYS}\", signer: [ %s, %s ] }"
                        .formatted(program, module.resolve("signing.pem"))));
    Path keys = directory.resolve("keys");

    CommandRun generate = job.command("key generate");
    assertThat(generate.exitCode()).as(generate.err()).isZero();
    assertThat(keys.resolve("log.pem")).exists();
    assertThat(keys.resolve("signing.pem")).doesNotExist();

    CommandRun without = job.command("validate");
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.out() + without.err())
        .contains("put the public half of the signer's key there");

    Files.copy(theirs.publicFile(), keys.resolve("signing.pub.pem"));
    CommandRun validate = job.command("validate");
    assertThat(validate.exitCode()).as(validate.out() + validate.err()).isZero();
    CommandRun run = job.command("run", "--only", "retention");
    assertThat(run.exitCode()).as(run.err()).isZero();
    CommandRun verify =
        CommandRun.onDatabases(job.environment())
            .run(
                "certificate",
                "verify",
                job.evidence()
                    .resolve("certificates/" + job.certificates().get(0).id() + ".json")
                    .toString(),
                "--key",
                theirs.publicFile().toString());
    assertThat(verify.exitCode()).as(verify.out()).isZero();

    CommandRun alone = job.command("key succeed", "--signer", program.toString(), "next.pem");
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).contains("there is no", "signing-next.pub.pem");
    CommandRun succeed = job.command("key succeed");
    assertThat(succeed.exitCode()).as(succeed.err()).isZero();
    assertThat(succeed.out()).contains("take 'signer' out of the job file");
    assertThat(job.command("validate").out()).contains("a program signs, and there is a signing");
    Files.move(keys.resolve("signing.pem"), directory.resolve("set-aside.pem"));
    Files.copy(
        theirs.publicFile(), keys.resolve("signing.pub.pem"), StandardCopyOption.REPLACE_EXISTING);

    Files.writeString(program, "#!/bin/sh\nexit 7\n");
    var before = engine.rows(SCHEMA);
    CommandRun broken = job.command("run", "--only", "retention");
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.err()).contains("ended with exit code 7");
    assertThat(engine.rows(SCHEMA)).isEqualTo(before);
  }
}
