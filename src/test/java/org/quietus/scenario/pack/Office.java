package org.quietus.scenario.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.quietus.cli.CommandRun;
import org.quietus.testing.WithoutPdf;

/** Gives commands about a pack's own job file, at a moment. */
final class Office {
  private final Path file;
  private final Promises promises;
  private final Map<String, String> environment = new HashMap<>();
  private final StringBuilder printed = new StringBuilder();
  private Instant now = Instant.EPOCH;

  /** With the pack's job file, changed so. */
  Office(Path directory, Promises promises, String url, UnaryOperator<String> changed)
      throws IOException {
    this.promises = promises;
    Path own = Path.of(System.getProperty("jobs", "jobs")).resolve(promises.pack() + ".yaml");
    file =
        Files.writeString(
            directory.resolve("job.yaml"), changed.apply(WithoutPdf.of(Files.readString(own))));
    set("URL", url);
    set("USER", "sa");
    set("VERIFY_USER", "auditor");
    set("VERIFY_PASSWORD", "look");
    set("EVIDENCE", directory.resolve("evidence").toUri().toString());
    set("KEYS", directory.resolve("keys").toString());
    set("VAULT", Files.createDirectories(directory.resolve("vault")).toUri().toString());
  }

  /** A variable of the pack's. */
  void set(String name, String value) {
    environment.put(promises.pack().replace('-', '_').toUpperCase(Locale.ROOT) + "_" + name, value);
  }

  /** Makes a key for a recipient, who alone can open what is for it with what is returned. */
  PrivateKey giveKey(String name, Path directory) throws IOException, NoSuchAlgorithmException {
    KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    byte[] key = pair.getPublic().getEncoded();
    String pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n";
    String text = pem.formatted(Base64.getEncoder().encodeToString(key));
    set(name + "_KEY", Files.writeString(directory.resolve(name + ".pem"), text).toString());
    return pair.getPrivate();
  }

  void at(Instant moment) {
    now = moment;
  }

  CommandRun say(String input, String words, String... arguments) {
    List<String> all = new ArrayList<>(List.of(words.split(" ")));
    all.add(file.toString());
    all.addAll(List.of(arguments));
    CommandRun run =
        CommandRun.onDatabases(environment).at(now).typing(input).run(all.toArray(String[]::new));
    printed.append(run.out()).append(run.err());
    return run;
  }

  CommandRun does(String words, String... arguments) {
    return expect(0, say("", words, arguments));
  }

  /** Files a request and returns its id. */
  String ask(Human human, String... options) {
    List<String> all = new ArrayList<>(List.of("--identifiers-from", "-", "--json"));
    all.addAll(promises.naming(human));
    all.addAll(List.of(options));
    String input = promises.identifier(human) + "\n";
    CommandRun added = say(input, "request add", all.toArray(String[]::new));
    return expect(0, added).json().get("id").asString();
  }

  void hold(Hold hold, String review) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--identifiers-from",
                "-",
                "--reference",
                hold.reference(),
                "--basis",
                "judicial-investigation",
                "--review",
                review));
    List<String> naming = promises.naming(hold.human());
    if (!naming.isEmpty()) {
      all.addAll(naming.subList(0, 2));
    }
    String input = promises.identifier(hold.human()) + "\n";
    expect(0, say(input, "hold add", all.toArray(String[]::new)));
  }

  /** Everything that commands have printed. */
  String printed() {
    return printed.toString();
  }

  static CommandRun expect(int code, CommandRun run) {
    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(code);
    return run;
  }
}
