package org.quietus.plan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.policy.JobText;

/**
 * What an approval holds for: the job file, the tables that a plan touches, and the SQL that would
 * run. Counts, estimates and cutoffs are no part of it.
 *
 * @param hex SHA-256 over a canonical encoding in which each text is preceded by its length and
 *     each list by its size; 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) {
  private static final int SHORT = 12;

  /** The fingerprint of a plan; the order of the tables does not matter, that of the SQL does. */
  public static Fingerprint of(JobText text, Collection<Table> tables, List<String> sql) {
    Encoding encoding = new Encoding();
    encoding.text("quietus fingerprint 1").text(text.digest());
    List<Table> sorted = tables.stream().sorted(Comparator.comparing(Table::name)).toList();
    encoding.size(sorted.size());
    sorted.forEach(table -> encode(table, encoding));
    encoding.texts(sql);
    return new Fingerprint(encoding.digest());
  }

  /** One for several databases by name; that of the only one is its own. */
  public static String joined(SortedMap<String, String> byDatabase) {
    if (byDatabase.size() == 1) {
      return byDatabase.values().iterator().next();
    }
    Encoding encoding = new Encoding();
    encoding.text("quietus fingerprint of databases 1").size(byDatabase.size());
    byDatabase.forEach((name, fingerprint) -> encoding.text(name).text(fingerprint));
    return encoding.digest();
  }

  /** The first twelve digits, for people. */
  public String shortForm() {
    return hex.substring(0, SHORT);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static void encode(Table table, Encoding encoding) {
    encoding.text(table.name()).text(table.transactional()).texts(table.primaryKey());
    encoding.size(table.columns().size());
    for (Column column : table.columns().values()) {
      encoding
          .text(column.name())
          .text(column.type())
          .text(column.typeName())
          .text(column.length())
          .text(column.nullable())
          .text(column.autoIncrement())
          .text(column.generated())
          .text(column.updatesItself())
          .texts(column.allowed());
    }
    encoding.size(table.indexes().size());
    table.indexes().stream()
        .sorted(Comparator.comparing(Table.Index::name))
        .forEach(i -> encoding.text(i.name()).texts(i.columns()).text(i.unique()));
    encoding.size(table.foreignKeys().size());
    table.foreignKeys().stream()
        .sorted(Comparator.comparing(ForeignKey::name))
        .forEach(
            key ->
                encoding
                    .text(key.name())
                    .texts(key.columns())
                    .text(key.referencedTable())
                    .texts(key.referencedColumns())
                    .text(key.onDelete()));
    encoding.size(table.checks().size());
    table.checks().stream()
        .sorted(Comparator.comparing(Table.Check::name))
        .forEach(check -> encoding.text(check.name()).text(check.condition()));
  }

  /** Feeds lengths and UTF-8 bytes to the digest. */
  private static final class Encoding {
    private final MessageDigest digest;

    Encoding() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException everyPlatformHasIt) {
        throw new IllegalStateException(everyPlatformHasIt);
      }
    }

    Encoding text(Object value) {
      byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
      size(bytes.length);
      digest.update(bytes);
      return this;
    }

    Encoding texts(List<String> values) {
      size(values.size());
      values.forEach(this::text);
      return this;
    }

    void size(int size) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(size).array());
    }

    String digest() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
