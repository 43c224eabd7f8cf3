package org.quietus.target;

import java.util.Optional;
import org.quietus.catalog.RowValues;

/**
 * The row of a child that nobody agreed for; printed without its values.
 *
 * @param row by which its graph is reached
 * @param key the primary key
 * @param tenant whose customer the child is, where there are tenants and it tells
 */
public record FoundPerson(RowValues row, RowValues key, Optional<String> tenant) {
  @Override
  public String toString() {
    return "FoundPerson[]";
  }
}
