package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DirectoryFileTest extends NamedFileContract {
  @Override
  Vault newVault(Path parent) {
    return new DirectoryVault(parent);
  }

  @Test
  void takesARecordWhoseClockWasAheadOfTheObjectThatItIsIn() throws Exception {
    String ahead = "{\"at\":\"2099-01-01T00:00:00Z\",\"user\":{\"id\":1}}\n";
    put("events/old", ahead);
    put("events/new", ahead);
    Path old = directory.resolve("store/events/old");
    Files.setLastModifiedTime(old, FileTime.from(Shop.ERASED.minus(Duration.ofDays(2))));
    shop().erase();
    assertThat(get("events/old")).isEmpty();
    assertThat(get("events/new")).isEqualTo(ahead);
  }
}
