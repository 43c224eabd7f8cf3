package org.quietus.scenario.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.scenario.pack.Notices.Route;
import org.quietus.scenario.pack.Promises.Backup;
import org.quietus.scenario.pack.Promises.Treatment;
import tools.jackson.databind.JsonNode;

/** Nobody who should be gone is there, and nobody who should be there is gone. */
record Promise(
    Model model,
    Promises promises,
    Tables tables,
    Vault vault,
    Receiver receiver,
    Letters letters,
    Path directory) {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=_-]{40,}");

  void ofEverything() throws Exception {
    ofRows();
    ofBackups();
    ofFiles();
    assertThat(receiver.times())
        .as("how often recipients were told")
        .isEqualTo(model.notices.times());
    assertThat(receiver.told(letters))
        .as("what recipients were told")
        .isEqualTo(model.notices.told());
    ofWhatWasLeft();
  }

  void ofRows() throws SQLException {
    List<String> wrong = new ArrayList<>();
    for (String table : promises.tables()) {
      Map<Long, Map<String, String>> rows = new HashMap<>(tables.rows(table));
      for (Fact fact : model.facts) {
        if (fact.table.equals(table)) {
          Map<String, String> row = rows.remove(fact.id);
          if (!fact.late) {
            judge(fact, row, wrong);
          }
        }
      }
      rows.keySet().forEach(id -> wrong.add(table + " " + id + " is nobody's"));
    }
    assertThat(wrong).isEmpty();
  }

  private void judge(Fact fact, Map<String, String> row, List<String> wrong) {
    if (fact.state == Fact.State.GONE) {
      if (row != null) {
        wrong.add(fact + " is there, and should be gone");
      }
    } else if (row == null) {
      wrong.add(fact + " is gone, and should be there");
    } else if (fact.isThere()) {
      for (String column : row.keySet()) {
        String should = fact.emptied.contains(column) ? null : fact.image.get(column);
        if (!Objects.equals(row.get(column), should)) {
          wrong.add(fact + ": " + column + " is " + row.get(column) + ", and should be " + should);
        }
      }
    } else {
      promises
          .wrongAnonymised(fact.table, fact.image, row)
          .ifPresent(column -> wrong.add(fact + " is not anonymous, or not as it was: " + column));
    }
  }

  private void ofBackups() throws Exception {
    for (Backup set : promises.backups()) {
      List<String> keys = vault.keys(set.folder());
      model.dumps.removeIf(
          dump -> dump.set().equals(set) && model.mayBeOver(dump) && !keys.contains(dump.key()));
      List<Dump> dumps = model.dumps.stream().filter(dump -> dump.set().equals(set)).toList();
      assertThat(keys).as("backups").isEqualTo(dumps.stream().map(Dump::key).sorted().toList());
      for (Dump dump : dumps) {
        if (set.treatment() == Treatment.REWRITTEN) {
          Set<String> words = new TreeSet<>(vault.words(dump.key()));
          dump.facts().stream().filter(fact -> fact.late).forEach(fact -> words.remove(fact.word));
          Set<String> should = model.words(dump);
          should.retainAll(written(dump));
          words.retainAll(written(dump));
          assertThat(words).as(dump.key()).isEqualTo(should);
        }
      }
    }
  }

  /** Words that can be read in a dump at all. */
  private static Set<String> written(Dump dump) {
    Set<String> words = new TreeSet<>();
    dump.facts().stream()
        .filter(fact -> fact.image.values().stream().anyMatch(value -> has(value, fact.word)))
        .forEach(fact -> words.add(fact.word));
    return words;
  }

  private static boolean has(String value, String word) {
    return value != null && value.contains(word);
  }

  private void ofFiles() throws Exception {
    Set<String> objects = new TreeSet<>();
    Set<String> lines = new TreeSet<>();
    Set<String> there = new TreeSet<>();
    for (Fact line : model.lines) {
      if (line.on == null && !line.late) {
        if (line.isThere()) {
          lines.add(line.word);
        }
      } else if (line.on != null && line.isThere()) {
        objects.add(Objects.requireNonNull(line.object));
      }
    }
    Set<String> late = new TreeSet<>();
    model.lines.stream().filter(line -> line.late).forEach(line -> late.add(line.word));
    for (String key : vault.keys("device-logs")) {
      there.addAll(vault.words(key));
    }
    there.removeAll(late);
    assertThat(there).as("lines of log files").isEqualTo(lines);
    assertThat(new TreeSet<>(vault.keys("recordings"))).isEqualTo(objects);
  }

  /** Files and rows hold identifiers: they lie there as long as they have to. */
  private void ofWhatWasLeft() throws Exception {
    for (Map.Entry<String, Route> each : model.notices.routes().entrySet()) {
      String name = each.getKey();
      if (each.getValue() == Route.HTTP) {
        continue;
      }
      List<String> texts = new ArrayList<>();
      if (each.getValue() == Route.FILE) {
        try (Stream<Path> files = Files.list(directory.resolve("mail").resolve(name))) {
          for (Path file : files.toList()) {
            texts.add(Files.readString(file));
          }
        }
      } else {
        tables
            .select("SELECT * FROM notices WHERE recipient = '" + name + "'")
            .forEach(row -> texts.add(row.get("body")));
      }
      assertThat(texts.stream().map(text -> letters.identifiers(name, text).toString()).sorted())
          .as("left for " + name)
          .isEqualTo(model.notices.left(name));
    }
  }

  void ofNotices(Office office) {
    List<String> states = new ArrayList<>();
    for (JsonNode one : office.does("recipient list", "--json").json()) {
      states.add(one.get("recipient").asString() + " " + one.get("state").asString().toLowerCase());
    }
    states.sort(null);
    states.removeIf(state -> state.endsWith(" exempt"));
    assertThat(states).isEqualTo(model.notices.states());
  }

  /** Every certificate is good, and nothing that was written or printed names anybody. */
  void ofEvidence(Office office) throws Exception {
    EvidenceStore store = EvidenceStores.at(directory.resolve("evidence"));
    List<CertificateReader.Stored> all = new CertificateReader(store, PublicKeys.in(store)).list();
    assertThat(all)
        .hasSizeGreaterThan(model.asks.size() / 2)
        .allSatisfy(one -> assertThat(one.verdict()).isInstanceOf(Verdict.Good.class));
    List<String> canaries = new ArrayList<>();
    for (Human human : model.humans) {
      canaries.addAll(List.of(human.email(), human.phone()));
    }
    assertThat(office.printed()).doesNotContain(canaries);
    try (Stream<Path> files = Files.walk(directory.resolve("evidence"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text + decoded(text)).as(file.toString()).doesNotContain(canaries);
      }
    }
    for (String text : receiver.texts()) {
      assertThat(text + decoded(text)).as("a notice").doesNotContain(canaries);
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
