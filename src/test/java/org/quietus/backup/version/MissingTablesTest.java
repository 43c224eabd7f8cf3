package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which tables newer backups leave out, by those of which each file has the rows. */
class MissingTablesTest {
  private final MissingTables missing = new MissingTables(Set.of("Customer", "orders"));
  private int read;

  private List<Supplier<Optional<Contents.HeldTables>>> backup(String... files) {
    return Stream.of(files)
        .<Supplier<Optional<Contents.HeldTables>>>map(
            tables ->
                () -> {
                  read++;
                  return Optional.of(
                      new Contents.HeldTables(
                          Set.copyOf(Arrays.asList(tables.split(" "))), !tables.contains("-")));
                })
        .toList();
  }

  private Set<String> between(
      List<Supplier<Optional<Contents.HeldTables>>> newer,
      List<Supplier<Optional<Contents.HeldTables>>> older) {
    return missing.between(newer, older, Generations.OWN);
  }

  @Test
  void noOlderBackupIsReadWhereANewerOneHasAllTables() {
    assertThat(between(backup("customer", "orders"), backup("customer orders"))).isEmpty();
    assertThat(read).isEqualTo(2);
  }

  @Test
  void thoseOfOtherFilesOfABackupAreNotMissing() {
    assertThat(between(backup("customer"), backup("customer", "orders"))).containsExactly("orders");
    assertThat(between(backup("customer"), backup("customer", "legacy crm.visit"))).isEmpty();
  }

  @Test
  void ofAnotherDatabaseNobodyKnowsWhatItHasNoMore() {
    assertThat(missing.between(backup("customer"), backup("customer", "legacy"), "crm"))
        .containsExactly("legacy");
  }

  @Test
  void aBackupOfWhichNoFileHasRowsMissesAllOfThem() {
    assertThat(between(backup("customer -", "orders -"), backup("customer")))
        .containsExactly("customer");
    assertThat(between(backup("customer -", "orders"), backup("customer"))).isEmpty();
  }

  @Test
  void whatCannotBeReadMissesNothingAndIsNotMissed() {
    List<Supplier<Optional<Contents.HeldTables>>> unread = List.of(Optional::empty);
    assertThat(between(unread, backup("customer"))).isEmpty();
    assertThat(between(backup("customer"), unread)).isEmpty();
  }
}
