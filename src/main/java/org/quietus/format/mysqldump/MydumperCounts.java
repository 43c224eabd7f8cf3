package org.quietus.format.mysqldump;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpTableName;
import org.quietus.format.FileExtent;
import org.quietus.format.ToldRows;

/**
 * A file of mydumper that says how many rows tables have: {@code metadata}, with a section for each
 * table, or one of the table alone, {@code DB.T-metadata}, with nothing but the number.
 */
final class MydumperCounts extends TextFile implements ToldRows {
  private static final Pattern SECTION =
      Pattern.compile("\\[([`\"])(.*)\\1\\.\\1(.*)\\1\\][ \\t]*\\r?");
  private static final Pattern ROWS = Pattern.compile("(rows[ \\t]*=[ \\t]*)(\\d+)([ \\t]*\\r?)");
  private static final int SURELY_LONG = 18;
  private static final Pattern DIGEST = Pattern.compile("data_checksum[ \\t]*=.*");
  private static final Pattern ALONE = Pattern.compile("(\\s*)(\\d+)(\\s*)");

  /** Of the server, or of the one that it is a replica of; early versions write colons. */
  private static final Pattern POSITION =
      Pattern.compile(
          "(?im)^[#\\h]*((relay_)?(master|source)_log_file|file|log|(executed_)?gtid(_set)?|gtid_\\w+)"
              + "\\h*[:=]\\h*[\"']?[^\\s\"'].*$");

  private final Map<String, DumpTableName> tables;
  private final Map<DumpTableName, Long> said = new LinkedHashMap<>();
  private final Set<DumpTableName> digested = new LinkedHashSet<>();

  private MydumperCounts(Map<String, DumpTableName> tables) {
    this.tables = Map.copyOf(tables);
  }

  /** {@code tables} are the real names by those that files begin with. */
  static MydumperCounts of(String text, Map<String, DumpTableName> tables) {
    MydumperCounts counts = new MydumperCounts(tables);
    counts.lines(text, Map.of());
    return counts;
  }

  /** A file that has a digest of one table. */
  static MydumperCounts digestOf(DumpTableName table) {
    MydumperCounts counts = new MydumperCounts(Map.of());
    counts.digested.add(table);
    return counts;
  }

  /** The file of one table. */
  static Optional<ToldRows> alone(String text, DumpTableName table) {
    Matcher number = ALONE.matcher(text);
    return number.matches()
        ? Optional.of(new OfOne(table, number(number.group(2))))
        : Optional.empty();
  }

  /** What is more than any table has is as wrong as the largest number. */
  private static long number(String digits) {
    return digits.length() > SURELY_LONG ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  @Override
  boolean isPositioned(String text) {
    return POSITION.matcher(text).find();
  }

  @Override
  public Map<DumpTableName, Long> said() {
    return said;
  }

  @Override
  public Set<DumpTableName> digested() {
    return digested;
  }

  @Override
  public DumpFormat saying(Map<DumpTableName, Long> rows, Map<String, FileExtent> files) {
    return new TextFile(text -> new MydumperCounts(tables).lines(text, rows));
  }

  /** Takes note of what is said, and returns the text with other numbers. */
  private String lines(String text, Map<DumpTableName, Long> rows) {
    StringBuilder written = new StringBuilder(text.length());
    Optional<DumpTableName> table = Optional.empty();
    int at = 0;
    while (at < text.length()) {
      int newline = text.indexOf('\n', at);
      int end = newline < 0 ? text.length() : newline;
      String line = text.substring(at, end);
      Matcher section = SECTION.matcher(line);
      Matcher number = ROWS.matcher(line);
      if (section.matches()) {
        table = Optional.ofNullable(tables.get(section.group(2) + "." + section.group(3)));
      } else if (line.startsWith("[")) {
        table = Optional.empty();
      } else if (table.isPresent() && number.matches()) {
        said.put(table.get(), number(number.group(2)));
        if (rows.containsKey(table.get())) {
          line = number.group(1) + rows.get(table.get()) + number.group(3);
        }
      } else if (table.isPresent() && DIGEST.matcher(line).matches()) {
        digested.add(table.get());
      }
      written.append(line).append(text, end, newline < 0 ? end : end + 1);
      at = newline < 0 ? end : end + 1;
    }
    return written.toString();
  }

  private static final class OfOne extends TextFile implements ToldRows {
    private final DumpTableName table;
    private final long rows;

    OfOne(DumpTableName table, long rows) {
      this.table = table;
      this.rows = rows;
    }

    @Override
    public Map<DumpTableName, Long> said() {
      return Map.of(table, rows);
    }

    @Override
    public Set<DumpTableName> digested() {
      return Set.of();
    }

    @Override
    public DumpFormat saying(Map<DumpTableName, Long> now, Map<String, FileExtent> files) {
      String number = Long.toString(now.getOrDefault(table, rows));
      return new TextFile(text -> ALONE.matcher(text).replaceFirst("$1" + number + "$3"));
    }
  }
}
