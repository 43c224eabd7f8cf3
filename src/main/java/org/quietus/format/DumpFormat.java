package org.quietus.format;

/** A format of backups, whose rows hang on each other: they are looked at more often than read. */
public interface DumpFormat extends Format {

  /** Takes rows of one reading down. */
  RowKeeper keeper(ByteStore store);

  /** How people make a dump show that it is whole, for a message, as an imperative. */
  String howToShowTheEnd();
}
