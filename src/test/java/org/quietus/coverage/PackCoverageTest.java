package org.quietus.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Comments;
import org.quietus.database.CatalogReader;
import org.quietus.policy.JobFile;
import org.quietus.policy.read.JobFiles;
import org.quietus.testing.H2Server;
import org.quietus.testing.SqlScript;

/**
 * The schemas of the packs, whose job files say which columns are personal: what their names alone
 * tell of that, and that the job files cover it.
 */
class PackCoverageTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_0-9]+)}");

  private static final String BARE =
      """
      quietus: 1
      job: bare
      controller: Example GmbH
      zone: UTC
      evidence: { store: "file:///evidence", keys: /keys }
      databases:
        NAME: { url: "jdbc:h2:mem:any", username: sa, password: "", zone: UTC }
      retention:
        none: { records: NAME.nothing, keep: P1Y, from: at, then: delete }
      """;

  /** What no name and no type says. */
  private static final Map<String, Set<String>> MISSED =
      Map.of(
          "opengemini",
              Set.of("attachment.name", "invoice.amount", "post.title", "visit.came_from"),
          "device-cloud-in", Set.of(),
          "kaiconn", Set.of(),
          "ciie",
              Set.of(
                  "booth_contract.amount",
                  "gate_passage.gate",
                  "payment.amount",
                  "press_card.medium"),
          "jingdigital", Set.of("audience_member.campaign", "client.company", "page_log.page"));

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("org.quietus.pack.PackDemoTest#packs")
  void theJobFileCoversOrAcknowledgesEverything(String pack) throws Exception {
    JobFile job = job(pack, Files.readString(Path.of("jobs/" + pack + ".yaml")));
    Gaps gaps = new Gaps(job, catalog(pack, job), Comments.NONE);
    List<Finding> findings = gaps.findings(Map.of());
    assertThat(findings).isEmpty();
    assertThat(gaps.unnamed(findings)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.quietus.pack.PackDemoTest#packs")
  void namesTellWhatTheJobFileCallsPersonal(String pack) throws Exception {
    String text = Files.readString(Path.of("jobs/" + pack + ".yaml"));
    JobFile job = job(pack, text);
    Set<String> personal = new TreeSet<>();
    job.categories()
        .columns()
        .forEach(
            (table, columns) ->
                columns.keySet().forEach(column -> personal.add(table.table() + "." + column)));
    Map<Level, Set<String>> found = found(pack, job);

    Set<String> missed = new TreeSet<>(personal);
    found.values().forEach(missed::removeAll);
    assertThat(missed).isEqualTo(new TreeSet<>(MISSED.get(pack)));
    found.values().forEach(columns -> columns.removeAll(personal));
    assertThat(found.get(Level.CERTAIN)).isSubsetOf("face_template");
    assertThat(found.getOrDefault(Level.LIKELY, Set.of()))
        .isSubsetOf(
            "account.account_no",
            "account.gender",
            "account.login",
            "call_recording.audio_key",
            "participant.badge_no",
            "participant.gender",
            "portrait");
    assertThat(found.getOrDefault(Level.POSSIBLE, Set.of())).hasSizeLessThan(5);
  }

  /** Of a job that covers nothing. */
  private Map<Level, Set<String>> found(String pack, JobFile job) throws Exception {
    Catalog catalog = catalog(pack, job);
    JobFile bare = job(pack, BARE.replace("NAME", catalog.database()));
    Map<Level, Set<String>> found = new TreeMap<>();
    for (Finding each : new Gaps(bare, catalog, Comments.NONE).findings(Map.of())) {
      found
          .computeIfAbsent(each.level(), level -> new TreeSet<>())
          .add(each.table().table() + each.column().map(column -> "." + column).orElse(""));
    }
    return found;
  }

  private Catalog catalog(String pack, JobFile job) throws Exception {
    H2Server server = new H2Server(directory);
    String schema = pack.replace('-', '_');
    server.createSchema(schema);
    try (Connection connection = server.connect(schema)) {
      SqlScript.run(connection, Path.of("sql/samples/" + pack + "-schema-h2.sql"), schema);
      return CatalogReader.read(connection, job.databases().keySet().iterator().next());
    }
  }

  private JobFile job(String pack, String text) throws Exception {
    Matcher names = VARIABLE.matcher(text);
    Map<String, String> environment =
        names
            .results()
            .map(found -> found.group(1))
            .distinct()
            .collect(Collectors.toMap(name -> name, this::value));
    return JobFiles.load(Files.writeString(directory.resolve(pack + ".yaml"), text), environment);
  }

  private String value(String name) {
    if (name.endsWith("_URL")) {
      return "jdbc:h2:mem:any";
    }
    if (name.endsWith("_KEY") || name.endsWith("_KEYS")) {
      return directory.resolve("keys").toString();
    }
    return name.endsWith("_VAULT") || name.endsWith("_EVIDENCE")
        ? directory.resolve(name).toUri().toString()
        : "https://example.org/" + name;
  }
}
