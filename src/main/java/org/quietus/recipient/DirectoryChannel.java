package org.quietus.recipient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.quietus.objectstore.DurableFile;

/**
 * Leaves each notice as {@code ID.json} in a directory; the recipient confirms it by a file {@code
 * ID.ack} beside it. Both go when the notice is settled.
 */
final class DirectoryChannel implements Channel {
  private final Path directory;

  DirectoryChannel(Path directory) {
    this.directory = directory;
  }

  @Override
  public boolean isAcknowledged(String notice) {
    Path file = acknowledgement(notice);
    if (Files.exists(file)) {
      return true;
    }
    if (!Files.notExists(file) || !Files.isDirectory(directory)) { // a share that is away
      throw ChannelFailed.unreachable("no-directory");
    }
    return false;
  }

  @Override
  public Notice.State tell(String notice, byte[] body) {
    if (!Files.isDirectory(directory)) {
      throw ChannelFailed.unreachable("no-directory");
    }
    try {
      DurableFile.create(file(notice), body, "rw-r-----");
      return Notice.State.TOLD;
    } catch (IOException e) {
      throw ChannelFailed.unreachable("not-written");
    }
  }

  @Override
  public List<String> left() {
    DurableFile.lookAgain(directory);
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> DurableFile.drafted(file).orElse(file.getFileName().toString()))
          .filter(name -> name.endsWith(".json") || name.endsWith(".ack"))
          .map(name -> name.substring(0, name.lastIndexOf('.')))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw ChannelFailed.unreachable("no-directory");
    }
  }

  @Override
  public void clear(String notice) {
    if (!Files.isDirectory(directory)) { // a share that is away has the file still
      throw ChannelFailed.unreachable("no-directory");
    }
    try {
      DurableFile.remove(file(notice));
      Files.deleteIfExists(acknowledgement(notice));
    } catch (IOException e) {
      throw ChannelFailed.unreachable("not-removed");
    }
  }

  private Path file(String notice) {
    return directory.resolve(notice + ".json");
  }

  private Path acknowledgement(String notice) {
    return directory.resolve(notice + ".ack");
  }
}
