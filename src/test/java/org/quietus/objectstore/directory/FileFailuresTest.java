package org.quietus.objectstore.directory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.StoreException;

class FileFailuresTest {

  /** As a mount that went away does while it is listed. */
  @Test
  void saysWhatGoesWrongInTheMiddleOfADirectoryAndNamesNoFile() {
    IOException stale = new FileSystemException("/backups/ann-ado", null, "Stale file handle");
    for (RuntimeException wrapped :
        List.of(new DirectoryIteratorException(stale), new UncheckedIOException(stale))) {
      assertThatThrownBy(
              () ->
                  FileFailures.translated(
                      "list",
                      () -> {
                        throw wrapped;
                      }))
          .isInstanceOf(StoreException.Unreachable.class)
          .hasMessage("the file system failed to list a file: Stale file handle")
          .hasNoCause();
    }
  }
}
