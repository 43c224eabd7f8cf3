package org.quietus.format.mysqldump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpTableName;
import org.quietus.format.FileExtent;
import org.quietus.format.ToldRows;
import org.quietus.format.UnsupportedDump;

/**
 * A file {@code .idx} of MySQL Shell, which says where rows of another one end, in numbers of eight
 * bytes with the highest first; the last is its length. Source of the rules: {@code
 * Dump_writer::write_index} in modules/util/dump/dump_writer.cc, and {@code Index_file} in
 * modules/util/load/dump_reader.cc.
 */
final class ShellIndex extends TextFile implements ToldRows {
  static final String ENDING = ".idx";

  private final String file;
  private final FileExtent extent;

  private ShellIndex(String file, FileExtent extent) {
    this.file = file;
    this.extent = extent;
  }

  /** The content of the one of that file, with a character for each byte. */
  static ShellIndex of(String file, String content) throws UnsupportedDump {
    ByteBuffer numbers = ByteBuffer.wrap(content.getBytes(ISO_8859_1));
    List<Long> offsets = new ArrayList<>();
    while (numbers.remaining() >= Long.BYTES) {
      offsets.add(numbers.getLong());
    }
    if (numbers.hasRemaining() || offsets.isEmpty()) {
      throw new UnsupportedDump("it is not an index as MySQL Shell writes it", 0);
    }
    int last = offsets.size() - 1;
    return new ShellIndex(file, new FileExtent(offsets.get(last), offsets.subList(0, last)));
  }

  @Override
  public Map<DumpTableName, Long> said() {
    return Map.of();
  }

  @Override
  public Set<DumpTableName> digested() {
    return Set.of();
  }

  @Override
  public Map<String, Long> lengths() {
    return Map.of(file, extent.bytes());
  }

  @Override
  public boolean isOutdated(String other, FileExtent now) {
    return !extent.equals(now);
  }

  @Override
  public DumpFormat saying(Map<DumpTableName, Long> rows, Map<String, FileExtent> files) {
    FileExtent now = files.getOrDefault(file, extent);
    ByteBuffer numbers = ByteBuffer.allocate((now.marks().size() + 1) * Long.BYTES);
    now.marks().forEach(numbers::putLong);
    String content = new String(numbers.putLong(now.bytes()).array(), ISO_8859_1);
    return new TextFile(text -> content);
  }
}
