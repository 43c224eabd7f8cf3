package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Grant;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.StoreException;

/**
 * Attributes in a file's own terms: user metadata are extended attributes, grants are owner, group
 * and permissions, and the moment of creation is also the time of modification, so that whoever
 * removes dumps by age does not keep a rewritten one for longer.
 */
final class FileAttributes {
  /** To which file systems round times of modification. */
  private static final Duration COARSEST = Duration.ofSeconds(3);

  private FileAttributes() {}

  static Attributes read(Path file) throws IOException {
    return new Attributes(
        Map.of(),
        metadata(file),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        grants(file),
        Lock.NONE);
  }

  static Map<String, String> metadata(Path file) throws IOException {
    Map<String, String> metadata = new TreeMap<>();
    UserDefinedFileAttributeView view = extended(file);
    try {
      for (String name : view.list()) {
        boolean own = name.equals(Attributes.CREATED) && (!isOurs(file, view) || isCarried(file));
        if (!own && !name.equals(ContentMark.NAME)) {
          metadata.put(name, value(view, name));
        }
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      // This file system has no extended attributes.
      return Map.of();
    }
    return metadata;
  }

  /** A byte is a character, so that what is no text survives too. */
  private static String value(UserDefinedFileAttributeView view, String name) throws IOException {
    ByteBuffer value = ByteBuffer.allocate(view.size(name));
    view.read(name, value);
    return new String(value.array(), StandardCharsets.ISO_8859_1);
  }

  /**
   * When a file was written, as far as can be told: its time of modification, or where something
   * else was written into a file of ours and that time carried over, the last change of any kind.
   */
  static Instant written(Path file) throws IOException {
    Instant modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    Instant changed = FileIdentity.changed(file).toInstant();
    return isCarried(file) && changed.isAfter(modified) ? changed : modified;
  }

  /** Whether a file has the dates of one that we wrote, and another content. */
  private static boolean isCarried(Path file) throws IOException {
    UserDefinedFileAttributeView view = extended(file);
    try {
      return view.list().containsAll(List.of(ContentMark.NAME, Attributes.CREATED))
          && isOurs(file, view)
          && !value(view, ContentMark.NAME).equals(ContentMark.of(file));
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      return false; // no extended attributes
    }
  }

  /**
   * Whether nobody has written to a file since we wrote when its content was created: whoever
   * writes another dump into the same file leaves its extended attributes as they are.
   */
  private static boolean isOurs(Path file, UserDefinedFileAttributeView view) throws IOException {
    Instant modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    try {
      Instant stated = Instant.parse(value(view, Attributes.CREATED));
      return Duration.between(stated, modified).abs().compareTo(COARSEST) < 0;
    } catch (DateTimeException e) {
      return true; // which whoever asks for it refuses
    }
  }

  static void write(Path file, Attributes attributes) throws IOException {
    if (!attributes.headers().isEmpty()
        || !attributes.tags().isEmpty()
        || attributes.storageClass().isPresent()
        || attributes.checksumAlgorithm().isPresent()
        || !attributes.lock().equals(Lock.NONE)) {
      throw new StoreException.Unsupported(
          "a directory keeps no headers, tags, storage classes, checksums or locks");
    }
    for (Map.Entry<String, String> entry : attributes.metadata().entrySet()) {
      writeMetadata(file, entry.getKey(), entry.getValue());
    }
    String created = attributes.metadata().get(Attributes.CREATED);
    if (created != null) {
      writeMetadata(file, ContentMark.NAME, ContentMark.of(file));
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse(created)));
    }
    for (Grant grant : attributes.grants()) {
      writeGrant(file, grant);
    }
    writePermissions(file, attributes.grants());
  }

  /** Takes all permissions from everybody but the owner, where there are any. */
  static void makePrivate(Path file) throws IOException {
    if (posix(file) != null) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static void writeMetadata(Path file, String name, String value) throws IOException {
    try {
      extended(file).write(name, ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (FileSystemException e) {
      if (!name.equals(Attributes.CREATED) && !name.equals(ContentMark.NAME)) {
        throw new StoreException.Unsupported("this file system keeps no extended attributes");
      }
      // The time of modification says it too.
    }
  }

  private static List<Grant> grants(Path file) throws IOException {
    PosixFileAttributeView view = posix(file);
    if (view == null) {
      return List.of();
    }
    PosixFileAttributes attributes = view.readAttributes();
    String permissions = PosixFilePermissions.toString(attributes.permissions());
    return List.of(
        new Grant("owner", attributes.owner().getName(), permissions.substring(0, 3)),
        new Grant("group", attributes.group().getName(), permissions.substring(3, 6)),
        new Grant("others", "", permissions.substring(6)));
  }

  private static void writeGrant(Path file, Grant grant) throws IOException {
    PosixFileAttributeView view = posix(file);
    if (view == null) {
      throw new StoreException.Unsupported("this file system keeps no owner and permissions");
    }
    PosixFileAttributes now = view.readAttributes();
    UserPrincipalLookupService names = file.getFileSystem().getUserPrincipalLookupService();
    if (grant.kind().equals("owner") && !now.owner().getName().equals(grant.grantee())) {
      view.setOwner(names.lookupPrincipalByName(grant.grantee()));
    }
    if (grant.kind().equals("group") && !now.group().getName().equals(grant.grantee())) {
      view.setGroup(names.lookupPrincipalByGroupName(grant.grantee()));
    }
  }

  /** After owner and group, whose change may take permissions away. */
  private static void writePermissions(Path file, List<Grant> grants) throws IOException {
    if (!grants.isEmpty()) {
      String permissions =
          permission(grants, "owner") + permission(grants, "group") + permission(grants, "others");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }

  private static String permission(List<Grant> grants, String kind) {
    return grants.stream()
        .filter(grant -> grant.kind().equals(kind))
        .map(Grant::permission)
        .findFirst()
        .orElse("---");
  }

  private static UserDefinedFileAttributeView extended(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static @Nullable PosixFileAttributeView posix(Path file) {
    return Files.getFileAttributeView(
        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
