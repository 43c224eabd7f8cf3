package org.quietus.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.format.mysqldump.Mysqldump;

/** The zone of a dump's TIMESTAMP values is the one that it has set before them. */
class DumpZoneTest {
  private static List<String> zones(String... statements) throws IOException {
    List<String> zones = new ArrayList<>();
    String dump =
        "CREATE TABLE `t` (`a` int);\n"
            + String.join("\nINSERT INTO `t` VALUES (1);\n", statements)
            + "\nINSERT INTO `t` VALUES (1);\n";
    new Mysqldump()
        .scan(
            new ByteArrayInputStream(dump.getBytes(UTF_8)),
            new EveryRow(row -> zones.add(row.zone().map(Object::toString).orElse("?"))));
    return zones;
  }

  @Test
  void followsTheSettingAndItsReturn() throws Exception {
    assertThat(
            zones(
                "",
                "/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;\n/*!40103 SET TIME_ZONE='+00:00' */;",
                "SET time_zone = 'Europe/Berlin';",
                "SET SESSION time_zone='-05:30';",
                "/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;"))
        .containsExactly("?", "Z", "Europe/Berlin", "-05:30", "?");
  }

  @Test
  void knowsNoZoneThatOnlyTheServerKnows() throws Exception {
    assertThat(zones("SET TIME_ZONE='SYSTEM';", "SET TIME_ZONE=@@global.time_zone;"))
        .containsExactly("?", "?");
  }
}
