package org.quietus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.anonymise.Redact;
import org.quietus.anonymise.SetNull;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;

/** What the ledger says of a table can be read again, whatever its columns are called. */
class TreatmentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"email", "e, mail", "a,b", "name ", "a\\", "a\\, b\\\\", ", ", "x: y", "Straße"})
  void isReadAsItWasWritten(String column) {
    Map<String, Strategy> columns = new TreeMap<>(Map.of(column, new SetNull(), "z", new Redact()));
    Treatment written =
        Treatment.of(new Action.Anonymise(new TableAnonymisation(columns, Optional.empty())));
    Treatment read = Treatment.parse(written.text());
    assertThat(read).isEqualTo(written);
    assertThat(read.strategies()).containsEntry(column, "set-null").containsEntry("z", "redact");
    assertThat(read.isAnonymise()).isTrue();
  }

  @Test
  void ofOrdinaryNamesIsWrittenPlainly() {
    Treatment read = Treatment.parse("anonymise: email set-null, name redact");
    assertThat(read.strategies()).isEqualTo(Map.of("email", "set-null", "name", "redact"));
    assertThat(read.text()).isEqualTo("anonymise: email set-null, name redact");
    for (String word : List.of("delete", "unlink", "left for review", "unmatched", "keep")) {
      assertThat(Treatment.parse(word).text()).isEqualTo(word);
      assertThat(Treatment.parse(word).isAnonymise()).isFalse();
    }
    assertThat(Treatment.parse("delete").isDelete()).isTrue();
    assertThat(Treatment.parse("unlink").isUnlink()).isTrue();
  }
}
