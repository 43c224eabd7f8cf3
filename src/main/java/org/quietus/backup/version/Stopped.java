package org.quietus.backup.version;

/** Somebody asked the run to stop; the journal tells where to go on. */
final class Stopped extends RuntimeException {
  Stopped() {
    super("stopped between two backups");
  }
}
