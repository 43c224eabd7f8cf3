package org.quietus.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What an object may be that no format here reads, by its first bytes. */
public enum ForeignFile {
  XTRABACKUP("XBSTCK01", "a stream of XtraBackup or mariadb-backup", false),
  BORG("BORG_SEG", "a part of a repository of borg", false),
  BINARY_LOG("\u00febin", "a binary log", false),
  POSTGRES_ARCHIVE("PGDMP", "an archive of pg_dump in another format than 'plain'", false),
  AGE("age-encryption.org/", "encrypted by age", true),
  OPENSSL("Salted__", "encrypted by OpenSSL", true),
  GNUPG("-----BEGIN PGP MESSAGE-----", "encrypted by GnuPG", true);

  private final byte[] magic;
  private final String what;
  private final boolean encrypted;

  ForeignFile(String magic, String what, boolean encrypted) {
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    this.what = what;
    this.encrypted = encrypted;
  }

  /** The bytes that it begins with. */
  public byte[] magic() {
    return magic.clone();
  }

  /**
   * Refuses what is one where a dump should be: it takes the place of no dump.
   *
   * @throws NotADump if it begins like one
   */
  public static void refuse(Window window) throws IOException {
    for (ForeignFile each : values()) {
      if (window.at(each.magic)) {
        throw new NotADump(each.refusal(), window.offset());
      }
    }
  }

  /** Why such an object is not read, and what to do. */
  public String refusal() {
    return "the object is %s; %s"
        .formatted(
            what,
            encrypted
                ? "name the commands under 'encryption' of the set"
                : "give such objects a set of their own, with 'format: opaque'");
  }
}
