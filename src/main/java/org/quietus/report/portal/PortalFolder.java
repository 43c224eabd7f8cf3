package org.quietus.report.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * The folder that a portal is put into, whole: its files are written into a new folder beside it,
 * which then takes its name. Only a portal is replaced, never a folder with other files.
 */
final class PortalFolder implements AutoCloseable {
  private static final String FILES = "portal-files.txt";
  private static final String FIRST_LINE =
      "# The files of this portal; the next one replaces them.";
  private static final int SHOWN = 10;

  private final Path target;
  private final Path unfinished;
  private final Path earlier;
  private final FileChannel lock;
  private final Set<String> written = new ConcurrentSkipListSet<>();

  /**
   * Begins a portal.
   *
   * @throws PortalRefused if the folder has files that are not those of a portal, or another
   *     process writes it
   */
  PortalFolder(Path target) throws IOException {
    Path whole = target.toAbsolutePath().normalize();
    this.target = Files.isDirectory(whole) ? whole.toRealPath() : whole;
    Path parent = this.target.getParent();
    if (parent == null) {
      throw new PortalRefused(target + " cannot be replaced by a portal; give a new folder");
    }
    String name = String.valueOf(this.target.getFileName());
    this.unfinished = parent.resolve("." + name + ".unfinished");
    this.earlier = parent.resolve("." + name + ".earlier");
    Files.createDirectories(parent);
    this.lock =
        FileChannel.open(
            parent.resolve("." + name + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      begin(target);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void begin(Path given) throws IOException {
    if (!isOurs()) {
      throw new PortalRefused(
          "another process writes the portal " + given + "; wait until it ends");
    }
    if (Files.exists(earlier) && Files.notExists(target)) { // killed between the two names
      Files.move(earlier, target, StandardCopyOption.ATOMIC_MOVE);
    }
    List<String> foreign = foreign();
    if (!foreign.isEmpty()) {
      throw new PortalRefused(
          given
              + " has files that are not those of a portal; move them away or give another folder: "
              + String.join(", ", foreign.subList(0, Math.min(foreign.size(), SHOWN)))
              + (foreign.size() > SHOWN ? ", …" : ""));
    }
    remove(earlier);
    remove(unfinished);
    Files.createDirectory(unfinished);
  }

  private boolean isOurs() throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) { // of another thread of this process
      return false;
    }
  }

  /** What lies in the folder and was not written by us. */
  private List<String> foreign() throws IOException {
    if (Files.notExists(target, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      return List.of(String.valueOf(target.getFileName()));
    }
    Path files = target.resolve(FILES);
    Set<String> ours =
        Files.isRegularFile(files, LinkOption.NOFOLLOW_LINKS)
            ? Set.copyOf(Files.readAllLines(files))
            : Set.of();
    try (Stream<Path> all = Files.walk(target)) {
      return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> target.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !ours.contains(name))
          .sorted()
          .toList();
    }
  }

  /** Writes a file; several threads may do so at once. */
  void write(String name, String text) {
    Path file = unfinished.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name + " of the portal", e);
    }
    written.add(name);
  }

  /** Puts what was written in the place of the portal that was there. */
  void publish() throws IOException {
    written.add(FILES);
    List<String> lines = new ArrayList<>(List.of(FIRST_LINE));
    lines.addAll(written);
    Files.write(unfinished.resolve(FILES), lines);
    if (Files.exists(target)) {
      Files.move(target, earlier, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    remove(earlier);
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      remove(unfinished);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
