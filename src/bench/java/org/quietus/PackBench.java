package org.quietus;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.pack.Pack;
import org.quietus.pack.Packs;
import org.quietus.pack.Population;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.Servers;
import org.quietus.testing.SqlScript;

/** Fills a pack's tables, and runs its job on them with the finished jar; see {@code packs}. */
final class PackBench {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)(:[^}]*)?}");
  private static final Pattern IN_USE = Pattern.compile("->([0-9]+)M\\(");

  private final DatabaseServer server = Servers.start();
  private final Pack pack;
  private final Population population;
  private final String schema;
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  private PackBench(Pack pack, int persons) throws Exception {
    this.pack = pack;
    this.population = new Population(7, persons, LocalDate.now());
    this.schema = "pack_" + pack.name().replace('-', '_');
    this.directory = Files.createTempDirectory("quietus-bench");
  }

  public static void main(String[] arguments) throws Exception {
    PackBench bench =
        new PackBench(Packs.named(arguments[0]).orElseThrow(), Integer.parseInt(arguments[1]));
    try {
      bench.run();
    } finally {
      bench.server.stop();
      try (var files = Files.walk(bench.directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void run() throws Exception {
    fill();
    prepare();
    command("key-generate", Set.of(0), "key", "generate", job());
    int asking = Math.max(1, population.persons() / 1_000);
    command("request-add", Set.of(0), "request", "add", job(), "--file", requests(asking));
    command("run", Set.of(0, 8), "run", job(), "--verbose");
    command("run-again", Set.of(0, 8), "run", job(), "--verbose");
  }

  private void fill() throws Exception {
    server.createSchema(schema);
    long begin = System.nanoTime();
    long used = 0;
    try (Connection connection = server.connect(schema);
        Statement statement = connection.createStatement()) {
      SqlScript.run(connection, Path.of("sql/samples/" + pack.name() + "-schema.sql"), schema);
      statement.execute("CREATE USER IF NOT EXISTS auditor IDENTIFIED BY 'look'");
      statement.execute("GRANT SELECT ON " + schema + ".* TO auditor");
      statement.execute("SET sql_log_bin = 0"); // which would hold as much again
      connection.setAutoCommit(false);
      pack.fill(connection, population);
      System.out.printf("seconds fill %.1f%n", (System.nanoTime() - begin) / 1e9);
      System.gc();
      used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      System.out.printf("megabytes fill %d%n", used >> 20);
      for (String table : pack.tables()) {
        try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
          row.next();
          System.out.printf("rows %s %d%n", table, row.getLong(1));
        }
        statement.execute("ANALYZE TABLE " + table);
      }
    }
  }

  private void prepare() throws Exception {
    String yaml = Files.readString(Path.of("jobs", pack.name() + ".yaml"));
    Files.writeString(directory.resolve("job.yaml"), yaml);
    String prefix = pack.name().replace('-', '_').toUpperCase(Locale.ROOT) + "_";
    Matcher variables = VARIABLE.matcher(yaml);
    while (variables.find()) {
      String name = variables.group(1).substring(prefix.length());
      environment.put(variables.group(1), value(name));
    }
  }

  private String value(String name) throws Exception {
    return switch (name) {
      case "URL" -> server.jdbcUrl(schema);
      case "USER" -> server.username();
      case "PASSWORD" -> server.password();
      case "VERIFY_USER" -> "auditor";
      case "VERIFY_PASSWORD" -> "look";
      case "EVIDENCE" -> folder("evidence").toUri().toString();
      case "KEYS" -> directory.resolve("keys").toString();
      case "VAULT" -> folder("vault").toUri().toString();
      case "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY" -> "";
      default -> name.endsWith("_KEY") ? key(name) : folder("to-" + name).toUri().toString();
    };
  }

  private Path folder(String name) throws Exception {
    return Files.createDirectories(directory.resolve(name.toLowerCase(Locale.ROOT)));
  }

  private String key(String name) throws Exception {
    byte[] key = KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic().getEncoded();
    String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    return Files.writeString(
            directory.resolve(name + ".pem"),
            "-----BEGIN PUBLIC KEY-----\n" + pem + "\n-----END PUBLIC KEY-----\n")
        .toString();
  }

  private String job() {
    return directory.resolve("job.yaml").toString();
  }

  /** Who asks. */
  private String requests(int asking) throws Exception {
    List<String> lines = new ArrayList<>(List.of("email,ground"));
    for (int n = 1; n <= asking; n++) {
      lines.add(pack.person(population, n * 997).email() + ",consent-withdrawn");
    }
    return Files.write(directory.resolve("requests.csv"), lines, StandardCharsets.UTF_8).toString();
  }

  private void command(String name, Set<Integer> codes, String... arguments) throws Exception {
    Path collections = directory.resolve(name + "-gc.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "-Xlog:gc:file=" + collections));
    command.addAll(List.of("-jar", System.getProperty("quietus.jar", "target/quietus.jar")));
    command.addAll(List.of(arguments));
    Path output = directory.resolve(name + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    long begin = System.nanoTime();
    int ended = builder.start().waitFor();
    System.out.printf("seconds %s %.1f%n", name, (System.nanoTime() - begin) / 1e9);
    System.out.printf("exit code %s %d%n", name, ended);
    try (var lines = Files.lines(output)) {
      lines
          .filter(line -> line.contains("ended after") || line.startsWith("run "))
          .forEach(System.out::println);
    }
    try (var lines = Files.lines(collections)) {
      int most =
          lines
              .map(IN_USE::matcher)
              .filter(Matcher::find)
              .mapToInt(one -> Integer.parseInt(one.group(1)))
              .max()
              .orElse(0);
      System.out.printf("megabytes %s %d%n", name, most);
    }
    if (!codes.contains(ended)) {
      String said = Files.readString(output);
      throw new IllegalStateException(
          name + " ended with " + ended + ": " + said.substring(0, Math.min(5000, said.length())));
    }
  }
}
