package org.quietus.format.pgdump;

import java.nio.charset.StandardCharsets;
import org.quietus.format.Ending;
import org.quietus.format.Truncated;

/**
 * The first and last lines by which a dump shows that it is whole: {@code -- PostgreSQL database
 * dump} asks for {@code -- PostgreSQL database dump complete}, and that for the line behind it; so
 * does the dump of a cluster around it.
 */
final class DumpEnds {
  private static final String DATABASE = "-- PostgreSQL database dump";
  private static final String CLUSTER = "-- PostgreSQL database cluster dump";
  private static final String COMPLETE = " complete";
  private static final int LONGEST = 256;

  private boolean databaseOpen;
  private boolean clusterOpen;
  private boolean lastLineMissing;
  private boolean restricted;
  private boolean closed;

  /** Takes note of a comment line; returns whether a dump of a database begins with it. */
  boolean comment(byte[] line, long offset) throws Truncated {
    boolean ended = line.length > 0 && line[line.length - 1] == '\n';
    String text =
        new String(line, 0, Math.min(line.length, LONGEST), StandardCharsets.ISO_8859_1).strip();
    if (lastLineMissing && ended && text.equals("--")) {
      lastLineMissing = false;
      return false;
    }
    switch (text) {
      case DATABASE -> {
        requireClosed(databaseOpen, offset);
        databaseOpen = true;
        return true;
      }
      case CLUSTER -> {
        requireClosed(databaseOpen || clusterOpen, offset);
        clusterOpen = true;
      }
      case DATABASE + COMPLETE -> {
        databaseOpen &= !ended;
        complete();
      }
      case CLUSTER + COMPLETE -> {
        clusterOpen &= !ended;
        complete();
      }
      default -> {
        // says nothing of ends
      }
    }
    return false;
  }

  private void complete() {
    lastLineMissing = true;
    closed = true;
  }

  /** Takes note of rows or a table: what was whole until there says nothing of what follows it. */
  void content() {
    closed = false;
  }

  /** Takes note of a line that takes psql's commands away, or gives them back. */
  void restricted(boolean now) {
    restricted = now;
  }

  /** How the end shows; to be asked at the end of the input. */
  Ending ending(long offset) throws Truncated {
    requireClosed(databaseOpen || clusterOpen || lastLineMissing, offset);
    if (restricted) {
      throw new Truncated("the dump ends without its line '\\unrestrict'", offset);
    }
    return closed ? Ending.TRAILER : Ending.UNPROVEN;
  }

  private static void requireClosed(boolean open, long offset) throws Truncated {
    if (open) {
      throw new Truncated(
          "the dump ends without its lines '-- PostgreSQL database dump complete' and '--'",
          offset);
    }
  }
}
