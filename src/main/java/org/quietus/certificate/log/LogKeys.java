package org.quietus.certificate.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/** Finds the keys of logs. */
public final class LogKeys {

  private static final int LARGEST_FILE = 10_000;

  private LogKeys() {}

  /**
   * Those that an evidence store keeps; as trustworthy as the store is.
   *
   * @throws KeyRefused if one is not a key
   */
  public static List<NoteKey> in(EvidenceStore store) {
    return store.list(EvidenceName.Folder.LOG_KEYS).stream()
        .map(name -> parsed(name.toString(), store.read(name).orElseThrow()))
        .toList();
  }

  /** Those of the evidence store that a certificate file lies in; none if it lies in none. */
  public static List<NoteKey> beside(Path certificateFile) {
    return EvidenceStores.around(certificateFile).map(LogKeys::in).orElse(List.of());
  }

  /**
   * The key in a file of one line.
   *
   * @throws KeyRefused if it is not one
   */
  public static NoteKey load(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parsed(file.toString(), in.readNBytes(LARGEST_FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the key " + file, e);
    }
  }

  private static NoteKey parsed(String file, byte[] content) {
    try {
      return NoteKey.parse(new String(content, StandardCharsets.UTF_8).strip());
    } catch (IllegalArgumentException e) {
      throw new KeyRefused(file + " is not the key of a log: " + e.getMessage());
    }
  }
}
