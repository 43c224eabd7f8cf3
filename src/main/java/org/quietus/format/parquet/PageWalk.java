package org.quietus.format.parquet;

import java.io.IOException;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.SeekableInputStream;
import org.quietus.format.UnsupportedDump;

/**
 * Where the pages of a column chunk lie, and of which version they are.
 *
 * @param start of its first page
 * @param length of all of them with their headers
 * @param count how many of them hold values, at least 1
 * @param inDictionary whether all of these take their values from a dictionary
 * @param newer whether one is of version 2
 */
record PageWalk(long start, long length, int count, boolean inDictionary, boolean newer) {

  /** Goes from page to page; each begins where the one before it ends. */
  static PageWalk of(Spooled file, ColumnMetaData chunk) throws IOException {
    long start = start(chunk);
    long end = start + chunk.getTotal_compressed_size();
    if (start < Footer.MAGIC.length || end > file.getLength() || end < start) {
      throw unlike(chunk);
    }
    long values = 0;
    int count = 0;
    int ofDictionary = 0;
    boolean newer = false;
    long at = start;
    try (SeekableInputStream in = file.newStream()) {
      while (at < end) {
        in.seek(at);
        PageHeader page = GroupReader.decoded(() -> Util.readPageHeader(in));
        if (page.getCompressed_page_size() < 0 || hasTooManyEntries(page)) {
          throw unlike(chunk);
        }
        at = in.getPos() + page.getCompressed_page_size();
        if (page.isSetData_page_header()) {
          values += page.getData_page_header().getNum_values();
          ofDictionary += isOfDictionary(page.getData_page_header().getEncoding()) ? 1 : 0;
          count++;
        } else if (page.isSetData_page_header_v2()) {
          DataPageHeaderV2 header = page.getData_page_header_v2();
          values += header.getNum_values();
          ofDictionary += isOfDictionary(header.getEncoding()) ? 1 : 0;
          count++;
          newer = true;
        }
      }
    }
    if (at != end || values != chunk.getNum_values()) {
      throw unlike(chunk);
    }
    return new PageWalk(
        start, end - start, Math.max(1, count), count > 0 && ofDictionary == count, newer);
  }

  /** Memory is taken for as many as a dictionary says to have, and each has a byte at least. */
  private static boolean hasTooManyEntries(PageHeader page) {
    return page.isSetDictionary_page_header()
        && Integer.compareUnsigned(
                page.getDictionary_page_header().getNum_values(), page.getUncompressed_page_size())
            > 0;
  }

  private static boolean isOfDictionary(Encoding encoding) {
    return encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
  }

  private static long start(ColumnMetaData chunk) {
    long start = chunk.getData_page_offset();
    if (chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0) {
      boolean alone = start == 0; // of a chunk without values
      start =
          alone
              ? chunk.getDictionary_page_offset()
              : Math.min(start, chunk.getDictionary_page_offset());
    }
    return start;
  }

  private static UnsupportedDump unlike(ColumnMetaData chunk) {
    return new UnsupportedDump(
        "the pages of column '%s' are not where the footer says"
            .formatted(String.join(".", chunk.getPath_in_schema())),
        0);
  }
}
