package org.quietus.request;

import java.util.function.Function;
import org.quietus.policy.ListFormat;

/** What became of an entry of a list of hashed identifiers, once that is settled. */
public enum ListedStatus {
  /** A person was found, and their request was refused: all of their data is exempt. */
  EXEMPTED(ListFormat::exempted),
  /** A person was found, and what no law keeps was erased. */
  DELETED(ListFormat::deleted),
  /** Nobody was found. */
  NOT_FOUND(ListFormat::notFound);

  private final Function<ListFormat, String> code;

  ListedStatus(Function<ListFormat, String> code) {
    this.code = code;
  }

  /** As reports have it. */
  public String code(ListFormat format) {
    return code.apply(format);
  }

  @Override
  public String toString() {
    return Codes.of(this);
  }
}
