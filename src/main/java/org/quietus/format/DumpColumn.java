package org.quietus.format;

/**
 * A column as the dump's CREATE TABLE declares it.
 *
 * @param type the type's text without attributes, e.g. {@code varchar(60)} or {@code int(10)
 *     unsigned}
 * @param visible whether an INSERT without a list of columns gives it a value
 * @param filling what it holds where a row gives it none
 */
public record DumpColumn(
    String name, String type, boolean nullable, boolean visible, Filling filling) {

  /** Whether the database computes it. */
  public boolean generated() {
    return filling instanceof Filling.Generated;
  }
}
