package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one writer of ours at a time compare and swap, in this process and in others. */
final class DirectoryLock {
  /** A file lock belongs to the whole process, so its threads exclude each other first. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path file;

  DirectoryLock(Path root) {
    this.file = root.resolve(DirectoryPaths.OWN + "lock");
  }

  <T> T holding(FileFailures.Operation<T> body) throws IOException {
    IN_PROCESS.lock();
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      // Closing the channel releases it.
      channel.lock();
      return body.run();
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
