package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

@Tag("long") // every build tries it on MariaDB
class H2CopyReviewTest extends CopyReviewContract {
  @TempDir static Path files;

  /** What was said since the backup was made is in the mirror alone. */
  @Test
  void whatWasSaidIsKnownAfterARestore() throws Exception {
    String request = job().request("email: ann@example.org");
    run(8);
    String script = "'" + files.resolve("backup.sql") + "'";
    engine().execute(SCHEMA, "SCRIPT TO " + script);
    decide(request, "--theirs", "g1", "--not-theirs", "g2");
    engine().execute(SCHEMA, "DROP ALL OBJECTS", "RUNSCRIPT FROM " + script);
    CommandRun replayed =
        job().command("replay", "--database", "crm", "--snapshot", "2026-02-28T02:00:00Z");
    // indexes have other names after a restore, so that the plan waits for somebody
    String fingerprint = replayed.err().strip().replaceFirst("(?s).* ", "");
    assertThat(job().command("approve", fingerprint).exitCode()).as(replayed.err()).isZero();

    run(0);

    assertThat(text("dump.sql")).contains(BOB, SAME_PHONE).doesNotContain(SAME_EMAIL);
  }

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  String dump(String customers, String visits) {
    return """
    -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
    CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(60), `phone` varchar(30), `joined` date, PRIMARY KEY (`id`));
    INSERT INTO `customer` VALUES %s;
    CREATE TABLE `visit` (`id` int NOT NULL, `customer_id` int, PRIMARY KEY (`id`));
    INSERT INTO `visit` VALUES %s;
    -- Dump completed on 2026-02-01  2:00:00
    """
        .formatted(customers, visits);
  }
}
