package org.quietus.format;

/** How far a dump that was read to its last byte shows that this was its end. */
public enum Ending {
  /** By the line {@code -- Dump completed}, or the magic bytes of a format that ends with some. */
  TRAILER,
  /** By giving back every session setting that it had put aside at its start. */
  SETTINGS_RESTORED,
  /** Not at all: a {@code --compact} dump that was cut between two statements looks the same. */
  UNPROVEN
}
