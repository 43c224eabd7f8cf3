package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DirectoryInterferenceTest extends InterferenceContract {
  @Override
  Vault newVault(Path parent) {
    return new DirectoryVault(parent);
  }

  @Override
  int disturbsEvery() {
    return 1;
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

  private void write() {
    try {
      writeForeign();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
