package org.quietus.backup.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.backup.KeyToken;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.mysqldump.Mysqldump;

/** Tokens of values as a dump spells them are those of the values. */
class SpelledKeysTest {
  private static final Relation VISITS = new Relation("1 visit [id]");
  private static final Relation OTHERS = new Relation("2 visit [id]");

  private final KeyTokens tokens = new KeyTokens(new byte[32]);
  private final SpelledKeys spelled = new SpelledKeys(tokens);

  /** Of the first value of a row, asked for beside tokens of other relations. */
  private @Nullable KeyToken token(String literal) throws Exception {
    KeyToken[] made = new KeyToken[1];
    String dump =
        "-- MySQL dump\nINSERT INTO `visit` VALUES (" + literal + ",1);\n-- Dump completed\n";
    new Mysqldump(Optional.empty())
        .scan(
            new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)),
            new RowVisitor() {
              @Override
              public boolean wants(RowSource source) {
                return true;
              }

              @Override
              public void visit(Row row) {
                spelled.token(OTHERS, row, 1);
                made[0] = spelled.token(VISITS, row, 0);
                tokens.of(OTHERS, List.of("1"));
              }
            });
    return made[0];
  }

  @Test
  void anIntegerInItsDigitsHasTheTokenOfItsValue() throws Exception {
    for (String digits : List.of("0", "7", "42", "999999999999999999")) {
      assertThat(token(digits)).as(digits).isEqualTo(tokens.of(VISITS, List.of(digits)));
    }
    assertThat(token("7")).isNotEqualTo(tokens.of(OTHERS, List.of("7")));
  }

  @Test
  void whatIsSpelledInAnotherWayIsLeftToWhoeverReadsIt() throws Exception {
    for (String other :
        List.of(
            "007",
            "-7",
            "7.0",
            "7e1",
            "0x07",
            "b'111'",
            "'7'",
            "7 ",
            "NULL",
            "DEFAULT",
            "9999999999999999999")) {
      assertThat(token(other)).as(other).isNull();
    }
  }
}
