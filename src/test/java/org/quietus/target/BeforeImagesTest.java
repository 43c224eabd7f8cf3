package org.quietus.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A file is gone only where the server lists what came later, and nothing else. */
class BeforeImagesTest {
  private static boolean isGone(String... listed) {
    return BeforeImages.isGone("binlog.000009", List.of(listed));
  }

  @Test
  void isGoneOnceOnlyLaterFilesAreListed() {
    assertThat(isGone("binlog.000010", "binlog.000011")).isTrue();
    assertThat(BeforeImages.isGone("a.b.999999", List.of("a.b.1000000"))).isTrue();
  }

  @Test
  void isThereWhileItOrAnEarlierOneIsListed() {
    assertThat(isGone("binlog.000009", "binlog.000010")).isFalse();
    assertThat(isGone("binlog.000008", "binlog.000010")).isFalse();
  }

  @Test
  void aLogThatBeganAnewDoesNotTell() {
    assertThat(isGone()).isFalse();
    assertThat(isGone("binlog.000001")).isFalse();
    assertThat(isGone("binlog.000001", "binlog.000010")).isFalse();
  }

  @Test
  void aLogOfAnotherNameDoesNotTell() {
    assertThat(isGone("mysql-bin.000010")).isFalse();
    assertThat(isGone("binlog.000010", "mysql-bin.000011")).isFalse();
    assertThat(isGone("binlog.x")).isFalse();
    assertThat(isGone("binlog")).isFalse();
    assertThat(BeforeImages.isGone("binlog", List.of("binlog"))).isFalse();
  }
}
