package org.quietus.objectstore.directory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.quietus.objectstore.Durably;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.Staged;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.Ticket;

/** Puts uploads in their places, by one rename each; whoever calls holds the directory's lock. */
final class DirectoryCommits {
  private final DirectoryPaths paths;
  private final FileIdentity identity;
  private final HardLinks links;

  DirectoryCommits(DirectoryPaths paths, FileIdentity identity, HardLinks links) {
    this.paths = paths;
    this.identity = identity;
    this.links = links;
  }

  /**
   * Puts an upload in its place, once; again, it gives the file that it made.
   *
   * @throws StoreException.Changed if the condition is not met, or somebody wrote since
   */
  Pin commit(Staged staged, Precondition precondition) throws IOException {
    Ticket ticket = staged.ticket();
    Path upload = paths.ofOwn(ticket.uploadId());
    Path target = paths.of(ticket.key());
    if (!Files.exists(upload, LinkOption.NOFOLLOW_LINKS)) {
      return committedBefore(staged, target);
    }
    if (FileIdentity.attributes(upload).size() != staged.size()) {
      throw new StoreException.Refused("the upload does not hold what was staged");
    }
    if (precondition instanceof Precondition.Absent) {
      link(upload, target);
    } else {
      List<Path> otherNames = List.of();
      if (precondition instanceof Precondition.Replacing replacing) {
        requireStill(replacing.pin(), ticket.key(), target);
        otherNames = links.others(target);
      }
      links.replace(target, upload, otherNames);
    }
    Durably.sync(Durably.parentOf(target));
    return committedBefore(staged, target);
  }

  /**
   * The file that an upload was made by: its inode is that of the upload, so nobody has written
   * since.
   */
  Pin committedBefore(Staged staged, Path target) throws IOException {
    try {
      String etag = identity.of(target);
      if (FileIdentity.key(target).equals(staged.ticket().writeId())
          && FileIdentity.attributes(target).size() == staged.size()) {
        return new Pin(staged.ticket().key(), Pin.NULL_VERSION, etag);
      }
      throw new StoreException.Changed("somebody else wrote to the file");
    } catch (NoSuchFileException e) {
      throw new StoreException.Gone("no such upload");
    }
  }

  private void requireStill(Pin pin, ObjectKey key, Path target) throws IOException {
    try {
      if (pin.key().equals(key) && identity.of(target).equals(pin.etag())) {
        return;
      }
    } catch (NoSuchFileException e) {
      // Deleted is changed, too.
    }
    throw new StoreException.Changed("the file is not the one that was listed");
  }

  /** A hard link, unlike a rename, fails if there is a file of that name. */
  private static void link(Path upload, Path target) throws IOException {
    try {
      Files.createLink(target, upload);
      Files.delete(upload);
    } catch (FileAlreadyExistsException e) {
      throw new StoreException.Changed("there is a file of that name");
    } catch (UnsupportedOperationException e) {
      throw new StoreException.Unsupported(
          "this file system has no hard links, so a write could overwrite somebody else's");
    }
  }
}
