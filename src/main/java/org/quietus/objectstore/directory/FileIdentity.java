package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The content identity of a file: inode, size, time of modification and time of change. The last
 * cannot be set from outside, so every write shows, and a listing need not read what it lists. It
 * has the grain of the kernel's clock; a file that was written within one is looked at again after
 * it.
 */
final class FileIdentity {
  private static final Duration GRAIN = Duration.ofMillis(20);

  private final Clock clock;

  FileIdentity(Clock clock) {
    this.clock = clock;
  }

  /** Returns the identity of a regular file, not following a symbolic link. */
  String of(Path file) throws IOException {
    String seen = look(file);
    Duration age = Duration.between(changed(file).toInstant(), clock.instant());
    if (age.isNegative() || age.compareTo(GRAIN) >= 0) {
      return seen;
    }
    try {
      Thread.sleep(GRAIN.minus(age).toMillis() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return look(file);
  }

  private static String look(Path file) throws IOException {
    if (isUnix(file)) {
      Map<String, Object> stat =
          Files.readAttributes(
              file, "unix:ino,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
      return "%s-%s-%d-%d"
          .formatted(
              stat.get("ino"),
              stat.get("size"),
              nanos(stat.get("lastModifiedTime")),
              nanos(stat.get("ctime")));
    }
    BasicFileAttributes basic = attributes(file);
    return "%s-%d-%d".formatted(basic.fileKey(), basic.size(), nanos(basic.lastModifiedTime()));
  }

  /** Which file it is, whatever its name and content: the inode. */
  static String key(Path file) throws IOException {
    return String.valueOf(attributes(file).fileKey());
  }

  /** The attributes of a file, not following a symbolic link. */
  static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** When content or attributes last changed, which cannot be set from outside. */
  static FileTime changed(Path file) throws IOException {
    return isUnix(file)
        ? (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
        : Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isUnix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static long nanos(@Nullable Object time) {
    return ((FileTime) Objects.requireNonNull(time)).to(TimeUnit.NANOSECONDS);
  }
}
