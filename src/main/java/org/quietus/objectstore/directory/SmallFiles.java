package org.quietus.objectstore.directory;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.objectstore.DurableFile;
import org.quietus.objectstore.DurableFiles;
import org.quietus.objectstore.Durably;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.SmallObjects;
import org.quietus.objectstore.StoreException;

/**
 * Small objects as the plain files of a directory that nobody else writes to and everybody may
 * read; it is made with the first file in it. The directory's own path is resolved once; below it
 * no symbolic link is followed.
 */
public final class SmallFiles implements SmallObjects {
  private static final String FILE = "rw-r--r--";
  private static final String FOLDER = "rwxr-xr-x";

  /** What the names of drafts and locks begin with. */
  private static final String OWN = ".";

  /** More than most commands write. */
  private static final int TRIAL_BYTES = 1 << 16;

  private final Path root;

  /** Opens a directory, which need not be there yet. */
  public SmallFiles(Path directory) {
    Path whole = directory.toAbsolutePath().normalize();
    Path there = nearest(whole);
    this.root = translated(() -> there.toRealPath().resolve(there.relativize(whole)));
  }

  /** The directory itself, or the first one above it that is there. */
  private static Path nearest(Path directory) {
    Path there = directory;
    while (Files.notExists(there, NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  /** Where the directory is, with a slash at its end. */
  public URI url() {
    String url = root.toUri().toString();
    return URI.create(url.endsWith("/") ? url : url + "/");
  }

  @Override
  public boolean create(ObjectKey key, byte[] content) {
    return translated(() -> DurableFile.create(withFolder(key), content, FILE));
  }

  @Override
  public Set<ObjectKey> createAll(Map<ObjectKey, byte[]> objects) {
    return translated(
        () -> {
          Map<Path, ObjectKey> keys = new HashMap<>();
          Map<Path, byte[]> contents = new LinkedHashMap<>();
          for (Map.Entry<ObjectKey, byte[]> object : objects.entrySet()) {
            Path file = withFolder(object.getKey());
            keys.put(file, object.getKey());
            contents.put(file, object.getValue());
          }
          return DurableFiles.createAll(contents, FILE).stream()
              .map(keys::get)
              .collect(Collectors.toSet());
        });
  }

  @Override
  public boolean replace(ObjectKey key, byte[] expected, byte[] content) {
    return translated(
        () -> DurableFile.replace(withFolder(key), () -> holds(key, expected), content, FILE));
  }

  private boolean holds(ObjectKey key, byte[] expected) {
    return translated(() -> read(key, expected.length + 1))
        .filter(content -> Arrays.equals(content, expected))
        .isPresent();
  }

  @Override
  public Optional<byte[]> first(ObjectKey key, int most) {
    return current(key, most);
  }

  @Override
  public Optional<byte[]> current(ObjectKey key, int most) {
    Optional<byte[]> content = translated(() -> read(key, most + 1));
    if (content.isPresent() && content.get().length > most) {
      throw new StoreException.Refused("it is larger than " + most + " bytes");
    }
    return content;
  }

  /** As many bytes as there are, up to a limit. */
  private Optional<byte[]> read(ObjectKey key, int limit) throws IOException {
    Path file = withoutLinks(key);
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).isRegularFile()) {
        throw new StoreException.Refused("it is not a regular file");
      }
      try (InputStream in =
          Channels.newInputStream(Files.newByteChannel(file, Set.of(READ, NOFOLLOW_LINKS)))) {
        return Optional.of(in.readNBytes(limit));
      }
    } catch (NoSuchFileException e) { // or one that another process tidies away meanwhile
      return Optional.empty();
    }
  }

  /** {@inheritDoc} As many as there are certificates, so they are named one by one. */
  @Override
  public Stream<ObjectKey> keysIn(String folder) {
    Path directory = withoutLinks(new ObjectKey(folder));
    return translated(() -> files(directory))
        .map(file -> file.getFileName().toString())
        .filter(name -> !name.startsWith(OWN))
        .map(name -> new ObjectKey(folder + "/" + name));
  }

  private static Stream<Path> files(Path directory) throws IOException {
    try {
      return Files.list(directory);
    } catch (NoSuchFileException e) {
      return Stream.empty();
    }
  }

  @Override
  public boolean isLocked(ObjectKey key, Instant at) {
    return false;
  }

  @Override
  public void deleteAll(ObjectKey key) {
    translated(
        () -> {
          DurableFile.remove(withoutLinks(key));
          return key;
        });
  }

  /** Writes a file beside the one that could be, as far down as there are folders. */
  @Override
  public void requireWritable(ObjectKey key) {
    translated(
        () -> {
          DurableFile.probe(nearest(Durably.parentOf(withoutLinks(key))), TRIAL_BYTES);
          return key;
        });
  }

  @Override
  public void close() {}

  private Path withFolder(ObjectKey key) throws IOException {
    Path file = withoutLinks(key);
    DurableFile.createDirectories(Durably.parentOf(file), FOLDER);
    return file;
  }

  /** Where the file of a key is, or would be; neither it nor a folder above it may be a link. */
  private Path withoutLinks(ObjectKey key) {
    Path path = root;
    for (String part : key.value().split("/", -1)) {
      if (part.isEmpty() || part.startsWith(OWN)) {
        throw new StoreException.Refused("a key has a part that is empty or begins with '.'");
      }
      path = path.resolve(part);
      if (Files.isSymbolicLink(path)) {
        throw new StoreException.Refused(
            "it is a symbolic link, which an evidence store must not hold");
      }
    }
    return path;
  }

  /** What stands in the way is said without a path; time does not mend it. */
  private static <T> T translated(FileFailures.Operation<T> operation) {
    try {
      return operation.run();
    } catch (IOException e) {
      throw new StoreException.Refused(reason(e));
    }
  }

  private static String reason(IOException failure) {
    String told =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return Objects.requireNonNullElseGet(told, () -> kind(failure));
  }

  /** The name of a class in words. */
  private static String kind(IOException failure) {
    return failure
        .getClass()
        .getSimpleName()
        .replace("Exception", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
