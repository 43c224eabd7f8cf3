package org.quietus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Examples;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/** What an outside witness does, with nothing but the commands. */
class WitnessCommandsTest {

  @TempDir Path directory;
  private final CommandRun quietus = new CommandRun((job, clock) -> null);
  private EvidenceStore store;
  private SigningKeys keys;
  private SigningKeys logKeys;
  private String logKey = "";
  private String witness = "";

  @BeforeEach
  void makeALog() {
    store = EvidenceStores.at(directory.resolve("evidence"));
    keys = SigningKeys.generate(directory.resolve("keys"), Use.CERTIFICATES);
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

  @Test
  void certificatesAreGoodByAPolicyOnceEnoughWitnessesCosigned() throws Exception {
    policy("any A B");
    assertThat(bad(verify(0))).contains("not enough by the policy: cosigned by nobody");
    assertThat(bad(audit())).contains("of its 3 entries the first 0 are cosigned");

    String march = file("march", good("checkpoint", "export", at("evidence")));
    String lines = file("lines", good(cosignAs("a", march, "--first")));
    grow(3, 5); // the log does not wait for its witnesses
    assertThat(not(8, add(lines))).contains("give the file that was cosigned");
    assertThat(good(add(march, lines)))
        .contains("checkpoint of 3 entries: cosigned by A, who are enough")
        .contains("that lead to it now: 3");

    assertThat(good(verify(2))).contains("It is entry 2 of").contains("cosigned by A");
    assertThat(good("certificate", "verify", certificate(4))).doesNotContain("cosigned");
    assertThat(bad(verify(4))).contains("cosigned by nobody");
    assertThat(bad(audit())).contains("of its 5 entries the first 3 are cosigned");
    assertThat(good(add(march, lines))).doesNotContain("lead to it now"); // nothing more to do

    String april = file("april", good("checkpoint", "export", at("evidence"), "--since-size", "3"));
    good(add(april, file("l", good(cosignAs("a", april)))));
    assertThat(good(verify(4))).contains("entry 4 of");
    assertThat(good(audit())).contains("5 entries, 5 of them cosigned");
    assertThat(good("checkpoint", "export", at("evidence"))).contains("— w/a ");
    grow(5, 6);
    assertThat(good("checkpoint", "export", at("evidence"))).doesNotContain("— w/a ");
    assertThat(bad(audit())).contains("of its 6 entries the first 5 are cosigned");
  }

  @Test
  void cosignaturesThatComeOneByOneAddUpToTheQuorum() throws Exception {
    policy("all A B");
    String march = file("march", good("checkpoint", "export", at("evidence")));
    String ofA = file("a.lines", good(cosignAs("a", march, "--first")));
    assertThat(good(add(ofA))).contains("not enough by the policy: cosigned by A; B did not");
    assertThat(bad(verify(0))).contains("cosigned by nobody");
    String ofB = file("b.lines", good(cosignAs("b", march, "--first")));

    assertThat(good(add(ofB))).contains("cosigned by A, B, who are enough");

    assertThat(good(verify(0))).contains("cosigned by A, B");
    assertThat(good(audit())).contains("3 of them cosigned");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cosigned/*.checkpoint", "log/*/checkpoint", "certificates/run-1-1.tlog-proof"})
  void aByteOfACosignatureThatFlippedIsFoundWhereverItIs(String where) throws Exception {
    policy("any A B");
    String march = file("march", good("checkpoint", "export", at("evidence")));
    good(add(march, file("l", good(cosignAs("a", march, "--first")))));
    good(audit());
    Path flipped = only(where);
    String text = Files.readString(flipped);
    int line = text.indexOf("— w/a ");
    char there = text.charAt(line + 60);
    Files.writeString(
        flipped,
        text.substring(0, line + 60) + (there == 'A' ? 'B' : 'A') + text.substring(line + 61));

    assertThat(bad(audit())).contains("A did not make the signature that is said to be its own");
  }

  private Path only(String glob) throws Exception {
    PathMatcher matcher =
        directory.getFileSystem().getPathMatcher("glob:" + at("evidence") + "/" + glob);
    try (Stream<Path> files = Files.walk(directory.resolve("evidence"))) {
      return files.filter(matcher::matches).findFirst().orElseThrow();
    }
  }

  @Test
  void whatIsForgedForeignOrOlderIsNotTaken() throws Exception {
    policy("any A B");
    String march = file("march", good("checkpoint", "export", at("evidence")));
    String early = good(cosignAs("a", march, "--first"));
    quietus.at(CommandRun.CLOCK.instant().plusSeconds(60));
    String late = good(cosignAs("a", march));
    String stranger = good(cosignAs("c", march, "--first"));

    assertThat(not(8, add(file("1", stranger))))
        .contains("w/c is by a key that the policy does not");
    assertThat(not(8, add(file("2", early.replace("w/a", "w/b"))))).contains("does not name");
    assertThat(not(8, add(file("3", early.replaceFirst("..\n$", "A=\n"))))).contains("Not taken");
    assertThat(not(8, add(file("4", "nonsense")))).contains("a file was not taken");
    assertThat(bad(verify(0))).contains("cosigned by nobody");
    good(add(file("5", late)));
    good(add(file("6", early)));

    String exported = good("checkpoint", "export", at("evidence"));
    assertThat(exported).contains(late).doesNotContain(early);
  }

  @Test
  void aStoreThatWasWrittenAnewIsFoundByWhatWitnessesCosigned() throws Exception {
    policy("any A B");
    String march = file("march", good("checkpoint", "export", at("evidence")));
    good(add(march, file("l", good(cosignAs("a", march, "--first")))));
    Path first = directory.resolve("first");
    Files.move(directory.resolve("evidence"), first);
    grow(1, 4); // of the same keys, without the first certificate
    good("certificate", "audit", at("evidence"));
    String forked = file("forked", good("checkpoint", "export", at("evidence")));

    assertThat(not(6, cosignAs("a", forked))).contains("it is a fork");
    assertThat(bad(audit())).contains("the first 0 are cosigned");
    assertThat(not(8, add(march, at("l")))).contains("does not continue the checkpoint of 3");
    Files.createDirectory(directory.resolve("evidence/cosigned"));
    for (Path kept : Files.newDirectoryStream(first.resolve("cosigned"), "*.checkpoint")) {
      Files.copy(kept, directory.resolve("evidence/cosigned").resolve(kept.getFileName()));
    }
    assertThat(bad("certificate", "audit", at("evidence")))
        .contains("the first 3 entries are not those of that time");
  }

  @Test
  void aPolicyThatIsWrongIsToldByItsLine() throws Exception {
    policy("any A B");
    file("trust.policy", Files.readString(directory.resolve("trust.policy")) + "nonsense\n");

    assertThat(not(2, verify(0))).contains("trust.policy:6: ");
    assertThat(not(2, audit())).contains("trust.policy:6: ");
    assertThat(not(2, add(logKey))).contains("trust.policy:6: ");
  }

  private void policy(String group) throws Exception {
    for (String name : List.of("a", "b", "c")) {
      good("key", "generate", "--witness", at(name), "--name", "w/" + name);
    }
    file(
        "trust.policy",
        "log %switness A %switness B %sgroup g %s%nquorum g%n"
            .formatted(
                Files.readString(Path.of(logKey)),
                Files.readString(directory.resolve("a/witness.vkey")),
                Files.readString(directory.resolve("b/witness.vkey")),
                group));
  }

  private void grow(int from, int to) {
    CertificateWriter writer = new CertificateWriter(store, keys, logKeys);
    for (int i = from; i < to; i++) {
      writer.issue(Examples.aRunOf(String.valueOf(i)));
    }
  }

  private String certificate(int n) {
    return at("evidence/certificates/run-" + n + "-1.json");
  }

  private String[] verify(int n) {
    return new String[] {"certificate", "verify", certificate(n), "--policy", at("trust.policy")};
  }

  private String[] audit() {
    return new String[] {"certificate", "audit", at("evidence"), "--policy", at("trust.policy")};
  }

  private String[] add(String... files) {
    List<String> command = new ArrayList<>(List.of("checkpoint", "add", at("evidence")));
    command.addAll(List.of(files));
    command.addAll(List.of("--policy", at("trust.policy")));
    return command.toArray(String[]::new);
  }

  private String[] cosignAs(String name, String file, String... more) {
    witness = at(name + "/witness.pem");
    return cosign(file, more);
  }

  private String bad(String... command) {
    return not(6, command);
  }

  private String not(int code, String... command) {
    quietus.run(command);
    assertThat(quietus.exitCode()).as(quietus.out() + quietus.err()).isEqualTo(code);
    return quietus.out() + quietus.err();
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
