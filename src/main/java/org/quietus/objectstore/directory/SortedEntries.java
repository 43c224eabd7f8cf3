package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory in the order of their keys' bytes, of which so many are held at
 * once: of a directory with more the names are read again for the next ones.
 *
 * @param most how many entries are held
 */
record SortedEntries(DirectoryPaths paths, int most) {
  /** The folder that file systems have at their root for themselves, and open to root alone. */
  private static final String OF_FILE_SYSTEM = "lost+found";

  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::sortKey, Arrays::compareUnsigned);

  /** A directory sorts as its name with a slash, as the keys below it do. */
  record Entry(Path path, byte[] sortKey, boolean directory) {}

  private record Part(List<Entry> entries, boolean more) {}

  /** Those whose keys begin with a prefix, and the directories that some such may be in. */
  Stream<Entry> in(Path directory, String prefix) {
    byte[] begin = prefix.getBytes(StandardCharsets.UTF_8);
    return Stream.iterate(
            Optional.of(part(directory, begin, null)),
            Optional::isPresent,
            last ->
                last.filter(Part::more)
                    .map(
                        part ->
                            part(
                                directory,
                                begin,
                                part.entries().get(part.entries().size() - 1).sortKey())))
        .flatMap(part -> part.orElseThrow().entries().stream());
  }

  private Part part(Path directory, byte[] prefix, byte @Nullable [] after) {
    return FileFailures.translated("list", () -> read(directory, prefix, after));
  }

  private Part read(Path directory, byte[] prefix, byte @Nullable [] after) throws IOException {
    PriorityQueue<Entry> first = new PriorityQueue<>(ORDER.reversed());
    boolean more = false;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path path : stream) {
        Optional<Entry> entry =
            entry(path, prefix, after, first.size() < most ? null : first.peek());
        if (entry.isPresent()) {
          first.add(entry.get());
          more |= first.size() > most;
        } else if (first.size() == most) {
          more = true;
        }
        if (first.size() > most) {
          first.remove();
        }
      }
    } catch (NoSuchFileException e) {
      if (directory.equals(paths.root())) {
        throw e;
      }
    } catch (AccessDeniedException e) {
      if (!directory.equals(paths.root().resolve(OF_FILE_SYSTEM))) {
        throw e;
      }
    }
    List<Entry> entries = new ArrayList<>(first);
    entries.sort(ORDER);
    return new Part(entries, more && !entries.isEmpty());
  }

  /** Empty for what is not asked for, is behind the last that is wanted, or has gone. */
  private Optional<Entry> entry(
      Path path, byte[] prefix, byte @Nullable [] after, @Nullable Entry last) throws IOException {
    byte[] file = paths.keyOf(path).getBytes(StandardCharsets.UTF_8);
    byte[] folder = Arrays.copyOf(file, file.length + 1);
    folder[file.length] = '/';
    boolean behind = last != null && Arrays.compareUnsigned(file, last.sortKey()) > 0;
    boolean before = after != null && Arrays.compareUnsigned(folder, after) <= 0;
    if (behind || before || !(mayMatch(file, prefix, false) || mayMatch(folder, prefix, true))) {
      return Optional.empty();
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean directory =
          attributes.isDirectory() || (attributes.isSymbolicLink() && Files.isDirectory(path));
      byte[] key = directory ? folder : file;
      return mayMatch(key, prefix, directory)
              && (after == null || Arrays.compareUnsigned(key, after) > 0)
              && (last == null || Arrays.compareUnsigned(key, last.sortKey()) < 0)
          ? Optional.of(new Entry(path, key, directory))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean mayMatch(byte[] key, byte[] prefix, boolean directory) {
    return begins(key, prefix) || (directory && begins(prefix, key));
  }

  private static boolean begins(byte[] all, byte[] with) {
    return all.length >= with.length && Arrays.equals(all, 0, with.length, with, 0, with.length);
  }
}
