package org.quietus.format;

import java.util.List;

/**
 * How long a file of a dump is.
 *
 * @param bytes without compression
 * @param marks behind the first row that ends in each further MiB, where its tool notes them
 */
public record FileExtent(long bytes, List<Long> marks) {
  public FileExtent {
    marks = List.copyOf(marks);
  }
}
