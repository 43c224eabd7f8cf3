package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.quietus.format.mysqldump.Mysqldump;

/** What the database computes from a changed value does not keep the old one. */
class GeneratedColumnsTest {
  private static final String CREATE =
      """
      CREATE TABLE t (
        id int NOT NULL,
        Email varchar(80) DEFAULT NULL,
        small varchar(80) GENERATED ALWAYS AS (lcase(`email`)) STORED,
        domain varchar(80) AS (substring_index(`small`,'@',-1)) VIRTUAL,
        twice int AS (`id` * 2) VIRTUAL,
        row_start timestamp(6) GENERATED ALWAYS AS ROW START,
        PRIMARY KEY (id)
      );
      """;

  @Test
  void whatIsComputedFromAChangedColumnIsLeftToTheDatabase() throws IOException {
    assertThat(
            changed(
                "INSERT INTO t VALUES"
                    + " (1,'A@x.org','a@x.org','x.org',2,'2020-01-01'),(2,'b','b','b',4,'2020-01-01');\n"))
        .isEqualTo(
            "INSERT INTO t VALUES"
                + " (1,NULL,DEFAULT,DEFAULT,2,'2020-01-01'),(2,'b','b','b',4,'2020-01-01');\n");
  }

  @Test
  void whatAStatementLeavesOutIsLeftOut() throws IOException {
    assertThat(changed("INSERT INTO `T` (`id`, `domain`, `email`) VALUES (1,'x.org','A@x.org');\n"))
        .isEqualTo("INSERT INTO `T` (`id`, `domain`, `email`) VALUES (1,DEFAULT,NULL);\n");
  }

  private static String changed(String insert) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Mysqldump()
        .rewrite(
            new ByteArrayInputStream(DumpText.bytes(CREATE + insert)),
            out,
            Deciders.changing("1", Collections.singletonMap("email", null)));
    return out.toString(StandardCharsets.UTF_8).substring(CREATE.length());
  }
}
