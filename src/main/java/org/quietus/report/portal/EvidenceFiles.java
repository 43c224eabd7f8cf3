package org.quietus.report.portal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.quietus.certificate.AuditVisitor;

/**
 * What the index checks in the browser, in files of some certificates each, which it loads one
 * after the other. A file is written as soon as the last of its certificates was seen, so that few
 * are in memory at a time.
 */
final class EvidenceFiles {
  static final int A_FILE = 100;

  private final PortalFolder folder;
  private final int all;
  private final Map<Integer, Chunk> open = new ConcurrentHashMap<>();

  EvidenceFiles(PortalFolder folder, int all) {
    this.folder = folder;
    this.all = all;
  }

  static int chunks(int certificates) {
    return (certificates + A_FILE - 1) / A_FILE;
  }

  private static final class Chunk {
    private final List<Optional<String>> parts;
    private int missing;

    Chunk(int size) {
      this.parts = new ArrayList<>(Collections.nCopies(size, Optional.empty()));
      this.missing = size;
    }

    /** Everything, once nothing is missing. */
    synchronized Optional<String> with(int place, Optional<String> part) {
      parts.set(place, part);
      missing--;
      return missing > 0
          ? Optional.empty()
          : Optional.of(String.join(",\n", parts.stream().flatMap(Optional::stream).toList()));
    }
  }

  /** Takes a certificate; {@code shown} is whether readers of the portal may see it. */
  void add(AuditVisitor.Examined examined, Entry entry, boolean shown) {
    int number = examined.place() / A_FILE;
    Chunk chunk =
        open.computeIfAbsent(number, first -> new Chunk(Math.min(A_FILE, all - number * A_FILE)));
    Optional<String> part =
        Optional.of(JsonData.escaped(JsonData.of(CertificatePage.evidence(examined, entry))))
            .filter(json -> shown);
    chunk
        .with(examined.place() % A_FILE, part)
        .ifPresent(
            whole -> {
              open.remove(number);
              folder.write(
                  "data/evidence-%04d.js".formatted(number + 1),
                  "\"use strict\";\nglobalThis.quietusEvidence=[" + whole + "];\n");
            });
  }
}
