package org.quietus.evidence;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An evidence store in a directory, which is made with the first file in it. The directory's own
 * path is resolved once; below it no symbolic link is followed.
 */
final class DirectoryEvidenceStore implements EvidenceStore {

  private static final String PERMISSIONS = "rw-r--r--";

  /** More than most commands write. */
  private static final int PROBE_BYTES = 1 << 16;

  private final Path root;

  DirectoryEvidenceStore(Path directory) {
    Path whole = directory.toAbsolutePath().normalize();
    Path there = nearest(whole);
    try {
      this.root = there.toRealPath().resolve(there.relativize(whole));
    } catch (IOException e) {
      throw new UncheckedIOException("the evidence store cannot be opened", e);
    }
  }

  /** The directory itself, or the first one above it that is there. */
  private static Path nearest(Path directory) {
    Path there = directory;
    while (Files.notExists(there, NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  @Override
  public boolean putIfAbsent(EvidenceName name, byte[] content) {
    refuseLarge(name, content);
    try {
      makeFolder(name);
      if (DurableFile.create(path(name), content, PERMISSIONS)) {
        return true;
      }
    } catch (IOException e) {
      throw failed("write", name, e);
    }
    byte[] there = read(name).orElseThrow(() -> new EvidenceConflict(name));
    if (!Arrays.equals(there, content)) {
      throw new EvidenceConflict(name);
    }
    return false;
  }

  @Override
  public boolean replace(EvidenceName name, Optional<byte[]> expected, byte[] content) {
    refuseLarge(name, content);
    try {
      makeFolder(name);
      return DurableFile.replace(path(name), () -> isThere(name, expected), content, PERMISSIONS);
    } catch (IOException e) {
      throw failed("write", name, e);
    }
  }

  @Override
  public void discard(EvidenceName name) {
    if (name.folder() != EvidenceName.Folder.LOG) {
      throw new IllegalArgumentException(name + " is evidence, which is not removed");
    }
    try {
      refuseLinksTo(name);
      Files.deleteIfExists(path(name));
    } catch (IOException e) {
      return; // it takes room, and harms nobody
    }
  }

  @Override
  public boolean isLocked(EvidenceName name, Instant at) {
    return false;
  }

  @Override
  public void remove(EvidenceName name) {
    if (!name.isRemoved()) {
      throw new IllegalArgumentException(name + " is evidence, which is not removed");
    }
    try {
      refuseLinksTo(name);
      DurableFile.remove(path(name));
    } catch (IOException e) {
      throw failed("remove", name, e);
    }
  }

  private boolean isThere(EvidenceName name, Optional<byte[]> expected) {
    Optional<byte[]> there = read(name);
    return there.isPresent() == expected.isPresent()
        && (there.isEmpty() || Arrays.equals(there.get(), expected.orElseThrow()));
  }

  private static void refuseLarge(EvidenceName name, byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new IllegalArgumentException(name + " is larger than " + MAX_BYTES + " bytes");
    }
  }

  private void makeFolder(EvidenceName name) throws IOException {
    refuseLinksTo(name);
    DurableFile.createDirectories(Objects.requireNonNull(path(name).getParent()), "rwxr-xr-x");
  }

  @Override
  public void requireWritable() {
    for (EvidenceName.Folder folder :
        List.of(EvidenceName.Folder.MIRROR, EvidenceName.Folder.CERTIFICATES)) {
      try {
        Path directory = directory(folder);
        refuseLink(directory);
        DurableFile.probe(nearest(directory), PROBE_BYTES);
      } catch (IOException e) {
        throw new EvidenceUnavailable(
            "the evidence store cannot be written: " + directory(folder) + ": " + reason(e),
            e,
            false);
      }
    }
  }

  private Path directory(EvidenceName.Folder folder) {
    return root.resolve(folder.directory());
  }

  private static String reason(IOException failure) {
    if (failure instanceof FileSystemException file) {
      return Objects.requireNonNullElseGet(file.getReason(), () -> kind(failure));
    }
    return Objects.requireNonNullElseGet(failure.getMessage(), () -> kind(failure));
  }

  private static String kind(IOException failure) {
    return failure
        .getClass()
        .getSimpleName()
        .replace("Exception", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<byte[]> read(EvidenceName name) {
    Path file = path(name);
    try {
      refuseLinksTo(name);
      refuseLink(file);
      if (!Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).isRegularFile()) {
        throw new IOException("it is not a regular file");
      }
      try (InputStream in =
          Channels.newInputStream(Files.newByteChannel(file, Set.of(READ, NOFOLLOW_LINKS)))) {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
          throw new IOException("it is larger than " + MAX_BYTES + " bytes");
        }
        return Optional.of(content);
      }
    } catch (NoSuchFileException e) { // or one of a log that another process tidies away meanwhile
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", name, e);
    }
  }

  @Override
  public List<EvidenceName> list(EvidenceName.Folder folder) {
    if (folder == EvidenceName.Folder.LOG) {
      throw new IllegalArgumentException("the files of a log are not listed");
    }
    Path directory = root.resolve(folder.directory());
    try {
      refuseLink(directory);
      try (Stream<Path> files = Files.list(directory)) {
        return files
            .flatMap(file -> EvidenceName.ofFile(folder, file.getFileName().toString()).stream())
            .sorted((a, b) -> a.stem().compareTo(b.stem()))
            .toList();
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new EvidenceUnavailable(
          "cannot list " + folder.directory() + "/ of the evidence store: " + reason(e), e, false);
    }
  }

  @Override
  public URI locate(EvidenceName name) {
    return path(name).toUri();
  }

  private Path path(EvidenceName name) {
    return root.resolve(name.folder().directory()).resolve(name.file());
  }

  /** No folder between the store's root and the file may be a link. */
  private void refuseLinksTo(EvidenceName name) throws IOException {
    Path folder = path(name).getParent();
    while (folder != null && !folder.equals(root)) {
      refuseLink(folder);
      folder = folder.getParent();
    }
  }

  private static void refuseLink(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw new IOException("it is a symbolic link, which an evidence store must not hold");
    }
  }

  private static EvidenceUnavailable failed(String doing, EvidenceName name, IOException cause) {
    return new EvidenceUnavailable(
        "cannot " + doing + " " + name + " of the evidence store: " + reason(cause), cause, false);
  }
}
