package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.testing.Seeds;

@Tag("long")
class DirectoryInterferenceTest extends InterferenceContract {
  private @Nullable Path root;

  @Override
  Vault newVault(Path parent) {
    root = parent;
    return new DirectoryVault(parent);
  }

  @Override
  int disturbsEvery() {
    return Seeds.rounds(1) > 1 ? 1 : 2;
  }

  /** What was overwritten is gone. */
  @Override
  int versionsWithAnn() {
    return 1;
  }

  @Test
  void leavesItToALaterRunIfSomebodyKeepsWriting() throws Exception {
    for (String call : new String[] {"details", "open", "commit"}) {
      begin(
          name -> {
            if (name.equals(call)) {
              write();
            }
          });
      shop().erase();
      assertThat(shop().ends()).as(call).contains("nightly changed 1");
      assertThat(shop().backupEnds()).as(call).anyMatch(end -> end.partial() && end.isResidual());
      assertThat(ShopDump.lines(current())).as(call).isEqualTo(lines(foreign()));
      assertThat(shop().ledger()).as(call).isEmpty();
    }
  }

  @Test
  void namesAnEndForEveryVersionWheneverTheStoreGoesAway() throws Exception {
    for (int n = disturbsFirst(); ; n += disturbsEvery()) {
      Path away = directory.resolve("away-" + n);
      Disturbance gone = Disturbance.beforeCall(n, () -> replaceByAFile(root(), away));
      begin(gone);
      Files.write(root().resolve("nightly/a.sql"), foreign().text().getBytes(UTF_8));
      shop().erase();
      if (!gone.happened()) {
        assertThat(n).isGreaterThan(10);
        break;
      }
      String when = "the store went away before call " + n;
      assertThat(shop().backupEnds()).as(when).isNotEmpty();
      assertEveryVersionHasANamedEnd(when);
      Files.delete(root());
      Files.move(away, root());
      List<String> counted = new ArrayList<>(shop().ledger());
      shop().end();
      shop().nextRun();
      shop().erase();
      counted.addAll(shop().ledger());
      assertThat(counted)
          .as(when)
          .filteredOn("nightly.customer delete 1"::equals)
          .as("what was taken out of each of the two dumps is counted once")
          .hasSize(2);
      assertThat(root().resolve("nightly/a.sql")).as(when).content().doesNotContain("Ann");
      assertThat(ShopDump.lines(current()))
          .as(when)
          .isEqualTo(lines(ShopDump.ofTheDatabase().withoutAnn()));
      assertThat(shop().backupEnds()).as(when).noneMatch(end -> end.partial());
    }
  }

  /** It would list the store once for each of its objects. */
  @Test
  void listsAFewTimesHoweverManyThereAreIfSomebodyKeepsWritingAnOldObject() throws Exception {
    AtomicInteger listings = new AtomicInteger();
    begin(
        call -> {
          if (call.equals("versions")) {
            listings.incrementAndGet();
          } else if (call.equals("delete")) {
            writeLog(listings.get());
          }
        });
    for (int n = 0; n < 30; n++) {
      writeLog(n, 0);
    }
    shop().at(Instant.now().plus(Duration.ofDays(10)));

    shop().expire();

    assertThat(root().resolve("logs/0")).exists();
    assertThat(shop().ends()).contains("logs changed 1", "logs expired 29");
    assertThat(shop().backupEnds()).anyMatch(end -> end.partial() && end.set().equals("logs"));
    assertThat(listings).as("of six sets").hasValueLessThan(30);
  }

  private void writeLog(int content) {
    try {
      writeLog(0, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeLog(int name, int content) throws IOException {
    Path log = root().resolve("logs/" + name);
    Files.createDirectories(log.getParent());
    Files.writeString(log, "opaque " + content);
  }

  private static void replaceByAFile(Path root, Path away) throws IOException {
    Files.move(root, away);
    Files.createFile(root);
  }

  private Path root() {
    return Objects.requireNonNull(root);
  }

  private void write() {
    try {
      writeForeign();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
