package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Has tests work in memory where that is large enough and keeps attributes: what is made durable
 * there costs nothing, and no test switches the power off.
 */
public final class MemoryTempDirs implements TempDirFactory {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final String SERVER = "quietus-server-";
  private static final String LETTERS = "bcdfghjkmnpqrstvwxz";
  private static final int LENGTH = 16;
  private static final long ENOUGH = 2L << 30;
  private static final Optional<Path> PARENT =
      Optional.of(SHARED_MEMORY).filter(p -> isLargeEnough(p) && keepsAttributes(p));

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
      throws IOException {
    Path parent = PARENT.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    return Files.createDirectory(parent.resolve("junit-" + letters()));
  }

  /**
   * No digits and no vowels: what a test searches for must not turn up in the name of its folder.
   */
  private static String letters() {
    return new SecureRandom()
        .ints(LENGTH, 0, LETTERS.length())
        .mapToObj(n -> LETTERS.substring(n, n + 1))
        .collect(Collectors.joining());
  }

  /**
   * A new folder for the data of a server: in {@code -Dserver.parent}, else in memory if that is
   * large enough, else in the given one. What processes left there that were killed goes, because
   * it would take memory for ever.
   */
  static Path ofServer(Path otherwise) throws IOException {
    String chosen = System.getProperty("server.parent");
    Path parent =
        chosen != null ? Path.of(chosen) : isLargeEnough(SHARED_MEMORY) ? SHARED_MEMORY : otherwise;
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, SERVER + "*")) {
      for (Path folder : left) {
        long owner = Long.parseLong(folder.getFileName().toString().split("-")[2]);
        if (ProcessHandle.of(owner).isEmpty()) {
          deleteUnlessAnotherDoes(folder);
        }
      }
    }
    return Files.createTempDirectory(parent, SERVER + ProcessHandle.current().pid() + "-");
  }

  private static void deleteUnlessAnotherDoes(Path folder) {
    try {
      Binaries.delete(folder);
    } catch (UncheckedIOException e) {
      // another process of the same build was quicker
    }
  }

  private static boolean isLargeEnough(Path directory) {
    try {
      return Files.isWritable(directory)
          && Files.getFileStore(directory).getUsableSpace() >= ENOUGH;
    } catch (IOException e) {
      return false;
    }
  }

  /** Those of the user, which not every kernel keeps in memory. */
  private static boolean keepsAttributes(Path directory) {
    try {
      Path file = Files.createTempFile(directory, "junit-", "");
      try {
        UserDefinedFileAttributeView view =
            Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        return view != null && view.write("quietus", ByteBuffer.wrap(new byte[1])) == 1;
      } finally {
        Files.delete(file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
